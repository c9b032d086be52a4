// What a run asks of the tracer: seeds, ledgers, labels and options, and which further findings are wanted.
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { Seed } from '../model/seed.ts';
import type { PriceSource } from '../prices/price.ts';
import type { Flagged } from './after-flag.ts';
import type { Rule } from './audit/paper.ts';
import type { ClaimFile } from './claims/claim.ts';
import type { DecisionFile } from './decisions/decision.ts';
import type { Progress } from './explore.ts';
import type { AccountFile } from './exposure/accounts.ts';
import type { TraceOptions } from './options.ts';
import type { Labels, Stops } from './stops.ts';
import type { Target } from './target.ts';

export interface TraceRequest {
  /** All wallets or all payments: the two are separate questions (engine.md §3). */
  readonly seeds: readonly Seed[];
  /** Payments as victims tell of them, to be looked for first: seeds beside the others, which are then payments too. */
  readonly claims?: ClaimFile | undefined;
  /** A ledger for every chain of the seeds and claims. */
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  readonly asOf: ReadonlyMap<ChainId, Block>;
  readonly labels: Labels;
  /** Where an analyst's word changes them; else they follow from labels and options. */
  readonly stops?: Stops;
  readonly decisions?: DecisionFile | undefined;
  /** Accounts that are asked about, each by itself. */
  readonly accounts?: AccountFile | undefined;
  /** The one wallet or service that is asked about. */
  readonly target?: Target | undefined;
  readonly options: TraceOptions;
  /** Transfers by which value changed asset or chain, where somebody has found them. */
  readonly crossings?: readonly Crossing[];
  /** `asked`: endpoints are also asked for all that they received. */
  readonly totals: 'asked' | 'left';
  /** `asked`: the question is asked again under tighter limits, from the answers at hand. */
  readonly sensitivity: 'asked' | 'left';
  /** Endpoints also say what they received after the seeds were flagged. */
  readonly flagged?: Flagged | undefined;
  /** `asked`: the rows that the figures rest on stand in the findings. */
  readonly rows?: 'asked';
  /** `asked`: with every transfer that carries anything. */
  readonly flows?: 'asked' | 'left';
  /** Conventions that an audit is to be kept for: conserving ones, among `options.conventions`. */
  readonly audit?: readonly Rule[];
  /** `asked`: the cuts behind the bounds. */
  readonly explain?: 'asked' | 'left';
  /** What arrived at services is also told in its currency. */
  readonly prices?: PriceSource | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}
