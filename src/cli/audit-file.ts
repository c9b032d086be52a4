// `--audit FILE`: the running ledger beside the result, whole or absent.
import { resolve } from 'node:path';
import type { ReportHead, RunResult } from '../report/json.ts';
import type { Rule } from '../trace/audit/paper.ts';
import type { ConventionName } from '../trace/conventions/convention.ts';
import type { Given } from './flags.ts';
import { badFlag, conventionList } from './usage.ts';
import { checkFile, writeWhole } from './whole-file.ts';

function addsUp(name: ConventionName): name is Rule {
  return name !== 'poison';
}

/** Conventions to keep a ledger under; undefined where none is asked for. */
export function auditRules(
  { audit, auditConvention }: Given,
  conventions: readonly ConventionName[],
): readonly Rule[] | undefined {
  if (audit === undefined) return undefined;
  const rules = conventions.filter(addsUp);
  const [first] = rules;
  if (first === undefined)
    throw badFlag('--audit', audit, 'at least one --convention that adds up: of reach no ledger can be kept');
  if (auditConvention === undefined) return [first];
  if (auditConvention === 'all') return rules;
  return conventionList(auditConvention).map((name) => {
    const rule = rules.find((each) => each === name);
    if (rule === undefined)
      throw badFlag(
        '--audit-convention',
        name,
        `conventions of --convention that add up: ${rules.join(', ')}`,
      );
    return rule;
  });
}

/** Before anything is asked. */
export async function checkAudit({ audit, auditConvention, output }: Given): Promise<void> {
  if (audit === undefined) {
    if (auditConvention !== undefined)
      throw badFlag('--audit-convention', auditConvention, '--audit FILE beside it');
    return;
  }
  if (output !== undefined && resolve(output) === resolve(audit))
    throw badFlag('--audit', audit, 'another file than --output');
  await checkFile(audit);
}

export async function writeAudit(
  runs: readonly RunResult[],
  head: ReportHead,
  { audit }: Given,
): Promise<void> {
  if (audit === undefined) return;
  await writeWhole(audit, inPieces(await auditRows(runs, head, audit)));
}

/** `name`: of the file; its ending says in which form. */
export async function auditRows(
  runs: readonly RunResult[],
  head: ReportHead,
  name: string,
): Promise<Iterable<string>> {
  return isTable(name)
    ? (await import('../report/audit/csv.ts')).auditCsv(runs, head)
    : (await import('../report/audit/text.ts')).auditText(runs, head);
}

/** The part of a bundle that holds it. */
export function auditPart(name: string): 'audit/ledger.csv' | 'audit/ledger.txt' {
  return isTable(name) ? 'audit/ledger.csv' : 'audit/ledger.txt';
}

function isTable(name: string): boolean {
  return name.toLowerCase().endsWith('.csv');
}

/** Few writes of many rows. */
function* inPieces(rows: Iterable<string>): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += row;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
