// What people type and hand over by mistake (issue 2, "Bad input"): addresses, secrets, chains, tapes, label files. What
// services answer by mistake is bad-answers.test.ts; wrong options are usage.test.ts.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { fanOut } from '../support/fan-out.ts';
import { cliAgainst, serving } from './loopback.ts';

const SEED = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const TAPE = 'fixtures/cases/colonial/tape/esplora.jsonl';
/** As the case itself asks: the tape holds no more. */
const REPLAY = ['--convention', 'fifo,haircut,poison', '--no-store', '--replay'];

/** Refused before anything was asked (the default world of `cli` asks nobody), with nothing on stdout. */
function expectRefusal({ code, out, err }: CliResult, error: string, exit = 2): void {
  expect({ code, out }).toEqual({ code: exit, out: '' });
  expect(err).toContain(`[${error}]`);
  expect(err).toMatch(/^ {2}next: \S/m);
}

describe('a malformed address', () => {
  test.each([
    ['a base58 checksum that does not fit', '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fs', /checksum/],
    ['a bech32 checksum that does not fit', 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77glt', /checksum/],
    // BIP350: version 0 with the checksum of later versions.
    ['the wrong kind of checksum', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh', /checksum/],
    ['capital letters that do not fit', '0x098b716B8Aaf21512996dC57EB0615e2383E2f96', /EIP-55/],
    ['digits cut off', '0x098B716B8Aaf21512996dC57EB0615e2', /32 hex digits/],
    ['characters cut off', '15JFh88FcE4WL6qeMLgX5VEAF', /25 characters/],
    ['its middle left out', '15JFh88F…Xjc9fr', /shortened/],
    // BIP173, and the addresses of its test network in the older form.
    ['the prefix of a test network', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', /test network/],
    ['the version of a test network', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn', /test network/],
  ])('with %s is refused, named, and nobody is asked', async (_, address, why) => {
    const result = await cli([address]);
    expectRefusal(result, 'bad-address');
    expect(result.err).toMatch(why);
    if (!address.includes('…')) expect(result.err).toContain(address);
  });

  test.each([
    ['ethereum:vitalik.xyz', []],
    [SEED, ['--follow', 'vitalik.eth']],
  ])('that is a name where none is looked up is refused: %s %j', async (seed, more) => {
    const result = await cli([seed, ...more]);
    expectRefusal(result, 'bad-address');
    expect(result.err).toContain('names that end in .eth are looked up where a trace begins or ends');
  });

  test('is refused among good ones, on standard input, and after --follow', async () => {
    const bad = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fs';
    for (const result of [
      await cli([SEED, bad]),
      await cli(['-'], { input: `# suspects\n${SEED}\n\n${bad}\n` }),
      await cli([SEED, '--follow', bad]),
    ]) {
      expectRefusal(result, 'bad-address');
      expect(result.err).toContain(bad);
    }
  });

  test('of a form that no chain has is refused with the forms that are known', async () => {
    const result = await cli(['somebody']);
    expectRefusal(result, 'unknown-address-form');
    expect(result.err).toContain('bc1');
  });
});

describe('a secret pasted by mistake', () => {
  const PHRASE =
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
  const secrets = [
    // https://en.bitcoin.it/wiki/Wallet_import_format
    ['a private key in WIF', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'],
    ['a private key in hex', '0xe8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35'],
    // BIP32, test vector 1
    [
      'an extended private key',
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
    ],
    // BIP39, its first test vector
    ['a seed phrase', PHRASE],
  ] as const;

  function expectSilence(result: CliResult, secret: string): void {
    expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
    expect(result.err).toMatch(/^ {2}next: \S/m);
    for (const word of [secret, secret.slice(4, 24), secret.slice(-16)])
      expect(result.err).not.toContain(word);
  }

  describe.each(secrets)('%s', (_, secret) => {
    test.each<[string, string[], string]>([
      ['as an argument', [secret], ''],
      ['beside a wallet', [SEED, secret], ''],
      ['on standard input', ['-'], `${SEED}\n${secret}\n`],
      ['after a chain', [`bitcoin:${secret}`], ''],
      ['before a colon', [`${secret}:main`], ''],
      ['as the chain', [SEED, '--chain', secret], ''],
      ['after --follow', [SEED, '--follow', secret], ''],
      ['as the case to run', ['run', secret], ''],
    ])('%s is refused as a secret and not repeated', async (_place, argv, input) => {
      const result = await cli(argv, { input });
      expectSilence(result, secret);
      expect(result.err).toContain('[secret-pasted]');
    });
  });

  test('as twelve words of its own is refused as a secret and not repeated', async () => {
    for (const argv of [PHRASE.split(' '), [SEED, ...PHRASE.split(' ')]]) {
      const result = await cli(argv);
      expectSilence(result, PHRASE);
      expect(result.err).toContain('[secret-pasted]');
      expect(result.err).not.toContain('abandon');
    }
  });

  test('as twelve lines on standard input is refused as a secret and not repeated', async () => {
    const result = await cli(['-'], { input: PHRASE.replaceAll(' ', '\n') });
    expectSilence(result, PHRASE);
    expect(result.err).not.toContain('abandon');
  });

  test('after --tx is refused and not repeated', async () => {
    for (const secret of ['5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', PHRASE])
      expectSilence(await cli(['--tx', secret]), secret);
  });

  test('of 64 hex digits is told how to pass a transaction id', async () => {
    const { err } = await cli(['e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35']);
    expect(err).toContain('--tx');
  });
});

test('an unknown chain is refused with the names of those that are known', async () => {
  for (const argv of [['dogecoin:DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L'], [SEED, '--chain', 'dogecoin']]) {
    const result = await cli(argv);
    expectRefusal(result, 'unknown-chain');
    expect(result.err).toContain('"dogecoin"');
    expect(result.err).toContain('bitcoin, ethereum');
  }
});

test('a chain that is known but not read is refused and not taken for another', async () => {
  const result = await cli(['0xdAC17F958D2ee523a2206206994597C13D831ec7', '--chain', 'eip155:100']);
  expectRefusal(result, 'unknown-chain');
  expect(result.err).toContain('eip155:100');
});

describe('a tape', () => {
  const rows = readFileSync(TAPE, 'utf8').trimEnd().split('\n');

  test('that is not there is refused by name', async () => {
    const result = await cli([SEED, ...REPLAY, '/nowhere/tape.jsonl']);
    expectRefusal(result, 'tape-unreadable', 1);
    expect(result.err).toContain('/nowhere/tape.jsonl');
  });

  test('folder without a tape is refused by name', async () => {
    const folder = await temporaryFolder();
    const result = await cli([SEED, ...REPLAY, folder]);
    expectRefusal(result, 'tape-unreadable', 1);
    expect(result.err).toContain(folder);
  });

  test.each([
    ['cut off in the middle of its last row', () => rows.join('\n').slice(0, -40), rows.length],
    ['garbled in its third line', () => rows.with(2, '{"key":"x"').join('\n'), 3],
    ['with a row that is none', () => rows.with(3, '{"key":"x","request":{},"response":{}}').join('\n'), 4],
    ['that is empty', () => '', 1],
    ['that is no text', () => '\u0000\u0001\u0002', 1],
  ])('%s is refused by file and line', async (_, text, line) => {
    const file = join(await temporaryFolder(), 'tape.jsonl');
    writeFileSync(file, text());
    const result = await cli([SEED, ...REPLAY, file]);
    expectRefusal(result, 'tape-unreadable', 1);
    expect(result.err).toContain(`${file}, line ${line}`);
  });

  test('that lacks its last rows gives a gap for each answer that is missing, and exit 3', async () => {
    const history = rows.filter((row) => !row.includes(`"path":"/address/${SEED}/txs/chain"`));
    expect(history.length).toBe(rows.length - 1);
    const file = join(await temporaryFolder(), 'tape.jsonl');
    writeFileSync(file, `${history.join('\n')}\n`);
    const { code, out } = await cli([SEED, ...REPLAY, file, '--json']);
    expect(code).toBe(3);
    const { gaps } = JSON.parse(out) as RunJson;
    expect(gaps.every(({ code: one, address }) => one === 'source-failed' && address === SEED)).toBe(true);
    expect(gaps.map(({ why }) => why).join('\n')).toContain(`mempool.space /address/${SEED}/txs/chain`);
  });
});

describe('a label file', () => {
  const world = fanOut('bitcoin', 1);
  const [first, second] = world.levels[0] as [string, string];

  async function withLabels(text: string | Uint8Array, name = 'labels.csv') {
    const file = join(await temporaryFolder(), name);
    writeFileSync(file, text);
    const { url } = await serving(world.http);
    const result = await cliAgainst({ 'mempool.space': url }, [
      world.seed,
      '--labels',
      file,
      '--json',
      '--no-store',
    ]);
    return { ...result, file };
  }

  test('with broken rows is loaded but for these, which are named by line', async () => {
    const { code, out, err, file } = await withLabels(
      [
        'chain,address,name,category,source',
        `bitcoin,${first},Exchange One,exchange,made up`,
        `bitcoin,${second.slice(0, -4)},O0Il,Exchange Two,exchange,made up`,
        'ethereum,0x1234,Exchange Three,exchange,made up',
        `bitcoin,${second},Exchange Four,exchange,made up`,
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
    const lines = err.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`${file} line 3`);
    expect(lines[1]).toContain(`${file} line 4`);
    const { endpoints } = JSON.parse(out) as RunJson;
    expect(endpoints.map(({ entity }) => entity).sort()).toEqual(['Exchange Four', 'Exchange One']);
  });

  test.each([
    ['that is not there', undefined, 'file-unreadable'],
    ['without the columns', 'hello\nworld\n', 'label'],
    ['that is half a JSON text', '[{"chain":"bitcoin","addr', 'label'],
    ['that is no text', new Uint8Array([0, 255, 254, 1, 2, 0]), 'label'],
  ])('%s is refused by name', async (_, text, error) => {
    const file = join(
      await temporaryFolder(),
      typeof text === 'string' && text.startsWith('[') ? 'l.json' : 'l.csv',
    );
    if (text !== undefined) writeFileSync(file, text);
    const { code, out, err } = await cli([SEED, '--labels', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(file);
    expect(err).toMatch(new RegExp(`\\[[a-z-]*${error}[a-z-]*\\]`));
    expect(err).toMatch(/^ {2}next: \S/m);
  });
});

describe('a case folder', () => {
  test.each([
    ['without case.yaml', undefined, /no case\.yaml/],
    ['whose case.yaml is no YAML', 'question: [', /YAML/],
    [
      'whose run has an option that is none',
      'question: q\nruns: [{name: a, seeds: {}, options: {hop: 3}}]\n',
      /"hop"/,
    ],
    ['that says nothing of runs', 'question: q\n', /line 1, runs: is no list/],
    [
      'with a run that has no seeds, by field and line',
      'question: q\nruns:\n  - name: a\n    seeds: {}\n  - name: b\n    hops: 3\n',
      /line 5, runs\.1\.seeds: is missing[\s\S]*line 6, runs\.1\.hops: there is no such field/,
    ],
    [
      'with two runs of one name',
      'question: q\nruns:\n  - {name: a, seeds: {}}\n  - {name: a, seeds: {}}\n',
      /line 2, runs: has two runs of one name/,
    ],
    [
      'with a list where one value stands',
      'question: q\noptions:\n  totals: perhaps\nruns: [{name: a, seeds: {}, options: {hops: [1, 2]}}]\n',
      /line 3, options\.totals: is neither true nor false[\s\S]*line 4, runs\.0\.options\.hops: takes one value/,
    ],
    [
      'with a checksum that is none',
      'question: q\nlabels:\n  - {file: labels/a.csv, sha256: abc}\nruns: []\n',
      /line 3, labels\.0\.sha256: is no SHA-256/,
    ],
    ['that says the same twice', 'question: q\nruns: []\nquestion: r\n', /line 3: Map keys must be unique/],
  ])('%s is refused by name', async (_, yaml, why) => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'tape'));
    writeFileSync(join(folder, 'tape', 'tape.jsonl'), readFileSync(TAPE));
    if (yaml !== undefined) writeFileSync(join(folder, 'case.yaml'), yaml);
    const result = await cli(['run', folder]);
    expectRefusal(result, 'bad-case');
    expect(result.err).toContain(folder);
    expect(result.err).toMatch(why);
  });
});
