// What happened inside single transactions, each asked for once in a run, whoever wants to know.
import type { LimitFunction } from 'p-limit';
import type { ChainId } from '../model/chain.ts';
import { failureForGap, type KnownError } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Ledger, Scope } from '../model/ledger.ts';
import type { OwnerPlace, TxId } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';

/** `gaps`: why it could not be had; there are no transfers then. */
export interface Inside {
  readonly transfers: readonly Transfer[];
  readonly gaps: readonly Gap[];
}

/** `place`: for whose sake it is asked; named where it cannot be had. */
export type InsideOf = (chain: ChainId, txId: TxId, place: OwnerPlace) => Promise<Inside>;

export function insideTransactions(
  ledgerOf: (chain: ChainId) => Ledger,
  scopeOf: (chain: ChainId) => Scope,
  limit: LimitFunction,
): InsideOf {
  const insides = new Map<string, Promise<Inside>>();

  async function asked(chain: ChainId, txId: TxId, place: OwnerPlace): Promise<Inside> {
    try {
      const ledger = ledgerOf(chain);
      const transfers = await ledger.transfersIn(txId, scopeOf(chain));
      return { transfers: [...transfers, ...(ledger.impliedBy?.(transfers) ?? [])], gaps: [] };
    } catch (thrown) {
      const error = failureForGap(thrown);
      const what = `What happened inside transaction ${txId} could not be had`;
      return { transfers: [], gaps: [notToldGap(place, what, error)] };
    }
  }

  return (chain, txId, place) => {
    const key = `${chain}|${txId}`;
    const known = insides.get(key) ?? limit(() => asked(chain, txId, place));
    insides.set(key, known);
    return known;
  };
}

export function notToldGap(place: OwnerPlace, what: string, error: KnownError): Gap {
  const why = `${what} (${[error.message, ...error.facts].join('; ')}); run again later.`;
  return { code: 'source-failed', chain: place.chain, place, why };
}
