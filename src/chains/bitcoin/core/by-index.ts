// Histories and spenders by an index of addresses beside the node. The index only says where to look: every transaction comes
// from the node by its id, whether a coin is unspent says the node's own set of coins, and what contradicts is refused.
import { z } from 'zod';
import type { Block } from '../../../model/ledger.ts';
import { isOwner, type OwnerPlace, placeKey, type TxId } from '../../../model/place.ts';
import { type CoinParts, partsOfCoin } from '../../../model/transfer.ts';
import { displayPlace, pinnedTo } from '../context.ts';
import { type Asking, failure } from '../esplora-ask.ts';
import type { KnownTx } from '../known-transactions.ts';
import { placeOfScript } from '../script-place.ts';
import { placesOfTx } from '../transfers-of-tx.ts';
import type { AddressIndex, Indexed } from './address-index.ts';
import { resultOf, resultsOf } from './ask.ts';
import type { Found } from './histories.ts';
import { hexShape } from './reading.ts';
import { readTx } from './whole.ts';

/** What the node tells of transactions, as of the block of the run. */
export interface Node {
  readonly asking: Asking;
  readonly asOf: Block;
  found(txId: TxId): Promise<Found | undefined>;
  read(found: Found): Promise<KnownTx>;
}

/** Transactions asked for at once when a spender is looked for. */
const AT_ONCE = 50;

/** Of one place up to the block of the run; `many`: they are more than `most`, and none was read. */
export async function historyByIndex(
  index: AddressIndex,
  place: OwnerPlace,
  node: Node,
  most: number,
): Promise<readonly KnownTx[] | 'many'> {
  const { asking, asOf } = node;
  const told = (await index.historyOf(place, asOf, asking.signal)).filter(
    ({ height }) => height <= asOf.height,
  );
  if (told.length > most) return 'many';
  const own = placeKey(place);
  const history: KnownTx[] = [];
  for (const each of told) {
    const known = await node.read(await located(index, each, node));
    if (!placesOfTx(known.tx).some((at) => placeKey(at) === own))
      throw contradicted(index, node, `names ${each.txId} for ${displayPlace(place)}, which is not in it`);
    history.push(known);
  }
  const ids = new Set<string>(told.map(({ txId }) => txId));
  for (const { tx, transfers } of history)
    for (const { from, to, coin } of transfers) {
      if (to.kind !== 'junction' || coin === undefined || placeKey(from) !== own) continue;
      const { txId: maker } = partsOfCoin(coin);
      if (ids.has(maker)) continue;
      const what = `leaves out ${maker}, a coin of which ${displayPlace(place)} spends in ${tx.txid}`;
      throw failure({ ...asking, service: index.service }, '/', what, { gap: 'source-incomplete' });
    }
  return history;
}

/** undefined: it was not spent up to the block of the run. */
export async function spenderByIndex(
  index: AddressIndex,
  coin: CoinParts,
  made: Found,
  node: Node,
): Promise<Found | undefined> {
  const { asking, asOf } = node;
  const output = made.tx.outputs[coin.vout] as Found['tx']['outputs'][number];
  const place = placeOfScript(output.script);
  if (!isOwner(place)) return undefined;
  // What is unspent at the tip of the node was unspent before.
  const params = [coin.txId, coin.vout, false];
  const coinShape = z.object({ bestblock: z.string() }).nullable();
  if ((await resultOf(asking, 'gettxout', params, coinShape, pinnedTo(asOf))) !== null) return undefined;
  const later = (await index.historyOf(place, asOf, asking.signal)).filter(
    ({ height }) => height >= made.height,
  );
  for (let at = 0; at < later.length; at += AT_ONCE) {
    const some = later.slice(at, at + AT_ONCE);
    const calls = some.map(({ txId }) => ({ method: 'getrawtransaction', params: [txId, false] }));
    const texts = await resultsOf(asking, calls, hexShape, pinnedTo(asOf));
    const spender = some.find(({ txId }, nth) =>
      readTx(asking, txId, texts[nth] as string).inputs.some(
        (input) => input.txId === coin.txId && input.vout === coin.vout,
      ),
    );
    if (spender === undefined) continue;
    const found = await located(index, spender, node);
    return found.height <= asOf.height ? found : undefined;
  }
  const what = `knows nobody who spent the coin ${coin.id}, which the node has no longer`;
  throw failure({ ...asking, service: index.service }, '/', what, { gap: 'source-incomplete' });
}

async function located(index: AddressIndex, { txId, height }: Indexed, node: Node): Promise<Found> {
  const found = await node.found(txId);
  if (found?.height === height) return found;
  const where = found === undefined ? 'the node has it in no block' : `the node has it in ${found.height}`;
  throw contradicted(index, node, `has ${txId} in block ${height}, ${where}`);
}

function contradicted({ service }: AddressIndex, { asking }: Node, what: string) {
  return failure({ ...asking, service }, '/', what, { gap: 'source-disagreement' });
}
