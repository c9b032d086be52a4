import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelBook } from '../../src/labels/book.ts';
import { BUILT_IN } from '../../src/labels/built-in.ts';
import type { Address } from '../../src/model/address.ts';
import { BITCOIN, ETHEREUM } from '../../src/model/chain.ts';
import type { Label } from '../../src/model/label.ts';

const ADDRESS = `0x${'a'.repeat(40)}` as Address;
const OTHER = `0x${'b'.repeat(40)}` as Address;

function label(more: Partial<Label>): Label {
  return {
    chain: ETHEREUM,
    address: ADDRESS,
    entity: 'A',
    category: 'exchange',
    source: 's',
    pack: 'f.csv',
    ...more,
  };
}

test('labels are found by chain and address, and by nothing else', () => {
  const own = label({});
  const book = labelBook([
    own,
    label({ address: OTHER, entity: 'B' }),
    label({ chain: BITCOIN, entity: 'C' }),
  ]);
  expect(book.of(ETHEREUM, ADDRESS)).toEqual([own]);
  expect(book.best(BITCOIN, ADDRESS)?.entity).toBe('C');
  expect(book.of(BITCOIN, OTHER)).toEqual([]);
  expect(book.best(BITCOIN, OTHER)).toBeUndefined();
});

test('files go before the built-in pack, then date, confidence and source decide', () => {
  const ranked = [
    label({ entity: 'newest', date: 30 }),
    label({ entity: 'sure', date: 20, confidence: 0.9 }),
    label({ entity: 'less sure', date: 20, confidence: 0.1 }),
    label({ entity: 'date alone', date: 20 }),
    label({ entity: 'no date', confidence: 1 }),
    label({ entity: 'source b', source: 'b' }),
    label({ entity: 'built in', pack: BUILT_IN, date: 99, confidence: 1 }),
  ];
  const book = labelBook(ranked.toReversed());
  expect(book.of(ETHEREUM, ADDRESS).map(({ entity }) => entity)).toEqual(ranked.map(({ entity }) => entity));
});

test('a label holds from its first to its last moment, both included', () => {
  const early = label({ entity: 'early', validTo: 100 });
  const late = label({ entity: 'late', validFrom: 101, validTo: 200 });
  const always = label({ entity: 'always' });
  const book = labelBook([early, late, always]);
  const at = (time?: number) => book.of(ETHEREUM, ADDRESS, time).map(({ entity }) => entity);
  expect(at(0)).toEqual(['always', 'early']);
  expect(at(100)).toEqual(['always', 'early']);
  expect(at(101)).toEqual(['always', 'late']);
  expect(at(200)).toEqual(['always', 'late']);
  expect(at(201)).toEqual(['always']);
  expect(at()).toEqual(['always', 'early', 'late']);
});

test('a contradiction is kept, the same label said twice stands once', () => {
  const book = labelBook([label({}), label({}), label({ entity: 'B' })]);
  expect(book.of(ETHEREUM, ADDRESS).map(({ entity }) => entity)).toEqual(['A', 'B']);
});

test('packs tell their rows, their newest date and the hash of the file', () => {
  const book = labelBook(
    [
      label({ pack: BUILT_IN }),
      label({ pack: 'z.csv', date: 5 }),
      label({ pack: 'z.csv', date: 7 }),
      label({ pack: 'a.csv' }),
    ],
    { hashes: new Map([['a.csv', 'ab12']]) },
  );
  expect(book.packs()).toEqual([
    { pack: 'a.csv', rows: 1, sha256: 'ab12' },
    { pack: 'z.csv', rows: 2, newest: 7 },
    { pack: BUILT_IN, rows: 1 },
  ]);
});

test('the order in which labels were read never matters', () => {
  const some = fc.record(
    {
      entity: fc.constantFrom('A', 'B'),
      source: fc.constantFrom('s', 't'),
      pack: fc.constantFrom('f.csv', 'g.csv', BUILT_IN),
      category: fc.constantFrom('exchange', 'scam'),
      date: fc.constantFrom(1, 2),
      confidence: fc.constantFrom(0, 0.5),
      role: fc.constantFrom('hot-wallet', 'deposit'),
      validFrom: fc.constantFrom(1, 2),
      validTo: fc.constantFrom(8, 9),
    },
    { requiredKeys: ['entity', 'source', 'pack', 'category'] },
  );
  const shuffled = fc
    .array(some, { maxLength: 12 })
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      const [a, b] = [one, other].map((rows) => labelBook(rows.map(label)));
      expect(b?.of(ETHEREUM, ADDRESS)).toEqual(a?.of(ETHEREUM, ADDRESS));
      expect(b?.packs()).toEqual(a?.packs());
    }),
    { numRuns: 300 },
  );
});
