// Small worlds as transfer lists on disk, for the whole program. Names of files are made up; no test of its own.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResultJson } from '../../src/report/schema.ts';
import { type CliResult, cli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-listed-'));
let files = 0;

export function written(name: string, text: string): string {
  files += 1;
  const file = join(folder, `${files}-${name}`);
  writeFileSync(file, text);
  return file;
}

/** `A>B 10` per line: transaction t1, t2, … of USD without decimals, each in its own block, an hour apart. */
export function listOf(world: readonly string[]): string {
  const rows = world.map((line, index) => {
    const [, from, to, amount] = /^(\w+)>(\w+) (\d+)$/.exec(line) ?? [];
    return ['demo', `t${index + 1}`, index + 1, 1_600_000_000 + index * 3600, 0, from, to, 'USD', amount, 0];
  });
  const header = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  return written('list.csv', `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
}

const exchanges = ['E', 'F', 'G'].map((name) => `demo,${name},${name} Exchange,exchange,test`);
/** E, F and G are exchanges of the chain demo. */
export const exchangeLabels = written(
  'labels.csv',
  `chain,address,name,category,source\n${exchanges.join('\n')}\n`,
);

/** Asks about the claims of a file of these columns; E, F and G are exchanges. */
export function claimed(
  world: readonly string[],
  header: string,
  rows: readonly string[],
  ...argv: readonly string[]
): Promise<CliResult> {
  const seeds = written('claims.csv', `${[header, ...rows].join('\n')}\n`);
  const sources = ['--ledger', listOf(world), '--labels', exchangeLabels, '--quiet'];
  return cli(['--seeds', seeds, '--min-value', '0', ...argv, ...sources]);
}

/** Asks about S; E, F and G are exchanges. */
export function asked(world: readonly string[], ...argv: readonly string[]): Promise<CliResult> {
  return cli([
    'S',
    '--min-value',
    '0',
    ...argv,
    '--ledger',
    listOf(world),
    '--labels',
    exchangeLabels,
    '--quiet',
  ]);
}

export async function found(world: readonly string[], ...argv: readonly string[]): Promise<ResultJson> {
  const { code, out, err } = await asked(world, ...argv, '--json', '--sensitivity');
  if (code !== 0 || err !== '') throw new Error(`exit ${code}: ${err}`);
  return JSON.parse(out) as ResultJson;
}
