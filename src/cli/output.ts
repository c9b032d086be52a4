// Where a result goes: stdout, or a file that is whole or absent.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KnownError } from '../model/errors.ts';
import { writeAtomically } from '../net/write-atomically.ts';
import { type Answer, gapsOf } from '../report/answer.ts';
import { type FormatName, formats } from '../report/formats.ts';
import type { ReportHead } from '../report/json.ts';
import type { Given } from './flags.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

export function formatOf(given: Given): FormatName {
  if (given.json === true && given.format !== undefined && given.format !== 'json')
    throw badFlag('--format', given.format, 'json, where --json is given too');
  return given.json === true ? 'json' : (given.format ?? 'text');
}

/** Whether the run must keep what each transfer carries. */
export function flowsOf(given: Given): 'asked' | 'left' {
  return given.flows === true || formats[formatOf(given)].flows === 'needed' ? 'asked' : 'left';
}

export async function rendered(
  answers: readonly Answer[],
  head: ReportHead,
  given: Given,
  world: World,
): Promise<string | Uint8Array> {
  return formats[formatOf(given)].render(answers, head, async () => {
    const { Chalk } = await import('chalk');
    const toTerminal = world.outIsTerminal && given.output === undefined;
    const coloured = toTerminal && given.color !== false && !world.env.NO_COLOR;
    return {
      chalk: new Chalk({ level: coloured ? 1 : 0 }),
      addresses: toTerminal ? 'short' : 'full',
      columns: toTerminal ? world.columns : undefined,
    };
  });
}

/** Before anything is asked: a result that cannot be delivered is not worth minutes of asking. */
export async function checkOutput(given: Given): Promise<void> {
  const format = formatOf(given);
  const { output } = given;
  if (output === undefined) {
    if (formats[format].binary === true)
      throw badFlag('--format', format, `with -o FILE: ${format} is no text`);
    return;
  }
  const isFolder = await stat(output).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) throw unwritable(output, 'EISDIR', undefined);
  await access(dirname(output), constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    throw unwritable(output, error.code, error);
  });
}

function unwritable(file: string, code: string | undefined, cause: unknown): KnownError {
  return new KnownError('output-unwritable', 'The result could not be written; no file was left behind.', {
    facts: [`file: ${file}`, `reason: ${code ?? 'unknown'}`],
    hint: 'Check the folder, its rights and the free space.',
    cause,
  });
}

export async function emit(text: string | Uint8Array, given: Given, world: World): Promise<void> {
  if (given.output === undefined) {
    world.out(String(text));
    return;
  }
  try {
    await writeAtomically(given.output, text);
  } catch (error) {
    throw unwritable(given.output, (error as NodeJS.ErrnoException).code, error);
  }
}

/** 3: a source failed for good somewhere. */
export function exitOf(answers: readonly Answer[]): 0 | 3 {
  return answers.some((answer) => gapsOf(answer).some(({ code }) => code.startsWith('source-'))) ? 3 : 0;
}
