// A ledger of transfers in memory, of either kind of chain: whole histories, whole transactions, whole spends.
import type { Address } from '../../src/model/address.ts';
import type { ChainId, ChainKind } from '../../src/model/chain.ts';
import { KnownError } from '../../src/model/errors.ts';
import type { Block, BlockHash, Ledger } from '../../src/model/ledger.ts';
import { type OwnerPlace, placeKey } from '../../src/model/place.ts';
import type { Transfer } from '../../src/model/transfer.ts';

export function blockOf(chain: ChainId): Block {
  return { chain, height: 1_000_000, hash: 'sha256:00' as BlockHash, time: 1_000_000_000 };
}

/** `log`: what was asked, in words. */
export function memoryLedger(
  chain: ChainId,
  kind: ChainKind,
  transfers: readonly Transfer[],
  log: string[] = [],
): Ledger {
  const inTransaction = (txs: ReadonlySet<string>) => transfers.filter(({ txId }) => txs.has(txId));
  function historyOf(place: OwnerPlace): Transfer[] {
    const key = placeKey(place);
    const own = transfers.filter(({ from, to }) => placeKey(from) === key || placeKey(to) === key);
    return kind === 'account' ? own : inTransaction(new Set(own.map(({ txId }) => txId)));
  }
  return {
    chain,
    kind,
    finality: 0,
    services: ['a test'],
    parseAddress: (text) => text as Address,
    display: (place) => (place.kind === 'wallet' ? place.address : place.scriptHash),
    assetInfo: (id) => ({ id, symbol: id, decimals: 0, genuine: true }),
    head: async () => blockOf(chain),
    isCanonical: async () => true,
    async *transfersOf(places, { hubLimit }) {
      for (const place of places) {
        log.push(placeKey(place));
        const own = historyOf(place);
        const page = { subject: place, pending: [], gaps: [] };
        yield own.length > hubLimit
          ? { ...page, transfers: [], hub: true as const }
          : { ...page, transfers: own };
      }
    },
    async *spendsOf(coins) {
      for (const coin of coins) {
        const spends = transfers.filter((each) => each.coin === coin && each.to.kind === 'junction');
        const own = inTransaction(new Set(spends.map(({ txId }) => txId)));
        yield { subject: coin, transfers: own, pending: [], gaps: [] };
      }
    },
    async transfersIn(tx) {
      log.push(tx);
      const own = inTransaction(new Set([tx]));
      if (own.length > 0) return own;
      throw new KnownError('transaction-unknown', `No transaction ${tx}.`, { hint: 'Check the id.' });
    },
    describe: async () => ({ balances: [] }),
  };
}
