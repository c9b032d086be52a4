// `trace warehouse init` and `import`: how far it is on a terminal, what became of every file and row at the end.
import { makeClusterWarehouse } from '../chains/warehouse/cluster-schema.ts';
import { importBulk } from '../chains/warehouse/import.ts';
import type { Span } from '../chains/warehouse/import-plan.ts';
import type { ImportOutcome, ImportProgress, ImportRequest } from '../chains/warehouse/imported.ts';
import { makeWarehouse } from '../chains/warehouse/open.ts';
import type { WarehouseName } from '../chains/warehouse/opened.ts';
import { type ChainId, chainName, chainOfList } from '../model/chain.ts';
import { forTerminal } from '../report/escape.ts';
import { barOf } from './import-bar.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag } from './usage.ts';
import type { BulkImportGiven } from './warehouse-commands.ts';
import { namedWarehouse } from './warehouse-name.ts';
import type { World } from './world.ts';

/** Some 300 MB while they are sorted. */
const BATCH = 250_000;

export async function initWarehouse(name: string, world: World): Promise<ExitCode> {
  const named = namedWarehouse('warehouse', name, world);
  if (named.kind === 'file') await makeWarehouse(named.file);
  else await makeClusterWarehouse(named.cluster, named.access, named.signal);
  world.out(`${forTerminal(named.kind === 'file' ? named.file : name)}: ready\n`);
  return 0;
}

export async function importIntoWarehouse(
  paths: readonly string[],
  given: BulkImportGiven,
  world: World,
): Promise<ExitCode> {
  const line = importLine(world, given.quiet);
  const to = namedWarehouse('--to', given.to, world);
  const request: ImportRequest = {
    paths,
    chain: chainOf(given.chain),
    covers: given.covers === undefined ? undefined : spanOf(given.covers),
    refusing: given.skipRefused === true ? 'rows-alone' : 'whole-import',
    memory: memoryOf(given.memory),
    batch: BATCH,
    now: Math.floor(world.now() / 1000),
    signal: world.signal,
    onProgress: line.show,
  };
  const outcome = await importInto(to, request).finally(line.clear);
  if (given.quiet !== true)
    for (const { file, row, why } of outcome.refused)
      world.err(`trace: ${forTerminal(file)} row ${row} left out: ${forTerminal(why)}\n`);
  world.out(outcomeText(outcome));
  return 0;
}

async function importInto(to: WarehouseName, request: ImportRequest): Promise<ImportOutcome> {
  if (to.kind === 'file') return importBulk({ ...request, warehouse: to.file });
  const { importToCluster } = await import('../chains/warehouse/cluster-import.ts');
  return importToCluster(request, to.cluster, to.access);
}

function chainOf(text: string | undefined): ChainId | undefined {
  if (text === undefined) return undefined;
  const chain = chainOfList(text);
  if (chain === undefined || chain.startsWith('list:'))
    throw badFlag('--chain', text, 'the name of a known chain, or a CAIP-2 id such as eip155:1');
  return chain;
}

function spanOf(text: string): Span {
  const [, first, last] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last))
    throw badFlag('--covers', text, 'two heights, such as 0-15000000');
  return { first: Number(first), last: Number(last) };
}

function memoryOf(text: string): string {
  if (/^\d{1,6}(MB|GB)$/.test(text)) return text;
  throw badFlag('--memory', text, 'a size such as 500MB or 4GB');
}

const EVERY_MS = 100;

function importLine(world: World, quiet: boolean | undefined) {
  const shown = world.errIsTerminal && quiet !== true;
  let drawn = 0;
  return {
    show({ doing, rows, transfers, height, span }: ImportProgress): void {
      const now = world.now();
      if (!shown || now - drawn < EVERY_MS) return;
      drawn = now;
      const far = {
        looking: 'looking at the files',
        checking: `${rows} rows checked`,
        sorting: `${barOf(height, span)}${transfers} transfers sorted, up to block ${height}`,
        storing: `${barOf(height, span)}${transfers} transfers stored, up to block ${height}`,
      }[doing];
      world.err(`\r\u001b[2K${far}`);
    },
    clear(): void {
      if (shown && drawn > 0) world.err('\r\u001b[2K');
    },
  };
}

function outcomeText({ outcome, files, rows, refused, chains }: ImportOutcome): string {
  const lines = files.map(({ name, kind, rows: own }) => `${forTerminal(name)}: ${kind}, ${own} rows`);
  if (outcome === 'unchanged') lines.push('nothing new: the warehouse has these files');
  else {
    lines.push(`${rows} rows read, ${refused.length} refused`);
    for (const { chain, blocks, transfers } of chains)
      lines.push(`${forTerminal(chainName(chain))}: ${transfers} transfers in ${blocks} blocks stored`);
  }
  return `${lines.join('\n')}\n`;
}
