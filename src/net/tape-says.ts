// What replayed tapes say of themselves, for the head of a report.
import type { TapeHeader } from './tape-row.ts';

export interface TapesSay {
  /** Present: the data is invented, in these words. */
  readonly synthetic: string | undefined;
  /** One line for each tape: recorded facts, or rendered ones and from what. */
  readonly tapes: readonly string[];
}

export function tapesSay(headers: readonly TapeHeader[]): TapesSay {
  return {
    synthetic: headers.find(({ synthetic }) => synthetic !== undefined)?.synthetic,
    tapes: headers.map(({ kind, note }) => (note === undefined ? kind : `${kind}: ${note}`)),
  };
}
