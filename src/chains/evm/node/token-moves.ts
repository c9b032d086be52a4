// Token movements of one wallet: the events that name it as payer or payee, over all blocks up to one.
import { zeroPadValue } from 'ethers';
import type { Address } from '../../../model/address.ts';
import type { Scope } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import type { Asking } from '../../asking.ts';
import type { NodeSource } from '../source.ts';
import { TRANSFER, tokenMove } from '../token-logs.ts';
import type { TokenMove } from '../transfers.ts';
import type { PlacedLog } from '../tx-answers.ts';
import type { Blocks } from './blocks.ts';
import { logsUpTo, timesOf } from './logs.ts';

export interface TokenMoves {
  readonly moves: readonly TokenMove[];
  /** More than the hub limit: the moves are no history. */
  readonly over: boolean;
}

export async function tokenMovesOf(
  source: NodeSource,
  address: Address,
  blocks: Blocks,
  scope: Scope,
  asking: Asking,
): Promise<TokenMoves> {
  const word = zeroPadValue(address, 32).toLowerCase();
  const seen = new Map<string, PlacedLog>();
  // Two questions: payer and payee are different topics, and topics are joined by "and".
  for (const topics of [
    [TRANSFER, word],
    [TRANSFER, null, word],
  ]) {
    const { rows, over } = await logsUpTo(source, { topics }, scope.asOf.height, scope.hubLimit, asking);
    if (over) return { moves: [], over };
    for (const log of rows) seen.set(`${log.blockHash} ${log.logIndex}`, log);
  }
  const logs = [...seen.values()].sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
  if (logs.length > scope.hubLimit) return { moves: [], over: true };
  const times = await timesOf(logs, blocks);
  const moves = logs.flatMap((log) => {
    const time = times.get(log.blockNumber) as number;
    const txId = log.transactionHash as TxId;
    const place = { height: log.blockNumber, time, txId, txIndex: log.transactionIndex };
    return tokenMove(log, place) ?? [];
  });
  return { moves, over: false };
}
