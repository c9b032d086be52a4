// What changed between two results of a case, and what they rest on that changed. Data alone; case-changes-text.ts has the words.
import type { AssetBook } from '../amounts.ts';
import type { Difference } from './differences.ts';

export interface AnswerChanges {
  /** Answers to the same question, of both results. */
  readonly same: number;
  /** Requests that were answered otherwise. */
  readonly changed: readonly string[];
  readonly asked: readonly string[];
  readonly notAsked: readonly string[];
}

/** What a result rests on. Empty: as it was. */
export interface Causes {
  readonly version: readonly Difference[];
  /** Seeds, names and limits of what is known. */
  readonly question: readonly Difference[];
  readonly options: readonly Difference[];
  readonly packs: readonly Difference[];
  /** Rows of packs that changed, of addresses that the runs met. */
  readonly labels: readonly Difference[];
  /** Blocks as of which, services and tapes. */
  readonly sources: readonly Difference[];
  readonly answers: AnswerChanges;
}

export type Cause = 'version' | 'labels' | 'question' | 'answers';

/** What one cause brings, where all causes before it are in already. */
export type Share =
  | { readonly cause: Cause; readonly differences: readonly Difference[] }
  /** It cannot be told apart from those after it: the results do not hold what it takes. */
  | { readonly cause: Cause; readonly fault: string };

export interface CaseChanges {
  readonly before: string;
  readonly after: string;
  readonly why: Causes;
  /**
   * With another version of the program: what this version alone makes of the answers, labels and question of before.
   * undefined: the versions are the same. `fault`: it cannot read them.
   */
  readonly byVersion: readonly Difference[] | { readonly fault: string } | undefined;
  readonly what: readonly Difference[];
  /** In the order in which the causes were put in. Empty: nothing changed, or no cause is known. */
  readonly shares: readonly Share[];
  /** Assets of both. */
  readonly book: AssetBook;
}
