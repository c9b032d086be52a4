// Results against those expected, to the byte, and in words where they differ.
import { type Answer, isRun } from '../report/answer.ts';
import { comparedJson } from '../report/answer-json.ts';
import { bookOfJson, differenceLine } from '../report/changes/difference-lines.ts';
import { type Difference, differencesOf } from '../report/changes/differences.ts';
import { forJson } from '../report/escape.ts';
import type { RunJson } from '../report/schema.ts';
import type { Expectation } from './case-expectation.ts';

export interface Compared {
  readonly asExpected: readonly string[];
  /** Nothing to compare with. */
  readonly missing: readonly string[];
  readonly differing: readonly string[];
}

/** Lines for one run; the others are counted. */
const MOST_LINES = 40;

export async function comparedWith(expectation: Expectation, results: readonly Answer[]): Promise<Compared> {
  const asExpected: string[] = [];
  const missing: string[] = [];
  const differing: string[] = [];
  for (const result of results) {
    const { file, text } = await expectation.of(result.name);
    if (text === undefined && expectation.names === undefined)
      missing.push(`${result.name}: nothing to compare with, there is no ${file}`);
    else if (text === undefined) differing.push(`trace: ${result.name}: is a run that ${file} does not have`);
    else {
      const lines = differenceFrom(text, result);
      if (lines.length === 0) asExpected.push(`${result.name}: as expected`);
      else differing.push(`trace: ${result.name}: differs from ${file}; expected → now:`, ...lines);
    }
  }
  for (const name of expectation.names ?? [])
    if (!results.some((result) => result.name === name))
      differing.push(`trace: ${name}: is expected, and no run gives it`);
  return { asExpected, missing, differing };
}

function differenceFrom(expected: string, result: Answer): string[] {
  const run = comparedJson(result);
  const now = runText(run);
  if (expected === now || expected === forJson(now)) return [];
  let before: unknown;
  try {
    before = JSON.parse(expected);
  } catch {
    return ['  it is not JSON'];
  }
  const after: unknown = JSON.parse(now);
  const differences = differencesOf(before, after);
  if (differences.length === 0)
    return [`  not in what it says, but in how it is written: ${firstByte(expected, now)}`];
  const book = bookOfJson([...(isRun(result) ? [before as RunJson] : []), run as Partial<RunJson>]);
  return differenceLines(differences, book);
}

function differenceLines(differences: readonly Difference[], book: ReturnType<typeof bookOfJson>): string[] {
  const more = differences.length - MOST_LINES;
  return [
    ...differences.slice(0, MOST_LINES).map((difference) => `  ${differenceLine(difference, book)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** As it stands in expected/. */
export function runText(run: object): string {
  return `${JSON.stringify(run, undefined, 2)}\n`;
}

function firstByte(expected: string, now: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === now[at]) at++;
  const before = expected.slice(0, at).split('\n');
  const shown = (text: string): string => JSON.stringify(text.slice(at, at + 12));
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}, ${shown(expected)} → ${shown(now)}`;
}
