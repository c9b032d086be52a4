// Token movements of one wallet: the events that name it as payer or payee, over all blocks up to one.
import { zeroPadValue } from 'ethers';
import type { Address } from '../../../model/address.ts';
import type { Scope } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import { type Asking, parsedBy } from '../../asking.ts';
import { eachConcurrently } from '../../concurrent.ts';
import { SourceFailure } from '../../source-failure.ts';
import { hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import { TRANSFER, tokenMove } from '../token-logs.ts';
import type { TokenMove } from '../transfers.ts';
import { type PlacedLog, readLogs, readReceipts } from '../tx-answers.ts';
import type { Span } from '../walk.ts';
import { hasMethod, resultOf } from './ask.ts';
import { type Blocks, LOOKUPS } from './blocks.ts';
import { inRanges } from './ranges.ts';

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
    const { rows, over } = await inRanges<PlacedLog>(
      { from: 0, to: scope.asOf.height },
      {
        service: source.service,
        action: 'eth_getLogs',
        limit: scope.hubLimit,
        ask: (span) => logsIn(source, span, topics, asking),
        one: (height) => logsOfBlock(source, height, topics, asking),
      },
    );
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

type Topics = readonly (string | null | undefined)[];

async function logsIn(
  source: NodeSource,
  { from, to }: Span,
  topics: Topics,
  asking: Asking,
): Promise<PlacedLog[]> {
  const filter = { fromBlock: hexOf(from), toBlock: hexOf(to), topics };
  const answer = await resultOf(source, 'eth_getLogs', [filter], asking);
  const logs = parsedBy(source, 'eth_getLogs', () => readLogs(answer));
  const stranger = logs.find((log) => {
    const isInside = log.blockNumber >= from && log.blockNumber <= to;
    return !isInside || log.removed || !isWanted(log, topics);
  });
  if (stranger === undefined) return logs;
  const text = `an event of block ${stranger.blockNumber} that was not asked for`;
  throw new SourceFailure(source.service, 'eth_getLogs', 'answer', text, 'source-disagreement');
}

/** A block with more events than the node gives at once: its receipts hold them all. */
async function logsOfBlock(
  source: NodeSource,
  height: number,
  topics: Topics,
  asking: Asking,
): Promise<PlacedLog[]> {
  const action = 'eth_getBlockReceipts';
  if (!(await hasMethod(source, action, asking))) {
    const text = `block ${height} has more events than the node gives, and it gives no receipts by block`;
    throw new SourceFailure(source.service, action, 'answer', text, 'source-incomplete');
  }
  const answer = await resultOf(source, action, [hexOf(height)], asking);
  const receipts = parsedBy(source, action, () => readReceipts(answer)) ?? [];
  return receipts.flatMap(({ blockHash, transactionHash, transactionIndex, logs }) =>
    logs.flatMap((log) =>
      isWanted(log, topics)
        ? { ...log, blockNumber: height, blockHash, transactionHash, transactionIndex }
        : [],
    ),
  );
}

function isWanted(log: Pick<PlacedLog, 'topics'>, topics: Topics): boolean {
  return topics.every((topic, at) => topic === null || topic === log.topics[at]);
}

/** Of each block: as its events tell, or as its header does, which must then be that of the events. */
async function timesOf(logs: readonly PlacedLog[], blocks: Blocks): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>();
  const untold = new Map<number, PlacedLog>();
  for (const log of logs) {
    if (typeof log.blockTimestamp === 'number') times.set(log.blockNumber, log.blockTimestamp);
    else untold.set(log.blockNumber, log);
  }
  const asked = eachConcurrently([...untold.values()], LOOKUPS, async (log) =>
    blocks.at(log.blockNumber, log.blockHash),
  );
  for await (const { height, time } of asked) times.set(height, time);
  return times;
}
