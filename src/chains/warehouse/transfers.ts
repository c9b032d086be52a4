// Rows of a warehouse back to the transfers that the chain, or a list, recorded: names and positions as every other ledger
// gives them, so that one transfer is one wherever it is told.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Place, TxId } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import { contractIn } from '../evm/assets.ts';
import { FEE_ORDER, logOrder, VALUE_ORDER } from '../evm/trace-order.ts';
import { ZERO } from '../evm/transfers.ts';
import { digestOf } from '../list/positions.ts';
import { rowNames } from '../row-names.ts';
import { readSlot } from './evm-slots.ts';

/** A movement with its numbers looked up. Those of one transaction stand together, by ascending slot. */
export interface StoredMove {
  readonly txId: TxId;
  readonly height: number;
  readonly time: number;
  readonly place: number | undefined;
  readonly slot: number;
  readonly order: number | undefined;
  readonly from: Place;
  readonly to: Place;
  readonly asset: AssetId;
  readonly amount: bigint;
}

export type Naming = (moves: readonly StoredMove[]) => Transfer[];

function transferOf(chain: ChainId, move: StoredMove, id: string, order: number | undefined): Transfer {
  const { txId, height, time, place, from, to, asset, amount } = move;
  return {
    id: id as TransferId,
    chain,
    txId,
    at: { height, time, txIndex: place, order },
    from,
    to,
    asset,
    amount,
    coin: undefined,
  };
}

/** Equal rows have the same parties, so that any of them whose history is asked for has all of them to count. */
export function listTransfers(chain: ChainId, moves: readonly StoredMove[]): Transfer[] {
  const seen = new Map<string, number>();
  return moves.map((move) => {
    const digest = digestOf({ chain, ...move });
    const key = `${move.txId} ${digest}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return transferOf(chain, move, `${move.txId}/row/${nth}/${digest}`, move.order);
  });
}

/** As chains/evm names what an explorer's lists tell. */
export function evmTransfers(chain: ChainId, moves: readonly StoredMove[]): Transfer[] {
  const calls = moves.filter(({ slot }) => readSlot(slot).kind === 'call');
  const events = moves.filter(({ slot }) => readSlot(slot).kind === 'event');
  const names = new Map<StoredMove, string>();
  const callNames = rowNames(
    calls,
    (move) => `${move.txId} ${party(move.from)} ${party(move.to)} ${move.amount}`,
  );
  for (const [at, move] of calls.entries()) names.set(move, `trace/${callNames[at]}`);
  const eventNames = rowNames(
    events,
    (move) => `${move.txId} ${contractIn(move.asset)} ${party(move.from)} ${party(move.to)} ${move.amount}`,
  );
  for (const [at, move] of events.entries())
    names.set(move, `token/${contractIn(move.asset)}/${eventNames[at]}`);
  return moves.map((move) => {
    const { kind, number } = readSlot(move.slot);
    const orders = { fee: FEE_ORDER, value: VALUE_ORDER, call: move.order, event: logOrder(number) };
    return transferOf(chain, move, `${move.txId}/${names.get(move) ?? kind}`, orders[kind]);
  });
}

/** The address of a party as rows of explorers have it. */
function party(place: Place): string {
  return place.kind === 'wallet' ? place.address : ZERO;
}
