// The transactions that one ledger has seen: each is asked for, checked and converted once. In memory only.
import { KnownError } from '../../model/errors.ts';
import type { Http, Keep } from '../../model/http.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Asking, askJson, failure, firstToAnswer, SourceFailure } from './esplora-ask.ts';
import { type EsploraTx, esploraTx } from './esplora-shapes.ts';
import { transfersOfTx } from './transfers-of-tx.ts';

/** A transaction that was checked, with its transfers. */
export interface KnownTx {
  readonly tx: EsploraTx;
  readonly transfers: readonly Transfer[];
}

export interface KnownTransactions {
  /** A row of another answer, not yet parsed. Throws SourceFailure that names the transaction. */
  readonly add: (asking: Asking, path: string, row: { readonly txid: string }) => KnownTx;
  /** Seen before; undefined: it was not. */
  readonly seen: (txId: TxId) => KnownTx | undefined;
  /** Seen before, or asked of these services in turn. Throws SourceFailure. */
  readonly get: (
    txId: TxId,
    services: readonly string[],
    keep: Keep,
    signal: AbortSignal,
  ) => Promise<KnownTx>;
}

function checked(asking: Asking, path: string, tx: EsploraTx): KnownTx {
  try {
    return { tx, transfers: transfersOfTx(tx) };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const gap = error.code === 'source-disagreement' ? 'source-disagreement' : 'source-failed';
    throw new SourceFailure([`${asking.service} ${path}: ${error.message}`], {
      gap,
      hint: error.hint,
      cause: error,
    });
  }
}

export function knownTransactions(http: Http): KnownTransactions {
  const seen = new Map<string, KnownTx>();
  const underWay = new Map<string, Promise<KnownTx>>();

  async function ask(service: string, txId: TxId, keep: Keep, signal: AbortSignal): Promise<KnownTx> {
    const asking = { http, service, signal };
    const path = `/tx/${txId}`;
    const tx = await askJson(asking, path, esploraTx, keep);
    if (tx.txid !== txId) {
      throw failure(asking, path, `answered with transaction ${tx.txid}`, { gap: 'source-disagreement' });
    }
    const row = checked(asking, path, tx);
    seen.set(txId, row);
    return row;
  }

  return {
    seen: (txId) => seen.get(txId),
    add(asking, path, row) {
      const before = seen.get(row.txid);
      if (before) return before;
      const result = esploraTx.safeParse(row);
      if (!result.success) {
        const issue = result.error.issues[0];
        const where = `${issue?.path.map(String).join('.')} (${issue?.message})`;
        throw failure(asking, path, `transaction ${row.txid} is not of the expected form at ${where}`);
      }
      const known = checked(asking, path, result.data);
      seen.set(row.txid, known);
      return known;
    },
    async get(txId, services, keep, signal) {
      const before = seen.get(txId);
      if (before) return before;
      const key = `${txId} ${services.join(' ')}`;
      const running = underWay.get(key);
      if (running) return running;
      const asked = firstToAnswer(services, (service) => ask(service, txId, keep, signal));
      underWay.set(key, asked);
      return asked.finally(() => underWay.delete(key));
    },
  };
}
