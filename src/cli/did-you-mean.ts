// What a mistyped word was perhaps meant to be.
import { KnownError } from '../model/errors.ts';

/** A word of letters that is taken for a wallet, and is a slip away from a command. */
export function meantAsCommand(
  error: unknown,
  [word = '']: readonly string[],
  commands: readonly string[],
): unknown {
  if (!(error instanceof KnownError) || error.code !== 'unknown-address-form') return error;
  if (!/^[a-z-]{2,12}$/.test(word)) return error;
  const near = nearestWord(word, commands);
  if (near === undefined) return error;
  return new KnownError('unknown-command', `There is no command ${JSON.stringify(word)}.`, {
    facts: [`commands: ${[...commands].sort().join(', ')}`],
    hint: `Did you mean trace ${near}?`,
    exit: 2,
    cause: error,
  });
}

/** At most two slips away, and less than half of the word. */
function nearestWord(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate) }))
    .filter(({ candidate, slips }) => slips <= 2 && slips * 2 < candidate.length)
    .sort((a, b) => a.slips - b.slips || (a.candidate < b.candidate ? -1 : 1));
  return ranked[0]?.candidate;
}

/** Letters left out, put in, changed or swapped with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const [above = [], twice = []] = [rows[i - 1], rows[i - 2]];
      const steps = [(above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (isSame ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps.push((twice[j - 2] ?? 0) + 1);
      row.push(Math.min(...steps));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? Math.max(a.length, b.length);
}
