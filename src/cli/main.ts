// The command line: which command, which flags, which exit code.
import { Argument, Command, CommanderError } from 'commander';
import { VERSION } from '../report/version.ts';
import { caseCommand } from './case-commands.ts';
import { commands } from './commands.ts';
import { completionFor, type Shell, shells } from './completion.ts';
import { addFlags, type Given } from './flags.ts';
import { labelsCommand } from './labels-commands.ts';
import { type ExitCode, exitCodeOf, renderError } from './render-error.ts';
import { warehouseCommand } from './warehouse-commands.ts';
import type { World } from './world.ts';

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
  for (const command of [
    ...commands(world, done),
    caseCommand(world, done),
    labelsCommand(world, done),
    warehouseCommand(world, done),
  ])
    root.addCommand(command);
  const completion = new Command('completion')
    .description('completion of commands and options for a shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => world.out(completionFor(shell, root)));
  root.addCommand(completion);
  root.hook('preAction', async (_, action) => {
    const { fillIn } = await import('./given-defaults.ts');
    await fillIn(action, world, async (file) => (await import('./config.ts')).readConfig(world, file));
  });
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
