// The two kinds of deposit address of the reuters case, as the adapters of Ethereum and Bitcoin read them, with the labels of the
// account left out. Sums are added up by hand from fixtures/cases/reuters/world.txt.
import { expect, test } from 'vitest';
import { walletSchema } from '../../src/report/wallet/schema.ts';
import { cli } from '../support/cli.ts';

async function deposit(address: string, ...more: readonly string[]) {
  const { code, out } = await cli([
    'wallet',
    address,
    '--replay',
    'fixtures/cases/reuters/tape',
    '--labels',
    'fixtures/cases/reuters/labels/exchanges.csv',
    '--quiet',
    '--json',
    ...more,
  ]);
  expect(code).toBe(0);
  return walletSchema.parse(JSON.parse(out)).deposit;
}

test('on Ethereum: swept every 60 days, by its own gas, of which some stays', async () => {
  const address = '0xd0a190d8728c8414625aca977c21baf9c6ddafc5';
  const found = await deposit(address, '--deposit-within', '9000000', '--deposit-left', '1');
  expect(found?.inferred).toMatchObject({ exchange: 'Example Exchange', parameters: { left: '1' } });
  expect(found?.inferred?.sweeps).toHaveLength(12);
  // 5,000,000 on 18 December, then the first two of 700,000 + 16,250 n: 716,250 and 732,500.
  expect(found?.inferred?.sweeps[0]).toMatchObject({ amount: '6448750000000', receipts: 3, left: '0' });
  // As an exchange that sweeps so rarely it is none by the usual numbers: 41 days from 18 December to 28 January.
  expect(await deposit(address)).toMatchObject({ because: 'kept' });
});

test('on Bitcoin: swept every 100 days, all coins together', async () => {
  const address = 'bc1qnxrzs6pa6etzfnqfd5vkddtxqvqxphjrxlkpt7';
  const found = await deposit(address, '--deposit-within', '15000000');
  // 1.2 + 0.15 n BTC every 40 days: before 30 March 2021 those of 3 February and 15 March, 1.35 and 1.5.
  expect(found?.inferred?.sweeps[0]).toMatchObject({ amount: '285000000', receipts: 2 });
  expect(found?.inferred?.sweeps).toHaveLength(6);
  expect(await deposit(address)).toMatchObject({ because: 'kept' });
});
