// The program as a process: closed pipes, signals, and what is left behind for the next run (issue 2, check 6).
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { requestKey } from '../../src/net/request-key.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { type Chain, type FanOut, fanOut } from '../support/fan-out.ts';
import type { Served } from '../support/serve.ts';
import { type Built, built, type Ended, start } from './built.ts';
import { serviceFlags, serving } from './loopback.ts';

let program: Built;
beforeAll(async () => {
  program = await built();
}, 60_000);
afterAll(() => program.remove());

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trace-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One payer, three thousand payees: much more text than a pipe holds. */
function longList(): string {
  const file = join(temporary(), 'list.csv');
  const rows = Array.from(
    { length: 3_000 },
    (_, n) => `made-up,t${n},${n},${1_700_000_000 + n},${n},payer,payee${n},USD,1.00,2`,
  );
  writeFileSync(file, ['chain,tx,height,time,order,from,to,asset,amount,decimals', ...rows, ''].join('\n'));
  return file;
}

interface Piped {
  readonly status: string;
  readonly out: string;
  readonly err: string;
}

/** `line` runs in bash with `trace` as a command; `status` is the exit code of the first command of the pipe. */
async function piped(line: string): Promise<Piped> {
  const home = temporary();
  const err = join(home, 'stderr');
  const script = `trace() { '${process.execPath}' '${program.bin}' "$@" 2> '${err}'; }; ${line}; echo "\${PIPESTATUS[0]}" >&3`;
  const out = await new Promise<string>((resolve, reject) => {
    execFile(
      'bash',
      ['-c', `exec 3> '${join(home, 'status')}'; ${script}`],
      {
        env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
  });
  return { status: readFileSync(join(home, 'status'), 'utf8').trim(), out, err: readFileSync(err, 'utf8') };
}

describe('a file', () => {
  test('for which there is no room is absent, and what stood there stays', async () => {
    const out = join(temporary(), 'result.json');
    const bounded = `ulimit -f 16; trace payer --ledger '${longList()}' --max-wallets 5000 --json -o '${out}'`;
    const fresh = await piped(bounded);
    expect([fresh.status, fresh.err]).toEqual(['1', expect.stringContaining('[output-unwritable]')]);
    expect(readdirSync(join(out, '..'))).toEqual([]);
    writeFileSync(out, 'before');
    expect((await piped(bounded)).status).toBe('1');
    expect(readdirSync(join(out, '..'))).toEqual(['result.json']);
    expect(readFileSync(out, 'utf8')).toBe('before');
  });
});

describe('a pipe', () => {
  test.each([
    ['text', ''],
    ['JSON', '--json'],
    ['CSV', '--format csv'],
  ])('that is closed after the first line of %s ends the program quietly', async (_, flag) => {
    const { status, out, err } = await piped(
      `trace payer --ledger '${longList()}' ${flag} --max-wallets 5000 | head -1`,
    );
    expect({ status, err }).toEqual({ status: '0', err: '' });
    expect(out.trimEnd().split('\n')).toHaveLength(1);
  });

  test('that is closed at once ends the help quietly', async () => {
    expect(await piped('trace --help | true')).toEqual({ status: '0', out: '', err: '' });
  });

  test('into a full disk says that what stands there is cut off', async () => {
    const { status, err } = await piped(
      `trace payer --ledger '${longList()}' --max-wallets 5000 > /dev/full`,
    );
    expect(status).toBe('1');
    expect(err).toMatch(/cut off\. \[output-unwritable\]\n {2}file: standard output\n {2}reason: ENOSPC/);
    expect(err).not.toContain('    at ');
  });

  test('gets JSON that parses, whole', async () => {
    const { status, out } = await piped(
      `trace payer --ledger '${longList()}' --json --min-value 0 --max-wallets 5000 | cat`,
    );
    expect(status).toBe('0');
    expect((JSON.parse(out) as ResultJson).runs[0]?.held).toHaveLength(3_000);
  });
});

const QUESTION = ['--hops', '8', '--min-value', '0', '--json'];

function flagsFor(served: Served): string[] {
  return serviceFlags({
    'mempool.space': served.url,
    'eth.blockscout.com': served.url,
    'api.trongrid.io': served.url,
  });
}

/** The bytes without what the program says of itself and of the tape it was given. */
function comparable({ out }: Ended): string {
  const { program: _, command: _c, tapes: __, ...rest } = JSON.parse(out) as ResultJson;
  return JSON.stringify(rest);
}

function keysOf(served: Served, from = 0): string[] {
  return served.requests
    .slice(from)
    .map(({ path, query, body }) =>
      requestKey({ service: 'served', path, query, ...(body === undefined ? {} : { body }) }),
    );
}

async function until(ready: () => boolean): Promise<void> {
  for (let tries = 0; !ready(); tries += 1) {
    if (tries > 2_000) throw new Error('waited in vain');
    await wait(5);
  }
}

async function undisturbed(world: FanOut): Promise<Ended & { requests: number }> {
  const served = await serving(world.http);
  const ended = await start(program.bin, [world.seed, ...QUESTION, ...flagsFor(served)], temporary()).ended;
  expect(ended).toMatchObject({ code: 0, err: '' });
  return { ...ended, requests: served.requests.length };
}

describe.each<Chain>(['bitcoin', 'ethereum', 'tron'])('a run on %s', (chain) => {
  const world = fanOut(chain, 3);

  async function stoppedBy(signal: 'SIGKILL' | 'SIGINT') {
    const home = temporary();
    const whole = await undisturbed(world);
    const served = await serving(world.http, { latencyMs: 20 });
    const argv = [world.seed, ...QUESTION, ...flagsFor(served)];
    const first = start(program.bin, argv, home);
    await until(() => served.requests.length > whole.requests / 2);
    first.child.kill(signal);
    const stopped = await first.ended;
    const before = served.requests.length;
    const second = await start(program.bin, argv, home).ended;
    return {
      whole,
      stopped,
      second,
      asked: new Set(keysOf(served).slice(0, before)),
      again: keysOf(served, before),
    };
  }

  test('killed in its middle and started again asks only for what it had not stored', async () => {
    const { whole, stopped, second, asked, again } = await stoppedBy('SIGKILL');
    expect(stopped).toMatchObject({ code: null, out: '' });
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(comparable(second)).toBe(comparable(whole));
    // What was in flight, eight at most, and the last question of every run: whether the block still stands.
    const repeated = again.filter((key) => asked.has(key));
    expect(repeated.length).toBeLessThanOrEqual(8 + 1);
    expect(again.length).toBeLessThanOrEqual(whole.requests - asked.size + 8 + 1);
  });

  test('cancelled by Ctrl-C says so with 130, prints no result, and goes on from there', async () => {
    const { whole, stopped, second, asked, again } = await stoppedBy('SIGINT');
    expect(stopped).toMatchObject({ code: 130, out: '' });
    expect(stopped.err).toMatch(/cancelled/);
    expect(second.code).toBe(0);
    expect(comparable(second)).toBe(comparable(whole));
    expect(again.filter((key) => asked.has(key)).length).toBeLessThanOrEqual(8 + 1);
  });

  test('is repeated from the store alone, and from its tape alone, with the same bytes', async () => {
    const home = temporary();
    const tape = join(home, 'tape.jsonl');
    const served = await serving(world.http);
    const argv = [world.seed, ...QUESTION, ...flagsFor(served)];
    const live = await start(program.bin, [...argv, '--record', tape], home).ended;
    expect(live).toMatchObject({ code: 0, err: '' });
    const asked = served.requests.length;
    const stored = await start(program.bin, [...argv, '--offline'], home).ended;
    expect(stored).toMatchObject({ code: 0, err: '' });
    expect(comparable(stored)).toBe(comparable(live));
    const replayed = await start(program.bin, [world.seed, ...QUESTION, '--replay', tape], temporary()).ended;
    expect(replayed).toMatchObject({ code: 0, err: '' });
    expect(comparable(replayed)).toBe(comparable(live));
    expect(served.requests).toHaveLength(asked);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each([
  ['the environment', 'env'],
  ['the config file', 'config'],
])('an API key from %s', (_, where) => {
  test('is sent to its service and stands nowhere else, whatever the service repeats of it', async () => {
    const home = temporary();
    const key = 'SECRETKEY0123456789ABCDEF';
    const world = fanOut('ethereum', 2);
    const victim = [...world.balances.keys()][7]?.toLowerCase();
    const served = await serving(world.http, {
      fault: ({ query }) =>
        query?.address === victim
          ? { status: 404, body: `no page /v2/api?apikey=${query?.apikey}&x=1` }
          : 'pass',
    });
    const config = join(home, 'config', 'trace');
    mkdirSync(config, { recursive: true });
    if (where === 'config')
      writeFileSync(
        join(config, 'config.json'),
        JSON.stringify({ services: { 'api.etherscan.io': { key } } }),
      );
    const flags = ['--source', 'etherscan', ...serviceFlags({ 'api.etherscan.io': served.url })];
    const tape = join(home, 'tape.jsonl');
    const runs = [];
    for (const form of [['--json'], []])
      runs.push(
        await start(
          program.bin,
          [world.seed, '--hops', '8', '--min-value', '0', ...form, ...flags, '--record', tape],
          home,
          where === 'env' ? { TRACE_ETHERSCAN_KEY: key } : {},
        ).ended,
      );
    expect(served.requests.every(({ query }) => query.apikey === key)).toBe(true);
    for (const { code, out, err } of runs) {
      expect(code).toBe(3);
      expect(out).toContain('source-failed');
      expect(out + err).not.toContain(key);
    }
    const files = [...filesBelow(join(home, 'cache')), tape];
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toContain(key);
  });
});
