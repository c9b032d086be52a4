import { expect, test } from 'vitest';
import { labelColumns } from '../../src/labels/columns.ts';
import { readLabels } from '../../src/labels/read.ts';
import type { KnownError } from '../../src/model/errors.ts';

const HEADER = 'chain,address,name,category,source,date,confidence';
const EVM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const BTC = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const GOOD = `ethereum,${EVM},Acme,exchange,https://example.org,2024-08-02,0.9`;
const ACME = {
  chain: 'eip155:1',
  address: EVM.toLowerCase(),
  entity: 'Acme',
  category: 'exchange',
  source: 'https://example.org',
  url: 'https://example.org',
  date: 1_722_556_800,
  confidence: 0.9,
  pack: 'mine.csv',
};

function read(text: string | Uint8Array) {
  return readLabels(text, 'mine.csv');
}

function refusal(text: string | Uint8Array): KnownError {
  try {
    read(text);
  } catch (error) {
    return error as KnownError;
  }
  throw new Error('the file was accepted');
}

const row = {
  network: 'eth',
  address: EVM,
  entity: 'Acme',
  type: 'CEX',
  source: 'https://example.org',
  date: '2024-08-02',
  confidence: 0.9,
};
const forms: readonly [string, string][] = [
  ['CSV', `${HEADER}\n${GOOD}\n`],
  ['a byte order mark and CRLF', `\uFEFF${HEADER}\r\n${GOOD}\r\n`],
  ['semicolons', `${HEADER}\n${GOOD}`.replaceAll(',', ';')],
  ['tabs', `${HEADER}\n${GOOD}`.replaceAll(',', '\t')],
  ['quotes', `${HEADER}\n${GOOD.replace(/[^,]+/g, '"$&"')}\n`],
  ['comments and blank lines', `# who, when\n\n${HEADER}\n# group\n${GOOD}\n\n,,,,,,\n`],
  ['a JSON array', JSON.stringify([row])],
  [
    'a JSON object with labels',
    JSON.stringify({ made: 'by hand', notes: [{ a: 1 }], labels: [row] }, null, 2),
  ],
  ['unix seconds', `${HEADER}\n${GOOD.replace('2024-08-02', '1722556800')}\n`],
  ['per cent', `${HEADER}\n${GOOD.replace('0.9', '90%')}\n`],
];

test.each(forms)('%s: the same label', (_, text) => {
  expect(read(text)).toEqual({ labels: [ACME], refused: [] });
  expect(read(new TextEncoder().encode(text))).toEqual({ labels: [ACME], refused: [] });
});

test('every alias in the table is read as its column', () => {
  const cells: Record<string, string> = {
    chain: 'eth',
    address: EVM,
    entity: 'Acme',
    category: 'cex',
    source: 'someone',
    url: 'https://example.org',
    date: '2024-08-02',
    confidence: '1',
    role: 'cold-wallet',
    valid_from: '2020-01-01',
    valid_to: '2021-01-01',
  };
  const names = labelColumns.map(({ name }) => name);
  const values = names.map((name) => cells[name]).join(',');
  const expected = read(`${names.join(',')}\n${values}`);
  expect(expected.labels).toHaveLength(1);
  expect(Object.keys(expected.labels[0] ?? {})).toHaveLength(12);
  for (const { name, aliases } of labelColumns) {
    for (const alias of aliases) {
      const header = names.map((other) =>
        other === name ? alias.toUpperCase().replaceAll('_', ' ') : other,
      );
      expect(read(`${header.join(',')}\n${values}`), alias).toEqual(expected);
    }
  }
});

test('a column that stands twice in the header is refused, whichever would count; two names of one column are not', () => {
  for (const header of [
    'address,name,address',
    'address,name,NAME',
    'address,name,source,Source ',
    'address,name,e,tag,tag',
  ])
    expect(refusal(`${header}\n${BTC},${'x,'.repeat(header.split(',').length - 2)}x\n`).message).toMatch(
      /line 1, its header: the column \w+ stands there twice/,
    );
  expect(read(`address,name,label,x,x\n${BTC},One,Two,3,4\n`).labels[0]?.entity).toBe('One');
});

test('no two columns share a name', () => {
  const names = labelColumns.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['', '', 'file:mine.csv', undefined],
  ['', 'https://example.org/1', 'https://example.org/1', 'https://example.org/1'],
  ['court', 'https://example.org/1', 'court', 'https://example.org/1'],
  ['court', '', 'court', undefined],
  ['https://example.org/1', '', 'https://example.org/1', 'https://example.org/1'],
  ['https://example.org/1', 'https://archive.org/2', 'https://example.org/1', 'https://archive.org/2'],
  ['see https://example.org/1', '', 'see https://example.org/1', undefined],
  // As it was given: it is the page that makes a link of nothing else than a link.
  ['court', 'javascript:alert(1)', 'court', 'javascript:alert(1)'],
])('source "%s", url "%s": %s says so, at %s', (source, url, who, where) => {
  const [label] = read(`chain,address,name,source,url\nbtc,${BTC},Acme,${source},${url}`).labels;
  expect([label?.source, label?.url]).toEqual([who, where]);
});

test('the link of a known file is of its rows that name no source of their own', () => {
  const file = (text: string) => readLabels(text, 'sanctioned_addresses_XBT.txt').labels[0];
  expect(file(`${BTC}\n`)).toMatchObject({
    source: 'OFAC SDN',
    url: 'https://sanctionslist.ofac.treas.gov/',
  });
  const own = file(`address,name,source\n${BTC},Acme,court\n`);
  expect([own?.source, own?.url]).toEqual(['court', undefined]);
});

test('a last day without a time of day is whole', () => {
  const [label] = read(
    `chain,address,name,valid_from,valid_to\nbtc,${BTC},Acme,2022-08-08,2025-03-21`,
  ).labels;
  // date -u -d '2022-08-08' +%s; date -u -d '2025-03-21 23:59:59' +%s
  expect([label?.validFrom, label?.validTo]).toEqual([1_659_916_800, 1_742_601_599]);
});

test('chains the program does not know and bech32 in capitals are kept in their inside form', () => {
  const { labels } = read(
    'chain,address,name\nosmosis,OsmO1,A\nbitcoin,BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4,B\ntron,TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t,C',
  );
  expect(labels.map(({ chain, address }) => [chain, address])).toEqual([
    ['list:osmosis', 'OsmO1'],
    ['bip122:000000000019d6689c085ae165831e93', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['tron:0x2b6653dc', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ]);
});

test('hostile text is kept raw: escaping belongs to where it is shown', () => {
  const name = '=HYPERLINK(1) <script> \u001b[31m';
  expect(read(`chain,address,name\nbtc,${BTC},${name}`).labels[0]?.entity).toBe(name);
});

const broken: readonly [string, string, string][] = [
  ['a cell too few', `ethereum,${EVM},Acme`, 'it has 3 cells under a header of 7'],
  ['a cell too many', `${GOOD},`, 'it has 8 cells under a header of 7'],
  ['no chain', GOOD.replace('ethereum', ''), 'its chain is empty'],
  ['a chain that is no word', GOOD.replace('ethereum', 'a b'), 'its chain is no name of a chain'],
  ['no name', GOOD.replace('Acme', ''), 'its name is empty'],
  ['no address', GOOD.replace(EVM, ''), 'its address is empty'],
  ['a cut address', GOOD.replace(EVM, EVM.slice(0, 30)), 'its address has not the form of one of ethereum'],
  [
    'an address of another chain',
    GOOD.replace('ethereum', 'bitcoin'),
    'its address has not the form of one of bitcoin',
  ],
  [
    'a date that is none',
    GOOD.replace('2024-08-02', '02.08.24'),
    'its date is neither a date such as 2024-08-02 nor unix seconds',
  ],
  ['a confidence that is none', GOOD.replace('0.9', 'high'), 'its confidence is no number from 0 to 1'],
  ['a confidence above 1', GOOD.replace('0.9', '1.5'), 'its confidence is no number from 0 to 1'],
  ['a quote that does not close', GOOD.replace('Acme', '"Acme'), 'its quotes do not close'],
  ['a stray quote', GOOD.replace('Acme', 'A"c"me'), 'its quotes cannot be read'],
  [
    'more than a megabyte in a line',
    GOOD.replace('Acme', 'A'.repeat(1_000_001)),
    'the line is longer than 1000000 characters',
  ],
];

test.each(broken)('%s: the row is named by its line, the rest loads', (_, bad, why) => {
  const { labels, refused } = read(`${HEADER}\n${GOOD}\n${bad}\n${GOOD}\n`);
  expect(labels).toEqual([ACME, ACME]);
  expect(refused).toEqual([{ line: 3, why }]);
});

test('a name over several lines is one label, and lines are counted on', () => {
  const { labels, refused } = read(`${HEADER}\n${GOOD.replace('Acme', '"Ac\nme"')}\nbroken\n`);
  expect(labels.map(({ entity }) => entity)).toEqual(['Ac\nme']);
  expect(refused.map(({ line }) => line)).toEqual([4]);
});

test('two stray quotes in two records do not swallow the records between them', () => {
  const stray = GOOD.replace('Acme', 'A"cme');
  const { labels, refused } = read(`${HEADER}\n${stray}\n${GOOD}\n${stray}\n${GOOD}\n`);
  expect(labels).toEqual([ACME, ACME]);
  expect(refused.map(({ line }) => line)).toEqual([2, 4]);
});

test('a key in the place of an address is not shown', () => {
  const key = 'e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262';
  const { refused } = read(`${HEADER}\n${GOOD.replace(EVM, key)}\n`);
  expect(refused).toHaveLength(1);
  expect(JSON.stringify(refused)).not.toContain(key.slice(0, 8));
});

test('broken items of a JSON file are named by the line where they begin', () => {
  const text = `{
  "comment": "labels [ { \\" ",
  "other": [ { "labels": 1 } ],
  "labels": [
    { "chain": "btc", "address": "${BTC}", "name": "A, [b] {c} \\"d\\"" },
    { "chain": "btc",
      "address": "${BTC}" },
    7, null,
    { "chain": "btc", "address": "${BTC}", "name": ["x"] },
    { "chain": "btc", "address": "${BTC}", "name": "B" }
  ],
  "more": [ {} ]
}`;
  const { labels, refused } = read(text);
  expect(labels.map(({ entity }) => entity)).toEqual(['A, [b] {c} "d"', 'B']);
  expect(refused).toEqual([
    { line: 6, why: 'it has no entity' },
    { line: 8, why: 'it is no JSON object' },
    { line: 8, why: 'it is no JSON object' },
    { line: 9, why: 'its entity is neither text nor number' },
  ]);
});

test('an item of more than a megabyte is refused, not the file on one line', () => {
  const item = (name: string) => ({ chain: 'btc', address: BTC, name });
  const { labels, refused } = read(JSON.stringify([item('A'), item('x'.repeat(1_000_001)), item('B')]));
  expect(labels.map(({ entity }) => entity)).toEqual(['A', 'B']);
  expect(refused).toEqual([{ line: 1, why: 'it is longer than 1000000 characters' }]);
});

test.each([
  ['half a JSON file', JSON.stringify([row]).slice(0, -3)],
  ['JSON without labels', '{"entries":[]}'],
  ['an empty file', ' \n'],
  ['a page of HTML', '<!DOCTYPE html>\n<html>'],
  ['a header without addresses', 'chain,name\nbtc,A\n'],
  ['a binary file', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe)],
  ['UTF-16', new Uint8Array(Buffer.from(`${HEADER}\n${GOOD}\n`, 'utf16le'))],
])('%s is refused as a whole', (_, text) => {
  const error = refusal(text);
  expect(error.code).toBe('labels-unreadable');
  expect(error.message).toContain('mine.csv');
});

test('a header alone and an empty array hold no labels', () => {
  expect(read(`${HEADER}\n`)).toEqual({ labels: [], refused: [] });
  expect(read('[]')).toEqual({ labels: [], refused: [] });
});
