// What two results of a case rest on, compared: program, question, options, labels, data. Not what came of it.
import type { Label } from '../model/label.ts';
import { parseTapeText } from '../net/tape-text.ts';
import type { AnswerChanges, Causes } from '../report/changes/case-changes.ts';
import { type Difference, differencesOf } from '../report/changes/differences.ts';
import { textIn } from './bundle-question.ts';
import type { CaseResult } from './case-results.ts';

export function causesOf(before: CaseResult, after: CaseResult): Causes {
  const packs = differencesOf(before.question.labelSources, after.question.labelSources);
  return {
    version: differencesOf(before.version, after.version, ['version']),
    question: differencesOf(questionOf(before), questionOf(after)),
    options: differencesOf(optionsOf(before), optionsOf(after)),
    packs,
    labels: labelChanges(before, after),
    sources: differencesOf(sourcesOf(before), sourcesOf(after)),
    answers: answerChanges(before, after),
  };
}

function questionOf({ question }: CaseResult): unknown {
  return question.asks.map(({ options: _, ...ask }) => ask);
}

function optionsOf({ question }: CaseResult): unknown {
  return question.asks.map(({ name, options }) => ({ name, options }));
}

function sourcesOf({ question, result }: CaseResult): unknown {
  const { explorers, tapes, synthetic, ledger } = question;
  const all = [...result.runs, ...(result.sources ?? []), ...(result.accounts ?? [])];
  return {
    explorers,
    tapes,
    synthetic,
    ledger,
    runs: all.map((run) => ({ name: run.name, asOf: 'asOf' in run ? run.asOf : run.sources.asOf })),
  };
}

/** An address that only one run met says nothing of the labels: so only rows of packs that differ. */
function labelChanges(before: CaseResult, after: CaseResult): Difference[] {
  const rows = (of: CaseResult, others: CaseResult): Record<string, unknown> => {
    const kept = new Set(others.question.labelSources.map((pack) => JSON.stringify(pack)));
    const changed = of.question.labelSources.filter((pack) => !kept.has(JSON.stringify(pack)));
    const names = changed.map(({ pack }) => pack);
    return Object.fromEntries(
      of.labels
        .filter(({ pack }) => names.some((name) => pack === name || pack.endsWith(`/${name}`)))
        .map((label) => [rowName(label), label.source]),
    );
  };
  return differencesOf(rows(before, after), rows(after, before));
}

function rowName({ chain, address, entity, category }: Label): string {
  return `${chain} ${address} ${entity} [${category}]`;
}

function answerChanges(before: CaseResult, after: CaseResult): AnswerChanges {
  const [was, is] = [answersOf(before), answersOf(after)];
  const both = [...was.keys()].filter((key) => is.has(key));
  const changed = both.filter((key) => was.get(key) !== is.get(key));
  return {
    same: both.length - changed.length,
    changed,
    asked: [...is.keys()].filter((key) => !was.has(key)),
    notAsked: [...was.keys()].filter((key) => !is.has(key)),
  };
}

/** Bodies by request; several different answers to one are one text. */
function answersOf({ parts }: CaseResult): Map<string, string> {
  const answers = new Map<string, string>();
  if (!parts.has('answers.jsonl')) return answers;
  for (const { row } of parseTapeText(textIn(parts.get('answers.jsonl'), 'answers.jsonl'), 'answers.jsonl')
    .rows)
    answers.set(row.key, `${answers.get(row.key) ?? ''}${row.response.status} ${row.response.body}\n`);
  return answers;
}
