// The case file in a bundle beside the question that was asked. Options and payments of the command line go before those of
// a case, so where these differ it is said, and no more.
import { KnownError } from '../model/errors.ts';
import type { BundleQuestion } from './bundle-question.ts';
import { type Case, caseFrom } from './case-file.ts';
import type { Given } from './flags.ts';

type Asked = BundleQuestion['asks'][number];
type Run = Case['runs'][number];

export interface CaseBeside {
  /** Where the case is not that of the question. */
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

export function caseBeside(text: string, { asks, synthetic }: BundleQuestion): CaseBeside {
  let what: Pick<Case, 'runs' | 'question' | 'synthetic'>;
  let given: Case['given'];
  try {
    const read = caseFrom(text, '');
    [what, given] = [read.value, read.given];
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return { faults: ['case.yaml is no case'], notes: [] };
  }
  const faults: string[] = [];
  const notes: string[] = [];
  if (what.synthetic !== undefined && what.synthetic !== synthetic)
    faults.push('case.yaml says that its data is invented, the question does not');
  if (!same(names(what.runs), names(asks))) faults.push('case.yaml has other runs than the question');
  for (const run of what.runs) {
    const asked = asks.find(({ name }) => name === run.name);
    if (asked === undefined) continue;
    if (!same(fixedOf(run, what.question), fixedIn(asked)))
      faults.push(`case.yaml asks something else in the run ${run.name} than the question`);
    if (!same(seedsOf(run.seeds.payments), asked.payments))
      notes.push(
        `In the run ${run.name} the payments are not those of case.yaml: the command line named them.`,
      );
    const differing = Object.entries(given.get(run.name) ?? {}).filter(
      ([key, value]) => key in asked.options && !same(asked.options[key], value),
    );
    for (const [key] of differing)
      notes.push(
        `In the run ${run.name} the option ${key as keyof Given} is not that of case.yaml: the command line named it.`,
      );
  }
  return { faults, notes };
}

/** What no option of the command line changes. */
function fixedOf({ question, seeds, evidenceEnds }: Run, ofCase: string): unknown[] {
  const ends = evidenceEnds.map(({ place, after, source }) => [place, after, source]);
  return [question ?? ofCase, seedsOf(seeds.wallets), seedsOf(seeds.account), ends];
}

function fixedIn({ title, wallets, account, evidenceEnds }: Asked): unknown[] {
  const ends = evidenceEnds.map(({ place, after, source }) => [place, after, source]);
  return [title, wallets, account ?? [], ends];
}

const seedsOf = (seeds: Run['seeds']['wallets']): string[] => seeds.map(({ seed }) => seed);
const names = (all: readonly { readonly name: string }[]): string[] => all.map(({ name }) => name);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
