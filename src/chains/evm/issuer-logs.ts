// Events by which an issuer tells what it did to holders, read whole from an explorer's logs or a node's. TetherToken on Ethereum has the
// holder in the data, newer contracts in a topic.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import type { IssuerAct } from '../../model/issuer-act.ts';
import type { Scope } from '../../model/ledger.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { type Issuer, type IssuerEvent, isOwn } from '../issuers.ts';
import { readAs, UnreadableAnswer } from '../quantities.ts';
import { SourceFailure } from '../source-failure.ts';
import { contractOf } from './assets.ts';
import type { EvmChain } from './chains-table.ts';
import { blocksOf, checkPinned } from './node/blocks.ts';
import { logsUpTo, timesOf } from './node/logs.ts';
import { addressText, hash32, hexCount } from './quantities.ts';
import { askLogs, askRpcResult, type ExplorerSource, type NodeSource, type Source } from './source.ts';
import { logOrder } from './trace-order.ts';
import { readTx } from './tx-answers.ts';
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
  isMet: (tx: TxId) => boolean,
): Promise<IssuerAct[]> {
  const contract = contractOf(chain, asset) as Address;
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const told: { readonly event: IssuerEvent; readonly log: ActLog }[] = [];
  const action = source.kind === 'node' ? 'eth_getLogs' : 'getLogs';
  if (source.kind === 'node') {
    for (const log of await nodeLogs(source, chain, contract, issuer, scope, asking))
      told.push({ event: parsedBy(source, action, () => eventOf(issuer, log)), log });
  } else {
    const whole = { from: 0, to: scope.asOf.height };
    for (const event of issuer.events)
      for (const raw of await logsIn(source, contract, event.topic, whole, asking))
        told.push({ event, log: parsedBy(source, action, () => rowOf(raw)) });
  }
  const acts: IssuerAct[] = [];
  for (const { event, log } of told) {
    const txId = log.transactionHash as TxId;
    if (isOwn(event) && !isMet(txId)) continue;
    const caller = isOwn(event) ? await callerOf(source, contract, txId, asking) : undefined;
    acts.push(parsedBy(source, action, () => actOf(chain, asset, event, log, caller)));
  }
  return acts;
}

/** Who called the contract: the sender, or the wallet of several keys through which he did. */
async function callerOf(source: Source, contract: Address, txId: TxId, asking: Asking): Promise<Address> {
  const action = 'eth_getTransactionByHash';
  const raw = await askRpcResult(source, action, [txId], asking);
  const tx = parsedBy(source, action, () => readTx(raw));
  if (tx?.to !== undefined) return tx.to === contract ? tx.from : tx.to;
  throw new SourceFailure(source.service, action, 'answer', `${txId}: called no contract that is known`);
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

/** `caller`: where the event names nobody. */
function actOf(
  chain: EvmChain,
  asset: AssetId,
  { kind, topic, name }: IssuerEvent,
  row: ActLog,
  caller: Address | undefined,
): IssuerAct {
  const indexed = row.topics.slice(1).filter((each) => each !== null);
  const told = [...indexed, ...(row.data.slice(2).match(/.{64}/g) ?? [])].map((word) => word.slice(-64));
  const words = caller === undefined ? told : [caller.slice(2).padStart(64, '0'), ...told];
  const [holder, amount] = words;
  const isOfAmount = kind === 'destroyed' || caller !== undefined;
  const isWhole = words.length === (isOfAmount ? 2 : 1);
  if (
    row.address !== contractOf(chain, asset) ||
    row.topics[0] !== topic ||
    !WORDS.test(row.data) ||
    !isWhole ||
    holder === undefined ||
    !/^0{24}/.test(holder)
  )
    throw new UnreadableAnswer(`${row.transactionHash}: no event ${name} as the contract tells it`);
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
    amount: isOfAmount ? BigInt(`0x${amount}`) : 0n,
  };
}
