// A file is whole or absent, also where it comes in pieces and the pieces end badly.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from '../../src/net/write-atomically.ts';

function* pieces(last: () => string): Generator<string> {
  yield 'first ';
  yield 'second ';
  yield last();
}

test('pieces are one file', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'trace-whole-')), 'file');
  await writeAtomically(
    file,
    pieces(() => 'third'),
  );
  expect(readFileSync(file, 'utf8')).toBe('first second third');
});

test('pieces that fail leave what was there, and nothing beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-whole-'));
  const file = join(folder, 'file');
  writeFileSync(file, 'before');
  const failing = pieces(() => {
    throw new Error('no third');
  });
  await expect(writeAtomically(file, failing)).rejects.toThrow('no third');
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['file']);
});
