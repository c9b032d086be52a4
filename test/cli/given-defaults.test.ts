// Where options come from: the command line before the environment before the config file before their own defaults.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';

const TRACE = [
  '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr',
  '--replay',
  'fixtures/cases/colonial/tape',
  '--json',
  '--quiet',
];

async function home(config: unknown): Promise<string> {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, '.config', 'trace'), { recursive: true });
  writeFileSync(join(folder, '.config', 'trace', 'config.json'), JSON.stringify(config));
  return folder;
}

interface Place {
  readonly flag?: string;
  readonly env?: string;
  readonly config?: string | number;
}

async function hops({ flag, env, config }: Place): Promise<unknown> {
  const { out, err } = await cli([...TRACE, ...(flag === undefined ? [] : ['--hops', flag])], {
    env: env === undefined ? {} : { TRACE_HOPS: env },
    ...(config === undefined ? {} : { home: await home({ options: { hops: config } }) }),
  });
  expect(err).toBe('');
  return (JSON.parse(out) as ResultJson).options?.hops;
}

describe('an option', () => {
  test.each([
    ['given', { flag: '1', env: '2', config: 3 }, 1],
    ['of the environment', { env: '2', config: 3 }, 2],
    ['of the config file', { config: 3 }, 3],
    ['of the config file, as text', { config: '4' }, 4],
    ['where an empty variable is none', { env: '', config: 3 }, 3],
    ['of its own', {}, 8],
  ])('%s counts', async (_, place, value) => {
    expect(await hops(place)).toBe(value);
  });

  test('of the machine that changes figures is in the command that a report shows', async () => {
    const text = TRACE.filter((word) => word !== '--json');
    const { out } = await cli(text, { env: { TRACE_MIN_VALUE: '5%' } });
    expect(out).toContain('--min-value 5%');
  });

  test('of the machine that changes figures never reaches a case', async () => {
    const env = { TRACE_HOPS: '1', TRACE_CONVENTION: 'lifo', TRACE_QUIET: '1' };
    const folder = await home({ options: { 'min-value': '50%' } });
    const { code, err } = await cli(['run', 'fixtures/cases/colonial'], {
      env: { ...env, TRACE_QUIET: '' },
      home: folder,
    });
    expect({ code, err }).toEqual({
      code: 0,
      err: 'trace: ransom: as expected\ntrace: seizure: as expected\n',
    });
    expect(await cli(['run', 'fixtures/cases/colonial'], { env, home: folder })).toMatchObject({
      code: 0,
      err: '',
    });
  });

  test('that may be given several times is a list in the config file, and words with commas in the environment', async () => {
    const folder = await home({ options: { 'stop-at': ['scam', 'hack'] } });
    const of = async (more: { env?: Record<string, string>; home?: string }) =>
      (JSON.parse((await cli(TRACE, more)).out) as ResultJson).options?.stopAt;
    expect(await of({ home: folder })).toEqual(['hack', 'scam']);
    expect(await of({ home: folder, env: { TRACE_STOP_AT: 'seizure,scam' } })).toEqual(['scam', 'seizure']);
  });

  test.each([
    ['TRACE_FORMAT', 'xml'],
    ['TRACE_QUIET', 'perhaps'],
    ['TRACE_HOPS', 'many'],
  ])('with a wrong value in %s is refused', async (name, value) => {
    const { code, err } = await cli(TRACE.slice(0, 3), { env: { [name]: value } });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('[bad-option]') as string });
  });

  test('that does not exist, or is about one run alone, is refused in the config file by its name', async () => {
    for (const name of ['hop', 'output', 'tx']) {
      const { code, err } = await cli(TRACE, { home: await home({ options: { [name]: 'x' } }) });
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('[bad-config]') as string });
      expect(err).toContain(`options.${name}`);
    }
  });
});

describe('--wallets', () => {
  test('reads wallets from files, as - does from standard input', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'wallets.txt');
    const wallets =
      '# of the affidavit\n15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr\r\n\n  1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X\n';
    writeFileSync(file, wallets);
    const rest = TRACE.slice(1);
    const seeds = (out: string) => (JSON.parse(out) as ResultJson).seeds?.map(({ address }) => address);
    const fromFile = await cli(['--wallets', file, ...rest]);
    const fromInput = await cli(['-', ...rest], { input: wallets });
    expect(seeds(fromFile.out)).toEqual([
      '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr',
      '1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X',
    ]);
    expect(seeds(fromInput.out)).toEqual(seeds(fromFile.out));
  });

  test('that is not there, or holds nobody, is refused', async () => {
    const file = join(await temporaryFolder(), 'none.txt');
    expect((await cli(['--wallets', file])).err).toContain('[file-unreadable]');
    writeFileSync(file, '# nobody\n');
    expect(await cli(['--wallets', file])).toMatchObject({ code: 2, out: '' });
  });

  test('with a private key in it is refused, and the key is not repeated', async () => {
    const file = join(await temporaryFolder(), 'keys.txt');
    const key = 'ab'.repeat(32);
    writeFileSync(file, `${key}\n`);
    const { code, err } = await cli(['--wallets', file]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('[secret-pasted]') as string });
    expect(err).not.toContain(key);
  });
});

describe('a mistyped word', () => {
  test.each([
    ['verfy', 'trace verify'],
    ['acount', 'trace account'],
    ['rnu', 'trace run'],
    ['lables', 'trace labels'],
  ])('%s is answered with %s', async (word, command) => {
    const { code, out, err } = await cli([word, 'x']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('[unknown-command]');
    expect(err).toContain(`next: Did you mean ${command}?`);
  });

  test('that is like no command stays what it is', async () => {
    const { err } = await cli(['somebody']);
    expect(err).toContain('[unknown-address-form]');
  });

  test.each([
    ['TJRabPrwbZy45sbavfcjinPJC18kjpRTv', 'a Tron address, but has 33 characters in place of 34'],
    ['TJRabPrwbZy45sbavfcjinPJC18kjpRTv0', 'a Tron address, but has a 0, O, I or l'],
    ['098b716b8aaf21512996dc57eb0615e2383e2f96', 'an Ethereum address without its 0x'],
    ['rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh', 'an XRP address'],
  ])('%s looks like %s', async (word, look) => {
    const { code, err } = await cli([word]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining(`it looks like ${look}`) as string,
    });
  });
});
