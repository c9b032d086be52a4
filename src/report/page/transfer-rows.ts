// Rows of the list of transfers. The file holds the first of them for readers without JavaScript; the page makes all others by
// the same function.
import { addressTree, txTree } from './cells.ts';
import { shortName, unitsText } from './names.ts';
import type { PageData } from './page-data.ts';
import type { Flowing } from './selection.ts';
import { type Child, type Tree, tree } from './tree.ts';

/** On one page of the list. */
export const ROWS = 100;

export const transferColumns = [
  { title: 'Time (UTC)' },
  { title: 'From' },
  { title: 'To' },
  { title: 'Carries', isNumber: true },
  { title: 'Whole transfer', isNumber: true },
  { title: 'Transaction' },
] as const;

export function transferRow(data: PageData, { transfer, carried }: Flowing): Tree {
  const [tx, time, from, to, asset, amount] = transfer;
  const info = data.assets[asset];
  const chain = data.places[from]?.chain ?? '';
  const when = new Date(time * 1000).toISOString().slice(0, 19);
  return tree(
    'tr',
    {},
    tree('td', { 'data-label': 'Time' }, tree('time', { datetime: `${when}Z` }, when.replace('T', ' '))),
    tree('td', { 'data-label': 'From' }, ...placeTree(data, from)),
    tree('td', { 'data-label': 'To' }, ...placeTree(data, to)),
    tree('td', { class: 'number', 'data-label': 'Carries' }, unitsText(info, carried)),
    tree('td', { class: 'number', 'data-label': 'Whole transfer' }, unitsText(info, BigInt(amount))),
    tree('td', { 'data-label': 'Transaction' }, txTree(chain, tx)),
  );
}

function placeTree({ places }: PageData, index: number): Child[] {
  const place = places[index];
  if (place === undefined) return [];
  if (place.address === '') return [shortName(place, 20)];
  return [
    ...(place.name === place.address ? [] : [tree('bdi', {}, shortName(place, 40)), ' ']),
    addressTree(place.chain, place.address),
  ];
}
