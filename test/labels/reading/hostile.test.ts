// Packs made to do harm: each is refused or does nothing, names its place, and costs bounded memory and time.
import { expect, test } from 'vitest';
import { readPack } from '../../../src/labels/reading/read-pack.ts';
import { forTerminal } from '../../../src/report/escape.ts';

const BTC = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const BTC2 = 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls';
const MEGABYTE = 1 << 20;

function bytesOf(...texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => new TextEncoder().encode(text));
}

function readAll(given: Iterable<Uint8Array> | (() => Iterable<Uint8Array>), name: string) {
  const bytes = typeof given === 'function' ? given : () => given;
  const entities: string[] = [];
  const refused: { line: number; why: string }[] = [];
  for (const row of readPack(bytes, { name })) {
    if ('labels' in row) entities.push(...row.labels.map(({ entity }) => entity));
    else if ('why' in row) refused.push(row);
  }
  return { entities, refused };
}

const HEADER = 'title: T\ncreator: C\ncurrency: BTC\nlabel: Good\nsource: https://example.org\ntags:\n';
const GOOD = `- address: ${BTC}\n`;

const bad: readonly [string, string, string][] = [
  [
    'a tag that makes an object',
    `- address: ${BTC2}\n  label: !!python/object/apply:os.system ["true"]\n`,
    'its YAML carries a tag that is not for text',
  ],
  [
    'a tag that is a function',
    `- address: ${BTC2}\n  label: !!js/function "function () { throw 1 }"\n`,
    'its YAML carries a tag that is not for text',
  ],
  [
    'an alias',
    `- address: ${BTC2}\n  label: &a Bad\n  source: *a\n`,
    'its YAML holds an alias, or is nested too deep',
  ],
  ['a key twice', `- address: ${BTC2}\n  label: A\n  label: B\n`, 'its YAML cannot be read: DUPLICATE_KEY'],
  ['quotes that do not close', `- address: ${BTC2}\n  label: "A\n`, 'its YAML cannot be read: MISSING_CHAR'],
  [
    'nesting without end',
    `- address: ${BTC2}\n  label: ${'['.repeat(20_000)}\n`,
    'its YAML cannot be read: RESOURCE_EXHAUSTION',
  ],
  ['an address that is a map', `- address: {a: b}\n  label: A\n`, 'its address is no text'],
  [
    'an item of more than a megabyte',
    `- address: ${BTC2}\n  label: ${'A'.repeat(MEGABYTE)}\n`,
    'it is longer than 1000000 characters',
  ],
  [
    'an item that begins with more than a megabyte',
    `- label: ${'A'.repeat(MEGABYTE)}\n  address: ${BTC2}\n`,
    'it is longer than 1000000 characters',
  ],
  [
    'a name in look-alike letters',
    `- address: ${BTC2}\n  label: B\u0456nance\n`,
    'its name mixes Latin letters with ones of another script that look like them',
  ],
  [
    'a known name in letters of another script',
    `- address: ${BTC2}\n  label: \u041e\u041a\u0425\n`,
    'its name is a known one spelt in other letters',
  ],
  [
    'a known name with an accent, or a letter without its dot',
    `- address: ${BTC2}\n  label: "Kra\u0137en"\n- address: ${BTC2}\n  label: "B\u0131nance 14"\n`,
    'its name is a known one spelt in other letters',
  ],
  [
    'a name in full width, or in bold',
    `- address: ${BTC2}\n  label: "\uff22inance"\n- address: ${BTC2}\n  label: "\u{1d401}itget"\n`,
    'its name is written in a second form of Latin letters',
  ],
  [
    'a name with letters that are not seen',
    `- address: ${BTC2}\n  label: "Bina\u3164nce"\n- address: ${BTC2}\n  label: "Kraken\u115f"\n`,
    'its name holds letters that are not seen',
  ],
  [
    'a known name in letters of another script, a space of no width between them',
    `- address: ${BTC2}\n  label: "\u041e\u200b\u041a\u0425"\n`,
    'its name is a known one spelt in other letters',
  ],
];

test.each(bad)('a TagPack with %s: that tag is refused, the others load', (_, item, why) => {
  const { entities, refused } = readAll(bytesOf(`${HEADER}${GOOD}${item}${GOOD}`), 'x.yaml');
  expect(entities).toEqual(['Good', 'Good']);
  const lines = [...item.matchAll(/^- /gm)].map((_, index) => 8 + 2 * index);
  expect(refused).toEqual(lines.map((line) => ({ line, why })));
});

test('what turns a name around, or takes no room in it, is kept, and shown by its number', () => {
  const names = ['\u202eecnaniB', 'Bina\u200bnce'];
  const { entities, refused } = readAll(
    bytesOf(`address,name\n${BTC},${names[0]}\n${BTC2},${names[1]}\n`),
    'x.csv',
  );
  expect({ entities, refused }).toEqual({ entities: names, refused: [] });
  expect(entities.map(forTerminal)).toEqual(['\\u{202e}ecnaniB', 'Bina\\u{200b}nce']);
});

test.each([
  'T\u00fcrk K\u0131z\u0131lay',
  'Sauvage \u00c9ditions',
  '\u6bd4\u7279\u5e01',
  'Austral (\u20b3)',
  '\u062f\u0631\u062e\u0634\u0627\u0646 \u0639\u0644\u06cc\u200c\u0631\u0636\u0627',
  'MEV Bot: 0x4ca\u20266F9',
  '\u041a\u0430\u0440\u0430\u0441\u0430\u0432\u0438\u0434\u0438',
])('a name in letters of its own language is a name: %s', (name) => {
  expect(readAll(bytesOf(`address,name\n${BTC},${name}\n`), 'x.csv')).toEqual({
    entities: [name],
    refused: [],
  });
});

test('a YAML bomb in the header is refused as a whole', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${`*${String.fromCharCode(97 + index)}, `.repeat(9)}]`).join('\n')}\n`;
  expect(() => readAll(bytesOf(bomb + HEADER + GOOD), 'x.yaml')).toThrow(
    'its header: its YAML holds an alias',
  );
});

test.each(['tags:\n- address: x', '"tags": []', 'actors:', '---', '...', '---\nlabel: Other'])(
  'a TagPack that goes on after its tags with %j is refused: what that means for those before nobody says',
  (more) => {
    expect(() => readAll(bytesOf(`${HEADER}${GOOD}${more}\n`), 'x.yaml')).toThrow(
      'line 8: the file goes on after its list',
    );
  },
);

test.each([
  ['a field of the header again', 'label: Other\n', 'its header: its YAML cannot be read: DUPLICATE_KEY'],
  ['the same in quotes', '"label": Other\n', 'its header: its YAML cannot be read: DUPLICATE_KEY'],
  ['an alias', 'abuse: *a\n', 'its header: its YAML holds an alias'],
  ['a function', 'abuse: !!js/function "x"\n', 'its header: its YAML carries a tag'],
  ['more than a megabyte', `abuse: ${'a'.repeat(MEGABYTE)}\n`, 'longer than 1000000 characters'],
  [
    'more than a megabyte in lines',
    'abuse:\n'.padEnd(MEGABYTE, '- word\n'),
    'longer than 1000000 characters',
  ],
])('a TagPack that has after its tags %s is refused as a whole', (_, more, why) => {
  expect(() => readAll(bytesOf(HEADER, GOOD, more), 'x.yaml')).toThrow(why);
});

test.each([
  ['an alias', '[&a {address: x}, *a]', 'its list: its YAML holds an alias'],
  ['a function', '[{address: x, label: !!js/function "x"}]', 'its list: its YAML carries a tag'],
  ['an object', '!!python/object/apply:os.system [ls]', 'its list: its YAML carries a tag'],
  ['a bracket that does not close', '[{address: x}', 'its list: its YAML cannot be read'],
  ['nesting without end', '['.repeat(20_000), 'its list: its YAML cannot be read: RESOURCE_EXHAUSTION'],
  ['no list in it', '{address: x}', 'its `tags:` or `actors:` is no list'],
  ['more than a megabyte', `[${'{address: x}, '.repeat(100_000)}]`, 'longer than 1000000 characters'],
  [
    'more than a megabyte in lines',
    `[\n${' {address: x},\n'.repeat(100_000)}]`,
    'longer than 1000000 characters',
  ],
])('tags in brackets with %s are refused as a whole', (_, list, why) => {
  expect(() => readAll(bytesOf(HEADER.replace('tags:\n', `tags: ${list}\n`)), 'x.yaml')).toThrow(why);
});

test('a TagPack whose fields are sorted by name ends with its title: no tag is changed by it', () => {
  const { entities, refused } = readAll(
    bytesOf(`creator: C\ncurrency: BTC\nlabel: Good\nsource: s\ntags:\n${GOOD}title: T\n  and more\n`),
    'x.yaml',
  );
  expect({ entities, refused }).toEqual({ entities: ['Good'], refused: [] });
});

test.each([
  [
    'entities that multiply',
    '<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sdnList><sdnEntry><lastName>&b;</lastName></sdnEntry></sdnList>',
    'it declares a document type',
  ],
  [
    'an external entity',
    '<!DOCTYPE sdnList SYSTEM "file:///etc/passwd"><sdnList/>',
    'it declares a document type',
  ],
  [
    'an entity that nobody defined',
    '<sdnList><sdnEntry><lastName>&x;</lastName></sdnEntry></sdnList>',
    'it is no whole XML',
  ],
  ['half of the file', '<sdnList><sdnEntry><lastName>A</lastName>', 'it is no whole XML'],
  ['another root', '<html><body/></html>', 'its XML is no OFAC list'],
  ['nesting without end', `<sdnList>${'<a>'.repeat(100_000)}`, 'its XML is nested too deep'],
])('XML with %s is refused as a whole', (_, text, why) => {
  expect(() => readAll(bytesOf(text), 'sdn.xml')).toThrow(why);
});

/** A gigabyte without a line end. */
function* gigabyte(before: string, after: string): Generator<Uint8Array> {
  yield* bytesOf(before);
  const piece = new Uint8Array(MEGABYTE).fill(65);
  for (let at = 0; at < 1024; at += 1) yield piece;
  yield* bytesOf(after);
}

test('a line of a gigabyte costs one row, and no memory to speak of', () => {
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const text = `address,name\n${BTC},Good\n`;
  const { entities, refused } = readAll(gigabyte(text, `\n${BTC2},Second\n`), 'x.csv');
  expect(entities).toEqual(['Good', 'Second']);
  expect(refused).toEqual([{ line: 3, why: 'the line is longer than 1000000 characters' }]);
  expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(
    200 * MEGABYTE,
  );
}, 60_000);

test('in a TagPack, which is gone through twice, too', () => {
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const tags = () => gigabyte(`${HEADER}${GOOD}- address: ${BTC2}\n  label: `, `\n${GOOD}`);
  const { entities, refused } = readAll(tags, 'x.yaml');
  expect(entities).toEqual(['Good', 'Good']);
  expect(refused).toEqual([{ line: 8, why: 'it is longer than 1000000 characters' }]);
  expect(() => readAll(() => gigabyte(`${HEADER}${GOOD}title2: `, '\n'), 'x.yaml')).toThrow('longer than');
  expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(
    200 * MEGABYTE,
  );
}, 120_000);

test('a gigabyte between two tags, and a JSON object of a gigabyte, are refused before they are held; in a JSON list it is one row', () => {
  let read = 0;
  function* counted(bytes: Iterable<Uint8Array>): Generator<Uint8Array> {
    for (const piece of bytes) {
      read += piece.length;
      yield piece;
    }
  }
  expect(() => readAll(counted(gigabyte('<sdnList><a>', '</a></sdnList>')), 'sdn.xml')).toThrow(
    'more than 1000000 characters stand between two of its tags',
  );
  expect(read).toBeLessThan(4 * MEGABYTE);
  read = 0;
  expect(() => readAll(counted(gigabyte('{"', '":1}')), 'x.json')).toThrow('it is larger than 64 MB');
  expect(read).toBeLessThan(70 * MEGABYTE);
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const good = JSON.stringify({ address: BTC, name: 'Good' });
  const { entities, refused } = readAll(gigabyte(`[${good},\n"`, `",\n${good}]`), 'x.json');
  expect(entities).toEqual(['Good', 'Good']);
  expect(refused).toEqual([{ line: 2, why: 'it is longer than 1000000 characters' }]);
  expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(
    200 * MEGABYTE,
  );
}, 120_000);

test('a formula is a name like any other: kept as it is, neutral where it is written', () => {
  const { entities } = readAll(bytesOf(`address,name\n${BTC},=cmd|' /C calc'!A0\n${BTC2},'=1+1\n`), 'x.csv');
  expect(entities).toEqual(["=cmd|' /C calc'!A0", '=1+1']);
});

test('a file cut in the middle of its last row loses that row alone', () => {
  const whole = `address,name,source\n${BTC},Good,s\n${BTC2},Second,s\n`;
  const { entities, refused } = readAll(bytesOf(whole.slice(0, -9)), 'x.csv');
  expect(entities).toEqual(['Good']);
  expect(refused).toEqual([{ line: 3, why: 'it has 2 cells under a header of 3' }]);
});
