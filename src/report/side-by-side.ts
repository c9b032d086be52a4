// Every service that was reached, or could have been under another rule, under every convention of the run side by side, between
// the least and the most that any rule could give it. One table for all forms of a report: rows by service, and by address where a service has several.
import type { AssetId } from '../model/asset.ts';
import type { OwnerPlace } from '../model/place.ts';
import type { Amounts, Bounds, EndpointFinding, EntityFinding, Findings } from '../trace/findings.ts';
import { injectedAssets } from './summary.ts';

export interface SideBySideRow {
  readonly asset: AssetId;
  readonly entity: string;
  readonly category: string;
  /** One of several addresses of the service; undefined: all of them together. */
  readonly at: { readonly place: OwnerPlace; readonly display: string } | undefined;
  /** In the order of the conventions; zero stands. */
  readonly amounts: readonly bigint[];
  /** undefined: not known, for the value changed asset on the way. */
  readonly bounds: Bounds | undefined;
}

const NO_AMOUNTS: Amounts = new Map();
const NOTHING: Bounds = { least: 0n, most: 0n, mostFollowed: 0n };

/** Asset by asset, those of the seeds first; services by money, the addresses of each beneath it. */
export function sideBySide(findings: Findings): SideBySideRow[] {
  const { options, entities, notReached, endpoints } = findings;
  const injected = injectedAssets(findings);
  const addressesOf = new Map<string, EndpointFinding[]>();
  for (const endpoint of endpoints) {
    const own = addressesOf.get(endpoint.label.entity);
    if (own === undefined) addressesOf.set(endpoint.label.entity, [endpoint]);
    else own.push(endpoint);
  }
  const all: (Figures & Pick<EntityFinding, 'entity' | 'category'> & { readonly several: boolean })[] = [
    ...entities.map((one) => ({ ...one, several: one.endpoints.length > 1 })),
    ...notReached.map((one) => ({ ...one, amounts: NO_AMOUNTS, several: false })),
  ];
  const order = new Set([...injected, ...[...new Set(all.flatMap(assetsAt))].sort()]);
  return [...order].flatMap((asset) => {
    const unknown = injected.includes(asset) ? NOTHING : undefined;
    return all
      .filter((one) => assetsAt(one).includes(asset))
      .flatMap((one): SideBySideRow[] => {
        const { entity, category } = one;
        const row = ({ amounts, bounds }: Figures, at: SideBySideRow['at']): SideBySideRow => ({
          asset,
          entity,
          category,
          at,
          amounts: options.conventions.map((name) => amounts.get(name)?.get(asset) ?? 0n),
          bounds: bounds.get(asset) ?? unknown,
        });
        const own = (addressesOf.get(entity) ?? []).filter((each) => assetsAt(each).includes(asset));
        return [row(one, undefined), ...(!one.several ? [] : own.map((each) => row(each, each)))];
      });
  });
}

type Figures = Pick<EntityFinding | EndpointFinding, 'amounts' | 'bounds'>;

/** Assets that reached it under a convention of the run, or could have under another. */
function assetsAt({ amounts, bounds }: Figures): AssetId[] {
  return [
    ...[...amounts.values()].flatMap((sums) => [...sums.keys()]),
    ...[...bounds].filter(([, { mostFollowed }]) => mostFollowed > 0n).map(([asset]) => asset),
  ];
}
