// Case folders: begun, filled, run, replayed to the byte, compared. What goes wrong is refused, and nothing is half written.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCase } from '../../src/cli/case-file.ts';
import { writeResult } from '../../src/cli/case-results.ts';
import { withManifest } from '../../src/evidence/manifest.ts';
import type { Http } from '../../src/model/http.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { readCoinWorld, serveCoinWorld } from '../support/world-text.ts';

const SEED = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
// fixtures/cases/colonial/world.txt: the second output of 915fb4f0…, 75.00034246 BTC.
const NEXT = '1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X';
const COLONIAL = readCoinWorld('fixtures/cases/colonial/world.txt');
/** The payment of the ransom and what was paid with it; the other transactions are no part of it. */
const WORLD = { ...COLONIAL, txs: COLONIAL.txs.filter(({ height }) => height <= 682_603) };
/** As though asked before 915fb4f0…, block 682603, was mined: the wallet had paid nothing yet. */
const EARLIER = { tip: 682_608, txs: WORLD.txs.filter(({ height }) => height < 682_603) };
const COMMENT = '# what an analyst wrote by hand';

async function ok(argv: readonly string[], http?: Http): Promise<CliResult> {
  const result = await cli(argv, http === undefined ? {} : { http });
  expect({ ...result, out: '' }).toEqual({ code: 0, out: '', err: expect.any(String) as string });
  return result;
}

/** A case with one seed, and a world that answers. */
async function begun(): Promise<string> {
  const folder = join(await temporaryFolder(), 'ransom');
  await ok(['case', 'init', folder, '--question', 'Where did the ransom go?']);
  writeFileSync(join(folder, 'case.yaml'), `${COMMENT}\n${readFileSync(join(folder, 'case.yaml'), 'utf8')}`);
  await ok(['case', 'add', folder, SEED, '--from', 'an affidavit', '--hops', '1']);
  return folder;
}

/** All that any case here asks, recorded once: a replay waits for no rate limit. */
async function recorded(world: typeof WORLD): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'trace-case-')), 'tape.jsonl');
  await ok([SEED, '--hops', '2', '--no-store', '--record', file], serveCoinWorld(world));
  return file;
}
const tapes = { now: recorded(WORLD), earlier: recorded(EARLIER) };

async function run(folder: string, when: keyof typeof tapes = 'now'): Promise<CliResult> {
  return ok(['case', 'run', folder, '--replay', await tapes[when]]);
}

function labelFile(folder: string, name: string): string {
  const file = join(folder, '..', 'found.csv');
  writeFileSync(file, `chain,address,name,category,source\nbitcoin,${NEXT},${name},exchange,a test\n`);
  return file;
}

interface Change {
  readonly at: readonly unknown[];
  readonly before?: unknown;
  readonly after?: unknown;
}
interface Changes {
  readonly what: readonly Change[];
  readonly why: Record<
    'version' | 'question' | 'options' | 'packs' | 'labels' | 'sources',
    readonly Change[]
  > & {
    readonly answers: { same: number; changed: string[]; asked: string[]; notAsked: string[] };
  };
  readonly byVersion?: readonly Change[];
}

async function changes(folder: string, ...results: string[]): Promise<Changes> {
  return JSON.parse((await ok(['case', 'diff', folder, ...results, '--json'])).out) as Changes;
}

/** The causes that are there. */
function causes({ why: { answers, ...why } }: Changes): string[] {
  const named = Object.entries(why).flatMap(([name, list]) => (list.length === 0 ? [] : [name]));
  return answers.changed.length > 0 ? [...named, 'answers'] : named;
}

describe('trace case', () => {
  test('begins a case, and puts seeds, options, notes and labels into it, beside what stands there', async () => {
    const folder = await begun();
    const tx = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';
    await ok([
      'case',
      'add',
      folder,
      '--run',
      'coin',
      '--tx',
      tx,
      '--stop-at',
      'seizure',
      '--note',
      'ask again',
    ]);
    await ok(['case', 'add', folder, '--labels', labelFile(folder, 'Somebody'), '--from', 'a test']);
    // To YAML without quotes it would be a number, and lose its last digits.
    const wallet = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
    await ok(['case', 'add', folder, wallet, '--run', 'other']);
    const text = readFileSync(join(folder, 'case.yaml'), 'utf8');
    expect(text.startsWith(COMMENT)).toBe(true);
    expect(text).toContain(`"${wallet}"`);
    const { runs, given, labels, notes } = await readCase(folder);
    expect(runs.map(({ name, seeds }) => [name, seeds.wallets, seeds.payments])).toEqual([
      ['main', [{ seed: SEED, source: 'an affidavit' }], []],
      ['coin', [], [{ seed: tx, source: undefined }]],
      ['other', [{ seed: wallet, source: undefined }], []],
    ]);
    expect([given.get('main'), given.get('coin')]).toEqual([{ hops: '1' }, { stopAt: ['seizure'] }]);
    expect(notes).toEqual(['ask again']);
    const sha256 = createHash('sha256')
      .update(readFileSync(join(folder, 'labels', 'found.csv')))
      .digest('hex');
    expect(labels).toEqual([{ file: 'labels/found.csv', sha256, source: 'a test' }]);
  });

  test('reads addresses that stand in case.yaml without quotes, to the last digit', async () => {
    const folder = await temporaryFolder();
    const wallet = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
    writeFileSync(
      join(folder, 'case.yaml'),
      `question: q\nruns:\n  - name: a\n    seeds:\n      wallets: [${wallet}]\n`,
    );
    expect((await readCase(folder)).runs[0]?.seeds.wallets[0]?.seed).toBe(wallet);
  });

  test('asks every run within the window of the case, where it names none of its own', async () => {
    const folder = await temporaryFolder();
    const window = 'window: {since: 2021-05-01, as-of: 700000}\noptions: {hops: 3}';
    const own = '  - {name: b, seeds: {}, options: {since: 2021-06-01, hops: 1}}';
    writeFileSync(
      join(folder, 'case.yaml'),
      `question: q\n${window}\nruns:\n  - {name: a, seeds: {}}\n${own}\n`,
    );
    const { given } = await readCase(folder);
    expect(given.get('a')).toEqual({ since: '2021-05-01', asOf: '700000', hops: '3' });
    expect(given.get('b')).toEqual({ since: '2021-06-01', asOf: '700000', hops: '1' });
  });

  test.each([
    ['an address that is none', ['1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5Y'], 'bad-address'],
    ['a seed phrase', [`${'abandon '.repeat(11)}about`], 'secret-pasted'],
    ['an option with a wrong value', ['--hops', 'many'], 'bad-option'],
    ['nothing', [], 'no-seed'],
    ['a run whose name is none', [SEED, '--run', 'A B'], 'bad-case'],
    ['a label file that is not there', ['--labels', '/nowhere/labels.csv'], 'file-unreadable'],
  ])('add refuses %s, and leaves the case as it was', async (_, words, error) => {
    const folder = await begun();
    const before = readFileSync(join(folder, 'case.yaml'), 'utf8');
    const { code, err } = await cli(['case', 'add', folder, ...words]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`[${error}]`) as string });
    expect(readFileSync(join(folder, 'case.yaml'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['case.yaml']);
  });

  test('init leaves a folder alone that holds something', async () => {
    const folder = await begun();
    const { code, err } = await cli(['case', 'init', folder, '--question', 'another']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('new or empty') as string });
  });

  test('without a seed is told how to add one', async () => {
    const folder = join(await temporaryFolder(), 'new');
    await ok(['case', 'init', folder, '--question', 'q']);
    const { code, err } = await cli(['case', 'run', folder]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('trace case add') as string });
    expect(existsSync(join(folder, 'results'))).toBe(false);
  });
});

describe('label packs of a case', () => {
  test('that changed since they were put in are refused, with both checksums, until they are taken in anew', async () => {
    const folder = await begun();
    const file = labelFile(folder, 'Somebody');
    await ok(['case', 'add', folder, '--labels', file]);
    const own = join(folder, 'labels', 'found.csv');
    writeFileSync(own, readFileSync(own, 'utf8').replace('Somebody', 'Nobody'));
    const sums = [file, own].map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));
    for (const argv of [
      ['run', folder],
      ['case', 'run', folder],
    ]) {
      const { code, err } = await cli(argv);
      expect({ code, err }).toEqual({
        code: 2,
        err: expect.stringContaining('[label-pack-changed]') as string,
      });
      for (const sum of sums) expect(err).toContain(sum);
    }
    await ok(['case', 'add', folder, '--labels', own]);
    await run(folder);
  });

  test('that are missing, or are not in its list, are refused', async () => {
    const folder = await begun();
    await ok(['case', 'add', folder, '--labels', labelFile(folder, 'Somebody')]);
    writeFileSync(join(folder, 'labels', 'stray.csv'), 'chain,address,name,category,source\n');
    rmSync(join(folder, 'labels', 'found.csv'));
    const { code, err } = await cli(['run', folder]);
    expect(code).toBe(2);
    expect(err).toMatch(/found\.csv: is in case\.yaml and not in the folder/);
    expect(err).toMatch(/stray\.csv: is in the folder and not in case\.yaml/);
  });
});

describe('a result of a case', () => {
  test('is replayed to the byte, verified, and told apart from a changed question', async () => {
    const folder = await begun();
    await run(folder);
    expect((await ok(['run', folder, '--json'])).err).toBe('trace: main: as expected\n');
    expect((await ok(['verify', join(folder, 'results', '0001')])).out).toContain(
      'nothing in it is contradicted',
    );
    await ok(['case', 'add', folder, '--convention', 'fifo']);
    const { code, err } = await cli(['run', folder]);
    expect(code).toBe(1);
    // Its fifo figures are the same; the other conventions are gone.
    expect(err).toMatch(/conventions.*gone: haircut/);
    expect(err).toMatch(/gone: poison/);
    expect(err).not.toMatch(/statement › .* fifo/);
  });

  test('that was changed is refused by the name of the part', async () => {
    const folder = await begun();
    await run(folder);
    const file = join(folder, 'results', '0001', 'result.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('7500034246', '7500034247'));
    const { code, err } = await cli(['run', folder]);
    expect(code).toBe(2);
    expect(err).toMatch(/\[bad-result\][\s\S]*result\.json is not what was sealed/);
  });

  test('is whole or absent: a run that fails leaves none, and neither does a place that cannot be written', async () => {
    const folder = await begun();
    await ok(['case', 'add', folder, '--as-of', '99999999']);
    const anew = ['case', 'run', folder, '--replay', await tapes.now];
    const late = await cli(anew);
    expect(late).toMatchObject({ code: 2, out: '' });
    expect(existsSync(join(folder, 'results'))).toBe(false);
    await ok(['case', 'add', folder, '--as-of', '914894']);
    writeFileSync(join(folder, 'results'), 'a file where the folder should be');
    const full = await cli(anew);
    expect(full).toMatchObject({ code: 1, out: '' });
    expect(full.err).toContain('[output-unwritable]');
    expect(readFileSync(join(folder, 'results'), 'utf8')).toBe('a file where the folder should be');
  });

  test('has a name of its own, though several runs end at once', async () => {
    const folder = await temporaryFolder();
    const one = new Map([['result.json', new TextEncoder().encode('{}')]]);
    const names = await Promise.all([1, 2, 3, 4].map(() => writeResult(folder, one)));
    expect([...names].sort()).toEqual(['0001', '0002', '0003', '0004']);
    expect(readdirSync(join(folder, 'results')).sort()).toEqual(['0001', '0002', '0003', '0004']);
  });
});

describe('trace run', () => {
  test('fails on a changed byte, though it says the same', async () => {
    const folder = join(await temporaryFolder(), 'colonial');
    cpSync('fixtures/cases/colonial', folder, { recursive: true });
    const file = join(folder, 'expected', 'ransom.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"name": ', '"name":  '));
    const { code, err } = await cli(['run', folder]);
    expect(code).toBe(1);
    expect(err).toContain('in how it is written: line 2, column 11');
  });

  test('says of one more line in a list only that, and not that all after it changed', async () => {
    const folder = join(await temporaryFolder(), 'colonial');
    cpSync('fixtures/cases/colonial', folder, { recursive: true });
    const file = join(folder, 'expected', 'seizure.json');
    const expected = JSON.parse(readFileSync(file, 'utf8')) as { statement: { convention: string }[] };
    expect(expected.statement.length).toBeGreaterThan(3);
    const [first] = expected.statement.splice(0, 1);
    writeFileSync(file, `${JSON.stringify(expected, undefined, 2)}\n`);
    const { code, err } = await cli(['run', folder]);
    expect(code).toBe(1);
    const lines = err.split('\n').filter((line) => line.startsWith('  '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`statement › .* ${first?.convention}: new: `));
  });
});

describe('trace case diff', () => {
  test('of two runs alike says that nothing changed', async () => {
    const folder = await begun();
    await run(folder);
    await run(folder);
    const found = await changes(folder);
    expect([found.what, causes(found)]).toEqual([[], []]);
    expect(found.why.answers).toMatchObject({ changed: [], asked: [], notAsked: [] });
    expect((await ok(['case', 'diff', folder])).out).toContain('0001 → 0002: the same result');
  });

  test('replays as it was where the result names whom it met on the way', async () => {
    const folder = await begun();
    await ok(['case', 'add', folder, '--labels', labelFile(folder, 'Some Exchange')]);
    await run(folder);
    const kept = JSON.parse(readFileSync(join(folder, 'results', '0001', 'result.json'), 'utf8'));
    expect(kept.runs[0].known).toMatchObject([{ address: SEED }, { address: NEXT, entity: 'Some Exchange' }]);
    expect((await ok(['run', folder])).err).toContain('main: as expected');
  });

  test('names a label pack that was put in, its row, and what it moved', async () => {
    const folder = await begun();
    await run(folder);
    await ok(['case', 'add', folder, '--labels', labelFile(folder, 'Some Exchange')]);
    await run(folder);
    const found = await changes(folder);
    expect(causes(found)).toEqual(['packs', 'labels']);
    expect(found.why.labels).toEqual([
      { at: [expect.stringContaining(`${NEXT} Some Exchange [exchange]`)], after: 'a test' },
    ]);
    expect(found.what.find(({ at }) => at[1] === 'entities')?.after).toMatchObject({
      entity: 'Some Exchange',
      // The output that pays to it; both conventions, since nothing else is in the seed's transaction.
      amounts: { fifo: { 'bip122:000000000019d6689c085ae165831e93/slip44:0': '7500034246' } },
    });
    const { out } = await ok(['case', 'diff', folder]);
    expect(out).toMatch(/entities › Some Exchange: new: fifo 75\.00034246 BTC/);
  });

  test('names an option that changed, and answers that are asked besides are no change of data', async () => {
    const folder = await begun();
    await run(folder);
    await ok(['case', 'add', folder, '--hops', '2']);
    await run(folder);
    const found = await changes(folder);
    expect(causes(found)).toEqual(['options']);
    expect(found.why.options).toEqual([
      { at: [{ named: 'main' }, 'options', 'hops'], before: '1', after: '2' },
    ]);
    expect(found.why.answers.changed).toEqual([]);
    expect(found.why.answers.asked.length).toBeGreaterThan(0);
  });

  test('names data that changed: the block as of which, and the answers', async () => {
    const folder = await begun();
    await run(folder, 'earlier');
    await run(folder);
    const found = await changes(folder);
    expect(causes(found)).toEqual(['sources', 'answers']);
    // Final is six below the tip.
    const height = found.why.sources.find(({ at }) => at.at(-1) === 'height');
    expect([height?.before, height?.after]).toEqual([682_602, 914_894]);
    expect(found.why.answers.changed.join(' ')).toContain(`/address/${SEED}`);
  });

  test('with another version says what the version alone changes', async () => {
    const folder = await begun();
    await run(folder);
    await run(folder);
    const first = join(folder, 'results', '0001');
    const parts = new Map<string, Uint8Array>();
    for (const entry of readdirSync(first, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && entry.name !== 'manifest.json')
        parts.set(path.slice(first.length + 1), readFileSync(path));
    }
    // As a program would have written it that named another rule first.
    const result = Buffer.from(parts.get('result.json') as Uint8Array)
      .toString('utf8')
      .replaceAll('"headline": "fifo"', '"headline": "lifo"');
    parts.set('result.json', new TextEncoder().encode(result));
    for (const [name, content] of withManifest(parts, '0.0.9')) {
      mkdirSync(join(first, name, '..'), { recursive: true });
      writeFileSync(join(first, name), content);
    }
    const found = await changes(folder);
    expect(causes(found)).toEqual(['version']);
    const headline = [{ at: [{ named: 'main' }, 'headline'], before: 'lifo', after: 'fifo' }];
    expect([found.what, found.byVersion]).toEqual([headline, headline]);
  });

  describe('of several causes', () => {
    interface OfCause {
      readonly cause: string;
      readonly differences?: readonly Change[];
      readonly fault?: string;
    }
    async function shares(folder: string): Promise<readonly OfCause[]> {
      const { out } = await ok(['case', 'diff', folder, '--json']);
      return (JSON.parse(out) as { shares: OfCause[] }).shares;
    }
    const places = ({ differences = [] }: OfCause): string[] =>
      differences.map(({ at }) => at.map((step) => (typeof step === 'string' ? step : '')).join('/'));

    test('one alone has all', async () => {
      const folder = await begun();
      await run(folder);
      await ok(['case', 'add', folder, '--labels', labelFile(folder, 'Some Exchange')]);
      await run(folder);
      const [only, ...others] = await shares(folder);
      expect([only?.cause, only?.differences, others]).toEqual(['labels', (await changes(folder)).what, []]);
    });

    test('labels and options: each brings what it brings alone', async () => {
      const folder = await begun();
      await run(folder);
      await ok(['case', 'add', folder, '--labels', labelFile(folder, 'Some Exchange'), '--hops', '2']);
      await run(folder);
      const all = await shares(folder);
      expect(all.map(({ cause }) => cause)).toEqual(['labels', 'question']);
      const [labels, question] = all.map(places);
      // The exchange ends the trace at NEXT, so a second hop leads nowhere further.
      expect(labels).toContain('/entities/');
      expect(labels).not.toContain('/options/hops');
      expect(question).toEqual(['/options/hops']);
      expect((await ok(['case', 'diff', folder])).out).toMatch(
        /label packs and labels: \d+ \(of \d+ in all\)[\s\S]*Some Exchange[\s\S]*question and options: 1/,
      );
    });

    test('options and data: the data bring the payment that was made since', async () => {
      const folder = await begun();
      await run(folder, 'earlier');
      await ok(['case', 'add', folder, '--hops', '2']);
      await run(folder);
      const all = await shares(folder);
      expect(all.map(({ cause }) => cause)).toEqual(['question', 'answers']);
      const [question, answers] = all.map(places);
      expect(question).toEqual(['/options/hops']);
      expect(answers).toContain('/asOf//height');
      expect(answers).toContain('/seeds//injected/bip122:000000000019d6689c085ae165831e93/slip44:0');
    });

    test('that neither run holds apart are not told apart', async () => {
      const folder = await begun();
      await run(folder);
      await ok(['case', 'add', folder, '--hops', '2']);
      await run(folder, 'earlier');
      const all = await shares(folder);
      // With two hops the later blocks lead to coins that nobody asked about.
      expect(all.map(({ cause, fault }) => [cause, fault !== undefined])).toEqual([
        ['question', true],
        ['answers', false],
      ]);
      expect(all[0]?.fault).toContain('asks the sources what neither run asked');
    });
  });

  test('needs two results, and names those that there are', async () => {
    const folder = await begun();
    const none = await cli(['case', 'diff', folder]);
    expect(none.code).toBe(2);
    expect(none.err).toContain('trace case run');
    await run(folder);
    const other = await cli(['case', 'diff', folder, '0001', '0007']);
    expect(other.code).toBe(2);
    expect(other.err).toMatch(/\[bad-result\][\s\S]*results: 0001/);
  });
});
