// Histories of addresses without an index of them: all blocks are read, and kept is what pays one of them or spends what
// one of them was paid. Only for a chain, or the beginning of one, that is short enough.

import type { Block } from '../../../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../../model/place.ts';
import type { Asking } from '../esplora-ask.ts';
import { placeOfScript } from '../script-place.ts';
import type { RawTx } from './block.ts';
import { blocksFrom } from './reading.ts';
import type { Placed } from './whole.ts';

export type Found = Placed & { readonly tx: RawTx };

export async function transactionsOf(
  asking: Asking,
  places: readonly OwnerPlace[],
  asOf: Block,
): Promise<ReadonlyMap<PlaceKey, readonly Found[]>> {
  const found = new Map<PlaceKey, Found[]>(places.map((place) => [placeKey(place), []]));
  const coins = new Map<string, PlaceKey>();
  for await (const { height, hash, time, txs } of blocksFrom(asking, 0, asOf, asOf)) {
    for (const tx of txs) {
      const concerned = new Set<PlaceKey>();
      for (const { txId, vout } of tx.inputs) {
        const owner = coins.get(`${txId}:${vout}`);
        if (owner !== undefined) concerned.add(owner);
      }
      for (const [vout, { script }] of tx.outputs.entries()) {
        const key = placeKey(placeOfScript(script));
        if (!found.has(key)) continue;
        coins.set(`${tx.txId}:${vout}`, key);
        concerned.add(key);
      }
      for (const key of concerned) found.get(key)?.push({ height, hash, time, tx });
    }
  }
  return found;
}
