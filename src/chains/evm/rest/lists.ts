// The lists of one wallet from Blockscout's REST API, whole, oldest first and checked, and the calls of one transaction. What the
// lists by block ranges (wallet-list.ts) tell, these tell too, and beside it the place of each token event in its block.
import type { Address } from '../../../model/address.ts';
import type { GapCode } from '../../../model/gap.ts';
import type { Scope } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import { type Asking, parsedBy } from '../../asking.ts';
import { SourceFailure } from '../../source-failure.ts';
import type { EvmChain } from '../chains-table.ts';
import { blockAt } from '../head.ts';
import type { InternalRow, NativeRow, TokenRow } from '../rows.ts';
import type { ExplorerSource } from '../source.ts';
import type { Walked } from '../walk.ts';
import { areCallsIndexed } from './indexing.ts';
import { type RestList, restPages } from './pages.ts';
import { restCall, restToken, restTransaction, type Untimed } from './rows.ts';

type AnyRow = Untimed<NativeRow> | Untimed<InternalRow> | Untimed<TokenRow>;

/** All movements have one name each here: the index of a call, the place of an event. */
function nameOf(row: AnyRow): string {
  const place = 'path' in row ? row.path?.join() : 'order' in row ? row.order : '';
  return `${row.txId} ${place}`;
}

function said(row: AnyRow): string {
  return `${nameOf(row)} ${row.height} ${row.from} ${row.to} ${row.value} ${'contract' in row ? row.contract : ''}`;
}

/** Newest first as they come: those up to the block of the run, each once. */
async function read<R extends AnyRow>(
  source: ExplorerSource,
  list: RestList,
  parse: (raw: unknown) => R | undefined,
  isAbout: (row: R) => boolean,
  { upTo, limit }: { readonly upTo: number; readonly limit: number },
  asking: Asking,
): Promise<{ readonly rows: readonly R[]; readonly over: boolean }> {
  const refuse = (text: string, gap: GapCode) =>
    new SourceFailure(source.service, list.action, 'answer', text, gap);
  const found = new Map<string, R>();
  let before = Number.POSITIVE_INFINITY;
  for await (const items of restPages(source, list, asking)) {
    for (const row of parsedBy(source, list.action, () => items.flatMap((raw) => parse(raw) ?? []))) {
      if (!isAbout(row))
        throw refuse(`row ${row.txId} is not about what was asked for`, 'source-disagreement');
      if (row.height > before)
        throw refuse(`rows not in descending order at block ${row.height}`, 'source-incomplete');
      before = row.height;
      const known = found.get(nameOf(row));
      if (known !== undefined && said(known) !== said(row))
        throw refuse(`two rows for one movement of ${row.txId}`, 'source-disagreement');
      if (row.height <= upTo) found.set(nameOf(row), row);
    }
    if (found.size > limit) return { rows: [], over: true };
  }
  return { rows: [...found.values()].reverse(), over: false };
}

/** Blocks are asked for their time only where no row of them has one. */
async function timed<R extends AnyRow>(
  source: ExplorerSource,
  chain: EvmChain,
  rows: readonly R[],
  asking: Asking,
): Promise<(R & { readonly time: number })[]> {
  const times = new Map<number, number>();
  for (const { height, time } of rows) if (time !== undefined) times.set(height, time);
  for (const { height } of rows) {
    if (times.has(height)) continue;
    const block = await blockAt(source, chain, height, asking);
    if (block === undefined)
      throw new SourceFailure(source.service, 'eth_getBlockByNumber', 'answer', `has no block ${height}`);
    times.set(height, block.time);
  }
  return rows.map((row) => ({ ...row, time: row.time ?? (times.get(row.height) as number) }));
}

async function ofWallet<R extends AnyRow>(
  source: ExplorerSource,
  chain: EvmChain,
  list: Omit<RestList, 'path'>,
  address: Address,
  scope: Scope,
  parse: (raw: unknown) => R | undefined,
): Promise<Walked<R & { readonly time: number }>> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const whole: RestList = { ...list, path: `/api/v2/addresses/${address}/${list.action}` };
  const isAbout = (row: R) => row.from === address || row.to === address;
  const ends = { upTo: scope.asOf.height, limit: scope.hubLimit };
  const { rows, over } = await read(source, whole, parse, isAbout, ends, asking);
  const known = over ? [] : await timed(source, chain, rows, asking);
  const incomplete = known.some((row) => 'isWhole' in row && row.isWhole === false);
  return { rows: known, over, incomplete, holes: [] };
}

export function restTransactionsOf(
  source: ExplorerSource,
  chain: EvmChain,
  address: Address,
  scope: Scope,
): Promise<Walked<NativeRow>> {
  return ofWallet(source, chain, { action: 'transactions' }, address, scope, restTransaction);
}

export async function restCallsOf(
  source: ExplorerSource,
  chain: EvmChain,
  address: Address,
  scope: Scope,
): Promise<Walked<InternalRow>> {
  const calls = await ofWallet(source, chain, { action: 'internal-transactions' }, address, scope, restCall);
  return { ...calls, incomplete: calls.incomplete || !(await areCallsIndexed(source, scope)) };
}

export function restTokensOf(
  source: ExplorerSource,
  chain: EvmChain,
  address: Address,
  scope: Scope,
): Promise<Walked<TokenRow>> {
  const list = { action: 'token-transfers', query: { type: 'ERC-20' } };
  return ofWallet(source, chain, list, address, scope, restToken);
}

/** Of one transaction, which is in a block. */
export async function restCallsIn(
  source: ExplorerSource,
  chain: EvmChain,
  txId: TxId,
  scope: Scope,
): Promise<readonly InternalRow[]> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const list = {
    action: 'internal-transactions',
    path: `/api/v2/transactions/${txId}/internal-transactions`,
  };
  const ends = { upTo: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY };
  const { rows } = await read(source, list, restCall, (row) => row.txId === txId, ends, asking);
  if (!(await areCallsIndexed(source, scope))) {
    const text = 'the service has not indexed all internal calls yet';
    throw new SourceFailure(source.service, list.action, 'answer', text, 'source-incomplete');
  }
  return timed(source, chain, rows, asking);
}
