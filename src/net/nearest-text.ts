// The text most like a given one, for messages that say what was perhaps meant.
import { byCodeUnits } from './code-units.ts';

/** The longest common beginning, then the longest common end, then by code units: linear, where edit distance is not. */
export function nearestText(text: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => {
    const start = commonStart(text, candidate);
    return { candidate, start, end: commonEnd(text, candidate, start) };
  });
  ranked.sort((a, b) => b.start - a.start || b.end - a.end || byCodeUnits(a.candidate, b.candidate));
  return ranked[0]?.candidate;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Not counting again what the common beginning already has. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
