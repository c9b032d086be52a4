// A JSON result as answers again, so that every form is written by the same hand that writes it after a run.
import { type Answer, isRun } from '../answer.ts';
import type { ReportHead } from '../json.ts';
import type { ResultJson } from '../schema.ts';
import { accountOf } from './account.ts';
import { runOf } from './run.ts';
import { sourcesOf } from './sources.ts';

export function answersOf({ runs, sources, accounts, order }: ResultJson): Answer[] {
  const all: Answer[] = [
    ...runs.map(runOf),
    ...(sources ?? []).map(sourcesOf),
    ...(accounts ?? []).map(accountOf),
  ];
  if (order === undefined) return all;
  const rank = new Map(order.map((name, index) => [name, index]));
  return all.sort((a, b) => (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0));
}

export function headOf({ program, command = '', synthetic, tapes, labelSources }: ResultJson): ReportHead {
  return {
    version: program.version,
    command,
    synthetic,
    tapes,
    labelSources: labelSources as ReportHead['labelSources'],
  };
}

/** Its runs name no single transfers, which some forms are made of. */
export function lacksFlows(answers: readonly Answer[]): boolean {
  return answers.some((answer) => isRun(answer) && answer.findings.flows === undefined);
}
