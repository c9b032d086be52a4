// The one error class for what a user can understand and act on. Anything else thrown is a bug.

/** `code` is a heading in docs/errors.md. `facts`: one line each. `hint`: the next thing to try. `exit`: 2 = wrong usage, else 1. */
export class KnownError extends Error {
  readonly code: string;
  readonly facts: readonly string[];
  readonly hint: string;
  readonly exit: 1 | 2;

  constructor(
    code: string,
    message: string,
    more: { facts?: readonly string[]; hint: string; exit?: 1 | 2; cause?: unknown },
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'KnownError';
    this.code = code;
    this.facts = more.facts ?? [];
    this.hint = more.hint;
    this.exit = more.exit ?? 1;
  }
}

/** The run's own store: a cluster with a shard that is lost, a file that is damaged, a disk without room. */
const OWN_STORE = /^(cluster-|database-unusable$|disk-full$)/;

/**
 * The failure that may become a gap: a source could not tell. Throws again what ends a run: what is a bug, and a store of
 * one's own that fails, since a result beside it would pass for what that store holds.
 */
export function failureForGap(error: unknown): KnownError {
  if (!(error instanceof KnownError) || OWN_STORE.test(error.code)) throw error;
  return error;
}
