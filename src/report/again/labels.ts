// What a JSON result says of labels (label-schema.ts), as findings have it.
import { asOne } from '../../labels/rank.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Label } from '../../model/label.ts';
import type { LabelJson } from '../label-schema.ts';

/** The label by which a place is named so: beside the name stands who says it, and among all `labels` the rest of it. */
export function toldBy({
  chain,
  address = '',
  labels = [],
  ...named
}: Named & {
  readonly chain: string;
  readonly address?: string | undefined;
  readonly labels?: readonly LabelJson[];
}): Label {
  const { entity, category, source, url, tier } = named;
  const own = labels.find(
    (row) =>
      (row.entity === entity || entity.startsWith(`${row.entity} or `)) &&
      row.category === category &&
      row.source === source &&
      row.url === url &&
      row.tier === tier,
  );
  const pack = own?.pack ?? labels[0]?.pack ?? '';
  return labelOf({ ...own, entity, category, source, url, tier, pack }, { chain, address });
}

interface Where {
  readonly chain: string;
  readonly address: string;
}

type Named = Pick<LabelJson, 'entity' | 'category' | 'source' | 'url' | 'tier'>;

function labelOf(json: LabelJson, { chain, address }: Where): Label {
  const said = Object.entries(json).filter(([, value]) => value !== undefined);
  return {
    chain: chain as ChainId,
    address: address as Label['address'],
    ...(Object.fromEntries(said) as unknown as Omit<Label, 'chain' | 'address'>),
  };
}

/** In their order. */
export function labelsOf(json: readonly LabelJson[], place: Where): Label[] {
  return json.map((row) => labelOf(row, place));
}

/** Of a place that all of them name together: `shownAs`, or as the first does. */
export function labelsShown(json: readonly LabelJson[], place: Where, shownAs: string | undefined): Label[] {
  const labels = labelsOf(json, place);
  const shown = asOne(labels)?.entity;
  return shown === (shownAs ?? labels[0]?.entity) ? labels : withoutTiers(labels, shownAs);
}

/**
 * Of a result that was written when labels had no tier in it: which of them are of the tier of the first is not told, only
 * under which name they all go. Those that stand in it are made to, and the others not.
 */
function withoutTiers(labels: readonly Label[], shownAs: string | undefined): Label[] {
  let said = labels[0]?.entity ?? '';
  return labels.map((label, index) => {
    const longer = `${said} or ${label.entity}`;
    const isNamed = index > 0 && (shownAs === longer || shownAs?.startsWith(`${longer} or `) === true);
    if (isNamed) said = longer;
    return index === 0 || isNamed ? { ...label, tier: 'inferred' } : label;
  });
}
