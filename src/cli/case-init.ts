// `trace case init FOLDER`: a folder with a case.yaml that has a question and nothing else yet.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { forTerminal } from '../report/escape.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag } from './usage.ts';
import { unwritable, writeWhole } from './whole-file.ts';
import type { World } from './world.ts';

export async function initCase(folder: string, question: string, world: World): Promise<ExitCode> {
  if (question.trim() === '') throw badFlag('--question', question, 'a sentence');
  try {
    await mkdir(join(folder), { recursive: true });
    if ((await readdir(folder)).length > 0)
      throw badFlag('trace case init', folder, 'a folder that is new or empty');
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw unwritable(folder, code, error);
  }
  await writeWhole(join(folder, 'case.yaml'), `${stringify({ question: question.trim() })}runs: []\n`);
  world.out(
    `${forTerminal(join(folder, 'case.yaml'))} is written.\nnext: trace case add ${forTerminal(folder)} <wallet> --from <source>\n`,
  );
  return 0;
}
