import { expect, test } from 'vitest';
import { categoryOf, categoryWords } from '../../src/labels/categories.ts';
import { endpointCategories } from '../../src/model/label.ts';

test.each([
  ['cex', 'exchange'],
  ['Exchange Wallet', 'exchange'],
  ['exchange', 'exchange'],
  ['Deposit Address', 'deposit'],
  ['mixing_service', 'mixer'],
  ['Tornado', 'mixer'],
  ['coinjoin', 'mixer'],
  ['sanction', 'sanctioned'],
  ['OFAC', 'sanctioned'],
  ['defi_lending', 'lending'],
  ['defi/dex', 'dex'],
  ['ponzi_scheme', 'scam'],
  ['service_hack', 'hack'],
])('%s is %s', (word, own) => {
  expect(categoryOf(word)).toBe(own);
});

test('a category nobody here knows is kept, in lower case with dashes', () => {
  expect(categoryOf(' Charity  Fund ')).toBe('charity-fund');
  expect(categoryOf('constructor')).toBe('constructor');
  expect(categoryOf('')).toBe('unknown');
});

test('every category that ends a trace is in the table, and no word stands for two', () => {
  for (const category of endpointCategories) expect(Object.keys(categoryWords)).toContain(category);
  const words = Object.entries(categoryWords).flatMap(([own, others]) => [own, ...others]);
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(categoryOf(categoryOf(word))).toBe(categoryOf(word));
});
