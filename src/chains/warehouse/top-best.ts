// The best of many wallets, as they come by: no more of them are kept than can still be among the best.
import type { OwnerPlace } from '../../model/place.ts';
import type { Ranking } from '../../model/ranking.ts';
import { ownerText } from './stored-owner.ts';

export interface Sum {
  readonly amount: bigint;
  readonly transfers: number;
}

/** `W`: what a wallet is known by. */
export interface Best<W> {
  offer(wallet: W, sum: Sum): void;
  done(): Pick<Ranking, 'wallets' | 'all'>;
}

interface Offered<W> extends Sum {
  readonly wallet: W;
}

/** Of wallets with the same amount the addresses decide, which are looked up at the end: numbers say when one was imported. */
export function bestOf<W>(most: number, ownerOf: (wallet: W) => OwnerPlace): Best<W> {
  let kept: Offered<W>[] = [];
  let room = 2 * most + 1_000;
  let all = { wallets: 0, amount: 0n, transfers: 0 };

  function weed(): void {
    kept.sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1));
    const last = kept[most - 1];
    if (last !== undefined) kept = kept.filter(({ amount }) => amount >= last.amount);
    room = Math.max(room, 2 * kept.length);
  }

  return {
    offer(wallet, { amount, transfers }) {
      all = {
        wallets: all.wallets + 1,
        amount: all.amount + amount,
        transfers: all.transfers + transfers,
      };
      kept.push({ wallet, amount, transfers });
      if (kept.length > room) weed();
    },
    done() {
      weed();
      const named = kept.map(({ wallet, ...sum }) => ({ place: ownerOf(wallet), ...sum }));
      named.sort((a, b) => {
        if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
        return ownerText(a.place) < ownerText(b.place) ? -1 : 1;
      });
      return { wallets: named.slice(0, most), all };
    },
  };
}
