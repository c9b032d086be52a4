// Events by which an issuer tells what it did to holders, read whole from an explorer's logs. TetherToken on Ethereum has the
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
import { addressText, hash32, hexCount } from './quantities.ts';
import { askLogs, type ExplorerSource, type Source } from './source.ts';
import { logOrder } from './trace-order.ts';
import type { Span } from './walk.ts';

/** No service gives more at once; so many may be a cut list. */
const MOST_LOGS = 1_000;

/** A log's number of nought is written `0x`. */
const index = z.preprocess((value) => (value === '0x' ? '0x0' : value), hexCount);
const rowSchema = z.object({
  address: addressText,
  topics: z.array(z.union([z.null(), hash32])),
  data: z.string().regex(/^0x([0-9a-fA-F]{64})*$/),
  blockNumber: hexCount,
  timeStamp: hexCount,
  transactionHash: hash32,
  transactionIndex: index,
  logIndex: index,
});

/** Up to the block of the run, in no particular order. */
export async function issuerActs(
  source: Source,
  chain: EvmChain,
  asset: AssetId,
  issuer: Issuer,
  scope: Scope,
): Promise<IssuerAct[]> {
  if (source.kind === 'node') {
    const why = 'what issuers did is read from explorers alone';
    throw new SourceFailure(source.service, 'eth_getLogs', 'config', why, 'source-incomplete');
  }
  const contract = contractOf(chain, asset) as string;
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const acts: IssuerAct[] = [];
  for (const event of issuer.events)
    for (const raw of await logsIn(source, contract, event.topic, { from: 0, to: scope.asOf.height }, asking))
      acts.push(parsedBy(source, 'getLogs', () => actOf(chain, asset, event, raw)));
  return acts;
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

function actOf(chain: EvmChain, asset: AssetId, { kind, topic, name }: IssuerEvent, raw: unknown): IssuerAct {
  const row = readAs(rowSchema, raw);
  const indexed = row.topics.slice(1).filter((each) => each !== null);
  const words = [...indexed, ...(row.data.slice(2).match(/.{64}/g) ?? [])].map((word) => word.slice(-64));
  const [holder, amount] = words;
  const isWhole = words.length === (kind === 'destroyed' ? 2 : 1);
  if (
    row.address !== contractOf(chain, asset) ||
    row.topics[0] !== topic ||
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
      height: row.blockNumber,
      time: row.timeStamp,
      txIndex: row.transactionIndex,
      order: logOrder(row.logIndex),
    },
    holder: wallet(chain.id, readAs(addressText, `0x${holder.slice(24)}`)),
    amount: kind === 'destroyed' ? BigInt(`0x${amount}`) : 0n,
  };
}
