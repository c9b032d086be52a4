// `trace warehouse …`: the commands as the parser knows them. What they do is in warehouse-*.ts, loaded when one is called.
import { Command } from 'commander';
import { addFlags } from './flags.ts';
import type { ExitCode } from './render-error.ts';
import { type DepositsGiven, depositsFlags, type TopGiven, topFlags } from './warehouse-flags.ts';
import type { World } from './world.ts';

export interface BulkImportGiven {
  readonly to: string;
  readonly chain?: string;
  readonly covers?: string;
  readonly skipRefused?: boolean;
  readonly memory: string;
  readonly quiet?: boolean;
}

export function warehouseCommand(world: World, done: (code: ExitCode) => void): Command {
  const warehouse = new Command('warehouse').description(
    'whole chains on your own disk: import bulk files, then trace with --ledger',
  );
  warehouse
    .command('init')
    .description('make an empty warehouse, or bring an older one to its newest form')
    .argument('<warehouse>', 'sqlite:FILE, or clickhouse://HOST:PORT,.../DATABASE?cluster=NAME')
    .action(async (name: string) => {
      const { initWarehouse } = await import('./warehouse-import.ts');
      done(await initWarehouse(name, world));
    });
  warehouse
    .command('import')
    .description('read bulk files into a warehouse; what is there already is left as it is')
    .argument('<path...>', 'files, folders with all that is in them, or patterns (CSV, Parquet)')
    .requiredOption(
      '--to <warehouse>',
      'sqlite:FILE, made if it is not there; or clickhouse://…, made by init',
    )
    .option('--chain <name>', 'chain of files that name none')
    .option(
      '--covers <heights>',
      'first-last: the files tell all blocks of this range (default: as far as their rows go)',
    )
    .option('--skip-refused', 'leave rows out that cannot be used, instead of storing nothing')
    .option(
      '--memory <size>',
      'for reading and sorting; the rest goes to disk, beside a file or where TMPDIR says',
      '1GB',
    )
    .option('--quiet', 'do not name refused rows on stderr')
    .action(async (paths: string[], given: BulkImportGiven) => {
      const { importIntoWarehouse } = await import('./warehouse-import.ts');
      done(await importIntoWarehouse(paths, given, world));
    });
  warehouse
    .command('status')
    .description('what a warehouse covers: chains, blocks, kinds of movements, files')
    .argument('<warehouse>', 'sqlite:FILE or clickhouse://…')
    .option('--json', 'as JSON')
    .action(async (name: string, given: { readonly json?: boolean }) => {
      const { warehouseStatus } = await import('./warehouse-status.ts');
      done(await warehouseStatus(name, given, world));
    });
  addFlags(
    warehouse
      .command('top')
      .description(
        'who received and who paid most of each asset, of all wallets or of those that some dealt with',
      )
      .argument('<warehouse>', 'sqlite:FILE or clickhouse://…')
      .argument('[wallets...]', 'whose counterparties are meant, or - for standard input; none: all wallets'),
    undefined,
    topFlags,
  ).action(async (name: string, wallets: string[], given: TopGiven) => {
    const { warehouseTop } = await import('./warehouse-top.ts');
    done(await warehouseTop(name, wallets, given, world));
  });
  addFlags(
    warehouse
      .command('deposits')
      .description('infer the deposit addresses of exchanges among all wallets, by the rule of a trace')
      .argument('<warehouse>', 'sqlite:FILE or clickhouse://…'),
    undefined,
    depositsFlags,
  ).action(async (name: string, given: DepositsGiven) => {
    const { warehouseDeposits } = await import('./warehouse-deposits.ts');
    done(await warehouseDeposits(name, given, world));
  });
  return warehouse;
}
