// The three lists of one account, each whole and about nobody else: transactions, token transfers, calls inside transactions.
import type { Address } from '../../model/address.ts';
import type { GapCode } from '../../model/gap.ts';
import type { Scope } from '../../model/ledger.ts';
import { type Asked, type Asking, parsedBy } from '../asking.ts';
import { SourceFailure } from '../source-failure.ts';
import { type CallRow, callRows, type TokenRow, type TxRow, tokenRows, txOrCallRows } from './rows.ts';
import { askList, type ListName } from './source.ts';
import { type TimePage, walkTimes } from './walk.ts';

type AnyRow = TxRow | CallRow | TokenRow;

/** The most that a page may hold. */
const PAGE = 200;

export interface Lists {
  readonly txs: readonly TxRow[];
  readonly calls: readonly CallRow[];
  readonly tokens: readonly TokenRow[];
  /** What could not be read: one clause each. */
  readonly holes: readonly string[];
}

/** `hub`: one of the lists is longer than the limit. */
export async function readLists(source: Asked, address: Address, scope: Scope): Promise<Lists | 'hub'> {
  // One after another: a hub or a failure is seen before more is asked.
  const mixed = await readList(source, 'transactions', address, scope, txOrCallRows);
  if (mixed.over) return 'hub';
  const tokens = await readList(source, 'transactions/trc20', address, scope, tokenRows);
  if (tokens.over) return 'hub';
  const calls = await readList(source, 'internal-transactions', address, scope, callRows);
  if (calls.over) return 'hub';
  const txs = mixed.rows.filter((row) => row.kind === 'tx');
  const among = mixed.rows.filter((row) => row.kind === 'call');
  return {
    txs: onlyOnce(source, 'transactions', txs, ({ txId }) => txId),
    // Some calls stand in both lists, under one id.
    calls: onlyOnce(
      source,
      'internal-transactions',
      [...calls.rows, ...among],
      ({ id, txId }) => `${txId} ${id}`,
    ),
    tokens: tokens.rows.filter(({ isTransfer }) => isTransfer !== 'no'),
    holes: [...mixed.holes, ...tokens.holes, ...calls.holes],
  };
}

function said(row: AnyRow): string {
  if (row.kind === 'tx') return `${row.txId} ${row.ms} ${row.height}`;
  if (row.kind === 'token')
    return `${row.txId} ${row.ms} ${row.contract} ${row.from} ${row.to} ${row.value} ${row.isTransfer}`;
  const moved = row.moved.map(({ token, amount }) => `${token ?? ''}:${amount}`).join();
  return `${row.txId} ${row.ms} ${row.id} ${row.from} ${row.to} ${moved}`;
}

/** Of rows with one id the first; if they say different things, the source contradicts itself. */
function onlyOnce<R extends AnyRow>(
  source: Asked,
  list: ListName,
  rows: readonly R[],
  idOf: (row: R) => string,
): R[] {
  const first = new Map<string, R>();
  for (const row of rows) {
    const known = first.get(idOf(row));
    if (known === undefined) first.set(idOf(row), row);
    else if (said(known) !== said(row)) {
      const text = `${row.txId} is told twice, differently`;
      throw new SourceFailure(source.service, list, 'answer', text, 'source-disagreement');
    }
  }
  return [...first.values()];
}

/** Who acts, is paid or is called; what only locks or votes may be listed for others too. */
function concerns(row: AnyRow, address: Address): boolean {
  if (row.kind !== 'tx') return row.from === address || row.to === address;
  const { owner, moves, call } = row.act;
  if (moves.length === 0 && call === undefined) return true;
  return owner === address || call?.contract === address || moves.some(({ to }) => to === address);
}

async function readList<R extends AnyRow>(
  source: Asked,
  list: ListName,
  address: Address,
  scope: Scope,
  parse: (raws: readonly unknown[]) => R[],
) {
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  // To the end of the second: the next block comes three seconds later.
  const until = scope.asOf.time * 1000 + 999;
  const refuse = (text: string, gap: GapCode) => new SourceFailure(source.service, list, 'answer', text, gap);
  async function ask(from: number, fingerprint: string | undefined): Promise<TimePage<R>> {
    // Whether the borders belong to the window is not documented; no block stands within a millisecond of another.
    const window = { min_timestamp: `${Math.max(0, from - 1)}`, max_timestamp: `${until + 1}` };
    const page = { limit: `${PAGE}`, order_by: 'block_timestamp,asc', only_confirmed: 'true' };
    const query = { ...window, ...page, ...(fingerprint === undefined ? {} : { fingerprint }) };
    const answer = await askList(source, address, list, query, asking);
    const rows = parsedBy(source, list, () => parse(answer.rows));
    const stranger = rows.find((row) => !concerns(row, address));
    if (stranger)
      throw refuse(`row ${stranger.txId} is not about the wallet asked for`, 'source-disagreement');
    return { rows, fingerprint: answer.fingerprint };
  }
  const walked = await walkTimes<R>({ ask, until, refuse, said, limit: scope.hubLimit, pageSize: PAGE });
  return { ...walked, holes: walked.holes.map((hole) => `${list}: ${hole}`) };
}
