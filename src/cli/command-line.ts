// What repeats a report: the words and the flags that were given, as one would type them. Base URLs are left out, they
// may hold a key; so are flags that only say where the result goes.
import type { Given } from './flags.ts';

const UNSHOWN: ReadonlySet<string> = new Set([
  'service',
  'config',
  'output',
  'quiet',
  'watchProgress',
  'color',
  'json',
  'format',
  'record',
  'audit',
  'auditConvention',
  'bundle',
  'sign',
] satisfies (keyof Given)[]);

/** `words`: program, command and arguments. */
export function commandLine(words: readonly string[], given: Given): string {
  const shown = Object.entries(given)
    .filter(([key]) => !UNSHOWN.has(key))
    .flatMap(([key, value]) => {
      const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (value === true) return [flag];
      if (value === false) return [`--no-${key}`];
      return (Array.isArray(value) ? value : [value]).flatMap((one) => [flag, quotedWord(String(one))]);
    });
  return [...words.map(quotedWord), ...shown].join(' ');
}

function quotedWord(word: string): string {
  return /^[-_./:,=%@+A-Za-z0-9]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
