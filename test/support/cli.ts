// Runs the program in process, with a world of the test's own: no network, no home, a fixed clock.
import { setMaxListeners } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { World } from '../../src/cli/world.ts';
import type { Http } from '../../src/model/http.ts';

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Fails any request: the default of tests, which must not ask anybody. */
const nobody: Http = async ({ service, path }) => {
  throw new Error(`a test asked ${service}${path}`);
};

export async function cli(
  argv: readonly string[],
  more: Partial<World> & { readonly http?: Http; readonly input?: string } = {},
): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const { http = nobody, input = '', ...world } = more;
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const code = await main(argv, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    read: async () => input,
    env: {},
    now: () => 1_700_000_000_000,
    random: () => 0.5,
    sleep: async () => {},
    online: () => http,
    outIsTerminal: false,
    columns: undefined,
    errIsTerminal: false,
    home: mkdtempSync(join(tmpdir(), 'trace-home-')),
    signal,
    ...world,
  });
  return { code, out: out.join(''), err: err.join('') };
}
