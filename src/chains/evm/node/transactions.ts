// Which transactions a wallet has part in, as payer, payee, caller or called, by whichever index the node has:
// Otterscan's, which knows them by wallet, or the filter over traces, which is asked by block ranges.
import { z } from 'zod';
import type { Address } from '../../../model/address.ts';
import type { Scope } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import { type Asking, parsedBy } from '../../asking.ts';
import { count, readAs } from '../../quantities.ts';
import { SourceFailure } from '../../source-failure.ts';
import { addressOrNone, hash32, hexCount, hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import type { Span } from '../walk.ts';
import { hasMethod, resultOf } from './ask.ts';
import { inRanges } from './ranges.ts';

export interface Taking {
  readonly txIds: readonly TxId[];
  /** More than the hub limit. */
  readonly over: boolean;
}

/** undefined: the node has no such index. What an index leaves out, the wallet's balance shows (issued.ts). */
export async function transactionsOf(
  source: NodeSource,
  address: Address,
  scope: Scope,
  asking: Asking,
): Promise<Taking | undefined> {
  if (await hasMethod(source, 'ots_searchTransactionsBefore', asking))
    return searched(source, address, scope, asking);
  if (await hasMethod(source, 'trace_filter', asking)) return filtered(source, address, scope, asking);
  return undefined;
}

const SEARCH = 'ots_searchTransactionsBefore';
/** Erigon gives no more; a page may be longer, since it holds whole blocks. */
const PAGE = 25;

const pageSchema = z.object({
  txs: z.array(z.object({ hash: hash32, blockNumber: hexCount })),
  lastPage: z.boolean(),
});

/** Newest first. */
async function searched(source: NodeSource, address: Address, scope: Scope, asking: Asking): Promise<Taking> {
  const found = new Set<TxId>();
  // Block 0 would stand for the tip, and has no transactions.
  for (let before = scope.asOf.height + 1; before > 0; ) {
    const answer = await resultOf(source, SEARCH, [address, before, PAGE], asking);
    const { txs, lastPage } = parsedBy(source, SEARCH, () => readAs(pageSchema, answer));
    for (const { hash } of txs) found.add(hash as TxId);
    if (found.size > scope.hubLimit) return { txIds: [], over: true };
    if (lastPage || txs.length === 0) break;
    const lowest = Math.min(...txs.map(({ blockNumber }) => blockNumber));
    if (lowest >= before) {
      const text = `blocks before ${before} were asked for, answered with block ${lowest}`;
      throw new SourceFailure(source.service, SEARCH, 'answer', text, 'source-disagreement');
    }
    before = lowest;
  }
  return { txIds: [...found].sort(), over: false };
}

const FILTER = 'trace_filter';
const ROWS = 1_000;

const traceSchema = z.object({
  type: z.string(),
  blockNumber: z.union([hexCount, count]),
  /** null: of a block's reward, which balances tell. */
  transactionHash: hash32.nullish(),
  action: z.object({
    from: addressOrNone,
    to: addressOrNone,
    address: addressOrNone,
    refundAddress: addressOrNone,
  }),
  result: z.object({ address: addressOrNone }).nullish(),
});
type Trace = z.infer<typeof traceSchema>;

async function filtered(source: NodeSource, address: Address, scope: Scope, asking: Asking): Promise<Taking> {
  const found = new Set<TxId>();
  // One list a question: nodes do not agree whether two mean "and" or "or".
  for (const side of ['fromAddress', 'toAddress'] as const) {
    const { rows, over } = await inRanges<Trace>(
      { from: 0, to: scope.asOf.height },
      {
        service: source.service,
        action: FILTER,
        limit: scope.hubLimit,
        ask: (span) => tracesIn(source, span, side, address, asking),
      },
    );
    if (over) return { txIds: [], over };
    for (const { transactionHash } of rows) if (transactionHash) found.add(transactionHash as TxId);
  }
  return { txIds: [...found].sort(), over: found.size > scope.hubLimit };
}

async function tracesIn(
  source: NodeSource,
  { from, to }: Span,
  side: 'fromAddress' | 'toAddress',
  address: Address,
  asking: Asking,
): Promise<Trace[]> {
  const rows: Trace[] = [];
  for (let before = ''; ; ) {
    const range = { fromBlock: hexOf(from), toBlock: hexOf(to), [side]: [address] };
    const answer = await resultOf(source, FILTER, [{ ...range, after: rows.length, count: ROWS }], asking);
    const page = parsedBy(source, FILTER, () => readAs(z.array(traceSchema), answer));
    const text = JSON.stringify(answer);
    if (page.length > 0 && text === before) {
      const why = `blocks ${from} to ${to}: a page repeats the page before`;
      throw new SourceFailure(source.service, FILTER, 'answer', why, 'source-incomplete');
    }
    before = text;
    for (const row of page) rows.push(row);
    // A round hundred may be the node's own cap; more than was asked for is all there is.
    if (page.length > ROWS || page.length === 0 || (page.length < ROWS && page.length % 100 !== 0)) break;
  }
  return rows.filter(({ action, result }) =>
    [action.from, action.to, action.address, action.refundAddress, result?.address].includes(address),
  );
}
