// How the page calls places and amounts in pictures and lists.
import { formatUnits } from '../../model/asset.ts';
import { grouped } from '../amounts.ts';
import { clipped } from '../escape.ts';
import type { PageData } from './page-data.ts';

export function unitsText(asset: PageData['assets'][number] | undefined, units: bigint): string {
  const { symbol = '', decimals } = asset ?? {};
  if (decimals === undefined) return `${grouped(units.toString())} base units of ${symbol}`;
  return `${grouped(formatUnits(units, decimals))} ${symbol}`;
}

/** A name is cut at its end, an address or a transaction in its middle, where a look-alike differs. */
export function shortName({ name, address, role }: PageData['places'][number], length: number): string {
  const text = name.length <= length ? name : `${name.slice(0, 8)}…${name.slice(-6)}`;
  if (role === 'transaction') return `tx ${text}`;
  return name === address ? text : clipped(name, length);
}
