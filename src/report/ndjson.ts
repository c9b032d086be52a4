// The result as JSON lines, for pipes: one event a line, in the form of docs/json.md, `type` first. First what was asked,
// then every transfer that carries anything, in chain order, then where it ended.

import { forJson } from './escape.ts';
import { flowsJson } from './flows-json.ts';
import type { ReportHead, RunResult } from './json.ts';
import { resultJson } from './json.ts';

const LISTS = [
  'endpoints',
  'entities',
  'touched',
  'held',
  'notFollowed',
  'reachedSeed',
  'crossings',
  'paths',
  'pending',
  'statement',
  'gaps',
] as const;

export function reportNdjson(runs: readonly RunResult[], head: ReportHead): string {
  const { schemaVersion, program, synthetic, tapes, labelSources, runs: all } = resultJson(runs, head);
  const lines: object[] = [{ type: 'head', schemaVersion, program, synthetic, tapes, labelSources }];
  for (const [index, run] of all.entries()) {
    const rest: Record<string, unknown> = { ...run };
    for (const list of LISTS) delete rest[list];
    delete rest.flows;
    lines.push({ type: 'run', ...rest });
    for (const flow of flowsJson((runs[index] as RunResult).findings))
      lines.push({ type: 'flow', run: run.name, ...flow });
    for (const list of LISTS)
      for (const item of run[list]) lines.push({ type: list, run: run.name, ...item });
  }
  return lines.map((line) => `${forJson(JSON.stringify(line))}\n`).join('');
}
