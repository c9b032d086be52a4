// Events by which an issuer tells what it did to holders, read whole from an explorer's logs or a node's. TetherToken on Ethereum has the
// holder in the data, newer contracts in a topic.
import { z } from 'zod';
import type { AssetId } from '../../model/asset.ts';
import type { IssuerAct } from '../../model/issuer-act.ts';
import type { Scope } from '../../model/ledger.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import type { Issuer, IssuerEvent } from '../issuers.ts';
import { readAs, UnreadableAnswer } from '../quantities.ts';
import { SourceFailure } from '../source-failure.ts';
import { contractOf } from './assets.ts';
import type { EvmChain } from './chains-table.ts';
import { blocksOf, checkPinned } from './node/blocks.ts';
import { logsUpTo, timesOf } from './node/logs.ts';
import { addressText, hash32, hexCount } from './quantities.ts';
import { askLogs, type ExplorerSource, type NodeSource, type Source } from './source.ts';
import { logOrder } from './trace-order.ts';
import type { Span } from './walk.ts';

const WORDS = /^0x([0-9a-fA-F]{64})*$/;

/** No service gives more at once; so many may be a cut list. */
const MOST_LOGS = 1_000;

/** A log's number of nought is written `0x`. */
const index = z.preprocess((value) => (value === '0x' ? '0x0' : value), hexCount);
const rowSchema = z.object({
  address: addressText,
  topics: z.array(z.union([z.null(), hash32])),
  data: z.string(),
  blockNumber: hexCount,
  timeStamp: hexCount,
  transactionHash: hash32,
  transactionIndex: index,
  logIndex: index,
});

/** One such event, whoever told it. */
interface ActLog {
  readonly address: string;
  readonly topics: readonly (string | null)[];
  readonly data: string;
  readonly height: number;
  readonly time: number;
  readonly transactionHash: string;
  readonly transactionIndex: number;
  readonly logIndex: number;
}

function rowOf(raw: unknown): ActLog {
  const { blockNumber: height, timeStamp: time, ...row } = readAs(rowSchema, raw);
  return { ...row, height, time };
}

/** Up to the block of the run, in no particular order. */
export async function issuerActs(
  source: Source,
  chain: EvmChain,
  asset: AssetId,
  issuer: Issuer,
  scope: Scope,
): Promise<IssuerAct[]> {
  const contract = contractOf(chain, asset) as string;
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const acts: IssuerAct[] = [];
  if (source.kind === 'node') {
    for (const log of await nodeLogs(source, chain, contract, issuer, scope, asking))
      acts.push(parsedBy(source, 'eth_getLogs', () => actOf(chain, asset, eventOf(issuer, log), log)));
    return acts;
  }
  const whole = { from: 0, to: scope.asOf.height };
  for (const event of issuer.events)
    for (const raw of await logsIn(source, contract, event.topic, whole, asking))
      acts.push(parsedBy(source, 'getLogs', () => actOf(chain, asset, event, rowOf(raw))));
  return acts;
}

/** All kinds in one question: few events, over many blocks. */
async function nodeLogs(
  source: NodeSource,
  chain: EvmChain,
  contract: string,
  issuer: Issuer,
  scope: Scope,
  asking: Asking,
): Promise<ActLog[]> {
  const filter = { address: contract, topics: [issuer.events.map(({ topic }) => topic)] };
  const { rows } = await logsUpTo(source, filter, scope.asOf.height, Number.POSITIVE_INFINITY, asking);
  const times = await timesOf(rows, blocksOf(source, chain, asking));
  await checkPinned(source, chain, scope.asOf, scope.signal);
  return rows.map(({ blockNumber, ...log }) => ({
    ...log,
    height: blockNumber,
    time: times.get(blockNumber) as number,
  }));
}

function eventOf({ events }: Issuer, { topics, transactionHash }: ActLog): IssuerEvent {
  const event = events.find(({ topic }) => topic === topics[0]);
  if (event === undefined) throw new UnreadableAnswer(`${transactionHash}: an event that was not asked for`);
  return event;
}

/** A list as long as may be given is asked for again by halves. */
async function logsIn(
  source: ExplorerSource,
  contract: string,
  topic: string,
  { from, to }: Span,
  asking: Asking,
): Promise<readonly unknown[]> {
  const range = { fromBlock: `${from}`, toBlock: `${to}`, page: '1', offset: `${MOST_LOGS}` };
  const { rows } = await askLogs(source, { ...range, address: contract, topic0: topic }, asking);
  if (rows.length < MOST_LOGS) return rows;
  if (from === to) {
    const text = `block ${from} alone holds ${MOST_LOGS} events of one kind`;
    throw new SourceFailure(source.service, 'getLogs', 'answer', text, 'source-incomplete');
  }
  const middle = Math.floor((from + to) / 2);
  return [
    ...(await logsIn(source, contract, topic, { from, to: middle }, asking)),
    ...(await logsIn(source, contract, topic, { from: middle + 1, to }, asking)),
  ];
}

function actOf(chain: EvmChain, asset: AssetId, { kind, topic, name }: IssuerEvent, row: ActLog): IssuerAct {
  const indexed = row.topics.slice(1).filter((each) => each !== null);
  const words = [...indexed, ...(row.data.slice(2).match(/.{64}/g) ?? [])].map((word) => word.slice(-64));
  const [holder, amount] = words;
  const isWhole = words.length === (kind === 'destroyed' ? 2 : 1);
  if (
    row.address !== contractOf(chain, asset) ||
    row.topics[0] !== topic ||
    !WORDS.test(row.data) ||
    !isWhole ||
    holder === undefined ||
    !/^0{24}/.test(holder)
  )
    throw new UnreadableAnswer(`${row.transactionHash}: no event ${name} of one holder`);
  return {
    id: `${row.transactionHash}/${kind}/${row.logIndex}` as TransferId,
    chain: chain.id,
    txId: row.transactionHash as TxId,
    kind,
    asset,
    at: {
      height: row.height,
      time: row.time,
      txIndex: row.transactionIndex,
      order: logOrder(row.logIndex),
    },
    holder: wallet(chain.id, readAs(addressText, `0x${holder.slice(24)}`)),
    amount: kind === 'destroyed' ? BigInt(`0x${amount}`) : 0n,
  };
}
