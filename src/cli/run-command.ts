// `trace run <case folder>`: replays an investigation from its tape and compares it with the expected output.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forTerminal } from '../report/escape.ts';
import { type ReportHead, type RunResult, resultJson } from '../report/json.ts';
import type { ResultJson } from '../report/schema.ts';
import { answer, openSources } from './ask.ts';
import { type Case, givenBy, readCase } from './case-file.ts';
import { firstDifference } from './first-difference.ts';
import { type Flag, flags, type Given, keyOf } from './flags.ts';
import { emit, exitOf, rendered } from './output.ts';
import { progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import { VERSION } from './version.ts';
import type { World } from './world.ts';

export async function runCase(folder: string, given: Given, world: World): Promise<ExitCode> {
  const what = await readCase(folder);
  const progress = progressLine(world, given.quiet);
  const runs: RunResult[] = [];
  const differences: string[] = [];
  const changes = flags
    .filter((flag) => changesResult(flag, given))
    .map(({ flags: text }) => text.split(' ')[0]);
  const sources = await openSources(
    {
      // A case is replayed from its tape, unless a new tape is asked for.
      ...(given.record === undefined ? { replay: what.tape } : {}),
      ...given,
      labels: [...what.labels, ...(given.labels ?? [])],
    },
    world,
    progress,
  );
  const head: ReportHead = {
    version: VERSION,
    command: `trace run ${what.folder}`,
    synthetic: what.synthetic ?? sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources.map((source) => ({ ...source, pack: inFolder(source.pack, what) })),
  };
  try {
    for (const run of what.runs) {
      const { wallets, payments } = run.seeds;
      const { name, evidenceEnds } = run;
      const own: Given = { ...givenBy(run, folder), ...given };
      const ask = { name, wallets, payments: given.tx ?? payments, evidenceEnds, given: own };
      const results = await answer(ask, sources, world, progress);
      progress.clear();
      runs.push(...results);
      if (changes.length === 0)
        differences.push(...(await compared(what, name, results, head, given, world)));
    }
  } finally {
    progress.clear();
    await sources.finish();
  }
  await emit(rendered(runs, head, given, world), given, world);
  if (changes.length > 0 && given.quiet !== true)
    world.err(
      `trace: not compared with the expected output, since ${changes.join(', ')} may change the result\n`,
    );
  for (const difference of differences) world.err(`trace: ${forTerminal(difference)}\n`);
  return differences.length > 0 ? 1 : exitOf(runs);
}

/** Packs of the case by their name in it, so that a result does not depend on where the folder lies. */
function inFolder(pack: string, what: Case): string {
  return pack.startsWith(what.folder) ? pack.slice(what.folder.length).replace(/^[/\\]+/, '') : pack;
}

function changesResult(flag: Flag, given: Given): boolean {
  const isTape = flag.flags.startsWith('--replay') || flag.flags.startsWith('--ledger');
  return (flag.kind === 'result' || isTape) && given[keyOf(flag)] !== undefined;
}

async function compared(
  what: Case,
  name: string,
  results: readonly RunResult[],
  head: ReportHead,
  given: Given,
  world: World,
): Promise<string[]> {
  const file = join(what.folder, 'expected', `${name}.json`);
  let expected: string;
  try {
    expected = await readFile(file, 'utf8');
  } catch {
    if (given.quiet !== true) world.err(`trace: ${name}: no expected output to compare with (${file})\n`);
    return [];
  }
  let before: ResultJson;
  try {
    before = JSON.parse(expected) as ResultJson;
  } catch {
    return [`${name}: the expected output ${file} is not JSON`];
  }
  const now = resultJson(results, head);
  const difference = firstDifference(comparable(before), comparable(now));
  if (difference === undefined) {
    if (given.quiet !== true) world.err(`trace: ${name}: as expected\n`);
    return [];
  }
  return [`${name}: differs from ${file} at ${difference}`];
}

/** The program's version is outside what is compared. */
function comparable(result: ResultJson): unknown {
  const { program: _program, ...rest } = result;
  return JSON.parse(JSON.stringify(rest)) as unknown;
}
