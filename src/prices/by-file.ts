// Prices that the user brings: of each asset the one nearest to the transfer, and none from further away than a day. How the
// file is read: cli/prices-file.ts.
import type { AssetInfo } from '../model/asset.ts';
import { chainNamed, knownChains } from '../model/chain.ts';
import type { PriceAnswer, PriceSource } from './price.ts';

export interface FilePrice {
  /** As the file names it. */
  readonly asset: string;
  readonly time: number;
  readonly text: string;
  /** Who says so; empty: the file alone. */
  readonly source: string;
}

/** A file of daily prices has one within a day of any moment. */
const FARTHEST_IN_FILE = 86_400;

export function pricesByFile(
  rows: readonly FilePrice[],
  file: { readonly currency: string; readonly name: string; readonly sha256: string },
): PriceSource {
  const byAsset = new Map<string, FilePrice[]>();
  for (const row of rows) byAsset.set(keyOf(row.asset), [...(byAsset.get(keyOf(row.asset)) ?? []), row]);
  for (const own of byAsset.values()) own.sort((a, b) => a.time - b.time);
  return {
    ...file,
    ask: async (questions) =>
      questions.map(({ asset, time }) =>
        nearest(
          namesOf(asset).flatMap((name) => byAsset.get(name) ?? []),
          time,
          file.name,
        ),
      ),
  };
}

/** Its id; a native coin also by the name of its chain. Never by symbol: any token can take any. */
function namesOf({ id }: AssetInfo): string[] {
  const chain = knownChains.find(({ native }) => native.id === id);
  return chain === undefined ? [keyOf(id)] : [keyOf(id), `native of ${chain.id}`];
}

/** Addresses of Ethereum are the same in any case; those of Tron are not. */
function keyOf(asset: string): string {
  if (/^eip155:/i.test(asset)) return asset.toLowerCase();
  const chain = asset.includes('/') ? undefined : chainNamed(asset);
  return knownChains.some(({ id, name }) => id === chain && name === asset.toLowerCase())
    ? `native of ${chain}`
    : asset;
}

/** Of two equally near the earlier: it was known at the time. */
function nearest(rows: readonly FilePrice[], time: number, name: string): PriceAnswer {
  let best: FilePrice | undefined;
  for (const row of rows)
    if (best === undefined || Math.abs(row.time - time) < Math.abs(best.time - time)) best = row;
  if (best === undefined) return { missing: `${name} has no price of it` };
  if (Math.abs(best.time - time) > FARTHEST_IN_FILE)
    return { missing: `${name} has no price of it within a day of the transfer` };
  const source = best.source === '' ? name : `${best.source} (${name})`;
  return { price: { text: best.text, source, given: best.time } };
}
