// The wallets that a command was given: as words, on standard input, in files.
import { readBytes } from './input-file.ts';
import type { World } from './world.ts';

/** `-` stands for standard input, and `--wallets` names files: one seed a line. */
export async function spelledOut(
  words: readonly string[],
  given: { readonly wallets?: readonly string[] },
  world: World,
): Promise<string[]> {
  const read = words.includes('-') ? seedLines(await world.read()) : [];
  const files: string[] = [];
  for (const file of given.wallets ?? [])
    files.push(...seedLines((await readBytes(file, '--wallets')).toString('utf8')));
  return [...words.flatMap((word) => (word === '-' ? read : [word])), ...files];
}

/** Blank lines and lines that begin with # left out. */
function seedLines(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
