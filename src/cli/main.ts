// The command line: which command, which flags, which exit code.
import { Argument, Command, CommanderError } from 'commander';
import { VERSION } from '../report/version.ts';
import { caseCommand } from './case-commands.ts';
import { type ClusterGiven, clusterFlags } from './cluster-flags.ts';
import { completionFor, type Shell, shells } from './completion.ts';
import { type ProveGiven, proveFlags, type VerifyGiven, verifyFlags } from './evidence-flags.ts';
import { addFlags, flags, type Given, keyOf } from './flags.ts';
import { labelsCommand } from './labels-commands.ts';
import { type ExitCode, exitCodeOf, renderError } from './render-error.ts';
import { reportFlags } from './report-flags.ts';
import { type ScreenGiven, screenFlags } from './screen-flags.ts';
import { walletFlags } from './wallet-flags.ts';
import { warehouseCommand } from './warehouse-commands.ts';
import type { World } from './world.ts';

/** What a check-up of the machine takes. */
const doctorFlags: ReadonlySet<keyof Given> = new Set([
  'book',
  'service',
  'offline',
  'store',
  'config',
  'json',
  'output',
]);

const EXAMPLES = `
Examples:
  trace 15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr            where did the money of this wallet go?
  trace 0x098B716B8Aaf21512996dC57EB0615e2383E2f96 --asset USDC --convention all
  trace --tx 0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9:0
  trace - < wallets.txt --json | jq .endpoints
  trace 0xabc… --ledger export.csv --labels exchanges.csv
  trace 0xabc… --backward --since 2021-01-01          where did the money of this account come from?
  trace account 0xabc… --since 2021-01-01 --victims victims.csv
  trace wallet 0xabc…                                 who is this, and with whom did it deal?
  trace path 0xabc… 0xdef…                            by which ways did money get from one wallet to the other?
  trace cluster 1abc… 1def…                           why do two Bitcoin addresses seem to be one owner's?
  trace run fixtures/cases/colonial                   replay a recorded case offline
  trace report result.json --format svg -o flow.svg   show a result kept by --json in another form
  trace verify case.trace.zip                         check a sealed bundle offline

Exit codes: 0 done; 1 failed, or a case differs from what was expected; 2 wrong usage; 3 done, but a source failed
for good somewhere (see the gaps); 130 cancelled.`;

export function program(world: World, done: (code: ExitCode) => void): Command {
  const root = new Command('trace')
    .description(
      'Follow money on public blockchains from wallets to exchange accounts, in exact integers under a named convention.',
    )
    .version(VERSION)
    .argument(
      '[wallets...]',
      'addresses (chain:address where the form leaves it open), or - for standard input',
    )
    .enablePositionalOptions()
    .showHelpAfterError('(see trace --help)')
    .addHelpText('after', EXAMPLES)
    .action(async (wallets: string[], given: Given) => {
      const { runTrace } = await import('./trace-command.ts');
      done(
        await runTrace(wallets, given, world).catch(async (error: unknown) => {
          const { meantAsCommand } = await import('./did-you-mean.ts');
          throw meantAsCommand(
            error,
            wallets,
            root.commands.map((command) => command.name()),
          );
        }),
      );
    });
  addFlags(root);
  const run = new Command('run')
    .description('replay a case folder and compare it with its expected output')
    .argument('<folder>', 'folder with case.yaml, tape/, labels/, expected/')
    .action(async (folder: string, given: Given) => {
      const { runCase } = await import('./run-command.ts');
      done(await runCase(folder, given, world));
    });
  addFlags(run, new Set(flags.map(keyOf).filter((key) => key !== 'wallets')));
  root.addCommand(run);
  const screen = new Command('screen')
    .description('judge many addresses by a policy: their labels and their direct exposure')
    .argument('<file>', 'addresses, one a line, or - for standard input')
    .requiredOption('--policy <file>', 'the rules (YAML or JSON); see docs/screen.md')
    .option('--before <file>', 'the result of an earlier screening: also say what has changed')
    .action(async (file: string, given: ScreenGiven) => {
      const { runScreen } = await import('./screen-command.ts');
      done(await runScreen(file, given, world));
    });
  addFlags(screen, screenFlags);
  root.addCommand(screen);
  const labels = labelsCommand(world, done);
  root.addCommand(labels);
  const warehouse = warehouseCommand(world, done);
  root.addCommand(warehouse);
  const path = new Command('path')
    .description('paths with amounts from one wallet to another, or to a named service')
    .argument('<from>', 'the wallet that money left')
    .argument('<to>', 'a wallet, or a service by its name')
    .action(async (from: string, to: string, given: Given) => {
      const { runPath } = await import('./trace-command.ts');
      done(await runPath(from, to, given, world));
    });
  addFlags(path);
  root.addCommand(path);
  const account = new Command('account')
    .description('what an account received, and what of it from flagged wallets and from victims')
    .argument('<addresses...>', 'its deposit addresses, on one or several chains')
    .action(async (addresses: string[], given: Given) => {
      const { runAccount } = await import('./trace-command.ts');
      done(await runAccount(addresses, given, world));
    });
  addFlags(account);
  root.addCommand(account);
  const caseFolder = caseCommand(world, done);
  root.addCommand(caseFolder);
  const cluster = new Command('cluster')
    .description('who seems to be one owner with a Bitcoin address, or why two are together')
    .argument('<address>', 'an address on Bitcoin')
    .argument('[other]', 'another one: what ties the two together?')
    .action(async (address: string, other: string | undefined, given: ClusterGiven) => {
      const { runCluster } = await import('./cluster-command.ts');
      done(await runCluster(other === undefined ? [address] : [address, other], given, world));
    });
  addFlags(cluster, undefined, clusterFlags);
  root.addCommand(cluster);
  const wallet = new Command('wallet')
    .description(
      'one wallet from its own history: in and out, counterparties, labels, whether it seems a deposit address',
    )
    .argument('<address>', 'chain:address where the form leaves it open')
    .action(async (address: string, given: Given) => {
      const { runWallet } = await import('./wallet-command.ts');
      done(await runWallet(address, given, world));
    });
  addFlags(wallet, walletFlags);
  root.addCommand(wallet);
  const verify = new Command('verify')
    .description('check a sealed bundle, offline: seal, replay, arithmetic, inclusion in the chains')
    .argument('<bundle>', 'file that --bundle or trace prove wrote')
    .action(async (file: string, given: VerifyGiven) => {
      const { runVerify } = await import('./verify-command.ts');
      done(await runVerify(file, given, world));
    });
  addFlags(verify, undefined, verifyFlags);
  root.addCommand(verify);
  const prove = new Command('prove')
    .description('fetch proofs of the transfers on the reported paths, and seal them into a bundle')
    .argument('<bundle>', 'file that --bundle wrote')
    .action(async (file: string, given: ProveGiven) => {
      const { runProve } = await import('./prove-command.ts');
      done(await runProve(file, given, world));
    });
  addFlags(prove, undefined, proveFlags);
  root.addCommand(prove);
  const report = new Command('report')
    .description('write a result that --json -o FILE kept in another form; asks nobody')
    .argument('<result>', 'JSON result, or - for standard input')
    .action(async (file: string, given: Given) => {
      const { runReport } = await import('./report-command.ts');
      done(await runReport(file, given, world));
    });
  addFlags(report, reportFlags);
  root.addCommand(report);
  root.hook('preAction', async (_, action) => {
    const { fillIn } = await import('./given-defaults.ts');
    await fillIn(action, world, async (file) => (await import('./config.ts')).readConfig(world, file));
  });
  const doctor = new Command('doctor')
    .description('which services answer, which keys work, how old the labels are, how much is stored')
    .action(async (given: Given) => {
      const { runDoctor } = await import('./doctor-command.ts');
      done(await runDoctor(given, world));
    });
  addFlags(doctor, doctorFlags);
  root.addCommand(doctor);
  const completion = new Command('completion')
    .description('completion of commands and options for a shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => world.out(completionFor(shell, root)));
  root.addCommand(completion);
  for (const command of [root, ...root.commands, ...root.commands.flatMap((group) => group.commands)])
    command.exitOverride().configureOutput({ writeOut: world.out, writeErr: world.err });
  return root;
}

export async function main(argv: readonly string[], world: World): Promise<ExitCode> {
  let code: ExitCode = 0;
  try {
    await program(world, (result) => {
      code = result;
    }).parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (world.signal.aborted) {
      world.err('trace: cancelled; what was stored is kept, the same command goes on from there\n');
      return 130;
    }
    world.err(renderError(error));
    return exitCodeOf(error);
  }
}
