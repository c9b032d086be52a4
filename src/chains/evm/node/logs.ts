// Events by contract and topics, over all blocks up to one, however little a node gives at once.
import { type Asking, parsedBy } from '../../asking.ts';
import { eachConcurrently } from '../../concurrent.ts';
import { SourceFailure } from '../../source-failure.ts';
import { hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import { type PlacedLog, readLogs, readReceipts } from '../tx-answers.ts';
import type { Span } from '../walk.ts';
import { hasMethod, resultOf } from './ask.ts';
import { type Blocks, LOOKUPS } from './blocks.ts';
import { inRanges, type RangeRows } from './ranges.ts';

export interface LogFilter {
  /** Of this contract alone. */
  readonly address?: string;
  /** Place by place: this one, one of these, or any. */
  readonly topics: readonly (string | readonly string[] | null)[];
}

/** Up to block `top`; `over`: more than `limit`. */
export function logsUpTo(
  source: NodeSource,
  filter: LogFilter,
  top: number,
  limit: number,
  asking: Asking,
): Promise<RangeRows<PlacedLog>> {
  return inRanges<PlacedLog>(
    { from: 0, to: top },
    {
      service: source.service,
      action: 'eth_getLogs',
      limit,
      ask: (span) => logsIn(source, span, filter, asking),
      one: (height) => logsOfBlock(source, height, filter, asking),
    },
  );
}

async function logsIn(
  source: NodeSource,
  { from, to }: Span,
  filter: LogFilter,
  asking: Asking,
): Promise<PlacedLog[]> {
  const asked = { fromBlock: hexOf(from), toBlock: hexOf(to), ...filter };
  const answer = await resultOf(source, 'eth_getLogs', [asked], asking);
  const logs = parsedBy(source, 'eth_getLogs', () => readLogs(answer));
  const stranger = logs.find((log) => {
    const isInside = log.blockNumber >= from && log.blockNumber <= to;
    return !isInside || log.removed || !isWanted(log, filter);
  });
  if (stranger === undefined) return logs;
  const text = `an event of block ${stranger.blockNumber} that was not asked for`;
  throw new SourceFailure(source.service, 'eth_getLogs', 'answer', text, 'source-disagreement');
}

/** A block with more events than the node gives at once: its receipts hold them all. */
async function logsOfBlock(
  source: NodeSource,
  height: number,
  filter: LogFilter,
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
      isWanted(log, filter)
        ? { ...log, blockNumber: height, blockHash, transactionHash, transactionIndex }
        : [],
    ),
  );
}

function isWanted(log: Pick<PlacedLog, 'address' | 'topics'>, { address, topics }: LogFilter): boolean {
  const isOf = address === undefined || address === log.address;
  return isOf && topics.every((topic, at) => topic === null || [topic].flat().includes(log.topics[at] ?? ''));
}

/** Of each block: as its events tell, or as its header does, which must then be that of the events. */
export async function timesOf(
  logs: readonly PlacedLog[],
  blocks: Blocks,
): Promise<ReadonlyMap<number, number>> {
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
