// A tape: answers in a file of JSON lines, or in a folder of such files. Reading and writing; playing is replaying.ts.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError } from '../model/errors.ts';
import { byCodeUnits } from './code-units.ts';
import { requestForDisk, responseForDisk } from './stored-answer.ts';
import type { Tape, TapeHeader, TapeRow } from './tape-row.ts';
import { parseTapeText, wordsOf } from './tape-text.ts';
import { writeAtomically } from './write-atomically.ts';

/** Throws KnownError `tape-unreadable`, naming file and line. */
export async function readTape(path: string): Promise<Tape> {
  const files = await tapeFiles(path);
  const parts = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((cause) => Promise.reject(unreadable(path, cause)));
    parts.push({ file, ...parseTapeText(text, file) });
  }
  const where = new Map<string, string>();
  for (const { file, rows } of parts) {
    for (const { row, line } of rows) {
      const name = `${row.n} ${row.key}`;
      const first = where.get(name);
      if (first !== undefined) {
        throw new KnownError('tape-unreadable', `${file}, line ${line}: the same answer a second time.`, {
          facts: [`first: ${first}`, `key: ${row.key}`, `n: ${row.n}`],
          hint: 'Remove one of the two rows; different answers to one request are numbered n = 0, 1, 2…',
        });
      }
      where.set(name, `${file}, line ${line}`);
    }
  }
  return {
    headers: parts.flatMap(({ header }) => (header === undefined ? [] : [header])),
    rows: sortedRows(parts.flatMap(({ rows }) => rows.map(({ row }) => row))),
  };
}

/** One file; whole or absent. */
export async function writeTape(path: string, header: TapeHeader, rows: readonly TapeRow[]): Promise<void> {
  try {
    await writeAtomically(path, tapeText(header, rows));
  } catch (cause) {
    throw new KnownError('tape-unwritable', 'The tape cannot be written.', {
      facts: [`file: ${path}`, `reason: ${messageOf(cause)}`],
      hint: 'Name a file in a folder that exists and can be written to.',
      cause,
    });
  }
}

/** The same rows give the same text, in whatever order they come. */
export function tapeText(header: TapeHeader, rows: readonly TapeRow[]): string {
  const lines = [
    { tape: 1, kind: header.kind, ...wordsOf(header) },
    ...sortedRows(rows).map(({ key, n, request, response }) => ({
      key,
      ...(n === 0 ? {} : { n }),
      request: requestForDisk(request),
      response: responseForDisk(response),
    })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function sortedRows(rows: readonly TapeRow[]): readonly TapeRow[] {
  return [...rows].sort((a, b) => byCodeUnits(a.key, b.key) || a.n - b.n);
}

async function tapeFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort(byCodeUnits);
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path, 'the folder holds no .jsonl file');
}

function unreadable(path: string, cause: unknown): KnownError {
  return new KnownError('tape-unreadable', `The tape ${path} cannot be read.`, {
    facts: [`reason: ${messageOf(cause)}`],
    hint: 'Name a tape file (.jsonl) or a folder of such files.',
    cause,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
