// The commands of one word as the parser knows them. What a command does is in a file of its own, loaded when it is called.
import { Command } from 'commander';
import { type ClusterGiven, clusterFlags } from './cluster-flags.ts';
import { type ProveGiven, proveFlags, type VerifyGiven, verifyFlags } from './evidence-flags.ts';
import { addFlags, flags, type Given, keyOf } from './flags.ts';
import type { ExitCode } from './render-error.ts';
import { reportFlags } from './report-flags.ts';
import { type ScreenGiven, screenFlags } from './screen-flags.ts';
import { walletFlags } from './wallet-flags.ts';
import type { World } from './world.ts';

/** What a replay may be told: its wallets stand in its case. */
const runFlags = new Set(flags.map(keyOf).filter((key) => key !== 'wallets'));

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

function named(name: string, description: string): Command {
  return new Command(name).description(description);
}

export function commands(world: World, done: (code: ExitCode) => void): Command[] {
  /** `run`: called with the arguments and then the options. */
  function doing<A extends readonly unknown[]>(
    command: Command,
    run: (...given: A) => Promise<ExitCode>,
  ): Command {
    return command.action(async (...given) => done(await run(...(given as unknown as A))));
  }

  return [
    doing(
      addFlags(
        named('path', 'paths with amounts from one wallet to another, or to a named service')
          .argument('<from>', 'the wallet that money left')
          .argument('<to>', 'a wallet, or a service by its name'),
      ),
      async (from: string, to: string, given: Given) =>
        (await import('./trace-command.ts')).runPath(from, to, given, world),
    ),
    doing(
      addFlags(
        named(
          'account',
          'what an account received, and what of it from flagged wallets and from victims',
        ).argument('<addresses...>', 'its deposit addresses, on one or several chains'),
      ),
      async (addresses: string[], given: Given) =>
        (await import('./trace-command.ts')).runAccount(addresses, given, world),
    ),
    doing(
      addFlags(
        named(
          'wallet',
          'one wallet from its own history: in and out, counterparties, labels, whether it seems a deposit address',
        ).argument('<address>', 'chain:address where the form leaves it open'),
        walletFlags,
      ),
      async (address: string, given: Given) =>
        (await import('./wallet-command.ts')).runWallet(address, given, world),
    ),
    doing(
      addFlags(
        named(
          'exposure',
          'many accounts at once: of what each received, how much came from these wallets',
        ).argument(
          '[wallets...]',
          'the flagged wallets, or - for standard input; --accounts names the accounts',
        ),
      ),
      async (wallets: string[], given: Given) =>
        (await import('./trace-command.ts')).runExposure(wallets, given, world),
    ),
    doing(
      addFlags(
        named('cluster', 'who seems to be one owner with a Bitcoin address, or why two are together')
          .argument('<address>', 'an address on Bitcoin')
          .argument('[other]', 'another one: what ties the two together?'),
        undefined,
        clusterFlags,
      ),
      async (address: string, other: string | undefined, given: ClusterGiven) =>
        (await import('./cluster-command.ts')).runCluster(
          other === undefined ? [address] : [address, other],
          given,
          world,
        ),
    ),
    doing(
      addFlags(
        named('screen', 'judge many addresses or deposits by a policy: labels, direct and indirect exposure')
          .argument(
            '<file>',
            'addresses, one a line, each with a transaction behind it for one deposit; - is standard input',
          )
          .requiredOption('--policy <file>', 'the rules (YAML or JSON); see docs/screen.md')
          .option('--before <file>', 'the result of an earlier screening: also say what has changed'),
        screenFlags,
      ),
      async (file: string, given: ScreenGiven) =>
        (await import('./screen-command.ts')).runScreen(file, given, world),
    ),
    doing(
      addFlags(
        named('run', 'replay a case folder and compare it with its expected output').argument(
          '<folder>',
          'folder with case.yaml, tape/, labels/, expected/',
        ),
        runFlags,
      ),
      async (folder: string, given: Given) =>
        (await import('./run-command.ts')).runCase(folder, given, world),
    ),
    doing(
      addFlags(
        named('report', 'write a result that --json -o FILE kept in another form; asks nobody').argument(
          '<result>',
          'JSON result, or - for standard input',
        ),
        reportFlags,
      ),
      async (file: string, given: Given) =>
        (await import('./report-command.ts')).runReport(file, given, world),
    ),
    doing(
      addFlags(
        named(
          'verify',
          'check a sealed bundle, offline: seal, replay, arithmetic, inclusion in the chains',
        ).argument('<bundle>', 'file that --bundle or trace prove wrote'),
        undefined,
        verifyFlags,
      ),
      async (file: string, given: VerifyGiven) =>
        (await import('./verify-command.ts')).runVerify(file, given, world),
    ),
    doing(
      addFlags(
        named(
          'prove',
          'fetch proofs of the transfers on the reported paths, and seal them into a bundle',
        ).argument('<bundle>', 'file that --bundle wrote'),
        undefined,
        proveFlags,
      ),
      async (file: string, given: ProveGiven) =>
        (await import('./prove-command.ts')).runProve(file, given, world),
    ),
    doing(
      addFlags(
        named('doctor', 'which services answer, which keys work, how old the labels are, how much is stored'),
        doctorFlags,
      ),
      async (given: Given) => (await import('./doctor-command.ts')).runDoctor(given, world),
    ),
  ];
}
