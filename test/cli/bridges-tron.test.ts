// THORChain on Tron: a payment of TRX or USDT to a vault with the memo in its note, and payouts with their answer there. THORNode
// reads notes beside these two kinds (thornode, bifrost/pkg/chainclients/tron, processTxs). Made-up chains; figures by hand.
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { type EsploraTx, esploraWorld } from '../support/esplora-world.ts';
import { BTC, BTC_SEED, btc, INBOUND, paidIn, paidOnBitcoin } from '../support/thorchain-worlds.ts';
import { transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { type TronTx, tronWorld } from '../support/trongrid-world.ts';

const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const FAKE = tronAddress('a token of nobody');
const TRX = 'tron:0x2b6653dc/slip44:195';
const TRC20 = `tron:0x2b6653dc/trc20:${USDT}`;
const [FUNDER, SEED, VAULT, RECEIVER] = ['funder', 'seed', 'vault', 'receiver'].map(tronAddress) as [
  string,
  string,
  string,
  string,
];
/** After TIME of the Bitcoin of these worlds, whose payout comes later than all of Tron. */
const START = 50_000_400;
const LATER = 1_800_000_000;

const sun = (block: number, from: string, to: string, amount: bigint, note?: string): TronTx => ({
  ...{ block: START + block, from, act: { type: 'TransferContract', to, amount } },
  ...(note === undefined ? {} : { note }),
});
const token = (
  block: number,
  from: string,
  to: string,
  amount: bigint,
  note?: string,
  contract = USDT,
): TronTx => ({
  ...{ block: START + block, from },
  act: { type: 'TriggerSmartContract', contract, data: transferData(to, amount) },
  events: [{ contract, from, to, amount }],
  ...(note === undefined ? {} : { note }),
});

async function traced(
  seed: string,
  tron: readonly TronTx[],
  bitcoin: (ids: readonly string[]) => readonly EsploraTx[],
  other: string,
) {
  const tokens = [
    { contract: USDT, symbol: 'USDT', decimals: 6 },
    { contract: FAKE, symbol: 'COIN', decimals: 6 },
  ];
  const world = tronWorld(tron, {
    tip: START + 1_000,
    tokens,
    contracts: [USDT, FAKE],
    opening: { [FUNDER]: 10n ** 9n, [VAULT]: 10n ** 9n },
  });
  const esplora = esploraWorld(bitcoin(world.ids), { tipHeight: 200 });
  const asked: string[] = [];
  const http: Http = async (request, signal) => {
    if (request.service !== 'api.trongrid.io') return esplora(request);
    asked.push(`${request.path} ${request.body ?? ''}`);
    return world.http(request, signal);
  };
  const chains = ['--bridge-to', other, '--as-of', `tron=${START + 900},bitcoin=150`];
  const form = ['--json', '--min-value', '0', '--convention', 'all', '--quiet', '--no-store'];
  const { out, err } = await cli([seed, ...chains, ...form], { http });
  if (out === '') throw new Error(err);
  const run = (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
  expect(run.statement.every(({ residual }) => residual === '0')).toBe(true);
  const held = Object.fromEntries(run.held.map(({ address, amounts }) => [address, amounts.fifo]));
  return { run, held, asked, ids: world.ids };
}

const MEMO = `=:b:${btc(5)}`;
/** The payout answers the second transaction. */
const toBitcoin = (ids: readonly string[]) => paidOnBitcoin(`0x${ids[1]}`, undefined, LATER);

test.each<[string, string, readonly TronTx[]]>([
  ['TRX', TRX, [sun(1, FUNDER, SEED, 800n), sun(2, SEED, VAULT, 800n, MEMO)]],
  ['USDT', TRC20, [token(1, FUNDER, SEED, 800n), token(2, SEED, VAULT, 800n, MEMO)]],
  [
    'USDT, with spaces round the memo',
    TRC20,
    [token(1, FUNDER, SEED, 800n), token(2, SEED, VAULT, 800n, ` ${MEMO}\n`)],
  ],
])('%s paid to a vault is followed to what Bitcoin paid for it', async (_, asset, tron) => {
  const { run, held, ids } = await traced(SEED, tron, toBitcoin, 'bitcoin');
  expect(run.bridges).toMatchObject([
    { bridge: 'THORChain', said: 'payer', tx: ids[1], amount: '800', outcome: 'arrived' },
  ]);
  expect(run.crossings).toMatchObject([
    { given: { asset, amount: '800' }, received: { asset: BTC, amount: '3000' } },
  ]);
  // 3,000 sat less 100 of a fee, in the next wallet.
  expect(held).toEqual({ [btc(6)]: { [BTC]: '2900' } });
});

const OUT = `OUT:${INBOUND.toUpperCase()}`;
const fromBitcoin = (asset: string) => () => paidIn(`=:${asset}:${RECEIVER}`);

test.each<[string, string, string, TronTx]>([
  ['TRX', 'tr', TRX, sun(10, VAULT, RECEIVER, 700n, OUT)],
  ['USDT', 'TRON.USDT-TR7NHQJEKQXGTCI8Q8ZY4PL8OTSZGJLJ6T', TRC20, token(10, VAULT, RECEIVER, 700n, OUT)],
])('what a vault pays out in %s is what the payment on Bitcoin became', async (_, name, asset, out) => {
  const { run, held, ids } = await traced(BTC_SEED, [out], fromBitcoin(name), 'tron');
  expect(run.bridges).toMatchObject([{ outcome: 'arrived', arrivedIn: ids[0] }]);
  expect(held).toEqual({ [RECEIVER]: { [asset]: '700' } });
});

test('of what came in, only what could be the answer is asked for', async () => {
  const tron = [
    sun(8, FUNDER, RECEIVER, 5n),
    token(9, FUNDER, RECEIVER, 6n, undefined, FAKE),
    token(10, FUNDER, RECEIVER, 7n),
    sun(11, VAULT, RECEIVER, 700n, OUT),
  ];
  const { run, asked, ids } = await traced(BTC_SEED, tron, fromBitcoin('tr'), 'tron');
  expect(run.bridges).toMatchObject([{ outcome: 'arrived', arrivedIn: ids[3] }]);
  const looked = ids.filter((id) =>
    asked.some((each) => each.includes('gettransactionbyid') && each.includes(id)),
  );
  expect(looked.sort()).toEqual([ids[2], ids[3]].sort());
});

test.each<[string, TronTx[]]>([
  ['no note', [sun(1, FUNDER, SEED, 800n), sun(2, SEED, VAULT, 800n)]],
  [
    'a note of 251 letters',
    [sun(1, FUNDER, SEED, 800n), sun(2, SEED, VAULT, 800n, `${MEMO}:0:`.padEnd(251, 't'))],
  ],
  ['escape codes', [sun(1, FUNDER, SEED, 800n), sun(2, SEED, VAULT, 800n, `${MEMO}\u001b[2J`)]],
  ['bytes that are no text', [sun(1, FUNDER, SEED, 800n), sun(2, SEED, VAULT, 800n, `${MEMO}\u00ff`)]],
  ['a deposit into a pool', [sun(1, FUNDER, SEED, 800n), sun(2, SEED, VAULT, 800n, '+:TRON.TRX:thor1abc')]],
])('%s is no memo: an ordinary payment', async (_, tron) => {
  const { run, held } = await traced(SEED, tron, toBitcoin, 'bitcoin');
  expect(run.bridges).toBeUndefined();
  expect(run.crossings).toEqual([]);
  expect(held).toEqual({ [VAULT]: { [TRX]: '800' } });
});

test('a note beside a call that moves two things, or is no transfer, is none', async () => {
  const twice = token(2, SEED, VAULT, 500n, MEMO);
  const two: TronTx = {
    ...twice,
    events: [...(twice.events ?? []), { contract: USDT, from: SEED, to: RECEIVER, amount: 300n }],
  };
  const approved: TronTx = {
    ...token(2, SEED, VAULT, 800n, MEMO),
    act: { type: 'TriggerSmartContract', contract: USDT, data: `095ea7b3${'0'.repeat(128)}` },
  };
  for (const paid of [two, approved]) {
    const { run } = await traced(SEED, [token(1, FUNDER, SEED, 800n), paid], toBitcoin, 'bitcoin');
    expect(run.bridges).toBeUndefined();
    expect(run.crossings).toEqual([]);
  }
});
