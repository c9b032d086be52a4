// A crossing on paper: how much of what is received is tainted, in all, by seed and by transfer (engine.md §4).
import { apportion } from '../apportion.ts';
import { CLEAN } from '../lots.ts';
import type { Step } from './account.ts';
import { type Parts, type Segment, segment, total } from './paper.ts';

export interface PaperExchange {
  give(parts: Parts): void;
  /** What the nth received transfer carries, seeds by rank and clean units last, and why. */
  receive(nth: number): { readonly segments: readonly Segment[]; readonly step: Step };
}

/** `amounts`: of the received transfers. */
export function paperExchange(
  x: bigint,
  amounts: readonly bigint[],
  [gave, got]: readonly [number, number],
): PaperExchange {
  const given = new Map<number, bigint>();
  const y = amounts.reduce((sum, amount) => sum + amount, 0n);
  let became:
    | { readonly total: bigint; readonly parts: readonly bigint[]; readonly left: Map<number, bigint> }
    | undefined;

  function divided(): NonNullable<typeof became> {
    const t = total(given);
    const all = apportion(y, [t, x - t])[0] as bigint;
    const ranks = [...given.keys()].sort((a, b) => a - b);
    const shares = apportion(
      all,
      ranks.map((rank) => given.get(rank) as bigint),
    );
    return {
      total: all,
      parts: apportion(all, amounts),
      left: new Map(ranks.map((rank, index) => [rank, shares[index] as bigint])),
    };
  }

  return {
    give(parts) {
      for (const [seed, amount] of parts) given.set(seed, (given.get(seed) ?? 0n) + amount);
    },
    receive(nth) {
      became ??= divided();
      const { left } = became;
      const part = became.parts[nth] as bigint;
      const amount = amounts[nth] as bigint;
      const ranks = [...left.keys()];
      const shares = apportion(part, [...left.values()]);
      const segments = ranks.flatMap((rank, index) => {
        const share = shares[index] as bigint;
        left.set(rank, (left.get(rank) as bigint) - share);
        return share === 0n ? [] : [segment(share, rank)];
      });
      if (amount > part) segments.push(segment(amount - part, CLEAN));
      const step: Step = {
        is: 'crossed',
        x,
        t: total(given),
        y,
        total: became.total,
        amount,
        part,
        gave,
        got,
      };
      return { segments, step };
    },
  };
}
