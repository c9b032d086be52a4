// The whole history of one address or script: pages, guards against short and repeated ones, and the proof that nothing
// is missing. That proof is the service's own count: a wrong "empty" would read as "the money stopped here".
import { BITCOIN } from '../../model/chain.ts';
import type { Gap } from '../../model/gap.ts';
import type { Keep } from '../../model/http.ts';
import type { Page, Scope } from '../../model/ledger.ts';
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Context, displayPlace, gapOf, pathOf, pinnedTo, standsAt } from './context.ts';
import { type Asking, askJson, failure, SourceFailure } from './esplora-ask.ts';
import { type EsploraStats, esploraRows, esploraStats } from './esplora-shapes.ts';
import type { KnownTransactions, KnownTx } from './known-transactions.ts';
import { placesOfTx } from './transfers-of-tx.ts';

/** Rows of a full page of `/txs/chain`; a shorter one is the last. */
const PAGE_ROWS = 25;
/** How far a history may outgrow its own count while it is read, before it is taken for one without an end. */
const GROWTH = 1_000;

type Row = KnownTx | SourceFailure;

interface Reader {
  readonly asking: Asking;
  readonly known: KnownTransactions;
  readonly place: OwnerPlace;
  readonly keep: Keep;
}

/** `incomplete`: the service's count and the rows it gave, where they differ. */
interface History {
  readonly stats: EsploraStats;
  readonly rows: readonly Row[];
  readonly incomplete?: { readonly service: string; readonly counted: number; readonly got: number };
}

async function statsOf(reader: Reader, keep: Keep): Promise<EsploraStats> {
  const path = pathOf(reader.place);
  const stats = await askJson(reader.asking, path, esploraStats, keep);
  const { tx_count: count, funded_txo_count: funded } = stats.chain_stats;
  // A place without a single coin cannot have transactions: so answers mempool.space on an Electrum backend.
  if (stats.electrum === true || (count > 0 && funded === 0)) {
    throw failure(
      reader.asking,
      path,
      'answers from an Electrum backend, which cannot list a history by cursor',
      {
        hint: 'Name a service with an Esplora (electrs) backend.',
      },
    );
  }
  return stats;
}

function readRow(reader: Reader, path: string, row: { readonly txid: string }): Row {
  const { asking, known, place } = reader;
  try {
    const result = known.add(asking, path, row);
    const wanted = placeKey(place);
    if (placesOfTx(result.tx).some((one) => placeKey(one) === wanted)) return result;
    const what = `transaction ${row.txid} does not concern ${displayPlace(place)}`;
    return failure(asking, path, what, { gap: 'source-disagreement' });
  } catch (error) {
    if (error instanceof SourceFailure) return error;
    throw error;
  }
}

/** Newest first. Ends at a short page once all are there, at an empty one, or where a page brings nothing new. */
async function confirmedRows(reader: Reader, counted: number): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  const first = `${pathOf(reader.place)}/txs/chain`;
  for (let path = first; ; ) {
    const page = await askJson(reader.asking, path, esploraRows, reader.keep);
    const before = rows.size;
    for (const row of page) {
      if (!rows.has(row.txid)) rows.set(row.txid, readRow(reader, path, row));
    }
    const last = page.at(-1);
    const whole = page.length < PAGE_ROWS && rows.size >= counted;
    // A service that does not understand its cursor starts again from the first page, for ever.
    if (last === undefined || whole || rows.size === before) return [...rows.values()];
    if (rows.size > counted + GROWTH)
      throw failure(reader.asking, path, `no end after ${rows.size} transactions`);
    path = `${first}/${last.txid}`;
  }
}

async function read(reader: Reader, hubLimit: number): Promise<History> {
  const stats = await statsOf(reader, reader.keep);
  const counted = stats.chain_stats.tx_count;
  if (counted > hubLimit) return { stats, rows: [] };
  const rows = await confirmedRows(reader, counted);
  if (rows.length === counted) return { stats, rows };
  // New blocks may have come while it was read: then the count of now fits.
  const after = await statsOf(reader, { kind: 'never' });
  const now = after.chain_stats.tx_count;
  return rows.length === now
    ? { stats: after, rows }
    : { stats: after, rows, incomplete: { service: reader.asking.service, counted: now, got: rows.length } };
}

/** At most 50, and the service has no more: they are in no sum, so none is waited for. */
async function mempoolRows(reader: Reader, stats: EsploraStats): Promise<readonly Row[]> {
  if (stats.mempool_stats.tx_count === 0) return [];
  const path = `${pathOf(reader.place)}/txs/mempool`;
  const page = await askJson(reader.asking, path, esploraRows, { kind: 'tip' });
  return page.map((row) => readRow(reader, path, row));
}

function pageOf(place: OwnerPlace, history: History, extra: readonly Row[], scope: Scope): Page {
  const transfers: Transfer[] = [];
  const pending: Transfer[] = [];
  const gaps: Gap[] = [];
  for (const row of [...history.rows, ...extra]) {
    if (row instanceof SourceFailure) {
      gaps.push(gapOf(row, place, 'A transaction of this history could not be used'));
    } else {
      const list = standsAt(row.tx.status, scope.asOf) ? transfers : pending;
      for (const transfer of row.transfers) list.push(transfer);
    }
  }
  if (history.incomplete) {
    const { service, counted, got } = history.incomplete;
    const why = `${service} counts ${counted} transactions of ${displayPlace(place)} and lists ${got}, twice: ask again later, or name another service.`;
    gaps.push({ code: 'source-incomplete', chain: BITCOIN, place, why });
  }
  return { subject: place, transfers, pending, gaps };
}

async function historyFrom(reader: Reader, scope: Scope): Promise<Page> {
  let history = await read(reader, scope.hubLimit);
  // Once more from the start, past whatever was kept of the first try.
  if (history.incomplete) history = await read({ ...reader, keep: { kind: 'never' } }, scope.hubLimit);
  if (history.stats.chain_stats.tx_count > scope.hubLimit) {
    return { subject: reader.place, transfers: [], pending: [], gaps: [], hub: true };
  }
  const extra = await mempoolRows(reader, history.stats);
  return pageOf(reader.place, history, extra, scope);
}

/** One page. The next service is asked when one fails or shows a gap; if all do, the first page with rows stands. */
export async function historyOf(context: Context, place: OwnerPlace, scope: Scope): Promise<Page> {
  const { http, known, services } = context;
  const gaps: Gap[] = [];
  let withGaps: Page | undefined;
  for (const service of services) {
    const asking = { http, service, signal: scope.signal };
    try {
      const page = await historyFrom({ asking, known, place, keep: pinnedTo(scope.asOf) }, scope);
      if (page.gaps.length === 0) return page;
      withGaps ??= page;
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      gaps.push(gapOf(error, place, `The history of ${displayPlace(place)} could not be had`));
    }
  }
  return withGaps ?? { subject: place, transfers: [], pending: [], gaps };
}
