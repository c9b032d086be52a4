// Bundles: the same bytes each time, opened without a network, and every change noticed.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { opened, sealed } from '../../src/evidence/manifest.ts';
import { unzipped, zipped } from '../../src/evidence/zip.ts';
import { KnownError } from '../../src/model/errors.ts';
import { cli } from '../support/cli.ts';
import { readCoinWorld, serveCoinWorld } from '../support/world-text.ts';

const COLONIAL = 'fixtures/cases/colonial';
const folder = mkdtempSync(join(tmpdir(), 'trace-bundle-'));
const bytes = (text: string) => new TextEncoder().encode(text);

async function bundleOf(caseFolder: string, name: string, ...more: string[]): Promise<string> {
  const file = join(folder, name);
  const { code, err } = await cli(['run', caseFolder, '--bundle', file, '--json', '--quiet', ...more]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return file;
}

interface VerdictJson {
  readonly standing: string;
  readonly layers: readonly { name: string; standing: string; notes: string[] }[];
}

async function verified(file: string, ...more: string[]): Promise<{ code: number; verdict: VerdictJson }> {
  const { code, out, err } = await cli(['verify', file, '--json', ...more]);
  expect(err).toBe('');
  return { code, verdict: JSON.parse(out) as VerdictJson };
}
function standingOf({ layers }: VerdictJson, name: string): string | undefined {
  return layers.find((layer) => layer.name === name)?.standing;
}

/** A bundle with some parts changed; `reseal`: every hash computed anew, as a forger would. */
function changed(
  file: string,
  name: string,
  change: (text: string) => string,
  reseal: 'resealed' | 'as-is',
): string {
  const all = new Map(unzipped(readFileSync(file)));
  const before = Buffer.from(all.get(name) as Uint8Array).toString('utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  all.set(name, bytes(after));
  const target = join(folder, `changed-${Math.abs(hashOf(name + after))}.zip`);
  if (reseal === 'as-is') writeFileSync(target, zipped(all));
  else {
    const { program } = opened(readFileSync(file)).manifest;
    all.delete('manifest.json');
    writeFileSync(target, sealed(all, program.version).bytes);
  }
  return target;
}
function hashOf(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) as number)) | 0, 7);
}

describe('a bundle', () => {
  test.each(['colonial', 'reuters', 'ronin'])(
    'of the case %s is the same twice, and nothing in it is contradicted',
    async (name) => {
      const file = await bundleOf(`fixtures/cases/${name}`, `${name}-1.zip`);
      const again = await bundleOf(`fixtures/cases/${name}`, `${name}-2.zip`);
      expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
      // The command that was typed is in the question; all else is the same.
      const slow = await bundleOf(`fixtures/cases/${name}`, `${name}-3.zip`, '--concurrency', '1');
      const parts = unzipped(readFileSync(file));
      const differing = [...unzipped(readFileSync(slow))].filter(
        ([part, content]) => !Buffer.from(content).equals(Buffer.from(parts.get(part) as Uint8Array)),
      );
      expect(differing.map(([part]) => part)).toEqual(['manifest.json', 'question.json']);
      const { code, verdict } = await verified(file);
      expect(code).toBe(0);
      expect(standingOf(verdict, 'replay')).toBe('consistent');
    },
  );

  test('that rests on an analyst’s decisions holds their file', async () => {
    const decisions = join(folder, 'decisions.yaml');
    const entry =
      'decision: relabel\n  subject: bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls\n  name: Another name\n  category: exchange';
    writeFileSync(
      decisions,
      `- ${entry}\n  author: an analyst\n  date: 2024-01-02\n  reason: for this test\n`,
    );
    const file = await bundleOf(COLONIAL, 'decided.zip', '--decisions', decisions);
    const part = [...unzipped(readFileSync(file)).keys()].find((name) =>
      name.startsWith('inputs/decisions-'),
    ) as string;
    expect(Buffer.from(unzipped(readFileSync(file)).get(part) as Uint8Array)).toEqual(
      readFileSync(decisions),
    );
    expect(standingOf((await verified(file)).verdict, 'replay')).toBe('consistent');
    const forged = changed(file, part, (text) => text.replace('Another name', 'A third name'), 'resealed');
    expect(standingOf((await verified(forged)).verdict, 'replay')).toBe('contradicted');
  });

  test('holds victims’ claims and the running ledger, where there are any', async () => {
    const claims = join(folder, 'claims.csv');
    const coin = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';
    writeFileSync(claims, `name,txid,date,amount,address,asset,fee\ncase 1,${coin},,10,,,\n`);
    const file = join(folder, 'claims.zip');
    const audit = join(folder, 'ledger.csv');
    const http = serveCoinWorld(readCoinWorld(join(COLONIAL, 'world.txt')));
    const argv = [
      '--seeds',
      claims,
      '--no-store',
      '--hops',
      '1',
      '--audit',
      audit,
      '--bundle',
      file,
      '--quiet',
    ];
    const { code, err } = await cli(argv, { http });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const parts = unzipped(readFileSync(file));
    expect([...parts.keys()].filter((name) => /^(inputs|audit)/.test(name))).toEqual([
      'audit/ledger.csv',
      expect.stringMatching(/^inputs\/seeds-[0-9a-f]{16}$/),
    ]);
    expect(Buffer.from(parts.get('audit/ledger.csv') as Uint8Array)).toEqual(readFileSync(audit));
    expect(standingOf((await verified(file)).verdict, 'replay')).toBe('consistent');
  });

  test('of a trace backward, or of what an account received, is derived again', async () => {
    const file = join(folder, 'backward.zip');
    const http = serveCoinWorld(readCoinWorld(join(COLONIAL, 'world.txt')));
    const wallet = 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls';
    const own = ['--no-store', '--quiet', '--hops', '2', '--bundle', file];
    expect((await cli([wallet, '--backward', ...own], { http })).code).toBeLessThan(4);
    expect(standingOf((await verified(file)).verdict, 'replay')).toBe('consistent');
    expect((await cli(['account', wallet, ...own], { http })).code).toBeLessThan(4);
    expect(standingOf((await verified(file)).verdict, 'replay')).toBe('consistent');
  });

  test('of services asked over the network says how often and when each was, by which options, and by no address', async () => {
    const file = join(folder, 'live.zip');
    const http = serveCoinWorld(readCoinWorld(join(COLONIAL, 'world.txt')));
    const own = ['--service', 'mempool.space=http://127.0.0.1:9/secret-key', '--no-store'];
    const { code } = await cli(
      ['15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', '--hops', '1', '--bundle', file, '--quiet', ...own],
      { http },
    );
    expect(code).toBe(0);
    const parts = unzipped(readFileSync(file));
    const text = (name: string) => Buffer.from(parts.get(name) as Uint8Array).toString('utf8');
    const [head, row] = text('access.jsonl')
      .split('\n')
      .map((line) => (line === '' ? {} : (JSON.parse(line) as object)));
    expect(head).toEqual({ access: 1, source: 'live', options: ['--service mempool.space', '--no-store'] });
    // The clock of the test stands still at 1,700,000,000.
    expect(row).toMatchObject({ asked: 1, sent: 1, first: 1_700_000_000, last: 1_700_000_000 });
    for (const name of parts.keys()) expect(text(name)).not.toContain('secret-key');
    expect((await verified(file)).code).toBe(0);
  });

  test('of a transfer list holds the list, and needs no file to be verified', async () => {
    const file = join(folder, 'list.zip');
    const list = ['victim', '--ledger', 'docs/examples/export.csv', '--labels', 'docs/examples/labels.csv'];
    expect((await cli([...list, '--bundle', file, '--quiet'])).code).toBe(0);
    expect([...unzipped(readFileSync(file)).keys()]).toEqual([
      expect.stringMatching(/^inputs\/ledger-[0-9a-f]{16}$/),
      'labels.jsonl',
      'manifest.json',
      'question.json',
      'result.json',
      'rows/trace.jsonl',
    ]);
    expect(Buffer.from([...unzipped(readFileSync(file)).values()][0] as Uint8Array)).toEqual(
      readFileSync('docs/examples/export.csv'),
    );
    const { code, verdict } = await verified(file);
    expect({ code, replay: standingOf(verdict, 'replay') }).toEqual({ code: 0, replay: 'consistent' });
  });

  test('has a root hash that sha256sum makes too', async () => {
    const file = await bundleOf(COLONIAL, 'root.zip');
    const { manifest, parts } = opened(readFileSync(file));
    const out = mkdtempSync(join(folder, 'parts-'));
    for (const [name, part] of parts) {
      mkdirSync(join(out, dirname(name)), { recursive: true });
      writeFileSync(join(out, name), part);
    }
    const sum = execFileSync(
      'sh',
      ['-c', "find . -type f | sed 's|^./||' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1"],
      { cwd: out },
    );
    expect(sum.toString().trim()).toBe(manifest.root);
  });

  test('that is made anew from the same run of the command line says who was asked and when, without hosts', async () => {
    const file = await bundleOf(COLONIAL, 'access.zip');
    const log = Buffer.from(unzipped(readFileSync(file)).get('access.jsonl') as Uint8Array).toString('utf8');
    const [head, ...rows] = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(head).toEqual({ access: 1, source: 'replay', options: ['--replay'] });
    expect(rows).toContainEqual(
      expect.objectContaining({ service: 'mempool.space', request: 'mempool.space /blocks/tip/height' }),
    );
    expect(log).not.toContain('http');
  });
});

describe('a changed bundle', () => {
  test('is noticed by its seal, whichever part was changed', async () => {
    const file = await bundleOf(COLONIAL, 'seal.zip');
    for (const name of opened(readFileSync(file)).parts.keys()) {
      const target = changed(
        file,
        name,
        (text) => text.replace(/[0-9](?=[^0-9]*$)/, (digit) => String((Number(digit) + 1) % 10)),
        'as-is',
      );
      const { code, verdict } = await verified(target);
      expect({ name, code, seal: standingOf(verdict, 'seal') }).toEqual({
        name,
        code: 1,
        seal: 'contradicted',
      });
    }
  });

  test('is noticed when a part is added or taken away', async () => {
    const file = await bundleOf(COLONIAL, 'parts.zip');
    const all = new Map(unzipped(readFileSync(file)));
    const more = join(folder, 'more.zip');
    writeFileSync(more, zipped(new Map([...all, ['extra.txt', bytes('x')]])));
    expect(standingOf((await verified(more)).verdict, 'seal')).toBe('contradicted');
    all.delete('access.jsonl');
    const less = join(folder, 'less.zip');
    writeFileSync(less, zipped(all));
    expect(standingOf((await verified(less)).verdict, 'seal')).toBe('contradicted');
  });

  test.each<[string, (manifest: string) => string]>([
    ['a name twice in its JSON', (text) => text.replace('"bundle": 1,', '"bundle": 1,\n  "bundle": 1,')],
    [
      'its parts in another order',
      (text) => text.replace(/(\{[^{}]*access[^{}]*\}),(\s+)(\{[^{}]*\})/, '$3,$2$1'),
    ],
    ['blanks that no seal writes', (text) => text.replace('"bundle": 1', '"bundle":  1')],
  ])('is noticed where its manifest has %s', async (_, change) => {
    const all = new Map(unzipped(readFileSync(await bundleOf(COLONIAL, 'manifest.zip'))));
    const before = Buffer.from(all.get('manifest.json') as Uint8Array).toString('utf8');
    expect(change(before)).not.toBe(before);
    all.set('manifest.json', bytes(change(before)));
    const target = join(folder, 'other-manifest.zip');
    writeFileSync(target, zipped(all));
    expect(standingOf((await verified(target)).verdict, 'seal')).toBe('contradicted');
  });

  test('and sealed anew, is noticed by the replay: in its result, its answers, its labels, its question', async () => {
    const file = await bundleOf(COLONIAL, 'forged.zip');
    const changes: [string, (text: string) => string][] = [
      ['result.json', (text) => text.replaceAll('6146816619', '6146816618')],
      ['answers.jsonl', (text) => text.replaceAll('6369996546', '6369996545')],
      ['labels.jsonl', (text) => text.replace('FBI', 'CIA')],
      ['question.json', (text) => text.replace('"wallets": [\n        "1', '"wallets": [\n        "3')],
      [
        'question.json',
        (text) =>
          text.replace(
            /"payments": \[\n\s+"[^"]+"/,
            '"payments": [\n "daf38c7b38eb0a587cf843f47000d5c294affb4f56017370ad48c5147f5e69d9:0"',
          ),
      ],
    ];
    for (const [name, change] of changes) {
      const { code, verdict } = await verified(changed(file, name, change, 'resealed'));
      expect({
        name,
        code,
        seal: standingOf(verdict, 'seal'),
        replay: standingOf(verdict, 'replay'),
      }).toEqual({
        name,
        code: 1,
        seal: 'consistent',
        replay: 'contradicted',
      });
    }
  });
});

describe('the second reckoning', () => {
  test('of all three cases finds the same sums and bounds', async () => {
    for (const name of ['colonial', 'reuters', 'ronin']) {
      const { verdict } = await verified(
        await bundleOf(`fixtures/cases/${name}`, `${name}-sums.zip`, '--convention', 'all'),
      );
      const layer = verdict.layers.find((each) => each.name === 'arithmetic');
      expect(layer?.standing).toBe('consistent');
      expect(Number(/^\d+/.exec(layer?.notes[0] ?? '')?.[0])).toBeGreaterThan(50);
    }
  });

  test.each<[string, (text: string) => string]>([
    [
      'a line of the statement',
      (text) => text.replaceAll('"endpoints": "6146816619"', '"endpoints": "6146816618"'),
    ],
    [
      'an amount at an endpoint',
      (text) => text.replace(/("endpoints": \[\n\s+\{[\s\S]*?"fifo": \{\s+"[^"]+": ")\d/, '$19'),
    ],
    ['reach', (text) => text.replace(/("poison": \{\s+"[^"]+": ")6369996546/, '$16369996547')],
    ['a bound', (text) => text.replaceAll('"least": "5778585047"', '"least": "5778585048"')],
    [
      'a line of the statement left out',
      (text) => text.replaceAll('"convention": "haircut"', '"convention": "poison"'),
    ],
  ])('contradicts %s that was changed, without the replay', async (_, change) => {
    const file = await bundleOf(COLONIAL, 'sums.zip', '--convention', 'all');
    const { verdict } = await verified(changed(file, 'result.json', change, 'resealed'));
    expect(standingOf(verdict, 'arithmetic')).toBe('contradicted');
  });

  test('contradicts rows that were changed, since the sums no longer follow', async () => {
    const file = await bundleOf(COLONIAL, 'rows.zip');
    const change = (text: string) => text.replaceAll('"amount":"6369996546"', '"amount":"6369996545"');
    const { verdict } = await verified(changed(file, 'rows/seizure.jsonl', change, 'resealed'));
    expect(standingOf(verdict, 'arithmetic')).toBe('contradicted');
    expect(standingOf(verdict, 'replay')).toBe('contradicted');
  });
});

describe('a signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = join(folder, 'analyst.key');
  const pub = join(folder, 'analyst.pub');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(pub, publicKey.export({ type: 'spki', format: 'pem' }));
  const other = join(folder, 'other.pub');
  writeFileSync(other, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));

  test('proves the seal with the key of the signer, and with no other', async () => {
    const file = await bundleOf(COLONIAL, 'signed.zip', '--sign', key);
    expect(standingOf((await verified(file, '--key', pub)).verdict, 'seal')).toBe('proved');
    expect(standingOf((await verified(file, '--key', other)).verdict, 'seal')).toBe('contradicted');
    // Sealed anew, the bundle is whole, and the old signature no longer fits.
    const forged = changed(
      file,
      'result.json',
      (text) => text.replaceAll('6146816619', '6146816618'),
      'resealed',
    );
    const signature = ['--signature', `${file}.sig`];
    expect(standingOf((await verified(forged, '--key', pub, ...signature)).verdict, 'seal')).toBe(
      'contradicted',
    );
    expect(standingOf((await verified(forged, '--key', pub)).verdict, 'seal')).toBe('contradicted');
  });

  test('is one that OpenSSL checks', async () => {
    const file = await bundleOf(COLONIAL, 'openssl.zip', '--sign', key);
    const manifest = join(folder, 'manifest.json');
    writeFileSync(manifest, opened(readFileSync(file)).manifestBytes);
    const said = execFileSync('openssl', [
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-inkey',
      pub,
      '-in',
      manifest,
      '-sigfile',
      `${file}.sig`,
    ]);
    expect(said.toString()).toContain('Verified Successfully');
  });

  test('needs a key that can sign, and says nothing of what it was given', async () => {
    const { code, err } = await cli(['run', COLONIAL, '--bundle', join(folder, 'no.zip'), '--sign', pub]);
    expect(code).toBe(2);
    expect(err).toContain('[bad-key]');
    expect(err).not.toContain('BEGIN');
  });
});

describe('a hostile ZIP', () => {
  const plain = { mtime: new Date(1980, 0, 1, 12) };
  function refusal(archive: Uint8Array, most?: number): string {
    try {
      unzipped(archive, most);
    } catch (error) {
      if (error instanceof KnownError) return error.facts.join(' ');
      throw error;
    }
    return 'opened';
  }
  function zipOf(...names: string[]): Uint8Array {
    return zipSync(Object.fromEntries(names.map((name) => [name, [bytes('x'), plain]])));
  }

  test.each(['../evil', '/etc/passwd', 'a/../../b', 'C:\\x', 'a\\b', 'a//b', '.hidden', 'folder/'])(
    'with a part called %s is refused',
    (name) => {
      expect(refusal(zipOf(name))).toContain('name that is not allowed');
    },
  );

  test('with two parts of one name is refused', () => {
    const archive = Buffer.from(zipOf('aa', 'ab'));
    // The second name, in its own header and in the directory, becomes the first.
    for (let at = archive.indexOf('ab'); at >= 0; at = archive.indexOf('ab')) archive.write('aa', at);
    expect(refusal(archive)).toContain('two parts are called aa');
  });

  test('that unpacks to more than allowed is refused before it is unpacked', () => {
    const archive = zipSync({ bomb: [new Uint8Array(5_000_000), plain] });
    expect(archive.length).toBeLessThan(10_000);
    expect(refusal(archive, 4_999_999)).toContain('more than 4999999 bytes');
    expect(refusal(archive, 5_000_000)).toBe('opened');
    expect(() => zipped(new Map([['bomb', new Uint8Array(5_000_000)]]), 4_999_999)).toThrow(KnownError);
  });

  test('that lies about its size gives no more than it said', () => {
    const archive = Buffer.from(zipSync({ bomb: [new Uint8Array(5_000_000), plain] }));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(5_000_000);
    for (let at = archive.indexOf(size); at >= 0; at = archive.indexOf(size)) archive.writeUInt32LE(10, at);
    let got = 0;
    try {
      got = unzipped(archive).get('bomb')?.length ?? 0;
    } catch (error) {
      expect(error).toBeInstanceOf(KnownError);
    }
    expect(got).toBeLessThanOrEqual(10);
  });

  // What another program unpacks must be what this one has checked.
  test.each<[string, (archive: Buffer) => Buffer]>([
    ['bytes before its first part', (archive) => Buffer.concat([bytes('MZ'), archive])],
    ['bytes behind its directory', (archive) => Buffer.concat([archive, bytes('more')])],
    [
      'another name in a part’s own header than in the directory',
      (archive) => Buffer.from(archive.toString('latin1').replace('ab', 'ac'), 'latin1'),
    ],
    [
      'another size in a part’s own header',
      (archive) => {
        archive.writeUInt32LE(7, 22);
        return archive;
      },
    ],
    [
      'a part that no directory names',
      (archive) => {
        const end = archive.length - 22;
        const start = archive.readUInt32LE(end + 16);
        // The second row of the directory goes; its part stays where it is.
        const row = start + 46 + 2;
        const shorter = Buffer.concat([archive.subarray(0, row), archive.subarray(end)]);
        shorter.writeUInt16LE(1, row + 8);
        shorter.writeUInt16LE(1, row + 10);
        shorter.writeUInt32LE(row - start, row + 12);
        return shorter;
      },
    ],
  ])('with %s is refused', (_, change) => {
    expect(refusal(zipOf('aa', 'ab'))).toBe('opened');
    expect(refusal(change(Buffer.from(zipOf('aa', 'ab'))))).not.toBe('opened');
  });

  test('that is cut off, empty or no ZIP at all is refused', () => {
    expect(refusal(zipOf('a').subarray(0, 60))).toContain('no ZIP');
    expect(refusal(new Uint8Array())).toContain('no ZIP');
    expect(refusal(bytes('hello'))).toContain('no ZIP');
    expect(() => opened(zipOf('a'))).toThrow(KnownError);
  });
});
