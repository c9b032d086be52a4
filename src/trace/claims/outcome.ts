// What became of a claim when it was looked for on the chain.
import type { Payment } from '../payments.ts';

/** `n` is known where the whole transaction was looked at. */
export type Candidate = Omit<Payment, 'n'> & { readonly n: number | undefined };

export type Outcome =
  /** Exactly one payment fits all that the claim says. `amount`: base units, the front of it. */
  | { readonly state: 'used'; readonly payment: Payment; readonly amount: bigint }
  /**
   * `ambiguous`: several payments fit, and all of them are the candidates. `unmatched`: none does; the nearest.
   * `unsearched`: the history of the address could not be had in full, so that no match would be sure; what fits so far.
   * `refused`: it cannot be true as it stands.
   */
  | {
      readonly state: 'ambiguous' | 'unmatched' | 'unsearched' | 'refused';
      readonly candidates: readonly Candidate[];
      readonly why: string;
    };

export function refused(why: string, candidates: readonly Candidate[] = []): Outcome {
  return { state: 'refused', why, candidates };
}

export function candidatesOf(outcome: Outcome): readonly Candidate[] {
  return outcome.state === 'used' ? [outcome.payment] : outcome.candidates;
}
