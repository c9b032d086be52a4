// What changed between two results of a case, as text for people and as JSON.
import { clipped, forJson, forTerminal } from '../escape.ts';
import type { AnswerChanges, CaseChanges, Cause, Share } from './case-changes.ts';
import { differenceLine } from './difference-lines.ts';
import type { Difference, Step } from './differences.ts';

/** Lines of one section; the others are counted, and JSON has them all. */
const SHOWN = 40;

export function caseChangesText({ before, after, why, byVersion, what, shares, book }: CaseChanges): string {
  const lines = (differences: readonly Difference[]): string[] =>
    differences.map((difference) => differenceLine(difference, book));
  const causes = [
    section('The program', lines(why.version)),
    section('The question', lines(why.question)),
    section('Options', lines(why.options)),
    section('Label packs', lines(why.packs)),
    section('Labels of addresses that were met', lines(why.labels)),
    section('As of, and sources', lines(why.sources)),
    section('Answers of the sources', answerLines(why.answers)),
  ].filter((part) => part !== '');
  const sorted = [...what].sort((a, b) => rank(a) - rank(b));
  return `${[
    `${before} → ${after}: ${what.length === 0 ? 'the same result' : `${what.length} difference${what.length === 1 ? '' : 's'}`}`,
    what.length === 0 ? '' : section('What changed', lines(sorted)),
    causes.length === 0
      ? 'Why: program, question, options, labels and answers are the same.'
      : `Why: what the result rests on has changed in this.\n\n${causes.join('\n\n')}`,
    byVersionText(byVersion, what, lines),
    sharesText(shares, what, lines),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

/** Sentences first, then the services, then all else. */
function rank({ at }: Difference): number {
  const place = ['summary', 'entities'].indexOf(String(at[1]));
  return place < 0 ? 2 : place;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const more = lines.length - SHOWN;
  return [title, ...lines.slice(0, SHOWN), ...(more > 0 ? [`… and ${more} more: --json has all`] : [])].join(
    '\n  ',
  );
}

function answerLines({ same, changed, asked, notAsked }: AnswerChanges): string[] {
  if (changed.length + asked.length + notAsked.length === 0) return [];
  const listed = (title: string, keys: readonly string[]): string[] => [
    ...(keys.length === 0 ? [] : [`${title}: ${keys.length}`]),
    ...keys.slice(0, 5).map((key) => `  ${clipped(forTerminal(key), 120)}`),
    ...(keys.length > 5 ? [`  … and ${keys.length - 5} more`] : []),
  ];
  return [
    `the same: ${same}`,
    ...listed('answered otherwise', changed),
    ...listed('asked besides', asked),
    ...listed('no longer asked', notAsked),
  ];
}

function byVersionText(
  of: CaseChanges['byVersion'],
  what: readonly Difference[],
  lines: (differences: readonly Difference[]) => string[],
): string {
  if (of === undefined) return '';
  if ('fault' in of) return `What the version alone changes cannot be told: ${forTerminal(of.fault)}`;
  if (of.length === 0)
    return 'The version changes nothing: this one makes the earlier result of the earlier answers.';
  return section(
    `Of the version alone: this one makes of the earlier answers, labels and question ${of.length} difference${of.length === 1 ? '' : 's'} (of ${what.length} in all)`,
    lines(of),
  );
}

const causeWords: Record<Cause, string> = {
  version: 'the program',
  labels: 'label packs and labels',
  question: 'question and options',
  answers: 'data: blocks, services and their answers',
};

function sharesText(
  shares: readonly Share[],
  what: readonly Difference[],
  lines: (differences: readonly Difference[]) => string[],
): string {
  const [only] = shares;
  if (only === undefined) return '';
  if (shares.length === 1) return `All of it comes from one cause: ${causeWords[only.cause]}.`;
  const parts = shares.map((share) => {
    if ('fault' in share)
      return `${causeWords[share.cause]}: cannot be told apart, ${forTerminal(share.fault)}`;
    const { cause, differences } = share;
    const sorted = [...differences].sort((a, b) => rank(a) - rank(b));
    return (
      section(`${causeWords[cause]}: ${differences.length} (of ${what.length} in all)`, lines(sorted)) ||
      `${causeWords[cause]}: nothing`
    );
  });
  return [
    'What each cause brings, put in one after another (what several causes change counts for each; another order would share otherwise)',
    ...parts,
  ].join('\n\n');
}

function shareJson(share: Share): object {
  return 'fault' in share ? share : { ...share, differences: share.differences.map(differenceJson) };
}

export function caseChangesJson({ before, after, why, byVersion, what, shares }: CaseChanges): string {
  const json = {
    before,
    after,
    what: what.map(differenceJson),
    why: {
      version: why.version.map(differenceJson),
      question: why.question.map(differenceJson),
      options: why.options.map(differenceJson),
      packs: why.packs.map(differenceJson),
      labels: why.labels.map(differenceJson),
      sources: why.sources.map(differenceJson),
      answers: why.answers,
    },
    ...(byVersion === undefined
      ? {}
      : { byVersion: 'fault' in byVersion ? byVersion : byVersion.map(differenceJson) }),
    shares: shares.map(shareJson),
  };
  return `${forJson(JSON.stringify(json, undefined, 2))}\n`;
}

/** A place as JSON: fields, and in a list what names the thing. */
function differenceJson({ at, before, after }: Difference): {
  at: readonly Step[];
  before?: unknown;
  after?: unknown;
} {
  return {
    at,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
