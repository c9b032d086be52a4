import { expect, test } from 'vitest';
import { parseTronAddress } from '../../../src/chains/tron/address.ts';
import { KnownError } from '../../../src/model/errors.ts';

/** USDT's contract in its two forms (shared/reference/apis.md §11). */
const BASE58 = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const HEX = '41a614f803b6fd780986a42c78ec9c7f77e6ded13c';

test.each([BASE58, HEX, HEX.toUpperCase(), `0x${HEX}`, ` ${BASE58}\n`])('%s is that address', (text) => {
  expect(parseTronAddress(text)).toBe(BASE58);
});

test('the zero address in hex is the one known in base58', () => {
  expect(parseTronAddress(`41${'0'.repeat(40)}`)).toBe('T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb');
});

function refusal(text: string): KnownError {
  try {
    parseTronAddress(text);
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test.each([
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u', /checksum/],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6', /33 characters/],
  ['TR7NHq…Lj6t', /shortened/],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj0t', /base58/],
  ['41a614f803b6fd780986a42c78ec9c7f77e6ded1', /40 hex digits/],
  ['0xa614f803b6fd780986a42c78ec9c7f77e6ded13c', /Ethereum/],
  ['bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls', /Bitcoin/],
  ['', /empty/],
])('%s is refused with the reason', (text, why) => {
  expect(refusal(text)).toMatchObject({ code: 'bad-address', exit: 2 });
  expect(refusal(text).message).toMatch(why);
});

test('what may be a secret is not repeated', () => {
  const key = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
  const error = refusal(key);
  expect(error.code).toBe('secret-pasted');
  expect(JSON.stringify([error.message, error.facts, error.hint])).not.toContain(key.slice(0, 12));
});
