// `trace run <case folder>`: replays an investigation from its tape and compares it with the expected output.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseSecrets } from '../chains/seeds.ts';
import { type Answer, isAccount, isRun } from '../report/answer.ts';
import { comparedJson } from '../report/answer-json.ts';
import { forTerminal } from '../report/escape.ts';
import type { ReportHead } from '../report/json.ts';
import { VERSION } from '../report/version.ts';
import { type Ask, answer, openSources } from './ask.ts';
import { writeAudit } from './audit-file.ts';
import { checkBundle, writeBundle } from './bundle.ts';
import { type Case, givenBy, readCase } from './case-file.ts';
import { commandLine } from './command-line.ts';
import { firstDifference } from './first-difference.ts';
import { type Flag, flags, type Given, keyOf } from './flags.ts';
import { inFolder } from './in-folder.ts';
import { checkOutput, emit, exitOf, rendered } from './output.ts';
import { progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import type { World } from './world.ts';

export async function runCase(folder: string, given: Given, world: World): Promise<ExitCode> {
  if (!existsSync(folder)) refuseSecrets([folder]);
  const what = await readCase(folder);
  await checkOutput(given);
  await checkBundle(given);
  const progress = progressLine(world, given.quiet);
  const runs: Answer[] = [];
  const asks: Ask[] = [];
  const differences: string[] = [];
  const changes = flags
    .filter((flag) => changesResult(flag, given))
    .map(({ flags: text }) => text.split(' ')[0]);
  const sources = await openSources(
    {
      // A case is replayed from its tape, unless a new tape or the store is asked for.
      ...(given.record === undefined && given.offline !== true ? { replay: what.tape } : {}),
      // The book that happens to be on this machine is no part of a case.
      book: false,
      ...given,
      labels: [...what.labels, ...(given.labels ?? [])],
    },
    world,
    progress,
  );
  const head: ReportHead = {
    version: VERSION,
    command: commandLine(['trace', 'run', what.folder], given),
    synthetic: what.synthetic ?? sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources.map((source) => ({
      ...source,
      pack: inFolder(source.pack, what.folder),
    })),
  };
  try {
    for (const run of what.runs) {
      const { wallets, payments, account } = run.seeds;
      const { name, evidenceEnds } = run;
      const title = run.question ?? what.question;
      // What is compared must not depend on the form in which it is shown.
      const asked: Given = { ...givenBy(run, folder), ...given };
      const isUpstream = asked.backward === true || account.length > 0;
      const own: Given = isUpstream ? withoutForms(asked) : { ...asked, sensitivity: true };
      const ask = {
        name,
        title,
        wallets,
        payments: given.tx ?? payments,
        account,
        evidenceEnds,
        given: own,
      };
      asks.push(ask);
      const results = (await answer(ask, sources, world, progress)).map((result) =>
        isAccount(result)
          ? { ...result, flags: result.flags.map((file) => inFolder(file, what.folder)) }
          : result,
      );
      progress.clear();
      runs.push(...results);
      if (changes.length === 0) differences.push(...(await compared(what, results, given, world)));
    }
  } finally {
    progress.clear();
    await sources.finish();
  }
  await writeAudit(runs.filter(isRun), head, given);
  await writeBundle({ asks, runs, head, sources, case: what }, given);
  await emit(await rendered(runs, head, given, world), given, world);
  if (changes.length > 0 && given.quiet !== true)
    world.err(
      `trace: not compared with the expected output, since ${changes.join(', ')} may change the result\n`,
    );
  for (const difference of differences) world.err(`trace: ${forTerminal(difference)}\n`);
  return differences.length > 0 ? 1 : exitOf(runs);
}

/** Forms that show the transfers of a trace forward pass over the other runs of a case. */
function withoutForms(given: Given): Given {
  const {
    audit: _a,
    auditConvention: _c,
    explainBounds: _e,
    flows: _f,
    sensitivity: _s,
    format: _o,
    json: _j,
    ...rest
  } = given;
  return rest;
}

function changesResult(flag: Flag, given: Given): boolean {
  const isTape = flag.flags.startsWith('--replay') || flag.flags.startsWith('--ledger');
  const value = given[keyOf(flag)];
  const isOff = flag.flags.startsWith('--no-');
  return (flag.kind === 'result' || isTape) && !isOff && value !== undefined && value !== false;
}

/** Each result against expected/<name>.json, which holds that run as JSON prints it; program and label packs are outside. */
async function compared(
  what: Case,
  results: readonly Answer[],
  given: Given,
  world: World,
): Promise<string[]> {
  const differences: string[] = [];
  for (const result of results) {
    const file = join(what.folder, 'expected', `${result.name}.json`);
    const expected = await readFile(file, 'utf8').catch(() => undefined);
    if (expected === undefined) {
      if (given.quiet !== true)
        world.err(`trace: ${result.name}: nothing to compare with, there is no ${file}\n`);
      continue;
    }
    const difference = differenceFrom(expected, result);
    if (difference !== undefined) differences.push(`${result.name}: differs from ${file} at ${difference}`);
    else if (given.quiet !== true) world.err(`trace: ${result.name}: as expected\n`);
  }
  return differences;
}

function differenceFrom(expected: string, result: Answer): string | undefined {
  let before: unknown;
  try {
    before = JSON.parse(expected);
  } catch {
    return 'the first byte: it is not JSON';
  }
  return firstDifference(before, JSON.parse(JSON.stringify(comparedJson(result))));
}
