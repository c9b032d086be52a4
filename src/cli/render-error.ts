// The one place where errors become text and exit codes.
import { KnownError } from '../model/errors.ts';
import { forTerminal } from '../report/escape.ts';

/** 4 and 5: what a screening says at worst. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 130;

export function renderError(error: unknown): string {
  if (!(error instanceof KnownError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `trace: this is a bug in trace, not in your input. Please report it with the command line.\n${forLines(stack)}\n`;
  }
  const lines = [
    `trace: ${forTerminal(error.message)} [${error.code}]`,
    ...error.facts.map((fact) => `  ${forTerminal(fact)}`),
    `  next: ${forTerminal(error.hint)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function forLines(text: string): string {
  return text.split('\n').map(forTerminal).join('\n');
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof KnownError ? error.exit : 1;
}
