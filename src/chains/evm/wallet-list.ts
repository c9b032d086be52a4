// The lists of one wallet (transactions, internal calls, token transfers), each whole, and checked to be what was asked for.
import type { Address } from '../../model/address.ts';
import type { GapCode } from '../../model/gap.ts';
import type { Scope } from '../../model/ledger.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { SourceFailure } from '../source-failure.ts';
import type { EvmChain } from './chains-table.ts';
import type { AccountList } from './dialects.ts';
import { restCallsOf, restTokensOf, restTransactionsOf } from './rest/lists.ts';
import {
  type InternalRow,
  internalRows,
  type NativeRow,
  nativeRows,
  type TokenRow,
  tokenRows,
} from './rows.ts';
import { askList, type ExplorerSource } from './source.ts';
import { type Span, type Walked, type WalkedPage, walkBlocks } from './walk.ts';

type AnyRow = NativeRow | InternalRow | TokenRow;

function said(row: AnyRow): string {
  const path = 'path' in row ? row.path?.join('_') : '';
  const contract = 'contract' in row ? row.contract : '';
  return `${row.txId} ${row.from} ${row.to} ${row.value} ${path} ${contract}`;
}

/** One list, walked to its end. */
async function readList<R extends AnyRow>(
  source: ExplorerSource,
  action: AccountList,
  address: Address,
  scope: Scope,
  parse: (raws: readonly unknown[]) => R[],
): Promise<Walked<R>> {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const refuse = (text: string, gap: GapCode) =>
    new SourceFailure(source.service, action, 'answer', text, gap);
  async function ask(span: Span, page: number, offset: number): Promise<WalkedPage<R>> {
    const range = { startblock: `${span.from}`, endblock: `${span.to}`, sort: 'asc' };
    const asked = { address, ...range, page: `${page}`, offset: `${offset}` };
    const answer = await askList(source, action, asked, asking);
    const rows = parsedBy(source, action, () => parse(answer.rows));
    const stranger = rows.find((row) => row.from !== address && row.to !== address);
    if (stranger)
      throw refuse(`row ${stranger.txId} is not about the wallet asked for`, 'source-disagreement');
    return { rows, incomplete: answer.incomplete };
  }
  return walkBlocks<R>(
    { from: 0, to: scope.asOf.height },
    {
      ask,
      refuse,
      tooLong: (error) => error instanceof SourceFailure && error.class === 'split',
      said,
      offset: source.dialect.offset,
      window: source.dialect.window,
      limit: scope.hubLimit,
    },
  );
}

export interface WalletLists {
  readonly transactions: () => Promise<Walked<NativeRow>>;
  readonly calls: () => Promise<Walked<InternalRow>>;
  readonly tokens: () => Promise<Walked<TokenRow>>;
}

export function listsOf(
  source: ExplorerSource,
  chain: EvmChain,
  address: Address,
  scope: Scope,
): WalletLists {
  if (source.dialect.lists === 'cursors')
    return {
      transactions: () => restTransactionsOf(source, chain, address, scope),
      calls: () => restCallsOf(source, chain, address, scope),
      tokens: () => restTokensOf(source, chain, address, scope),
    };
  const calls = (raws: readonly unknown[]) => internalRows(source.dialect, raws);
  return {
    transactions: () => readList(source, 'txlist', address, scope, nativeRows),
    calls: () => readList(source, 'txlistinternal', address, scope, calls),
    tokens: () => readList(source, 'tokentx', address, scope, tokenRows),
  };
}
