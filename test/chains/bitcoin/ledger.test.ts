import { expect, test } from 'vitest';
import { esploraLedger } from '../../../src/chains/bitcoin/ledger.ts';
import { esploraServices } from '../../../src/chains/bitcoin/services.ts';
import { chainInfo } from '../../../src/model/chain.ts';
import { KnownError } from '../../../src/model/errors.ts';
import type { Block, BlockHash, Ledger } from '../../../src/model/ledger.ts';
import type { OwnerPlace, ScriptHash, TxId } from '../../../src/model/place.ts';
import { type CoinId, coinId, type Transfer } from '../../../src/model/transfer.ts';
import { esploraWorld, fabricatedHash } from '../../support/esplora-world.ts';
import {
  absent,
  answer,
  at,
  except,
  idOf,
  listening,
  made,
  scopeAt,
  scriptOf,
  sharedTxs,
  type World,
} from './support.ts';

const signal = new AbortController().signal;
const pay = made('pay', 900, [['mint', 0, 'payer', 1_000]], [['ann', 990]]);
const ann = 'bc1qfxg4urtafdqzuvqh6qgtc8qws09vd3uh2j7sh3';
const BTC = chainInfo(esploraLedger(async () => answer('')).chain)?.native;

function ledgerOf(world: World): Ledger {
  return esploraLedger(async (request) => world(request), { services: ['mempool.space'] });
}

const world = esploraWorld([pay], { tipHeight: 1_000, blockTime: (height) => 1_000_000 + 600 * height });
const ledger = ledgerOf(world);

test('it says what it is', () => {
  expect(ledger).toMatchObject({
    chain: 'bip122:000000000019d6689c085ae165831e93',
    kind: 'coin',
    finality: 6,
  });
  expect(esploraLedger(async () => answer('')).services).toEqual(esploraServices.map((row) => row.name));
  expect(esploraServices.map((row) => row.baseUrl)).toEqual([
    'https://mempool.space/api',
    'https://blockstream.info/api',
  ]);
  expect(BTC && ledger.assetInfo(BTC.id)).toMatchObject({ symbol: 'BTC', decimals: 8, genuine: true });
});

test('without a wish the run is pinned six blocks under the tip', async () => {
  expect(await ledger.head({}, signal)).toEqual({
    chain: ledger.chain,
    height: 994,
    hash: fabricatedHash(994),
    time: 1_000_000 + 600 * 994,
  });
});

test('a height up to the tip itself is granted, one above it or below zero is not', async () => {
  expect((await ledger.head({ height: 1_000 }, signal)).height).toBe(1_000);
  expect((await ledger.head({ height: 0 }, signal)).height).toBe(0);
  for (const height of [1_001, -1, 1.5]) {
    await expect(ledger.head({ height }, signal)).rejects.toMatchObject({ code: 'as-of-unknown' });
  }
});

test('a time gives the last block at or before it', async () => {
  const timeOf = (height: number) => 1_000_000 + 600 * height;
  for (const height of [0, 1, 333, 899, 901, 993]) {
    expect((await ledger.head({ time: timeOf(height) }, signal)).height).toBe(height);
    expect((await ledger.head({ time: timeOf(height) + 599 }, signal)).height).toBe(height);
  }
  // Later than the newest final block, six below the tip: that one.
  for (const time of [timeOf(999), timeOf(5_000)])
    expect((await ledger.head({ time }, signal)).height).toBe(994);
  await expect(ledger.head({ time: 999_999 }, signal)).rejects.toMatchObject({ code: 'as-of-unknown' });
});

test('where block times run backwards, the block found is in time and its successor is not', async () => {
  const timeOf = (height: number) => 1_000_000 + 600 * height + (height % 3 === 0 ? 1_500 : 0);
  const jumpy = ledgerOf(esploraWorld([], { tipHeight: 300, blockTime: timeOf }));
  for (let time = 1_010_000; time < 1_170_000; time += 7_919) {
    const block = await jumpy.head({ time }, signal);
    expect(timeOf(block.height)).toBeLessThanOrEqual(time);
    expect(timeOf(block.height + 1)).toBeGreaterThan(time);
  }
});

test('heights deep under the tip are kept for ever, those near it only for minutes', async () => {
  const { http, requests } = listening(world);
  const asking = esploraLedger(http);
  for (const height of [900, 901]) await asking.head({ height }, signal);
  const keeps = requests.filter((one) => one.path.startsWith('/block-height/')).map((one) => one.keep?.kind);
  expect(keeps).toEqual(['settled', 'tip']);
});

test('a block that left the chain is no longer canonical; that is asked past every cache', async () => {
  const block = await ledger.head({ height: 990 }, signal);
  const { http, requests } = listening(world);
  expect(await esploraLedger(http).isCanonical(block, signal)).toBe(true);
  expect(requests).toMatchObject([
    { service: 'mempool.space', path: '/block-height/990', keep: { kind: 'never' } },
  ]);
  const reorganised = except(world, ({ path }) =>
    path === '/block-height/990' ? answer('b'.repeat(64)) : undefined,
  );
  expect(await ledgerOf(reorganised).isCanonical(block, signal)).toBe(false);
  const shorter = except(world, ({ path }) =>
    path === '/block-height/990' ? answer('Block not found', 404) : undefined,
  );
  expect(await ledgerOf(shorter).isCanonical(block, signal)).toBe(false);
});

test.each(['<html>', '', '-1', '12.5', '99999999999999999999'])(
  'a tip height of %j is refused',
  async (body) => {
    const odd = except(world, ({ path }) => (path === '/blocks/tip/height' ? answer(body) : undefined));
    await expect(ledgerOf(odd).head({}, signal)).rejects.toMatchObject({ code: 'source-failed' });
  },
);

test('a block that answers for another is a disagreement', async () => {
  const other = world({ service: '', path: `/block/${fabricatedHash(5)}` });
  const odd = except(world, ({ path }) => (path.startsWith('/block/') ? other : undefined));
  await expect(ledgerOf(odd).head({ height: 990 }, signal)).rejects.toMatchObject({
    code: 'source-disagreement',
  });
});

test('one transaction in order; an unknown one, or what is no id, is an error of its own', async () => {
  const transfers = await ledger.transfersIn(idOf('pay').toUpperCase() as TxId, scopeAt(1_000));
  expect(transfers.map((one) => [one.at?.order, one.amount])).toEqual([
    [0, 1_000n],
    [1, 990n],
    [2, 10n],
  ]);
  for (const id of [idOf('nowhere'), 'abc']) {
    await expect(ledger.transfersIn(id as TxId, scopeAt(1_000))).rejects.toMatchObject({
      code: 'transaction-unknown',
    });
  }
  const down = ledgerOf(() => answer('Bad gateway', 502));
  await expect(down.transfersIn(idOf('pay') as TxId, scopeAt(1_000))).rejects.toMatchObject({
    code: 'source-failed',
  });
});

test('"unknown" needs every service: where one failed, the transaction may exist', async () => {
  const half: World = ({ service }) =>
    service === 'one' ? answer('Transaction not found', 404) : answer('Bad gateway', 502);
  const two = esploraLedger(async (request) => half(request), { services: ['one', 'two'] });
  const error = await two.transfersIn(idOf('pay') as TxId, scopeAt(1_000)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(KnownError);
  expect(error).toMatchObject({
    code: 'source-failed',
    facts: [expect.stringContaining('one /tx/'), expect.stringContaining('two /tx/')],
  });
});

test('a balance is told only as of the tip, for sums as of another block cannot be had', async () => {
  const asset = BTC?.id as NonNullable<typeof BTC>['id'];
  const facts = async (height: number) => {
    const fresh = ledgerOf(world);
    return fresh.describe(at(ann), await fresh.head({ height }, signal), [asset], signal);
  };
  expect(await facts(1_000)).toEqual({ balances: [{ asset, amount: 990n }], transactions: 1 });
  expect(await facts(994)).toEqual({ balances: [], transactions: 1 });
  const block = {
    chain: ledger.chain,
    height: 1_000,
    hash: fabricatedHash(1_000) as BlockHash,
    time: 0,
  } as Block;
  expect((await ledgerOf(world).describe(at(ann), block, [], signal)).balances).toEqual([]);
  const down = ledgerOf(() => answer('Bad gateway', 502));
  await expect(down.describe(at(ann), block, [], signal)).rejects.toMatchObject({ code: 'source-failed' });
});

test('a script place is asked for by its hash and shown by the address of its key', () => {
  const scriptHash = scriptOf('x').padEnd(64, '0') as ScriptHash;
  const bare: OwnerPlace = { kind: 'script', chain: ledger.chain, scriptHash };
  expect(ledger.display(bare)).toBe(`script:${scriptHash}`);
  expect(ledger.display({ ...bare, keyAddress: ledger.parseAddress(ann) })).toBe(ann);
  expect(ledger.display(at(ann))).toBe(ann);
});

const early = 'btc-esplora/mainnet_blocks_1_255.json';
const skipped = absent(early);
const SEED = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';

async function spends(from: Ledger, coins: readonly CoinId[]): Promise<readonly Transfer[]> {
  const transfers: Transfer[] = [];
  for await (const page of from.spendsOf(coins, scopeAt(255))) {
    expect(page.gaps).toEqual([]);
    transfers.push(...page.transfers);
  }
  return transfers;
}

test.skipIf(skipped)(
  `blocks 1–255: 0437cd7f…:0 is followed into the six coins of cases.md${skipped ? ' (skipped: no shared data)' : ''}`,
  async () => {
    const real = ledgerOf(esploraWorld(sharedTxs(early), { tipHeight: 255 }));
    const unspent: Transfer[] = [];
    let round = [coinId(SEED as TxId, 0)];
    let given = 0n;
    while (round.length > 0) {
      const found = await spends(real, round);
      const outs = new Map(found.filter((one) => one.from.kind === 'junction').map((one) => [one.coin, one]));
      if (given === 0n) given = found[0]?.amount ?? 0n;
      expect(found.filter((one) => one.to.kind === 'fee')).toEqual([]);
      round = [];
      for (const [coin, out] of outs) {
        const spent = coin === undefined ? [] : await spends(real, [coin]);
        if (spent.length === 0) unspent.push(out);
        else if (coin) round.push(coin);
      }
    }
    expect(given).toBe(5_000_000_000n);
    const kept = unspent.map((one) => [
      one.to.kind === 'script' ? one.to.keyAddress : one.to.kind,
      Number(one.amount) / 1e8,
    ]);
    expect(kept.map((one) => one[1]).sort()).toEqual([1, 1, 10, 10, 10, 18]);
    expect(kept).toContainEqual(['1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3', 10]);
    expect(kept).toContainEqual(['12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S', 18]);
  },
);

test.skipIf(skipped)(
  `blocks 1–255: every history comes whole by script hash, and none by the address of the key${skipped ? ' (skipped: no shared data)' : ''}`,
  async () => {
    const txs = sharedTxs(early);
    const real = ledgerOf(esploraWorld(txs, { tipHeight: 255 }));
    const scripts = new Map<string, OwnerPlace>();
    const issued: Transfer[] = [];
    for (const tx of txs) {
      for (const one of await real.transfersIn(tx.txid as TxId, scopeAt(255))) {
        if (one.from.kind === 'issued') issued.push(one);
        if (one.from.kind !== 'junction') continue;
        expect(one.to.kind).toBe('script');
        if (one.to.kind === 'script') scripts.set(one.to.scriptHash, one.to);
      }
    }
    expect(issued.reduce((sum, one) => sum + one.amount, 0n)).toBe(255n * 5_000_000_000n);
    const outputs = txs.flatMap((tx) => tx.vout);
    expect(scripts.size).toBe(new Set(outputs.map((output) => output.scriptpubkey)).size);
    const seen = new Set<string>();
    for await (const page of real.transfersOf([...scripts.values()], scopeAt(255))) {
      expect(page.gaps).toEqual([]);
      for (const one of page.transfers) if (one.from.kind === 'junction') seen.add(one.id);
    }
    expect(seen.size).toBe(outputs.length);
    for await (const page of real.transfersOf([at('12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S')], scopeAt(255))) {
      expect(page).toMatchObject({ transfers: [], gaps: [] });
    }
  },
);
