// THORChain without its router: a payment of the coin to a vault, which is an account, with the memo as call data, and answers
// in the same way. Memos after docs.thorchain.org, transaction memos; THORNode reads call data as text or as hex digits of text
// (thornode, bifrost/pkg/chainclients/evm/evm_block_scanner.go). Made-up chains; figures by hand.
import { expect, test } from 'vitest';
import { FUNDER, tx } from '../support/bridge-events.ts';
import type { EvmTx } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';
import {
  BTC,
  BTC_SEED,
  btc,
  ETH,
  INBOUND,
  paidIn,
  paidOnBitcoin,
  paidOut,
  RECEIVER,
  ROUTER,
  SEED,
  traced,
  tracedAsking,
  VAULT,
} from '../support/thorchain-worlds.ts';

const hex = (text: string): string => `0x${Buffer.from(text, 'latin1').toString('hex')}`;
const MEMO = `=:BTC.BTC:${btc(5)}:0/1/0`;

/** The seed on Ethereum has 1,000 wei and pays 800 of them to the vault, with these call data. */
function paidDirectly(input: string, more: Partial<EvmTx> = {}): [EvmTx, EvmTx] {
  return [tx(0, { to: SEED, value: 1_000n }), tx(1, { from: SEED, to: VAULT, value: 800n, input, ...more })];
}
const exchange = written(
  'labels.csv',
  `chain,address,name,category,source\nbitcoin,${btc(6)},Desk,exchange,test\n`,
);
const toBitcoin = ['--bridge-to', 'bitcoin', '--as-of', 'ethereum=8000,bitcoin=150', '--labels', exchange];
const toEthereum = ['--bridge-to', 'ethereum', '--as-of', 'bitcoin=150,ethereum=8000'];
const alone = ['--as-of', 'ethereum=8000'];

const heldBy = (run: Awaited<ReturnType<typeof traced>>, who: string, rule = 'fifo') =>
  run.held.find(({ address }) => address.toLowerCase() === who)?.amounts[rule];

test.each([
  ['as text', hex(MEMO)],
  ['as hex digits of text', hex(Buffer.from(MEMO).toString('hex'))],
  ['with the short name of the asset', hex(`s:b:${btc(5)}`)],
  ['in capitals', hex(MEMO).toUpperCase().replace('0X', '0x')],
  ['for somebody who takes a fee', hex(`SWAP:BTC.BTC:${btc(5)}:12e3/1/0:t/x:10/20`)],
])('a memo in the call data, %s, is followed to what Bitcoin paid for it', async (_, input) => {
  const [funded, paid] = paidDirectly(input);
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.bridges).toMatchObject([
    {
      ...{ bridge: 'THORChain', said: 'payer', tx: paid.hash, amount: '800', outcome: 'arrived' },
      ...{ arrivedIn: 'ef'.repeat(32), to: { address: btc(5) } },
    },
  ]);
  expect(run.crossings).toMatchObject([
    { given: { asset: ETH, amount: '800' }, received: { asset: BTC, amount: '3000' } },
  ]);
  // All 800 wei were the seed's, so all 3,000 sat are; 100 of them are a fee. 200 wei stay with the seed, none with the vault.
  for (const rule of ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho'])
    expect(run.endpoints.map(({ entity, amounts }) => [entity, amounts[rule]])).toEqual([
      ['Desk', { [BTC]: '2900' }],
    ]);
  expect(heldBy(run, VAULT)).toBeUndefined();
  expect([...new Set(run.statement.map(({ residual }) => residual))]).toEqual(['0']);
});

test.each(['blockscout', 'blockscout-rest', 'etherscan'])('%s tells the call data', async (source) => {
  const [funded, paid] = paidDirectly(hex(MEMO));
  const world = [funded, paid] as const;
  const run = await traced(SEED, paidOnBitcoin(paid.hash), world, ...toBitcoin, '--source', source);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['arrived']);
});

test('of a payment to a vault of which a part is traced, as large a part of the payout is', async () => {
  const paid = tx(2, { from: SEED, to: VAULT, value: 800n, input: hex(MEMO) });
  const victim = tx(0, { to: SEED, value: 1_000n });
  const clean = tx(1, { to: SEED, value: 600n });
  const seed = ['--tx', victim.hash, '--chain', 'ethereum'];
  const run = await traced(seed, paidOnBitcoin(paid.hash), [victim, clean, paid], ...toBitcoin);
  // Of 1,000 wei traced and 600 clean 800 are given: 800 traced under fifo, 200 under lifo, 500 under haircut; of 3,000 sat
  // 3,000, 750 and 1,875.
  const told = run.crossings[0]?.amounts;
  expect([told?.fifo?.received, told?.lifo?.received, told?.haircut?.received]).toEqual([
    '3000',
    '750',
    '1875',
  ]);
});

test('the payment to a vault that is itself asked about is followed across', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO));
  const seed = ['--tx', paid.hash, '--chain', 'ethereum'];
  const run = await traced(seed, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['arrived']);
  expect(run.endpoints.map(({ entity, amounts }) => [entity, amounts.fifo])).toEqual([
    ['Desk', { [BTC]: '2900' }],
  ]);
  expect(run.statement.every(({ residual }) => residual === '0')).toBe(true);
});

const OUT = `OUT:${INBOUND.toUpperCase()}`;
const answer = (minute: number, memo: string, amount: bigint, to = RECEIVER): EvmTx =>
  tx(minute, { from: VAULT, to, value: amount, input: hex(memo) });

test('what a vault pays out by itself, with its answer in the call data, is what the payment on Bitcoin became', async () => {
  const out = answer(10, OUT, 700n);
  const run = await traced(BTC_SEED, paidIn(`=:e:${RECEIVER}`), [out], ...toEthereum);
  expect(run.bridges).toMatchObject([{ outcome: 'arrived', arrivedIn: out.hash }]);
  expect(run.crossings).toMatchObject([
    { given: { asset: BTC, amount: '9000' }, received: { asset: ETH, amount: '700' } },
  ]);
  expect(heldBy(run, RECEIVER)).toEqual({ [ETH]: '700' });
});

test('two answers, one by the router and one in call data, are two', async () => {
  const answers = [answer(10, OUT, 700n), paidOut(11, OUT, 7n)];
  const run = await traced(BTC_SEED, paidIn(`=:e:${RECEIVER}`), answers, ...toEthereum);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['several']);
  expect(run.crossings).toEqual([]);
});

test('an answer that failed, or pays nothing, is none', async () => {
  const failed: EvmTx = { ...answer(10, OUT, 700n), failed: true };
  const nothing = answer(11, OUT, 0n);
  const run = await traced(BTC_SEED, paidIn(`=:e:${RECEIVER}`), [failed, nothing], ...toEthereum);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['not-arrived']);
});

test('a refund in call data returns to the sender, less its fee', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO));
  const refund = answer(5, `REFUND:${paid.hash.slice(2).toUpperCase()}`, 780n, SEED);
  const run = await traced(SEED, [], [funded, paid, refund], ...alone);
  expect(run.bridges).toMatchObject([{ outcome: 'refunded', arrivedIn: refund.hash }]);
  expect(run.crossings).toMatchObject([{ given: { amount: '800' }, received: { amount: '780' } }]);
  expect(run.returned.amounts.fifo).toEqual({ [ETH]: '780' });
});

test('without an answer the memo ends nothing: the vault is a wallet like any other', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO));
  const run = await traced(SEED, [], [funded, paid], ...toBitcoin);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['not-arrived']);
  expect(run.crossings).toEqual([]);
  expect(heldBy(run, VAULT)).toEqual({ [ETH]: '800' });
});

test('where the other chain is not read, that is a gap, and the vault has what it was paid', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO));
  const run = await traced(SEED, [], [funded, paid], ...alone);
  expect(run.bridges?.map(({ outcome }) => outcome)).toEqual(['unread']);
  expect(run.gaps.map(({ code }) => code)).toContain('bridge-unread');
  expect(heldBy(run, VAULT)).toEqual({ [ETH]: '800' });
});

/** ERC-20 `transfer(address,uint256)` with a selector of printable letters, `=:b:`, in the place of 0xa9059cbb. */
const CALL = `0x3d3a623a${'0'.repeat(24)}${'12'.repeat(20)}${'0'.repeat(63)}1`;
const PROMISED = btc(5);

test.each<[string, string]>([
  ['nothing', '0x'],
  ['half a byte', '0x3'],
  ['a megabyte', `0x${'3d'.repeat(2 ** 20)}`],
  ['a memo of 100,000 letters', hex(`=:b:${PROMISED}${':'.repeat(100_000)}`)],
  ['a memo of 251 letters', hex(`=:b:${PROMISED}:0:`.padEnd(251, 't'))],
  ['bytes that are no text', `${hex(`=:b:${PROMISED}`)}ff`],
  ['zeros behind it', `${hex(`=:b:${PROMISED}`)}${'00'.repeat(8)}`],
  ['escape codes', hex(`=:b:${PROMISED}\u001b[2J`)],
  ['letters beyond ASCII', `0x${Buffer.from(`=:b:${PROMISED}é‮`).toString('hex')}`],
  ['a call of a token', CALL],
  ['a deposit into a pool', hex(`+:BTC.BTC:${PROMISED}`)],
  ['a deposit, written out', hex(`ADD:ETH.ETH:${PROMISED}`)],
  ['a withdrawal', hex(`WITHDRAW:ETH.ETH:10000`)],
  ['a bond', hex('BOND:thor1el4ufmhll3yw7zxzszvfakrk66j7fx0tvcslym')],
  ['a move between vaults', hex('MIGRATE:123')],
  ['a donation', hex('DONATE:ETH.ETH')],
  ['a loan', hex(`$+:BTC.BTC:${PROMISED}`)],
  ['two destinations', hex(`=:b:${PROMISED},${PROMISED}`)],
  ['three addresses', hex(`=:b:${PROMISED}/${PROMISED}/${PROMISED}`)],
  ['digits of digits of digits', hex(Buffer.from(Buffer.from(MEMO).toString('hex')).toString('hex'))],
])('%s in the call data is no memo: an ordinary payment', async (_, input) => {
  const [funded, paid] = paidDirectly(input);
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.bridges).toBeUndefined();
  expect(run.crossings).toEqual([]);
  expect(heldBy(run, VAULT)).toEqual({ [ETH]: '800' });
});

test('an ordinary payment costs no request more for what stands in its call data', async () => {
  const asked = [];
  for (const input of ['0x', CALL, hex('ADD:ETH.ETH'), hex('thank you')]) {
    const told = await tracedAsking(SEED, [], paidDirectly(input), ...toBitcoin);
    asked.push(told.asked.filter((service) => service === 'eth.blockscout.com').length);
  }
  expect(new Set(asked).size).toBe(1);
});

test.each<[string, string, string]>([
  ['an address of another chain', `=:b:${RECEIVER}`, 'no-address'],
  ['no address', '=:b', 'no-address'],
  ['a name in the place of an address', '=:b:dx', 'no-address'],
  ['a chain that is not read', '=:SOL.SOL:7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU', 'unread'],
  ['an asset that stays on THORChain', '=:BTC/BTC:thor1abc', 'unread'],
  ['the same chain', `=:e:${RECEIVER}`, 'not-arrived'],
])('a memo with %s leads nowhere', async (_, memo, outcome) => {
  const [funded, paid] = paidDirectly(hex(memo));
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.bridges?.map((each) => each.outcome)).toEqual([outcome]);
  expect(run.crossings).toEqual([]);
  expect(heldBy(run, VAULT)).toEqual({ [ETH]: '800' });
});

test('of what failed the memo says nothing', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO), { failed: true });
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.bridges).toBeUndefined();
  expect(run.crossings).toEqual([]);
  expect(run.statement).toEqual([]);
});

test('what a program that was called passes on is not handed to a vault', async () => {
  const inside = [{ path: '0', from: VAULT, to: RECEIVER, value: 800n, type: 'call' }];
  const [funded, paid] = paidDirectly(hex(MEMO), { internals: inside });
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.bridges).toBeUndefined();
  expect(run.crossings).toEqual([]);
  expect(heldBy(run, RECEIVER)).toEqual({ [ETH]: '800' });
});

test('a memo of somebody whose money is not traced is not looked at', async () => {
  const stranger = tx(2, { from: FUNDER, to: SEED, value: 5n, input: hex(MEMO) });
  const run = await traced(SEED, [], [...paidDirectly('0x'), stranger], ...toBitcoin);
  expect(run.bridges).toBeUndefined();
});

test('a vault that is itself followed is no vault: nothing crosses', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO));
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin, VAULT);
  expect(run.crossings).toMatchObject([{ refused: 'its other side is a seed or is followed itself' }]);
  expect(run.statement.find(({ convention }) => convention === 'fifo')).toMatchObject({
    ...{ injected: '800', reachedSeed: '800', convertedOut: '0' },
  });
});

// The world knows it as a contract; it answers with nothing at all.
test('a contract that keeps still is no vault: the router counts only by its event', async () => {
  const [funded, paid] = paidDirectly(hex(MEMO), { to: ROUTER });
  const run = await traced(SEED, paidOnBitcoin(paid.hash), [funded, paid], ...toBitcoin);
  expect(run.crossings).toEqual([]);
});
