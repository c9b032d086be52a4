// Which transfers the reader looks at, and what they carry together. Exact: amounts are compared and added as integers.
import type { PageData, PageTransfer } from './page-data.ts';

export interface Filter {
  /** Numbers of rows. */
  readonly convention: number;
  readonly asset: number;
  /** Base units that a transfer carries at least. */
  readonly least: bigint;
  /** Unix seconds, both included. */
  readonly from: number;
  readonly to: number;
  /** Categories of receivers that are left out. */
  readonly without: ReadonlySet<string>;
}

export interface Flowing {
  readonly transfer: PageTransfer;
  readonly carried: bigint;
}

const UNLABELLED = 'no label';

export function categoryOf({ category, role, name }: PageData['places'][number]): string {
  if (category !== '') return category;
  if (role === 'sink') return name;
  return role === 'transaction' ? role : UNLABELLED;
}

export function everything(data: PageData): Filter {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const [, time] of data.transfers) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  return { convention: 0, asset: 0, least: 0n, from, to, without: new Set() };
}

/** Transfers of the asset; one that carries nothing under the convention is among them where nothing is the least. */
export function selected(data: PageData, filter: Filter): Flowing[] {
  const found: Flowing[] = [];
  for (const transfer of data.transfers) {
    const [, time, , to, asset, , carried] = transfer;
    if (asset !== filter.asset || time < filter.from || time > filter.to) continue;
    const units = BigInt(carried[filter.convention] ?? '0');
    if (units < filter.least) continue;
    const place = data.places[to];
    if (filter.without.size > 0 && place !== undefined && filter.without.has(categoryOf(place))) continue;
    found.push({ transfer, carried: units });
  }
  return found;
}
