// Movements out of the value that a cluster makes of each (cluster-packed.ts), from bytes written here by hand. That a server
// writes them so: test/cluster/packed.test.ts.
import { expect, test } from 'vitest';
import { unpacked } from '../../../src/chains/warehouse/cluster-packed.ts';
import type { ChainId } from '../../../src/model/chain.ts';

const CHAIN = 'x' as ChainId;
const NONE = '0000000000000080';
const FIRST = [
  ...['01', 'fe', '2a000000', '01000000', '03000000'], // dir 1, sink -2, batch 42, legs 1, version 3
  ...['0001000000000000', 'ffffffffffffffff', '0000000000000000'], // height 256, time -1, slot 0
  ...[NONE, '0700000000000000', '01 78'], // no place, ord 7, chain x
  ...['02 01ab', '01 02', '02 03cd', '09 010000000000000000'], // 0xab, nobody, x/erc20:0xcd, 2^64
].join(' ');
const SECOND = [
  ...['00', '00', '01000000', 'ffffffff', 'ff000000'], // dir 0, sink 0, batch 1, legs 2^32 - 1, version 255
  ...['ffffffffffff1f00', 'ffffffff00000000', '0000000000010000'], // height 2^53 - 1, time 2^32 - 1, slot 2^40
  ...['0000000000000000', 'fbffffffffffffff', '01 78'], // place 0, ord -5, chain x
  ...['03 02abcd', `ff 0000012d 00${'7a'.repeat(300)}`, '02 0055', '00'], // abcd, 300 z, U, 0
].join(' ');

const of = (wallet: string, move: string): string => {
  const name = Buffer.from(wallet);
  return `${name.length.toString(16).padStart(2, '0')} ${name.toString('hex')} ${move}`;
};
const together = (...hex: readonly string[]): Buffer => Buffer.from(hex.join('').replaceAll(' ', ''), 'hex');

const ONE = {
  ...{ tx: '0xab', peer: '', asset: 'x/erc20:0xcd', height: 256, time: -1, slot: 0, dir: 1, sink: -2 },
  ...{ legs: 1, version: 3, amount: 2n ** 64n, place: undefined, ord: 7 },
};
const TWO = {
  ...{ tx: 'abcd', peer: 'z'.repeat(300), asset: 'U', height: 2 ** 53 - 1, time: 2 ** 32 - 1 },
  ...{ slot: 2 ** 40, dir: 0, sink: 0, legs: 2 ** 32 - 1, version: 255, amount: 0n, place: 0, ord: -5 },
};

test('movements come out one by one, by wallet', () => {
  expect(unpacked(CHAIN, together(of('W', FIRST), of('é', FIRST), of('W', SECOND)))).toEqual([
    { wallet: 'W', legs: [ONE, TWO] },
    { wallet: 'é', legs: [ONE] },
  ]);
  expect(unpacked(CHAIN, Buffer.of())).toEqual([]);
});
test('amounts come out whole, of whatever length', () => {
  const amounts = Array.from({ length: 257 }, (_, bits) => 2n ** BigInt(bits) - 1n);
  const moves = amounts.map((amount) => {
    const hex = amount === 0n ? '' : amount.toString(16);
    const bytes = hex.length % 2 === 0 ? hex : `0${hex}`;
    const length = (bytes.length / 2).toString(16).padStart(2, '0');
    return FIRST.replace('09 010000000000000000', `${length}${bytes}`);
  });
  const [{ legs } = { legs: [] }] = unpacked(CHAIN, together(...moves.map((move) => of('W', move))));
  expect(legs.map(({ amount }) => amount)).toEqual(amounts);
});

test('assets are told apart that end alike, or begin alike', () => {
  const texts = ['03cd', '03abcd', '02abcdef0123', '0201cdef0123', '02abcdef01', '03abcdef0123', '0055'];
  const moves = [...texts, ...texts].map((text) =>
    FIRST.replace('02 03cd', `${(text.length / 2).toString(16).padStart(2, '0')}${text}`),
  );
  const [{ legs } = { legs: [] }] = unpacked(CHAIN, together(...moves.map((move) => of('W', move))));
  const told = [
    'x/erc20:0xcd',
    'x/erc20:0xabcd',
    'abcdef0123',
    '01cdef0123',
    'abcdef01',
    'x/erc20:0xabcdef0123',
  ];
  expect(legs.map(({ asset }) => asset)).toEqual([...told, 'U', ...told, 'U']);
});

test('an answer that is cut off anywhere is an error', () => {
  const bytes = together(of('W', SECOND));
  for (let length = 1; length < bytes.length; length += 1)
    expect(() => unpacked(CHAIN, bytes.subarray(0, length))).toThrow(SyntaxError);
});

test('so is a text that begins as none does', () => {
  const bytes = together(of('W', FIRST.replace('02 03cd', '02 04cd')));
  expect(() => unpacked(CHAIN, bytes)).toThrow(SyntaxError);
});
