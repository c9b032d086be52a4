// Histories from Blockscout's REST API: what it does otherwise than the lists by block ranges, and the traps of apis.md §5.3.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { restTransaction } from '../../../src/chains/evm/rest/rows.ts';
import type { Request, Response } from '../../../src/model/http.ts';
import type { TxId } from '../../../src/model/place.ts';
import { type EvmTx, explorerWorld } from '../../support/explorer-world.ts';
import { address, hash, historyOf, ledgerOn, overlaid, reply, scopeAt, tx } from './setup.ts';

const [A, B, C, TOKEN, NFT] = [address(1), address(2), address(3), address(0xdead1), address(0xdead2)];
const REST = ['blockscout-rest'] as const;
const tokens = [
  { contract: TOKEN, symbol: 'T', name: 'T', decimals: 2 },
  { contract: NFT, symbol: 'N', name: 'N', decimals: undefined },
];
const worldOf = (txs: readonly EvmTx[]) => explorerWorld(txs, { tip: 1_000, tokens });
const isList = (request: Request, name: string) =>
  request.path.endsWith(`/${name}`) && request.path.includes('/addresses/');

/** The page of `name` as the world gives it, changed. */
function changed(
  world: ReturnType<typeof worldOf>,
  name: string,
  change: (page: { items: Record<string, unknown>[]; next_page_params: unknown }) => unknown,
) {
  return overlaid(world.http, (request): Response | undefined =>
    isList(request, name) ? reply(change(JSON.parse(world.answer(request).body))) : undefined,
  );
}

const paying = tx({
  hash: hash(0xabc),
  block: 500,
  index: 3,
  value: 5n,
  internals: [{ path: '0', from: B, to: A, value: 3n, type: 'call' }],
  tokens: [
    { contract: TOKEN, from: A, to: C, amount: 9n, logIndex: 12 },
    { contract: TOKEN, from: A, to: C, amount: 9n, logIndex: 14 },
  ],
});
const amounts = (transfers: readonly { id: string; amount: bigint }[]) =>
  transfers.map(({ id, amount }) => `${id.split('/').slice(1, 2)} ${amount}`);

describe('a history by cursors', () => {
  test('is read to the cursor of null, each page once, and is that of the lists by block ranges', async () => {
    const txs = Array.from({ length: 230 }, (_, at) =>
      tx({ block: 10 + at, index: at % 7, from: at % 3 ? A : B, to: at % 3 ? B : A, value: BigInt(at + 1) }),
    );
    const { http, asked } = overlaid(worldOf([...txs, paying]).http, () => undefined);
    const page = await historyOf(ledgerOn(http, REST), A, scopeAt(900));
    const other = await historyOf(ledgerOn(http, ['blockscout']), A, scopeAt(900));
    expect(page.gaps).toEqual([]);
    const named = ({ transfers }: typeof page) =>
      transfers
        .map(({ id, amount, at }) => `${id} ${amount} ${at?.height} ${at?.txIndex} ${at?.time}`)
        .sort();
    expect(named(page)).toEqual(named(other));
    // 231 rows by 50.
    expect(asked.filter((request) => isList(request, 'transactions'))).toHaveLength(5);
  });

  test('leaves out what is above the block of the run, and what is in no block yet', async () => {
    const late = tx({ block: 901, value: 7n });
    const world = worldOf([paying, late]);
    const { http } = changed(world, 'transactions', ({ items, ...rest }) => ({
      ...rest,
      items: [
        { ...items[0], hash: hash(5), block_number: null, position: null, status: null, fee: null },
        ...items,
      ],
    }));
    const page = await historyOf(ledgerOn(http, REST), A, scopeAt(900));
    expect(page.gaps).toEqual([]);
    expect(page.transfers.some(({ txId }) => txId === late.hash || txId === hash(5))).toBe(false);
    expect(amounts(page.transfers)).toContain('value 5');
  });

  test('takes no token of another kind for money', async () => {
    const { http } = changed(worldOf([paying]), 'token-transfers', ({ items, ...rest }) => ({
      ...rest,
      items: [
        ...['ERC-721', 'ERC-1155', 'ERC-404'].map((type, at) => ({
          ...items[0],
          ...{ log_index: 20 + at, token_type: type, total: { token_id: '77', token_instance: null } },
        })),
        ...items,
      ],
    }));
    const page = await historyOf(ledgerOn(http, REST), A, scopeAt(900));
    expect(page.gaps).toEqual([]);
    expect(amounts(page.transfers).filter((each) => each.startsWith('token'))).toEqual([
      'token 9',
      'token 9',
    ]);
  });

  test('asks the block for its time where a row has none', async () => {
    const world = worldOf([paying]);
    const { http } = changed(world, 'token-transfers', ({ items, ...rest }) => ({
      ...rest,
      items: items.map((item) => ({ ...item, timestamp: null })),
    }));
    const page = await historyOf(ledgerOn(http, REST), A, scopeAt(900));
    expect(page.gaps).toEqual([]);
    expect(new Set(page.transfers.map(({ at }) => at?.time))).toEqual(new Set([world.blockTime(500)]));
  });

  test('knows an unknown symbol and unknown decimals for unknown', async () => {
    const { http } = changed(worldOf([paying]), 'token-transfers', ({ items, ...rest }) => ({
      ...rest,
      items: items.map((item) => ({
        ...item,
        token: { ...(item.token as object), symbol: null, decimals: null },
      })),
    }));
    const ledger = ledgerOn(http, REST);
    const page = await historyOf(ledger, A, scopeAt(900));
    const asset = page.transfers.find(({ id }) => id.includes('/token/'))?.asset;
    expect(asset && ledger.assetInfo(asset)).toMatchObject({ symbol: '', decimals: undefined });
  });

  test('counts a creation once, though it stands in both lists', async () => {
    const made = tx({ block: 20, to: C, creation: true, value: 8n });
    const page = await historyOf(ledgerOn(worldOf([made]).http, REST), C, scopeAt(900));
    expect(page.transfers.filter(({ amount }) => amount === 8n)).toHaveLength(1);
  });
});

test('equal tokens of one transaction are named alike in a history, in the transaction and by the other lists', async () => {
  const world = worldOf([paying]);
  const ledger = ledgerOn(world.http, REST);
  const history = (await historyOf(ledger, A, scopeAt(900))).transfers.map(({ id }) => id).sort();
  const inside = await ledger.transfersIn(paying.hash as TxId, scopeAt(900));
  expect(inside.map(({ id }) => id).sort()).toEqual(history);
  const other = await historyOf(ledgerOn(world.http, ['blockscout']), A, scopeAt(900));
  expect(other.transfers.map(({ id }) => id).sort()).toEqual(history);
});

const many = Array.from({ length: 120 }, (_, at) => tx({ block: 10 + at, value: 1n }));
test.each<[string, string, (request: Request, body: string) => Response, RegExp]>([
  [
    'a cursor that comes again',
    'transactions',
    (request, body) =>
      reply(
        request.query?.after === undefined
          ? body
          : { ...JSON.parse(body), next_page_params: { after: 50, items_count: 50 } },
      ),
    /leads nowhere/,
  ],
  [
    'a page without rows that is not the last',
    'transactions',
    (_, body) => reply({ ...JSON.parse(body), items: [] }),
    /leads nowhere/,
  ],
  [
    'a page without a cursor',
    'transactions',
    (_, body) => reply({ items: JSON.parse(body).items }),
    /next_page_params/,
  ],
  ['rows of somebody else', 'transactions', (_, body) => reply(body.replaceAll(A, C)), /not about/],
  [
    'rows in another order',
    'transactions',
    (_, body) => {
      const { items, ...rest } = JSON.parse(body);
      return reply({ ...rest, items: items.reverse() });
    },
    /descending/,
  ],
  [
    'no status',
    'transactions',
    (_, body) => reply(body.replaceAll('"status":"ok"', '"status":null')),
    /whether it failed/,
  ],
  ['a refusal', 'token-transfers', () => reply({ message: 'Invalid parameter(s)' }, 422), /422/],
  ['not found', 'internal-transactions', () => reply({ message: 'Not found' }, 404), /404/],
])('%s is a failure, never a shorter history', async (_what, name, answer, why) => {
  const world = worldOf([...many, paying]);
  const { http } = overlaid(world.http, (request) =>
    isList(request, name) ? answer(request, world.answer(request).body) : undefined,
  );
  const { gaps, transfers } = await historyOf(ledgerOn(http, REST), A, scopeAt(900));
  expect(transfers).toEqual([]);
  expect(gaps[0]?.why).toMatch(why);
  // And whoever comes next is asked.
  const next = await historyOf(ledgerOn(http, ['blockscout-rest', 'etherscan']), A, scopeAt(900));
  expect(next.gaps).toEqual([]);
  expect(next.transfers.length).toBe(2 * 121 + 3);
});

test('an instance that has not indexed all internal calls says so in every history, and tells no transaction', async () => {
  const { http } = overlaid(worldOf([paying]).http, ({ path }) =>
    path.endsWith('indexing-status') ? reply({ finished_indexing: false }) : undefined,
  );
  const ledger = ledgerOn(http, REST);
  const page = await historyOf(ledger, A, scopeAt(900));
  expect(page.gaps.map(({ code }) => code)).toEqual(['source-incomplete']);
  await expect(ledger.transfersIn(paying.hash as TxId, scopeAt(900))).rejects.toMatchObject({
    code: 'source-failed',
  });
});

const FILE = '../shared/data/explorer-cassettes/responses.json';
const absent = !existsSync(FILE);
test.skipIf(absent)(
  `recorded transactions of OP Mainnet are read, their fees as in the other lists, without the part for the parent chain${absent ? ' (skipped: no shared data)' : ''}`,
  () => {
    const all = JSON.parse(readFileSync(FILE, 'utf8')) as { url: string; body: unknown }[];
    const rows = all.filter(({ url }) => url.includes('/api/v2/transactions/')).map(({ body }) => body);
    const read = rows.map((row) => restTransaction(row));
    // gas_used × gas_price, which the rows tell too: 179,821 × 1,000,000, and so on.
    expect(read.map((row) => [row?.height, row?.txIndex, row?.fee, row?.failed, row?.time])).toEqual([
      [54_733_674, 0, 179_821_000_000n, false, 1_671_936_817],
      [56_197_765, 0, 53_403_000_000n, false, 1_672_166_372],
      [56_199_506, 0, 21_944_000_000n, true, 1_672_166_914],
      [56_200_336, 0, 21_944_000_000n, true, 1_672_167_214],
    ]);
    expect(read[0]?.value).toBe(10n ** 16n);
  },
);
