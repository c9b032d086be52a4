// The labels of a command: files that it names, and the installed label book where one lies. Loaded with no database
// library: that comes with the first book that is there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gatherLabels, type LabelGatherer } from '../labels/gather-labels.ts';
import type { Installed } from '../labels/installed.ts';
import { KnownError } from '../model/errors.ts';
import { forTerminal } from '../report/escape.ts';
import { readBytes } from './input-file.ts';
import type { World } from './world.ts';

/** `--book`: a file; false = no book at all. */
export type BookChoice = string | boolean | undefined;

export function bookFile(choice: BookChoice, world: World): string | undefined {
  if (choice === false) return undefined;
  if (typeof choice === 'string') return choice;
  return join(world.env.XDG_DATA_HOME ?? join(world.home, '.local', 'share'), 'trace', 'labels.db');
}

/** undefined: none is installed, and none was asked for by name. */
export async function openBook(choice: BookChoice, world: World): Promise<Installed | undefined> {
  const file = bookFile(choice, world);
  if (file === undefined) return undefined;
  if (!existsSync(file)) {
    if (typeof choice !== 'string') return undefined;
    throw noBook(file);
  }
  const { openInstalled } = await import('../labels/installed.ts');
  return openInstalled(file);
}

/** Files of `--labels`, their broken rows named on standard error unless `quiet`. */
export async function gathered(
  files: readonly string[],
  quiet: boolean | undefined,
  world: World,
): Promise<LabelGatherer> {
  const labels = gatherLabels();
  for (const file of files)
    for (const { line, why } of await labels.take(file, await readBytes(file, '--labels')))
      if (quiet !== true)
        world.err(`trace: ${forTerminal(file)} line ${line} left out: ${forTerminal(why)}\n`);
  return labels;
}

export function noBook(file: string): KnownError {
  return new KnownError('no-label-book', 'There is no label book.', {
    facts: [`file: ${file}`],
    hint: 'Make one: trace labels import FILE, or trace labels update.',
    exit: 2,
  });
}
