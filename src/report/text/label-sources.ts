// Which labels a run had: files and the built-in pack by name, the packs of the label book by name while they are few, else
// as a number with one checksum over all. The JSON result names each.
import { createHash } from 'node:crypto';
import { timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';

type LabelSource = ReportHead['labelSources'][number];

const FEW = 5;

export function labelSourcesText(sources: readonly LabelSource[]): string {
  const given = sources.filter(({ imported }) => imported === undefined);
  const installed = sources.filter(({ imported }) => imported !== undefined);
  const own = given.map(({ pack, rows }) => `${forTerminal(pack)} (${rowsText(rows)})`);
  const book = installed.length > FEW ? [summary(installed)] : installed.map(one);
  // The built-in pack stays last.
  const parts = [...own.slice(0, -1), ...book, ...own.slice(-1)];
  return `labels: ${parts.join(', ') || 'none'}`;
}

function rowsText(rows: number): string {
  return `${rows} row${rows === 1 ? '' : 's'}`;
}

function one({ pack, rows, sha256 = '', newest }: LabelSource): string {
  return `${forTerminal(pack)} (${[rowsText(rows), ...dateOf(newest), `sha256 ${sha256.slice(0, 12)}`].join(', ')})`;
}

function summary(packs: readonly LabelSource[]): string {
  const rows = packs.reduce((all, pack) => all + pack.rows, 0);
  const newest = packs.reduce<number | undefined>(
    (most, { newest: date }) => (date === undefined || (most !== undefined && most > date) ? most : date),
    undefined,
  );
  const hash = createHash('sha256');
  for (const { pack, sha256 } of packs) hash.update(`${sha256}  ${pack}\n`);
  return `label book of ${packs.length} packs (${[rowsText(rows), ...dateOf(newest), `sha256 of their list ${hash.digest('hex').slice(0, 12)}`].join(', ')})`;
}

function dateOf(newest: number | undefined): string[] {
  return newest === undefined ? [] : [`newest ${timeText(newest).slice(0, 10)}`];
}
