import { expect, test } from 'vitest';
import { tronLedger } from '../../../src/chains/tron/ledger.ts';
import { assetId } from '../../../src/model/asset.ts';
import { TRON } from '../../../src/model/chain.ts';
import { KnownError } from '../../../src/model/errors.ts';
import { type TxId, wallet } from '../../../src/model/place.ts';
import {
  A,
  B,
  blockOf,
  C,
  historyOf,
  never,
  overlaid,
  paying,
  payingUsdt,
  reply,
  scopeOf,
  TIP,
  TRX,
  told,
  USDT,
  USDT_ASSET,
  worldOf,
} from './setup.ts';

const H = 50_000_400;
const call = { type: 'TriggerSmartContract', contract: C, sun: 50n } as const;
const rich = {
  block: H,
  from: A,
  act: call,
  net: 7n,
  calls: [
    { from: C, to: B, sun: 30n },
    { from: C, to: B, sun: 30n },
  ],
  events: [
    { contract: USDT, from: B, to: C, amount: 4n },
    { contract: USDT, from: C, to: A, amount: 4n },
  ],
};
const token = { type: 'TransferAssetContract', to: B, id: '1002000', amount: 9n } as const;
const world = worldOf([rich, payingUsdt(H + 5, A, B, 3n), { block: H + 6, from: A, act: token }]);
const ledger = tronLedger(world.http);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined).catch((caught: unknown) => caught);
  if (error instanceof KnownError) return error.code;
  throw error ?? new Error('it did not fail');
}

test('the block of a run is the last irreversible one, or the one asked for', async () => {
  expect(await ledger.head({}, never)).toEqual(blockOf(world, TIP - 19));
  expect(await ledger.head({ height: H }, never)).toEqual(blockOf(world, H));
  expect(await codeOf(ledger.head({ height: TIP }, never))).toBe('as-of-unknown');
});

test.each([1, 2, 7_199, 7_200, 7_201, H - 1, H, 50_400_000, TIP - 20, TIP - 19])(
  'of a time, the last block at or before it, though slots were missed: block %d',
  async (height) => {
    const ms = world.blockMs(height);
    const { http, asked } = overlaid(world.http, () => undefined);
    const head = (time: number) => tronLedger(http).head({ time }, never);
    expect((await head(ms / 1000)).height).toBe(height);
    // 16,667 slots were missed in the life of this chain: counting narrows them down, no search through 60 m blocks.
    expect(asked.length).toBeLessThan(20);
    if (height > 1) expect((await head(ms / 1000 - 1)).height).toBe(height - 1);
    expect((await head(ms / 1000 + 2)).height).toBe(height);
  },
);

test('before the first block there is none; after the last, the last', async () => {
  expect(await codeOf(ledger.head({ time: world.blockMs(1) / 1000 - 1 }, never))).toBe('as-of-unknown');
  expect((await ledger.head({ time: world.blockMs(TIP + 100) / 1000 }, never)).height).toBe(TIP - 19);
});

test('a block whose id changed is no longer canonical, asked past every cache', async () => {
  const block = blockOf(world, H);
  const { http, asked } = overlaid(world.http, () => undefined);
  expect(await tronLedger(http).isCanonical(block, never)).toBe(true);
  expect(asked.map(({ keep }) => keep?.kind)).toEqual(['never']);
  const other = { ...block, hash: world.blockId(H + 1) as typeof block.hash };
  expect(await ledger.isCanonical(other, never)).toBe(false);
});

test('a block with the id of another is a contradiction', async () => {
  const { http } = overlaid(world.http, (request) =>
    reply(world.answer(request).body.replace(world.blockId(H), world.blockId(H + 1))),
  );
  expect(await codeOf(tronLedger(http).head({ height: H }, never))).toBe('source-failed');
});

test('all transfers of one transaction, in order, under the names of the histories', async () => {
  const scope = await scopeOf(ledger);
  const transfers = await ledger.transfersIn(world.ids[0] as TxId, scope);
  expect(told({ transfers })).toEqual([
    'fee A>fee 7',
    'value A>C 50',
    'trace C>B 30',
    'trace C>B 30',
    'token B>C 4 USDT',
    'token C>A 4 USDT',
  ]);
  expect(new Set(transfers.map(({ id }) => id)).size).toBe(6);
  for (const owner of [A, B, C])
    for (const transfer of (await historyOf(world.http, owner)).transfers)
      if (transfer.txId === world.ids[0]) {
        const same = transfers.find(({ id }) => id === transfer.id);
        expect(same).toMatchObject({ amount: transfer.amount, from: transfer.from, to: transfer.to });
      }
});

test('the name of a TRC-10 token is read whether a list or the node prints it', async () => {
  const scope = await scopeOf(ledger);
  expect(told({ transfers: await ledger.transfersIn(world.ids[2] as TxId, scope) })).toEqual([
    'value A>B 9 trc10:1002000',
  ]);
});

test('a transaction that is not there, not final, or later than the run is unknown', async () => {
  const late = worldOf([paying(TIP - 3, A, B, 1n), paying(H, A, B, 2n)]);
  const on = tronLedger(late.http);
  const scope = await scopeOf(on);
  expect(await codeOf(on.transfersIn('ab'.repeat(32) as TxId, scope))).toBe('transaction-unknown');
  expect(await codeOf(on.transfersIn(late.ids[0] as TxId, scope))).toBe('transaction-unknown');
  expect(await codeOf(on.transfersIn('0x12' as TxId, scope))).toBe('transaction-unknown');
  const early = { ...scope, asOf: blockOf(late, H - 1) };
  expect(await codeOf(on.transfersIn(late.ids[1] as TxId, early))).toBe('transaction-unknown');
});

test('balances are told as of the block only where nothing happened since; what is staked is still there', async () => {
  const moved = worldOf(
    [paying(H, B, A, 900n), payingUsdt(H + 1, B, A, 5n), payingUsdt(H + 50, A, C, 2n, { net: 1n })],
    {
      staked: { [A]: 600n },
    },
  );
  const assets = [TRX, USDT_ASSET, 'tron:0x2b6653dc/trc20:none'].map(assetId);
  const facts = (owner: string, height: number) => {
    const on = tronLedger(moved.http);
    return on.describe(wallet(TRON, on.parseAddress(owner)), blockOf(moved, height), assets, never);
  };
  // 900 − 1 and 5 − 2; the third token is not in the account's list: not known to be nought.
  expect(await facts(A, H + 50)).toEqual({
    contract: false,
    balances: [
      { asset: TRX, amount: 899n },
      { asset: USDT_ASSET, amount: 3n },
    ],
  });
  expect(await facts(A, H + 49)).toEqual({ contract: false, balances: [] });
  expect((await facts(USDT, TIP - 19)).contract).toBe(true);
  expect(await facts('T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', TIP - 19)).toEqual({
    balances: [{ asset: TRX, amount: 0n }],
  });
});

test('USDT is USDT by its contract alone', async () => {
  expect(ledger.assetInfo(assetId(USDT_ASSET))).toMatchObject({ symbol: 'USDT', decimals: 6, genuine: true });
  const fake = { contract: C, symbol: 'USDT', decimals: 6 };
  const events = [{ contract: C, from: B, to: A, amount: 5n }];
  const forged = worldOf([payingUsdt(H, B, A, 0n, { events })], { tokens: [fake] });
  const on = tronLedger(forged.http);
  for await (const page of on.transfersOf([wallet(TRON, on.parseAddress(A))], await scopeOf(on)))
    expect(on.assetInfo(page.transfers[0]?.asset ?? assetId(''))).toMatchObject({
      symbol: 'USDT',
      genuine: false,
    });
});
