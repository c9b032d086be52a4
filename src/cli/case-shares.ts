// How much of what changed between two results of a case each cause brings: program, labels, question, data, put in one
// after another, each time asked again from what the two results hold. Asks nobody, and says where they do not hold it.
import type { Parts } from '../evidence/zip.ts';
import { KnownError } from '../model/errors.ts';
import type { Causes, Share } from '../report/changes/case-changes.ts';
import { type Difference, differencesOf } from '../report/changes/differences.ts';
import { VERSION } from '../report/version.ts';
import { textIn } from './bundle-question.ts';
import { type CaseResult, foundIn, resultIn } from './case-results.ts';
import { replayed } from './replay-bundle.ts';
import type { World } from './world.ts';

const order = ['labels', 'question', 'answers'] as const;
type Put = (typeof order)[number];

/** Which result each of them is taken from. */
type Sides = Readonly<Record<Put, CaseResult>>;

interface Asked {
  readonly found: ReturnType<typeof foundIn>;
  readonly looked: ReadonlySet<string>;
  readonly missed: ReadonlySet<string>;
}

function changedIn(why: Causes): Put[] {
  const { packs, labels, question, options, sources, answers } = why;
  const counts = {
    labels: packs.length + labels.length,
    question: question.length + options.length,
    answers: sources.length + answers.changed.length,
  };
  return order.filter((cause) => counts[cause] > 0);
}

export async function sharesOf(
  before: CaseResult,
  after: CaseResult,
  why: Causes,
  what: readonly Difference[],
  world: World,
): Promise<Share[]> {
  const causes = changedIn(why);
  const isVersion = before.version !== after.version;
  const [only] = causes;
  if (causes.length + (isVersion ? 1 : 0) <= 1)
    return isVersion
      ? [{ cause: 'version', differences: what }]
      : only === undefined
        ? []
        : [{ cause: only, differences: what }];
  const whole = (of: CaseResult): Promise<Asked> => askedAgain(of.parts, world);
  const ends = { before: await whole(before), after: await whole(after) };
  const shares: Share[] = isVersion
    ? [
        {
          cause: 'version',
          differences: [
            ...differencesOf(foundIn(before.result), ends.before.found),
            ...differencesOf(ends.after.found, foundIn(after.result)),
          ],
        },
      ]
    : [];
  let sides: Sides = { labels: before, question: before, answers: before };
  let last: Asked['found'] = ends.before.found;
  for (const cause of causes) {
    sides = { ...sides, [cause]: after };
    const isEnd = causes.at(-1) === cause;
    const now = isEnd ? ends.after : await mixed(sides, { before, after, why }, ends, world);
    if ('fault' in now) {
      shares.push({ cause, fault: now.fault });
      continue;
    }
    shares.push({ cause, differences: differencesOf(last, now.found) });
    last = now.found;
  }
  return shares;
}

interface Between {
  readonly before: CaseResult;
  readonly after: CaseResult;
  readonly why: Causes;
}

/** Something between the two results, unless it would rest on what neither of them holds. */
async function mixed(
  sides: Sides,
  between: Between,
  ends: { readonly before: Asked; readonly after: Asked },
  world: World,
): Promise<Asked | { readonly fault: string }> {
  try {
    const asked = await askedAgain(partsOf(sides, between), world);
    const isMissed = [...asked.missed].some(
      (key) => !ends.before.missed.has(key) && !ends.after.missed.has(key),
    );
    if (isMissed) return { fault: 'since it asks the sources what neither run asked' };
    const { looked } = sides.labels === between.before ? ends.before : ends.after;
    const isUnread =
      between.why.packs.length > 0 && [...asked.looked].some((address) => !looked.has(address));
    return isUnread ? { fault: 'since it meets addresses whose labels that run did not look up' } : asked;
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return { fault: `since it cannot be asked: ${error.message}` };
  }
}

async function askedAgain(parts: Parts, world: World): Promise<Asked> {
  const looked = new Set<string>();
  const missed = new Set<string>();
  const { parts: made } = await replayed(parts, VERSION, world, {
    looked: (address) => void looked.add(address),
    missed: (request) => void missed.add(request),
  });
  return { found: foundIn(resultIn(made)), looked, missed };
}

function partsOf(sides: Sides, { before, after, why }: Between): Parts {
  const { labels, question, answers } = sides;
  const { asks, folder } = question.question;
  const { packs, labelSources } = labels.question;
  const { synthetic, tapes, explorers, ledger, command } = answers.question;
  const asked = {
    question: 1,
    command,
    synthetic,
    tapes,
    labelSources,
    folder,
    packs,
    explorers,
    ledger,
    asks,
  };
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const rowsOf = ({ parts }: CaseResult): string => textIn(parts.get('labels.jsonl'), 'labels.jsonl');
  const other = labels === before ? after : before;
  // Files that options name are parts named by what they hold: those of both can lie side by side.
  return new Map([
    ...before.parts,
    ...after.parts,
    ['question.json', bytes(JSON.stringify(asked))],
    [
      'labels.jsonl',
      bytes(why.packs.length === 0 ? together(rowsOf(labels), rowsOf(other)) : rowsOf(labels)),
    ],
    ['answers.jsonl', bytes(answersOf(sides, { before, after, why }))],
  ]);
}

/** Rows of addresses that only one run met, after all of the other. */
function together(own: string, other: string): string {
  return `${[...new Set([...own.split('\n'), ...other.split('\n')])].filter((line) => line !== '').join('\n')}\n`;
}

/** Where no answer changed, what either run asked can be answered. */
function answersOf({ answers }: Sides, { before, after, why }: Between): string {
  const name = 'answers.jsonl';
  const text = ({ parts }: CaseResult): string => textIn(parts.get(name), name);
  if (why.answers.changed.length > 0) return text(answers);
  const lines = (text: string): [key: string | undefined, line: string][] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [(JSON.parse(line) as { key?: string }).key, line]);
  const own = lines(text(answers));
  const known = new Set(own.map(([key]) => key));
  // The header has no key, and the other's is left out with it.
  const more = lines(text(answers === before ? after : before)).filter(([key]) => !known.has(key));
  return `${[...own, ...more].map(([, line]) => line).join('\n')}\n`;
}
