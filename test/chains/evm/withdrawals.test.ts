// Withdrawals of staked ether through explorers: made-up ones, and two real wallets (shared/data/explorer-cassettes).
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import type { Request } from '../../../src/model/http.ts';
import type { Page } from '../../../src/model/ledger.ts';
import type { EvmWithdrawal } from '../../support/explorer-withdrawals.ts';
import { explorerWorld } from '../../support/explorer-world.ts';
import { address, hash, historyOf, ledgerOn, overlaid, reply, scopeAt, tx } from './setup.ts';

const [A, B] = [address(1), address(2)];
const SHANGHAI = 17_034_870;
const AS_OF = 19_000_000;

const row = (index: number, gwei: bigint, block: number, to = A): EvmWithdrawal => ({
  ...{ index, address: to, gwei, block },
  time: 1_600_000_000 + block,
});
const paid = tx({ hash: hash(1), block: 18_000_000, index: 7, from: A, to: B, value: 5n });

function world(withdrawals: readonly EvmWithdrawal[]) {
  return explorerWorld([paid], { tip: 20_000_000, withdrawals });
}
const issued = ({ transfers }: Pick<Page, 'transfers'>) =>
  transfers
    .filter(({ from }) => from.kind === 'issued')
    .map(({ id, amount, at }) => [id, amount, at?.height, at?.time] as const);
const toldOf = ({ index, gwei, block, time }: EvmWithdrawal) =>
  [`WITHDRAWAL_${index}/value`, gwei * 10n ** 9n, block, time] as const;

describe.each<SourceName>(['blockscout', 'blockscout-rest', 'etherscan'])('%s', (source) => {
  test('tells what was paid to the wallet up to the block of the run', async () => {
    const rows = [row(40, 10n, SHANGHAI), row(41, 20n, SHANGHAI), row(77, 32_000_000_001n, AS_OF)];
    const others = [row(42, 9n, SHANGHAI, B), row(99, 4n, AS_OF + 1)];
    const page = await historyOf(ledgerOn(world([...rows, ...others]).http, [source]), A, scopeAt(AS_OF));
    expect(page.gaps).toEqual([]);
    expect(issued(page)).toEqual(rows.map(toldOf));
  });

  test('puts them after every transaction of their block, in the order of their numbers', async () => {
    const rows = [row(41, 20n, 18_000_000), row(40, 10n, 18_000_000)];
    const page = await historyOf(ledgerOn(world(rows).http, [source]), A, scopeAt(AS_OF));
    const inOrder = [...page.transfers].sort((a, b) => (a.at?.txIndex ?? 0) - (b.at?.txIndex ?? 0));
    expect(inOrder.map(({ txId }) => txId)).toEqual([hash(1), hash(1), 'WITHDRAWAL_40', 'WITHDRAWAL_41']);
  });

  test('tells them whole where they are many', async () => {
    const rows = Array.from({ length: 2_345 }, (_, n) =>
      row(1_000 + 16 * n, 1n + BigInt(n), SHANGHAI + 40 * n),
    );
    const page = await historyOf(ledgerOn(world(rows).http, [source]), A, scopeAt(AS_OF));
    expect(page.gaps).toEqual([]);
    expect(issued(page)).toEqual(rows.map(toldOf));
  });

  test('is not asked before there were any, nor of a wallet that has no row', async () => {
    const { http, asked } = overlaid(world([row(40, 10n, SHANGHAI)]).http, () => undefined);
    await historyOf(ledgerOn(http, [source]), A, scopeAt(SHANGHAI - 1));
    await historyOf(ledgerOn(http, [source]), address(3), scopeAt(AS_OF));
    expect(asked.filter((request) => /withdrawal/i.test(JSON.stringify(request)))).toEqual([]);
  });

  test('that cannot list them leaves a gap, and the rest of the history stands', async () => {
    for (const answer of [
      reply({ message: 'Not found' }, 404),
      reply({ status: '0', message: 'NOTOK', result: 'no' }),
    ]) {
      const { http } = overlaid(world([]).http, (request) =>
        /withdrawal/i.test(JSON.stringify(request)) ? answer : undefined,
      );
      const page = await historyOf(ledgerOn(http, [source]), A, scopeAt(AS_OF));
      expect(page.gaps).toMatchObject([{ code: 'source-incomplete' }]);
      expect(page.gaps[0]?.why).toContain('withdrawals from staking');
      expect(page.transfers.map(({ amount }) => amount)).toContain(5n);
    }
  });
});

test('a cursor of Blockscout that comes again is a gap, not a loop', async () => {
  const items = [{ index: 1, amount: '5', block_number: SHANGHAI, timestamp: '2023-04-12T22:30:35.000000Z' }];
  const { http } = overlaid(world([]).http, ({ path }) =>
    path.endsWith('/withdrawals') ? reply({ items, next_page_params: { index: 1 } }) : undefined,
  );
  const { gaps } = await historyOf(ledgerOn(http, ['blockscout']), A, scopeAt(AS_OF));
  expect(gaps[0]?.why).toContain('leads nowhere');
});

const cassettes = '../shared/data/explorer-cassettes/responses.json';
const none = !existsSync(cassettes);

test.skipIf(none)(
  `real lists of Etherscan are issued to the unit${none ? ' (skipped: no shared data)' : ''}`,
  async () => {
    type Row = { readonly amount: string; readonly withdrawalIndex: string };
    const recorded = JSON.parse(readFileSync(cassettes, 'utf8')) as {
      url: string;
      body: { result: Row[] };
    }[];
    const lists = recorded.filter(({ url }) => url.includes('txsBeaconWithdrawal'));
    expect(lists.length).toBe(2);
    for (const { url, body } of lists) {
      const query = new URL(url).searchParams;
      const wallet = (query.get('address') as string).toLowerCase();
      const { answer } = explorerWorld([{ ...paid, from: wallet }], { tip: 30_000_000 });
      const http = async (request: Request) =>
        request.query?.action === 'txsBeaconWithdrawal' ? reply(body) : answer(request);
      const page = await historyOf(
        ledgerOn(http, ['etherscan']),
        wallet,
        scopeAt(Number(query.get('endblock'))),
      );
      expect(page.gaps).toEqual([]);
      expect(issued(page).map(([id, amount]) => [id, amount])).toEqual(
        body.result.map(({ withdrawalIndex, amount }) => [
          `WITHDRAWAL_${withdrawalIndex}/value`,
          BigInt(`${amount}000000000`),
        ]),
      );
    }
  },
);
