import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelBook } from '../../src/labels/book.ts';
import { openInstalled } from '../../src/labels/installed.ts';
import { installPacks, type PackFile, type PackOutcome } from '../../src/labels/installing.ts';
import { readPack } from '../../src/labels/reading/read-pack.ts';
import { bookForms } from '../../src/labels/stored-form.ts';
import { exportFormats } from '../../src/labels/writing/export-formats.ts';
import { packText } from '../../src/labels/writing/pack-text.ts';
import type { Address } from '../../src/model/address.ts';
import { BITCOIN, type ChainId, ETHEREUM } from '../../src/model/chain.ts';
import { type Label, tiers } from '../../src/model/label.ts';
import { openDatabase } from '../../src/store/database.ts';

const A = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const B = 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls';
const NOW = 1_700_000_000;

function bookFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'trace-book-')), 'labels.db');
}

function pack(name: string, text: string): PackFile {
  return { reading: { name }, bytes: () => [new TextEncoder().encode(text)] };
}

async function install(
  file: string,
  packs: readonly PackFile[],
  pause = async () => {},
): Promise<readonly PackOutcome[]> {
  return installPacks(packs, { file, now: NOW, onRefused: () => {}, pause });
}

/** Entities of both addresses, and the packs with their rows. */
async function content(file: string) {
  const book = await openInstalled(file);
  const names = [A, B].map((address) =>
    book
      .of(BITCOIN, address as Address)
      .map(({ entity }) => entity)
      .sort(),
  );
  const packs = book.packs().map(({ pack: name, rows }) => [name, rows]);
  book.close();
  return { names, packs };
}

test('packs are counted, and the same label said twice stands once', async () => {
  const file = bookFile();
  const text = `address,name\n${A},One\n${A},One\n${B},Two\nnothing,Three\n`;
  expect(await install(file, [pack('a.csv', text)])).toEqual([
    { pack: 'a.csv', outcome: 'stored', rows: 4, labels: 2, repeated: 1, refused: 1, actors: 0 },
  ]);
  expect(await content(file)).toEqual({ names: [['One'], ['Two']], packs: [['a.csv', 2]] });
});

test('a pack of the same name is replaced as a whole, an unchanged one left alone, others stay', async () => {
  const file = bookFile();
  await install(file, [
    pack('a.csv', `address,name\n${A},Old\n${B},Old\n`),
    pack('b.csv', `address,name\n${A},Other\n`),
  ]);
  const again = await install(file, [
    pack('a.csv', `address,name\n${A},New\n`),
    pack('b.csv', `address,name\n${A},Other\n`),
  ]);
  expect(again.map(({ outcome }) => outcome)).toEqual(['stored', 'unchanged']);
  expect(await content(file)).toEqual({
    names: [['New', 'Other'], []],
    packs: [
      ['a.csv', 1],
      ['b.csv', 1],
    ],
  });
});

test('the same file read with other defaults is read anew', async () => {
  const file = bookFile();
  const list = pack('list.txt', `${A}\n`);
  const as = (entity: string): PackFile => ({ ...list, reading: { ...list.reading, defaults: { entity } } });
  await install(file, [as('One')]);
  await install(file, [as('Two')]);
  expect((await content(file)).names[0]).toEqual(['Two']);
});

test('a file that is no pack leaves what was installed under its name', async () => {
  const file = bookFile();
  await install(file, [pack('a.json', JSON.stringify([{ address: A, name: 'Whole' }]))]);
  const [outcome] = await install(file, [pack('a.json', `[{"address": "${A}", "name": "Ha`)]);
  expect(outcome).toMatchObject({ outcome: 'unreadable', labels: 0 });
  expect(outcome?.why).toContain('was it cut while it was written?');
  expect((await content(file)).names[0]).toEqual(['Whole']);
});

test('an XML list that breaks off stores nothing of its first half', async () => {
  const file = bookFile();
  const half = `<sdnList><sdnEntry><lastName>X</lastName><idList><id><idType>Digital Currency Address - XBT</idType><idNumber>${A}</idNumber></id></idList></sdnEntry>`;
  const [outcome] = await install(file, [pack('sdn.xml', half)]);
  expect(outcome?.outcome).toBe('unreadable');
  expect(await content(file)).toEqual({ names: [[], []], packs: [] });
});

test('a cancelled import leaves the book as it was, also the packs before', async () => {
  const file = bookFile();
  await install(file, [pack('a.csv', `address,name\n${A},Old\n`)]);
  let calls = 0;
  const cancelled = install(
    file,
    [pack('a.csv', `address,name\n${A},New\n`), pack('b.csv', `address,name\n${B},New\n`)],
    async () => {
      calls += 1;
      if (calls === 2) throw new Error('cancelled');
    },
  );
  await expect(cancelled).rejects.toThrow('cancelled');
  expect(await content(file)).toEqual({ names: [['Old'], []], packs: [['a.csv', 1]] });
});

test('a book that is open stays as it was opened, whatever is imported; the next one sees the whole import', async () => {
  const file = bookFile();
  await install(file, [pack('a.csv', `address,name\n${A},Old\n`)]);
  const open = await openInstalled(file);
  const entities = (): string[] => open.of(BITCOIN, A as Address).map(({ entity }) => entity);
  const seen: string[] = [];
  await install(
    file,
    [pack('a.csv', `address,name\n${A},New\n`), pack('b.csv', `address,name\n${A},More\n`)],
    async () => {
      seen.push(...entities());
    },
  );
  expect([...seen, ...entities()]).toEqual(['Old', 'Old', 'Old']);
  expect(open.packs().map(({ pack: name }) => name)).toEqual(['a.csv']);
  open.close();
  expect((await content(file)).names).toEqual([['More', 'New'], []]);
});

test('a book of the form before is brought up to date by the next import, which reads its packs again', async () => {
  const file = bookFile();
  await install(file, [pack('a.csv', `address,name,source,url\n${A},Old,court,https://example.org\n`)]);
  const old = await openDatabase(file, 'write', bookForms);
  old.exec(`UPDATE said SET source = 'court (https://example.org)'; ALTER TABLE said DROP COLUMN url;
    PRAGMA user_version = 1`);
  old.close();
  await expect(openInstalled(file)).rejects.toMatchObject({
    code: 'database-unusable',
    hint: expect.stringContaining('trace labels import'),
  });
  await install(file, [pack('b.csv', `address,name\n${B},New\n`)]);
  expect((await content(file)).names).toEqual([['Old'], ['New']]);
  await install(file, [pack('a.csv', `address,name,source,url\n${A},Old,court,https://example.org\n`)]);
  const book = await openInstalled(file);
  expect(book.of(BITCOIN, A as Address)).toMatchObject([{ source: 'court', url: 'https://example.org' }]);
  book.close();
});

test('installed labels stand between the files of a run and the built-in pack, by tier', async () => {
  const file = bookFile();
  await install(file, [
    pack('a.csv', `address,name,tier\n${A},Tag,explorer\n${A},Checked,curated\n`),
    pack('b.csv', `address,name,tier\n${A},Own,owner\n`),
  ]);
  const installed = await openInstalled(file);
  const said = (entity: string, name: string): Label => ({
    chain: BITCOIN,
    address: A as Address,
    entity,
    category: 'exchange',
    source: 's',
    pack: name,
  });
  const book = labelBook([said('Given', 'mine.csv'), { ...said('Ours', 'built-in'), tier: 'official' }], {
    installed,
  });
  expect(book.of(BITCOIN, A as Address).map(({ entity }) => entity)).toEqual([
    'Given',
    'Own',
    'Ours',
    'Checked',
    'Tag',
  ]);
  expect(book.packs().map(({ pack: name, imported }) => [name, imported])).toEqual([
    ['mine.csv', undefined],
    ['a.csv', NOW],
    ['b.csv', NOW],
    ['built-in', undefined],
  ]);
  installed.close();
});

const text = fc.oneof(
  fc.constantFrom(
    '=1+1',
    "'=x",
    'a,b',
    'a;"b"',
    '- x: y',
    '{a: b}',
    '*alias',
    '!!str x',
    'ünï 取引所',
    'tab\there',
    '#no',
    "'",
    '"',
  ),
  fc
    .string({ minLength: 1, maxLength: 20 })
    .filter((word) => word.trim() === word && word !== '' && !/[\r\n\0]/.test(word)),
);
const places: readonly (readonly [ChainId, string])[] = [
  [BITCOIN, A],
  [ETHEREUM, `0x${'ab'.repeat(20)}`],
  ['eip155:137' as ChainId, `0x${'cd'.repeat(20)}`],
  ['list:osmosis' as ChainId, 'osmo1abc'],
];
const anyLabel: fc.Arbitrary<Label> = fc
  .record(
    {
      place: fc.constantFrom(...places),
      entity: text,
      category: fc.constantFrom('exchange', 'scam', 'charity-fund'),
      role: text,
      source: fc.oneof(text, fc.constantFrom('https://example.org/a', 'HTTP://example.org')),
      url: fc.oneof(text, fc.constantFrom('https://example.org/a', 'javascript:alert(1)')),
      date: fc.integer({ min: 0, max: 2_000_000_000 }),
      validFrom: fc.integer({ min: 0, max: 1_000_000_000 }),
      validTo: fc.integer({ min: 1_000_000_001, max: 2_000_000_000 }),
      // A share in per cent has up to 17 digits.
      confidence: fc.oneof(fc.constantFrom(0, 0.25, 1), fc.double({ min: 0.001, max: 1, noNaN: true })),
      tier: fc.constantFrom(...tiers),
      actor: fc.constantFrom('binance', 'x'),
      clusterDefiner: fc.constant(true as const),
    },
    { requiredKeys: ['place', 'entity', 'category', 'source'] },
  )
  .map(({ place: [chain, address], ...rest }) => ({
    chain,
    address: address as Address,
    // A source that is a page is its own link, whoever reads it.
    ...(/^https?:/i.test(rest.source) ? { url: rest.source } : {}),
    ...rest,
    pack: 'p',
  }));

test.each(exportFormats)('what is exported as %s is read again without loss', (format) => {
  fc.assert(
    fc.property(fc.array(anyLabel, { maxLength: 8 }), (labels) => {
      const written = [...packText(labels, format)].join('');
      const again: Label[] = [];
      const name = { csv: 'p.csv', json: 'p.json', tagpack: 'p.yaml' }[format];
      for (const row of readPack(() => [new TextEncoder().encode(written)], { name })) {
        if (!('labels' in row)) throw new Error(JSON.stringify(row));
        again.push(...row.labels.map((label) => ({ ...label, pack: 'p' })));
      }
      expect(again).toEqual(labels);
    }),
    { numRuns: 300 },
  );
});

test('a label that is looked up is what was installed, to the last digit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyLabel, { minLength: 1, maxLength: 8 }), async (labels) => {
      const file = bookFile();
      await install(file, [pack('p', [...packText(labels, 'json')].join(''))]);
      const book = await openInstalled(file);
      const told = (all: readonly Label[]): unknown[] =>
        [...new Set(all.map((label) => JSON.stringify(Object.entries(label).sort())))].sort();
      for (const [chain, address] of places)
        expect(told(book.of(chain, address as Address))).toEqual(
          told(labels.filter((label) => label.chain === chain && label.address === address)),
        );
      book.close();
    }),
    { numRuns: 40 },
  );
});
