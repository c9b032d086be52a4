// Withdrawals of staked ether as an explorer lists them by wallet: coin that comes in no transaction, at the end of a block.
// Etherscan by block ranges like its other lists, with "No transactions found" for none (rotki/rotki #7002); Blockscout in its
// REST API, newest first, by a cursor that is opaque (BlockScoutWeb.API.V2.WithdrawalView; no receiver where it is not loaded).
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Scope } from '../../model/ledger.ts';
import { type TxId, wallet } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { count, readAs, whole } from '../quantities.ts';
import { excerpt, SourceFailure } from '../source-failure.ts';
import type { EvmChain } from './chains-table.ts';
import { addressText } from './quantities.ts';
import { restPages } from './rest/pages.ts';
import { askList, type ExplorerSource } from './source.ts';
import { VALUE_ORDER } from './trace-order.ts';
import { walkBlocks } from './walk.ts';

const GWEI = 1_000_000_000n;
/** After every transaction of a block. */
export const END_OF_BLOCK = 2 ** 31;

interface Withdrawal {
  readonly index: number;
  readonly height: number;
  readonly time: number;
  readonly to: Address;
  /** Wei. */
  readonly amount: bigint;
}

const listed = z
  .object({
    withdrawalIndex: count,
    address: addressText,
    amount: whole,
    blockNumber: count,
    timestamp: count,
  })
  .transform(
    (row): Withdrawal => ({
      index: row.withdrawalIndex,
      height: row.blockNumber,
      time: row.timestamp,
      to: row.address,
      amount: row.amount * GWEI,
    }),
  );

const time = z.iso.datetime().transform((text) => Math.floor(Date.parse(text) / 1000));
const item = z
  .object({
    index: count,
    amount: whole,
    block_number: count,
    timestamp: time,
    receiver: z.object({ hash: addressText }).nullish(),
  })
  .transform((row) => ({
    index: row.index,
    height: row.block_number,
    time: row.timestamp,
    to: row.receiver?.hash,
    amount: row.amount,
  }));

export interface Withdrawals {
  readonly transfers: readonly Transfer[];
  /** What could not be had. */
  readonly missing: string | undefined;
}

/** What the list lacks is missing, and no reason to give up what the other lists told. */
export async function withdrawalsTo(
  source: ExplorerSource,
  chain: EvmChain,
  native: AssetId,
  owner: Address,
  scope: Scope,
): Promise<Withdrawals> {
  if (chain.withdrawals === undefined || scope.asOf.height < chain.withdrawals)
    return { transfers: [], missing: undefined };
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  try {
    const ask = source.dialect.name === 'etherscan' ? byRanges : byPages;
    const rows = await ask(source, owner, { from: chain.withdrawals, to: scope.asOf.height }, asking);
    return { transfers: issued(chain, native, owner, rows), missing: undefined };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    const why = `withdrawals from staking could not be listed (${error.action}: ${excerpt(error.message)})`;
    return { transfers: [], missing: `${why}; they are missing if there were any` };
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
}

async function byRanges(
  source: ExplorerSource,
  address: Address,
  whole: Span,
  asking: Asking,
): Promise<readonly Withdrawal[]> {
  const action = 'txsBeaconWithdrawal';
  const { rows, incomplete, holes } = await walkBlocks<Withdrawal>(whole, {
    async ask({ from, to }, number, offset) {
      const range = { startblock: `${from}`, endblock: `${to}`, sort: 'asc' };
      const asked = { address, ...range, page: `${number}`, offset: `${offset}` };
      const answer = await askList(source, action, asked, asking);
      return {
        rows: parsedBy(source, action, () => answer.rows.map((raw) => readAs(listed, raw))),
        incomplete: answer.incomplete,
      };
    },
    refuse: (text, gap) => new SourceFailure(source.service, action, 'answer', text, gap),
    tooLong: (error) => error instanceof SourceFailure && error.class === 'split',
    said: ({ index }) => `${index}`,
    offset: source.dialect.offset,
    window: source.dialect.window,
    limit: Number.POSITIVE_INFINITY,
  });
  const [hole] = incomplete ? ['the list is not whole'] : holes;
  if (hole !== undefined) throw new SourceFailure(source.service, action, 'answer', hole);
  return rows;
}

async function byPages(
  source: ExplorerSource,
  address: Address,
  { from, to }: Span,
  asking: Asking,
): Promise<readonly Withdrawal[]> {
  const action = 'withdrawals';
  const rows: Withdrawal[] = [];
  const list = { action, path: `/api/v2/addresses/${address}/${action}` };
  for await (const items of restPages(source, list, asking)) {
    const told = parsedBy(source, action, () => items.map((raw) => readAs(item, raw)));
    for (const { to: receiver = address, ...row } of told)
      if (row.height >= from && row.height <= to) rows.push({ ...row, to: receiver });
  }
  return rows;
}

function issued(chain: EvmChain, native: AssetId, owner: Address, rows: readonly Withdrawal[]): Transfer[] {
  const nth = new Map<number, number>();
  const seen = new Set<number>();
  return [...rows]
    .sort((a, b) => a.index - b.index)
    .flatMap(({ index, height, time, to, amount }): Transfer[] => {
      if (to !== owner || seen.has(index) || amount === 0n) return [];
      seen.add(index);
      const place = nth.get(height) ?? 0;
      nth.set(height, place + 1);
      const txId = `WITHDRAWAL_${index}`;
      return [
        {
          id: `${txId}/value` as TransferId,
          chain: chain.id,
          txId: txId as TxId,
          at: { height, time, txIndex: END_OF_BLOCK + place, order: VALUE_ORDER },
          from: { kind: 'issued', chain: chain.id },
          to: wallet(chain.id, owner),
          asset: native,
          amount,
          coin: undefined,
        },
      ];
    });
}
