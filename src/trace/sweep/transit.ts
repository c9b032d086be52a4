// How one transaction of several movements passes on what came in earlier in it: what goes out of a wallet is first taken
// from that (matching, engine.md §4), and only the rest touches the wallet's pool.
import type { Convention } from '../conventions/convention.ts';
import { amountOf, type Bundle, NONE } from '../lots.ts';
import type { Leg } from '../timeline.ts';

export interface Transit {
  /** What a payment carries. */
  pay(leg: Leg): Bundle;
  /** What arrived with a leg, to stay there or to go on. */
  settle(index: number, bundle: Bundle): void;
  /** The transaction is over: what has not gone on stays where it is. */
  end(): void;
}

/** The wallets beneath: their pools, or that nothing is known of them. */
export interface Wallets {
  isExplored(place: number): boolean;
  /** A payment out of the payer's pool; of a wallet that was not explored, a clean one. */
  pay(leg: Leg, amount: bigint): Bundle;
  rest(index: number, bundle: Bundle): void;
}

interface Arrived {
  readonly index: number;
  readonly bundle: Bundle;
}

/** First in, first out under every conserving convention. Fees are never matched. */
export function matching(convention: Convention, legs: readonly Leg[], wallets: Wallets): Transit {
  const queues = new Map<number, Arrived[]>();

  function taken(queue: Arrived[], want: bigint): Bundle[] {
    const parts: Bundle[] = [];
    for (let left = want; left > 0n && queue.length > 0; ) {
      const { index, bundle } = queue[0] as Arrived;
      if (bundle.amount <= left) {
        parts.push(bundle);
        left -= bundle.amount;
        queue.shift();
      } else {
        const [part, rest] = convention.split(bundle, left);
        parts.push(part);
        queue[0] = { index, bundle: rest };
        left = 0n;
      }
    }
    return parts;
  }

  return {
    pay(leg) {
      const { amount, to } = leg.transfer;
      const parts = to.kind === 'fee' ? [] : taken(queues.get(leg.fromPool) ?? [], amount);
      const left = amount - amountOf(parts);
      if (left > 0n) parts.push(wallets.pay(leg, left));
      return parts.length === 1 ? (parts[0] as Bundle) : convention.join(parts);
    },
    settle(index, bundle) {
      const { toPool } = legs[index] as Leg;
      const queue = queues.get(toPool);
      if (queue === undefined) queues.set(toPool, [{ index, bundle }]);
      else queue.push({ index, bundle });
    },
    end() {
      for (const queue of queues.values()) for (const { index, bundle } of queue) wallets.rest(index, bundle);
    },
  };
}

/** Reach is not matched: it touches an explored wallet for good, another one for the rest of this transaction. */
export function touching(convention: Convention, legs: readonly Leg[], wallets: Wallets): Transit {
  const touched = new Map<number, Bundle>();
  return {
    pay(leg) {
      const { amount } = leg.transfer;
      if (wallets.isExplored(leg.from)) return wallets.pay(leg, amount);
      return convention.bundle(amount, touched.get(leg.fromPool)?.lots ?? NONE);
    },
    settle(index, bundle) {
      wallets.rest(index, bundle);
      const { to, toPool } = legs[index] as Leg;
      if (wallets.isExplored(to)) return;
      const [both] = convention.deal(
        [touched.get(toPool) ?? { amount: 0n, lots: NONE }, bundle],
        [bundle.amount],
      );
      touched.set(toPool, both as Bundle);
    },
    end() {},
  };
}
