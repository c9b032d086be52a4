// Movements out of the value that a cluster makes of each (cluster-packed.ts), from bytes written here by hand. That a server
// writes them so: test/cluster/packed.test.ts.
import { expect, test } from 'vitest';
import { clusterHistories } from '../../../src/chains/warehouse/cluster-histories.ts';
import type { ClusterWarehouse } from '../../../src/chains/warehouse/cluster-open.ts';
import { unpacked } from '../../../src/chains/warehouse/cluster-packed.ts';
import type { ChainId } from '../../../src/model/chain.ts';

const CHAIN = 'x' as ChainId;
const FIRST = [
  ...['02 01ab', '01 02', '02 03cd'], // 0xab, nobody, x/erc20:0xcd
  ...['02 0100', '08 ffffffffffffffff', '00'], // height 256, time -1, slot 0
  ...['01 01', '08 fffffffffffffffe', '01 01', '01 03'], // dir 1, sink -2, legs 1, version 3
  ...['09 010000000000000000', '01 00', '01 07'], // amount 2^64, no place, ord 7
].join(' ');
const SECOND = [
  ...['03 02abcd', `ff 0000012d 00${'7a'.repeat(300)}`, '02 0055'], // abcd, 300 z, U
  ...['07 1fffffffffffff', '04 ffffffff', '06 010000000000'], // height 2^53 - 1, time 2^32 - 1, slot 2^40
  ...['00', '00', '04 ffffffff', '01 ff', '00', '00', '00'], // dir 0, sink 0, legs 2^32 - 1, version 255, amount, place, ord 0
].join(' ');

const together = (...hex: readonly string[]): string =>
  Buffer.from(hex.join('').replaceAll(' ', ''), 'hex').toString('base64');

test('movements come out one by one', () => {
  expect(unpacked(CHAIN, together(FIRST, SECOND))).toEqual([
    {
      ...{ tx: '0xab', peer: '', asset: 'x/erc20:0xcd', height: 256, time: -1, slot: 0, dir: 1, sink: -2 },
      ...{ legs: 1, version: 3, amount: 2n ** 64n, place: undefined, ord: 7 },
    },
    {
      ...{ tx: 'abcd', peer: 'z'.repeat(300), asset: 'U', height: 2 ** 53 - 1, time: 2 ** 32 - 1 },
      ...{ slot: 2 ** 40, dir: 0, sink: 0, legs: 2 ** 32 - 1, version: 255, amount: 0n, place: 0, ord: 0 },
    },
  ]);
  expect(unpacked(CHAIN, '')).toEqual([]);
});

test('a movement that is cut off anywhere is an error', () => {
  const bytes = Buffer.from(together(SECOND), 'base64');
  for (let length = 1; length < bytes.length; length += 1)
    expect(() => unpacked(CHAIN, bytes.subarray(0, length).toString('base64'))).toThrow();
});

test('movements that contradict the heights that are told beside them are an error', async () => {
  const told = (heights: string) =>
    clusterHistories(
      {
        cluster: { name: { database: 'd' }, rows: async () => [['W', heights, together(FIRST)]] },
        told: 'true',
      } as unknown as ClusterWarehouse,
      CHAIN,
    ).ofWallets(['W'], -1, 1_000);
  expect((await told('256')).map(({ move }) => move.height)).toEqual([256]);
  await expect(told('255')).rejects.toMatchObject({ code: 'cluster-failed' });
});
