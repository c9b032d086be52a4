// Events by which an issuer tells what it did to holders, read whole from TronGrid's list of a contract's events.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { TRON } from '../../model/chain.ts';
import type { IssuerAct } from '../../model/issuer-act.ts';
import type { Scope } from '../../model/ledger.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import { type Asked, type Asking, parsedBy } from '../asking.ts';
import { type Issuer, type IssuerEvent, isOwn } from '../issuers.ts';
import { count, readAs, UnreadableAnswer, whole } from '../quantities.ts';
import { SourceFailure } from '../source-failure.ts';
import { addressOfBytes } from './address.ts';
import { trc20Asset } from './chain-row.ts';
import { askEvents, askNode } from './source.ts';
import { LOG_ORDER } from './transfers.ts';
import { readTxWords, txIdText } from './tx-words.ts';
import { walkTimes } from './walk.ts';

/** The most that a page may hold. */
const PAGE = 200;

const rowSchema = z.object({
  transaction_id: txIdText,
  block_number: count,
  block_timestamp: count,
  event_index: count,
  event_name: z.string(),
  /** By the names of the contract's code; addresses as 0x and 20 bytes. */
  result: z.record(z.string(), z.unknown()),
});
type EventRow = z.infer<typeof rowSchema> & { readonly ms: number };

/** Up to the block of the run, in no particular order. */
export async function issuerActs(
  source: Asked,
  asset: AssetId,
  issuer: Issuer,
  scope: Scope,
  isMet: (tx: TxId) => boolean,
): Promise<IssuerAct[]> {
  const acts: IssuerAct[] = [];
  for (const event of issuer.events)
    for (const row of await eventsOf(source, asset, event, scope)) {
      if (isOwn(event) && !isMet(row.transaction_id)) continue;
      const caller = isOwn(event) ? await callerOf(source, asset, row.transaction_id, scope) : undefined;
      acts.push(parsedBy(source, 'events', () => actOf(asset, event, row, caller)));
    }
  return acts;
}

/** Who called the contract: the sender, or the wallet of several keys through which he did. */
async function callerOf(source: Asked, asset: AssetId, txId: TxId, scope: Scope): Promise<Address> {
  const method = 'gettransactionbyid';
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const raw = await askNode(source, method, { value: txId }, asking);
  const act = raw === undefined ? undefined : parsedBy(source, method, () => readTxWords(raw, 'hex').act);
  const called = act?.call?.contract;
  if (act !== undefined && called !== undefined) return trc20Asset(called) === asset ? act.owner : called;
  throw new SourceFailure(source.service, method, 'answer', `${txId}: called no contract that is known`);
}

async function eventsOf(
  source: Asked,
  asset: AssetId,
  { name }: IssuerEvent,
  scope: Scope,
): Promise<readonly EventRow[]> {
  const contract = asset.slice(asset.lastIndexOf(':') + 1);
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  // To the end of the second, as the lists of an account are read.
  const until = scope.asOf.time * 1000 + 999;
  const { rows, holes } = await walkTimes<EventRow>({
    async ask(from, fingerprint) {
      const window = { min_block_timestamp: `${Math.max(0, from - 1)}`, max_block_timestamp: `${until + 1}` };
      const page = { limit: `${PAGE}`, order_by: 'block_timestamp,asc', only_confirmed: 'true' };
      const query = {
        ...{ event_name: name, ...window, ...page },
        ...(fingerprint === undefined ? {} : { fingerprint }),
      };
      const answer = await askEvents(source, contract, query, asking);
      const read = (raw: unknown): EventRow => {
        const row = readAs(rowSchema, raw);
        return { ...row, ms: row.block_timestamp };
      };
      return {
        rows: parsedBy(source, 'events', () => answer.rows.map(read)),
        fingerprint: answer.fingerprint,
      };
    },
    until,
    refuse: (text, gap) => new SourceFailure(source.service, 'events', 'answer', text, gap),
    said: ({ transaction_id, event_index, ms }) => `${transaction_id} ${event_index} ${ms}`,
    limit: Number.POSITIVE_INFINITY,
    pageSize: PAGE,
  });
  if (holes[0] !== undefined)
    throw new SourceFailure(source.service, 'events', 'answer', holes[0], 'source-incomplete');
  return rows;
}

/** Before their names TronGrid may give the values by their places: `0`, `1`. `caller`: where the event names nobody. */
function actOf(
  asset: AssetId,
  { kind, name }: IssuerEvent,
  row: EventRow,
  caller: Address | undefined,
): IssuerAct {
  const { result, transaction_id: txId } = row;
  const named = result._user ?? result._blackListedUser ?? result['0'];
  const hex = typeof named === 'string' ? /^0x([0-9a-f]{40})$/i.exec(named)?.[1] : undefined;
  const holder = caller ?? (hex === undefined ? undefined : addressOfBytes(hex));
  if (row.event_name !== name || holder === undefined)
    throw new UnreadableAnswer(`${txId}: no event ${name} as the contract tells it`);
  return {
    id: `${txId}/${kind}/${row.event_index}` as TransferId,
    chain: TRON,
    txId,
    kind,
    asset,
    at: {
      height: row.block_number,
      time: Math.floor(row.block_timestamp / 1000),
      txIndex: undefined,
      order: LOG_ORDER + row.event_index,
    },
    holder: wallet(TRON, holder),
    amount: amountOf(kind, result),
  };
}

function amountOf(kind: IssuerAct['kind'], result: EventRow['result']): bigint {
  if (kind === 'froze' || kind === 'released') return 0n;
  return kind === 'destroyed'
    ? readAs(whole, result._balance ?? result['1'], '_balance')
    : readAs(whole, result.amount ?? result['0'], 'amount');
}
