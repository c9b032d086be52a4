// What a case's tape must be: the answers that a run of it asks a rendered world for, under a header that says so.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Http } from '../../src/model/http.ts';
import { readTape, writeTape } from '../../src/net/tape.ts';
import type { TapeHeader } from '../../src/net/tape-row.ts';
import { type CliResult, cli } from './cli.ts';

export interface RenderedTape {
  readonly run: CliResult;
  readonly file: string;
  /** What stands in the file. */
  readonly text: string;
}

export async function renderTape(
  folder: string,
  http: Http,
  header: Omit<TapeHeader, 'kind'>,
): Promise<RenderedTape> {
  const temporary = mkdtempSync(join(tmpdir(), 'trace-tape-'));
  const recorded = join(temporary, 'recorded.jsonl');
  const run = await cli(['run', folder, '--record', recorded, '--no-store'], { http });
  const rendered = join(temporary, 'rendered.jsonl');
  await writeTape(rendered, { kind: 'rendered', ...header }, (await readTape(recorded)).rows);
  return { run, file: rendered, text: readFileSync(rendered, 'utf8') };
}
