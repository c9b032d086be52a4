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
