// One deposit of an address for a screening: what a single transaction brought it, and when. Not what it means (judge.ts).
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Movement } from './movements.ts';

export interface Deposit {
  readonly movements: readonly Movement[];
  /** Unix seconds, where what came through others can be told apart by time alone: nothing else arrived in that second. */
  readonly second: number | undefined;
}

/** undefined: the transaction brought it nothing. `movements`: all of the address; `transfers`: those they are of. */
export function depositOf(
  tx: TxId,
  movements: readonly Movement[],
  transfers: readonly Transfer[],
): Deposit | undefined {
  const byId = new Map(transfers.map((transfer) => [transfer.id, transfer]));
  const received = movements.filter(({ direction }) => direction === 'received');
  const own = received.filter(({ transfer }) => byId.get(transfer)?.txId === tx);
  const [first] = own;
  if (first === undefined) return undefined;
  const second = byId.get(first.transfer)?.at?.time;
  const isAlone = received.every(
    (movement) => own.includes(movement) || byId.get(movement.transfer)?.at?.time !== second,
  );
  return { movements: own, second: isAlone ? second : undefined };
}
