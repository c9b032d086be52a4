// docs/errors.md has a heading for every code that the program can give, and for no other.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const texts = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src', file), 'utf8'));

function errorCodes(): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/new KnownError\(\s*'([a-z0-9-]+)'/g)].map((match) => match[1] as string),
  );
}

/** The members of the union GapCode. */
function gapCodes(): string[] {
  const union = /export type GapCode =([\s\S]*?);/.exec(readFileSync('src/model/gap.ts', 'utf8'))?.[1] ?? '';
  return [...union.matchAll(/\|\s*'([a-z-]+)'/g)].map((match) => match[1] as string);
}

test('every error code and gap code has one heading, and no heading is superfluous', () => {
  const headings = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^### (.+)$/gm)].map(
    (match) => match[1] as string,
  );
  expect(headings.length).toBeGreaterThan(0);
  expect([...headings].sort()).toEqual([...new Set([...errorCodes(), ...gapCodes()])].sort());
});

test('every code stands in the source as a plain word, so that the test above sees it', () => {
  const made = texts.flatMap((text) => [...text.matchAll(/new KnownError\(/g)]).length;
  expect(errorCodes().length).toBe(made);
  // SourceFailure of chains/bitcoin takes its code from the list of gap codes; another subclass must be added here.
  const subclasses = texts.flatMap((text) =>
    [...text.matchAll(/class (\w+) extends KnownError/g)].map((match) => match[1]),
  );
  expect(subclasses).toEqual(['SourceFailure']);
  expect(gapCodes()).toContain('source-failed');
});

test('every gap code says whether it changes the exit code', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  for (const code of gapCodes()) {
    const section = page.split(`### ${code}\n`)[1]?.split('\n### ')[0] ?? '';
    expect(section, code).toContain(code.startsWith('source-') ? 'Exit code 3' : 'Exit code 0');
  }
});
