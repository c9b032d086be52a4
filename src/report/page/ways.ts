// Paths as a list of lists: each way with its amount, hop by hop, every transaction linked.

import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings, Hop, Path } from '../../trace/findings.ts';
import { type AssetBook, amountText, durationText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { header } from '../text/style.ts';
import { addressTree, plainName, txTree } from './cells.ts';
import { type Child, type Tree, tree } from './tree.ts';

/** Of the largest; how many more there are, and what they carry, is said. */
const DRAWN = 40;

export function waysTrees(findings: Findings, book: AssetBook): Child[] {
  const { paths, pathsLeftOut, options } = findings;
  if (paths.length + pathsLeftOut.length === 0) return [];
  const headline = options.conventions[0] as ConventionName;
  const entities = new Map(findings.endpoints.map(({ place, label }) => [placeKey(place), label.entity]));
  const drawn = paths.slice(0, DRAWN);
  const rest = [
    ...paths.slice(DRAWN).map(({ asset, amount }) => ({ asset, amount, paths: 1 })),
    ...pathsLeftOut,
  ];
  const sums = new Map<Path['asset'], { paths: number; amount: bigint }>();
  for (const { asset, amount, paths: count } of rest) {
    const sum = sums.get(asset) ?? { paths: 0, amount: 0n };
    sums.set(asset, { paths: sum.paths + count, amount: sum.amount + amount });
  }
  return [
    tree(
      'p',
      { class: 'note' },
      `Under ${header(headline)}, whatever rule is chosen above. Paths into a service add up to its amount.`,
    ),
    tree('ol', { class: 'ways' }, ...drawn.map((path) => wayTree(path, findings, entities, book))),
    ...[...sums].map(([asset, { paths: count, amount }]) =>
      tree(
        'p',
        {},
        `${count} more path${count === 1 ? '' : 's'} with ${amountText(book, asset, amount)} together ${count === 1 ? 'is' : 'are'} not drawn here.`,
      ),
    ),
  ];
}

function wayTree(
  path: Path,
  findings: Findings,
  entities: ReadonlyMap<string, string>,
  book: AssetBook,
): Tree {
  const { to } = path.hops.at(-1) as Hop;
  return tree(
    'li',
    {},
    tree('strong', {}, amountText(book, path.asset, path.amount)),
    ' to ',
    tree('bdi', {}, plainName(entities.get(placeKey(to)) ?? '')),
    tree('ol', { class: 'hops' }, ...path.hops.map((hop) => hopTree(hop, findings, book))),
  );
}

function hopTree(hop: Hop, { names, known }: Findings, book: AssetBook): Tree {
  const at = (place: OwnerPlace): Child[] => {
    const key = placeKey(place);
    const entity = known.get(key);
    return [
      addressTree(place.chain, names.get(key) ?? ''),
      ...(entity === undefined ? [] : [' ', tree('bdi', { class: 'known' }, plainName(entity))]),
    ];
  };
  return tree(
    'li',
    {},
    tree('time', { datetime: timeText(hop.at.time).replace(' ', 'T') }, timeText(hop.at.time)),
    ...(hop.waited === undefined ? [] : [` after ${durationText(hop.waited)}`]),
    ': ',
    ...(hop.from === undefined ? ['the payment'] : at(hop.from)),
    ' → ',
    ...at(hop.to),
    `, in ${forTerminal(amountText(book, hop.asset, hop.recorded))}, `,
    txTree(hop.chain, hop.txId),
  );
}
