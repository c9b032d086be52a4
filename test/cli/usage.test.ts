// Wrong usage: exit code 2, the option named with what it takes, nothing on stdout, nobody asked; and where results go.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';

const SEED = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const TX = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
const REPLAY = ['--replay', 'fixtures/cases/colonial/tape', '--no-store'];

describe('an option with a wrong value', () => {
  test.each([
    ['--hops', '-1', /whole number/],
    ['--hops', '1.5', /whole number/],
    ['--hops', '', /whole number/],
    ['--hops', '99999999999999999999', /whole number/],
    ['--min-value', '-1', /share/],
    ['--min-value', '101%', /share/],
    ['--min-value', '0,1%', /share/],
    ['--max-wallets', 'many', /whole number/],
    ['--hub-limit', '0', /whole number from 1/],
    ['--concurrency', '0', /whole number from 1/],
    ['--convention', 'lilo', /fifo, lifo, haircut/],
    ['--convention', 'fifo,,', /fifo, lifo, haircut/],
    ['--since', '2022-02-31', /date/],
    ['--until', 'yesterday', /date/],
    ['--as-of', 'latest', /./],
    ['--as-of', 'bitcoin=1=2', /./],
    ['--as-of', 'dogecoin=1', /bitcoin/],
    ['--service', 'mempool.space', /name=url/],
    ['--service', 'mempool.space=ftp://x', /name=url/],
    ['--source', 'gossip', /blockscout, blockscout-rest, etherscan, node, esplora, core/],
  ])('%s %j is refused', async (flag, value, takes) => {
    const { code, out, err } = await cli([SEED, `${flag}=${value}`, '--no-store']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(flag);
    expect(err).toMatch(takes);
  });

  test('--as-of above the tip is refused with the height of the tip', async () => {
    const { code, out, err } = await cli([SEED, ...REPLAY, '--as-of', '99999999']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('99999999');
    expect(err).toContain('914900');
  });

  test('--until before --since is refused', async () => {
    const { code, out, err } = await cli([SEED, '--since', '2022-01-02', '--until', '2022-01-01']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--until');
    expect(err).toContain('--since');
  });

  test('--tx that is no transaction id is refused', async () => {
    for (const tx of ['hello', TX.slice(0, 60), `${TX}:x`]) {
      const { code, out, err } = await cli(['--tx', tx]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/transaction|\[unknown-chain\]/);
    }
  });
});

describe('wrong usage', () => {
  test.each([
    ['an option that is none', [SEED, '--wat'], '--wat'],
    ['an option nearly right, with the right one', [SEED, '--hop', '3'], '--hops'],
    ['two formats', [SEED, '--format', 'csv', '--json'], '--format'],
    ['a format that is none', [SEED, '--format', 'xml'], 'text, json, ndjson, csv'],
    ['an option without its value', [SEED, '--hops'], '--hops'],
    ['a tape and --offline', [SEED, '--offline', '--replay', 'x'], '--offline'],
    ['--offline without a store', [SEED, '--offline', '--no-store'], '--no-store'],
    ['an unknown service', [SEED, '--service', 'foo=http://127.0.0.1'], '"foo"'],
    ['no seed', [], 'nothing to trace'],
    ['no seed but options', ['--hops', '3'], 'nothing to trace'],
    ['a case without a folder', ['run'], 'folder'],
    ['two cases', ['run', 'a', 'b'], 'too many arguments'],
    ['a config file that is not there', [SEED, '--config', '/nowhere/config.json'], '/nowhere/config.json'],
    ['a transfer list that is not there', ['w', '--ledger', '/nowhere/list.csv'], '/nowhere/list.csv'],
  ])('is told what is wrong: %s', async (_, argv, word) => {
    const { code, out, err } = await cli(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(word);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('is told so on an empty standard input', async () => {
    for (const input of ['', '\n\n', '# nobody\n']) {
      const { code, out, err } = await cli(['-'], { input });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('[no-seed]');
    }
  });

  test('is told before anything is asked, where the result could not be delivered', async () => {
    const folder = await temporaryFolder();
    for (const file of ['/nowhere/result.json', folder]) {
      // The default world asks nobody: a request would show as another error.
      const { out, err } = await cli([SEED, '--no-store', '-o', file]);
      expect(out).toBe('');
      expect(err).toContain('[output-unwritable]');
      expect(err).toContain(file);
    }
    expect(existsSync('/nowhere')).toBe(false);
  });

  test('of a config file never shows what may be a key', async () => {
    const file = join(await temporaryFolder(), 'config.json');
    for (const text of [
      '{"services":{"api.etherscan.io":{"key":"SECRETKEY"',
      '{"services":{"api.etherscan.io":{"kee":"SECRETKEY"}}}',
    ]) {
      writeFileSync(file, text);
      const { code, err } = await cli([SEED, '--config', file]);
      expect(code).toBe(2);
      expect(err).toContain(file);
      expect(err).not.toContain('SECRETKEY');
    }
  });
});

describe('-o', () => {
  test('writes the same bytes that stdout would get, and nothing else', async () => {
    for (const form of [[], ['--json'], ['--format', 'csv']]) {
      const folder = await temporaryFolder();
      const file = join(folder, 'result');
      const argv = ['run', 'fixtures/cases/colonial', ...form];
      const direct = await cli(argv);
      const written = await cli([...argv, '-o', file]);
      expect(written).toMatchObject({ code: direct.code, out: '' });
      expect(readFileSync(file, 'utf8')).toBe(direct.out);
      expect(readdirSync(folder)).toEqual(['result']);
    }
  });

  test('leaves the old file as it was where a run fails', async () => {
    const file = join(await temporaryFolder(), 'result.json');
    writeFileSync(file, 'the last result');
    const { code } = await cli([
      'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls',
      ...REPLAY,
      '--as-of',
      '1',
      '-o',
      file,
    ]);
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('the last result');
  });
});

test('--help and --version answer on stdout with 0, whatever else is given', async () => {
  for (const argv of [['--help'], ['run', '--help'], ['--version']]) {
    const { code, out, err } = await cli(argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.length).toBeGreaterThan(3);
  }
});
