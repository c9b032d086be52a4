import { expect, test } from 'vitest';
import { esploraLedger } from '../../../src/chains/bitcoin/ledger.ts';
import type { Page } from '../../../src/model/ledger.ts';
import type { CoinId } from '../../../src/model/transfer.ts';
import { esploraWorld, fromFlat } from '../../support/esplora-world.ts';
import { absent, answer, except, idOf, listening, made, scopeAt, sharedText, spend } from './support.ts';

const MAIN = 'mempool.space';
const OTHER = 'blockstream.info';

/** a: two coins; b spends a:0; c (late) spends b:0; d (unconfirmed) spends a:1; e spends a coin of a transaction that is not there. */
const txs = [
  made(
    'a',
    10,
    [['mint', 0, 'ann', 1_000]],
    [
      ['ann', 600],
      ['bob', 390],
    ],
  ),
  made(
    'b',
    20,
    [['a', 0, 'ann', 600]],
    [
      ['carl', 300],
      ['dora', 290],
    ],
  ),
  made('c', 90, [['b', 0, 'carl', 300]], [['eve', 295]]),
  made('d', undefined, [['a', 1, 'bob', 390]], [['eve', 380]]),
  made(
    'e',
    30,
    [
      ['gone', 4, 'fred', 77],
      ['b', 1, 'dora', 290],
    ],
    [['eve', 360]],
  ),
];
const world = esploraWorld(txs, { tipHeight: 100 });
const scope = scopeAt(50);

function coin(name: string, vout: number): CoinId {
  return `${idOf(name)}:${vout}` as CoinId;
}

test('a spent coin gives the whole transaction that spent it', async () => {
  const page = await spend(world, coin('a', 0), scope);
  expect(page).toMatchObject({ subject: coin('a', 0), pending: [], gaps: [] });
  expect(page.transfers.map((one) => [one.id, one.amount])).toEqual([
    [`${idOf('b')}/in/0`, 600n],
    [`${idOf('b')}/out/0`, 300n],
    [`${idOf('b')}/out/1`, 290n],
    [`${idOf('b')}/fee`, 10n],
  ]);
});

test('spent above as-of or by an unconfirmed transaction: unspent, the spending is pending', async () => {
  const late = await spend(world, coin('b', 0), scope);
  expect(late).toMatchObject({ transfers: [], gaps: [] });
  expect(new Set(late.pending.map((one) => one.at?.height))).toEqual(new Set([90]));
  const loose = await spend(world, coin('a', 1), scope);
  expect(loose).toMatchObject({ transfers: [], gaps: [] });
  expect(new Set(loose.pending.map((one) => one.txId))).toEqual(new Set([idOf('d')]));
  expect((await spend(world, coin('b', 0), scopeAt(90))).transfers).not.toEqual([]);
});

test('"unspent" is believed of a coin that exists', async () => {
  const page = await spend(world, coin('e', 0), scope);
  expect(page).toEqual({ subject: coin('e', 0), transfers: [], pending: [], gaps: [] });
});

test.each([
  ['an unknown transaction', coin('nowhere', 0)],
  ['an output that is not there', coin('e', 1)],
])('"unspent" of %s is a gap: Esplora answers so for anything', async (_, id) => {
  const page = await spend(world, id, scope);
  expect(page.transfers).toEqual([]);
  expect(page.gaps).toHaveLength(1);
  expect(page.gaps[0]).toMatchObject({
    code: 'source-failed',
    place: { kind: 'junction', txId: id.split(':')[0] },
  });
});

test('a coin whose own transaction is not at hand is followed all the same, with the amount of the input', async () => {
  const page = await spend(world, coin('gone', 4), scope);
  expect(page.gaps).toEqual([]);
  expect(page.transfers[0]).toMatchObject({ id: `${idOf('e')}/in/0`, amount: 77n, coin: coin('gone', 4) });
  const ledger = esploraLedger(async (request) => world(request));
  const both: Page[] = [];
  for await (const one of ledger.spendsOf([coin('gone', 4), coin('gone', 5)], scope)) both.push(one);
  expect(both.find((one) => one.subject === coin('gone', 4))?.transfers[0]?.amount).toBe(77n);
  expect(both.find((one) => one.subject === coin('gone', 5))?.gaps).toHaveLength(1);
});

test('several coins of one transaction cost one list, a single coin its own question; no transaction is asked twice', async () => {
  const { http, asked } = listening(world);
  const ledger = esploraLedger(http);
  const coins = [coin('a', 0), coin('a', 1), coin('b', 1), coin('gone', 4)];
  for await (const page of ledger.spendsOf(coins, scope)) expect(page.gaps).toEqual([]);
  expect([...asked].sort()).toEqual(
    [
      `${MAIN} /tx/${idOf('a')}/outspends`,
      `${MAIN} /tx/${idOf('b')}/outspend/1`,
      `${MAIN} /tx/${idOf('gone')}/outspend/4`,
      `${MAIN} /tx/${idOf('b')}`,
      `${MAIN} /tx/${idOf('d')}`,
      `${MAIN} /tx/${idOf('e')}`,
    ].sort(),
  );
  asked.length = 0;
  // e was seen as a spender: that its coin exists need not be asked again.
  for await (const page of ledger.spendsOf([coin('e', 0)], scope)) expect(page.gaps).toEqual([]);
  expect(asked).toEqual([`${MAIN} /tx/${idOf('e')}/outspend/0`]);
});

test('a spender that does not have that input is a disagreement', async () => {
  const spent = {
    spent: true,
    txid: idOf('e'),
    vin: 1,
    status: { confirmed: true, block_height: 30, block_time: 5 },
  };
  const wrong = except(world, ({ path }) =>
    path.endsWith('/outspend/0') ? answer(JSON.stringify(spent)) : undefined,
  );
  const page = await spend(wrong, coin('a', 0), scope);
  expect(page.transfers).toEqual([]);
  expect(page.gaps[0]).toMatchObject({ code: 'source-disagreement' });
  expect(page.gaps[0]?.why).toContain(coin('b', 1));
});

test('two answers that put the spender in different blocks are a disagreement with both figures', async () => {
  const spent = {
    spent: true,
    txid: idOf('b'),
    vin: 0,
    status: { confirmed: true, block_height: 21, block_time: 5 },
  };
  const wrong = except(world, ({ path }) =>
    path.endsWith('/outspend/0') ? answer(JSON.stringify(spent)) : undefined,
  );
  const page = await spend(wrong, coin('a', 0), scope);
  expect(page.gaps[0]).toMatchObject({ code: 'source-disagreement' });
  expect(page.gaps[0]?.why).toMatch(/block 21.*block 20/);
});

test('a spender that the service then does not know (a reorganisation between two answers) is a gap', async () => {
  const lost = except(world, ({ path }) =>
    path === `/tx/${idOf('b')}` ? answer('Transaction not found', 404) : undefined,
  );
  const page = await spend(lost, coin('a', 0), scope);
  expect(page.transfers).toEqual([]);
  expect(page.gaps[0]).toMatchObject({ code: 'source-failed' });
});

test('a spender that does not balance, or that is another transaction, is refused', async () => {
  const b = txs[1];
  const wrong = except(world, ({ path }) =>
    path === `/tx/${idOf('b')}` ? answer(JSON.stringify({ ...b, fee: 0 })) : undefined,
  );
  expect((await spend(wrong, coin('a', 0), scope)).gaps[0]?.why).toContain(
    'inputs are 600 sat, outputs 590 and fee 0',
  );
  const other = except(world, ({ path }) =>
    path === `/tx/${idOf('b')}` ? answer(JSON.stringify(txs[4])) : undefined,
  );
  expect((await spend(other, coin('a', 0), scope)).gaps[0]).toMatchObject({ code: 'source-disagreement' });
});

test('the next service is asked where the first fails, and both are named where both do', async () => {
  const half = except(world, ({ service }) => (service === MAIN ? answer('<html>', 502) : undefined));
  expect((await spend(half, coin('a', 0), scope, [MAIN, OTHER])).transfers).toHaveLength(4);
  const none = except(world, () => answer('Bad gateway', 502));
  const why = (await spend(none, coin('a', 0), scope, [MAIN, OTHER])).gaps[0]?.why ?? '';
  expect(why).toContain(`${MAIN} /tx/`);
  expect(why).toContain(`${OTHER} /tx/`);
  expect(why).toContain('HTTP 502 "Bad gateway"');
});

const skipped = absent('colonial/txs.json');
test.skipIf(skipped)(
  `Colonial: the coin 9436dbf0…:0 is known only by its spending${skipped ? ' (skipped: no shared data)' : ''}`,
  async () => {
    const flat = JSON.parse(sharedText('colonial/txs.json'));
    const colonial = esploraWorld(fromFlat(flat), { tipHeight: 914_900 });
    const input = flat
      .flatMap((tx: { vin: { txid: string }[] }) => tx.vin)
      .find((one: { txid: string }) => one.txid.startsWith('9436dbf0'));
    const page = await spend(colonial, `${input.txid}:0`, scopeAt(914_850));
    expect(page.gaps).toEqual([]);
    expect(page.transfers[13]).toMatchObject({ coin: `${input.txid}:0`, amount: BigInt(input.value) });
    expect(page.transfers[13]?.txId.slice(0, 8)).toBe('daf38c7b');
  },
);
