// `trace case …`: the commands of a case folder as the parser knows them. What they do is in case-*.ts, loaded when one is
// called.
import { Command, Option } from 'commander';
import { addFlags, flags, type Given, keyOf } from './flags.ts';
import type { ExitCode } from './render-error.ts';
import type { World } from './world.ts';

export interface CaseAddGiven extends Given {
  readonly run?: string;
  readonly from?: string;
  readonly note?: string;
  readonly account?: boolean;
}

export interface CaseDiffGiven extends Pick<Given, 'json' | 'output'> {}

/** Options of a run; files that they name must lie in the case, so these are put into case.yaml by hand. */
const BY_HAND: ReadonlySet<keyof Given> = new Set([
  'wallets',
  'seeds',
  'victims',
  'flagged',
  'accounts',
  'decisions',
  'book',
]);
const addKeys: ReadonlySet<keyof Given> = new Set(
  flags
    .filter(({ kind }) => kind === 'result')
    .map(keyOf)
    .filter((key) => !BY_HAND.has(key)),
);

/** Where answers come from and how the result is shown; what is asked stands in case.yaml. */
const NOT_RUN: ReadonlySet<keyof Given> = new Set(['ledger', 'record', 'bundle', 'sign']);
const runKeys: ReadonlySet<keyof Given> = new Set(
  flags
    .filter(({ kind }) => kind !== 'result')
    .map(keyOf)
    .filter((key) => !NOT_RUN.has(key)),
);

export function caseCommand(world: World, done: (code: ExitCode) => void): Command {
  const root = new Command('case').description(
    'an investigation as a folder: its question, labels and results',
  );
  root
    .command('init')
    .description('begin a case: a folder with case.yaml')
    .argument('<folder>', 'new, or empty')
    .requiredOption('--question <text>', 'what is to be found out, in one sentence')
    .action(async (folder: string, given: { question: string }) => {
      const { initCase } = await import('./case-init.ts');
      done(await initCase(folder, given.question, world));
    });
  const add = root
    .command('add')
    .description('put seeds, options, label files or notes into a case')
    .argument('<folder>', 'the case')
    .argument('[wallets...]', 'addresses that a run begins with')
    .addOption(
      new Option('--run <name>', 'of the run that they belong to, made where there is none').default('main'),
    )
    .option('--account', 'the addresses are one account, and the question is what it received')
    .option('--from <text>', 'who says so: the source of the seeds and label files given')
    .option('--note <text>', 'a note on the case')
    .action(async (folder: string, wallets: string[], given: CaseAddGiven) => {
      const { addToCase } = await import('./case-add.ts');
      done(await addToCase(folder, wallets, given, world));
    });
  addFlags(add, addKeys);
  const run = root
    .command('run')
    .description('ask all runs of a case anew, and keep the answers and the result in results/')
    .argument('<folder>', 'the case')
    .action(async (folder: string, given: Given) => {
      const { runCaseAnew } = await import('./case-run.ts');
      done(await runCaseAnew(folder, given, world));
    });
  addFlags(run, runKeys);
  root
    .command('diff')
    .description('what changed between two results of a case, and why: data, labels, options, version')
    .argument('<folder>', 'the case')
    .argument('[before]', 'a result, such as 0001 (default: the last but one)')
    .argument('[after]', 'another (default: the last)')
    .option('--json', 'as JSON, every difference')
    .option('-o, --output <file>', 'write it to a file, whole or not at all')
    .action(
      async (folder: string, before: string | undefined, after: string | undefined, given: CaseDiffGiven) => {
        const { diffCase } = await import('./case-diff.ts');
        done(await diffCase(folder, { before, after }, given, world));
      },
    );
  return root;
}
