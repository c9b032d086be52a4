// `trace labels …`: the commands of the label book as the parser knows them. What they do is in labels-*.ts, loaded when
// one is called.
import { Command, Option } from 'commander';
import { exportFormats } from '../labels/writing/export-formats.ts';
import { tiers } from '../model/label.ts';
import type { ExitCode } from './render-error.ts';
import type { World } from './world.ts';

export interface ImportGiven {
  readonly book?: string;
  readonly format?: string;
  readonly name?: string;
  readonly chain?: string;
  readonly entity?: string;
  readonly category?: string;
  readonly source?: string;
  readonly date?: string;
  readonly tier?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

export interface ExportGiven {
  readonly book?: string;
  readonly format: string;
  readonly pack?: readonly string[];
  readonly output?: string;
}

export interface UpdateGiven {
  readonly book?: string;
  readonly config?: string;
  readonly offline?: boolean;
}

export interface WhyGiven {
  readonly book?: string | boolean;
  readonly chain?: string;
  readonly labels?: readonly string[];
  readonly at?: string;
  readonly labelsAsOf?: string;
  readonly json?: boolean;
}

const BOOK = 'label book (default: $XDG_DATA_HOME/trace/labels.db or ~/.local/share/trace/labels.db)';
const each = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

export function labelsCommand(world: World, done: (code: ExitCode) => void): Command {
  const labels = new Command('labels').description('the label book: import, export, explain');
  labels
    .command('import')
    .description('read label files into the book; a pack of the same name is replaced')
    .argument('<path...>', 'files, or folders with all that is in them')
    .option('--book <file>', BOOK)
    .addOption(
      new Option('--format <format>', 'form of the files (default: auto, told by their content)').choices([
        'auto',
        'csv',
        'json',
        'tagpack',
        'adapter',
        'ofac',
      ]),
    )
    .option('--name <name>', 'name of the pack (default: that of the file; one file only)')
    .option('--chain <name>', 'chain of rows that name none')
    .option('--entity <name>', 'whose the addresses are, for rows that do not say')
    .option('--category <word>', 'category of rows that have none')
    .option('--source <text>', 'who says so, for rows that do not say: a URL or a document')
    .option('--date <time>', 'since when the source has said so, for rows that do not say')
    .addOption(new Option('--tier <tier>', 'who stands behind rows that do not say').choices([...tiers]))
    .option('--strict', 'exit 1 if a row or a file was refused')
    .option('--quiet', 'do not name refused rows on stderr')
    .action(async (paths: string[], given: ImportGiven) => {
      const { importLabels } = await import('./labels-import.ts');
      done(await importLabels(paths, given, world));
    });
  labels
    .command('update')
    .description(
      'fetch the packs whose address is known or configured; what cannot be replaced by something whole stays',
    )
    .argument('[names...]', 'only these (default: all)')
    .option('--book <file>', BOOK)
    .option('--config <file>', 'further sources (default: $XDG_CONFIG_HOME/trace/config.json)')
    .option('--offline', 'fetch nothing, say how old what is there is')
    .action(async (names: string[], given: UpdateGiven) => {
      const { updateLabels } = await import('./labels-update.ts');
      done(await updateLabels(names, given, world));
    });
  labels
    .command('export')
    .description('write the labels of the book as a file that can be imported again')
    .option('--book <file>', BOOK)
    .addOption(
      new Option('--format <format>', 'csv, json or tagpack').choices([...exportFormats]).default('csv'),
    )
    .option('--pack <name>', 'only this pack; may be given several times', each)
    .option('-o, --output <file>', 'write to a file, whole or not at all')
    .action(async (given: ExportGiven) => {
      const { exportLabels } = await import('./labels-export.ts');
      done(await exportLabels(given, world));
    });
  labels
    .command('list')
    .description('the installed packs, with their rows, dates and checksums')
    .option('--book <file>', BOOK)
    .option('--json', 'as JSON')
    .action(async (given: { book?: string; json?: boolean }) => {
      const { listPacks } = await import('./labels-list.ts');
      done(await listPacks(given, world));
    });
  labels
    .command('why')
    .description('every label of an address, in order, and the rule by which one of them is shown')
    .argument('<address>', 'chain:address where the form leaves the chain open')
    .option('--book <file>', BOOK)
    .option('--no-book', 'files given and the built-in pack alone')
    .option('--chain <name>', 'chain of the address')
    .option('--labels <file>', 'more labels, as for a trace; may be given several times', each)
    .option('--at <time>', 'only labels that held then')
    .option('--labels-as-of <time>', 'only labels that their source had published by then')
    .option('--json', 'as JSON')
    .action(async (address: string, given: WhyGiven) => {
      const { whyLabels } = await import('./labels-why.ts');
      done(await whyLabels(address, given, world));
    });
  return labels;
}
