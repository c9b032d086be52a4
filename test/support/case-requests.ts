// How many requests the fixture cases take, asked live of services that answer as their tapes do.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaying } from '../../src/net/replaying.ts';
import { readTape } from '../../src/net/tape.ts';
import { counting } from './asked-again.ts';
import { cli } from './cli.ts';

export interface CaseRequests {
  readonly name: string;
  readonly byService: ReadonlyMap<string, number>;
  readonly again: readonly string[];
}

const CASES = 'fixtures/cases';

export async function caseRequests(): Promise<CaseRequests[]> {
  const all: CaseRequests[] = [];
  for (const name of readdirSync(CASES).sort()) all.push(await requestsOf(name));
  return all;
}

async function requestsOf(name: string): Promise<CaseRequests> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-requests-'));
  const { http, again } = counting(replaying(await readTape(join(CASES, name, 'tape'))));
  const byService = new Map<string, number>();
  const { code, err } = await cli(
    ['run', join(CASES, name), '--json', '--record', join(folder, 'tape.jsonl')],
    {
      http(request, signal) {
        byService.set(request.service, (byService.get(request.service) ?? 0) + 1);
        return http(request, signal);
      },
    },
  );
  rmSync(folder, { recursive: true });
  if (code !== 0 && code !== 3) throw new Error(`${name} ended with ${code}: ${err}`);
  return { name, byService, again: again() };
}

/** `colonial  27 requests: blockstream.info 2, mempool.space 25` */
export function caseLine({ name, byService }: CaseRequests): string {
  const sum = [...byService.values()].reduce((all, one) => all + one, 0);
  const parts = [...byService].sort(([a], [b]) => (a < b ? -1 : 1)).map(([service, n]) => `${service} ${n}`);
  return `${name.padEnd(10)} ${sum} requests: ${parts.join(', ')}`;
}
