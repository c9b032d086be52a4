// The text of one tape file, line by line, into rows. Pure; a line that is not what it should be stops everything.
import { z } from 'zod';
import { KnownError } from '../model/errors.ts';
import { requestForDisk, storedRequest, storedResponse } from './stored-answer.ts';
import type { TapeHeader, TapeRow } from './tape-row.ts';

const headerLine = z.strictObject({
  tape: z.literal(1),
  kind: z.enum(['recorded', 'rendered']),
  synthetic: z.string().optional(),
  note: z.string().optional(),
  source: z.string().optional(),
});

const rowLine = z.strictObject({
  key: z.string(),
  n: z.int().min(0).optional(),
  request: storedRequest,
  response: storedResponse,
});

export interface TapeText {
  readonly header: TapeHeader | undefined;
  readonly rows: readonly { readonly row: TapeRow; readonly line: number }[];
}

export function parseTapeText(text: string, file: string): TapeText {
  let header: TapeHeader | undefined;
  const rows: { row: TapeRow; line: number }[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw broken(file, 1, 'the file is empty');
  for (const [index, lineText] of lines.entries()) {
    const line = index + 1;
    const json = jsonOf(lineText, file, line, lines.length);
    if (index === 0 && typeof json === 'object' && json !== null && 'tape' in json) {
      header = headerOf(json, file);
      continue;
    }
    const row = rowLine.safeParse(json);
    if (!row.success) throw broken(file, line, `no tape row: ${firstIssue(row.error)}`);
    const { key, n = 0, request, response } = row.data;
    rows.push({ line, row: { key, n, request: requestForDisk(request), response } });
  }
  return { header, rows };
}

function headerOf(json: { tape: unknown }, file: string): TapeHeader {
  if (json.tape !== 1)
    throw broken(file, 1, `unknown tape version ${JSON.stringify(json.tape)}, this program reads 1`);
  const header = headerLine.safeParse(json);
  if (!header.success) throw broken(file, 1, `no tape header: ${firstIssue(header.error)}`);
  const { kind, ...words } = header.data;
  return { kind, ...wordsOf(words) };
}

/** The texts of a header that are there, in the order in which they are written. */
export function wordsOf(
  words: { [K in 'synthetic' | 'note' | 'source']?: string | undefined },
): Omit<TapeHeader, 'kind'> {
  const { synthetic, note, source } = words;
  return {
    ...(synthetic === undefined ? {} : { synthetic }),
    ...(note === undefined ? {} : { note }),
    ...(source === undefined ? {} : { source }),
  };
}

function jsonOf(text: string, file: string, line: number, count: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const isCut = line === count;
    throw broken(
      file,
      line,
      isCut ? 'the last line is no JSON; the file looks cut off' : 'the line is no JSON',
    );
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'wrong shape' : `${issue.path.join('.') || 'the line'}: ${issue.message}`;
}

function broken(file: string, line: number, why: string): KnownError {
  return new KnownError('tape-unreadable', `${file}, line ${line}: ${why}.`, {
    facts: [`file: ${file}`, `line: ${line}`],
    hint: 'Fetch or record the tape again: a part of a tape is never replayed as though it were the whole.',
  });
}
