// Deposit addresses as explorers tell of them: an Ethereum and a Tron world through the whole program, with gas that a funder
// gives, poison, a forwarder contract, and those who only look like one. Amounts and times by hand.
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { resultSchema } from '../../src/report/schema.ts';
import { walletSchema } from '../../src/report/wallet/schema.ts';
import { cli } from '../support/cli.ts';
import { type EvmTokenMove, type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';
import { transferData, tronAddress } from '../support/trongrid-bytes.ts';
import { type TronTx, tronWorld } from '../support/trongrid-world.ts';

/** As an analyst would have it for the main wallets of two exchanges and for whoever gives one of them its gas. */
function labelsOf(chain: string, hot: string, beta: string, funder: string): string {
  const named = [
    [hot, 'Alpha 3'],
    [beta, 'Beta'],
    [funder, 'Alpha: Deposit Funder'],
  ];
  const rows = named.map(
    ([address, name]) => `${chain},${address},${name},exchange,https://example.org,curated`,
  );
  return written('labels.csv', `chain,address,name,category,source,tier\n${rows.join('\n')}\n`);
}

/** What a profile says of a wallet: the inference, or why there is none. */
async function judged(address: string, labels: string, http: Http) {
  const argv = ['wallet', address, '--labels', labels, '--no-store', '--quiet', '--json'];
  const { code, out, err } = await cli(argv, { http });
  expect([code, err]).toEqual([0, '']);
  const { deposit } = walletSchema.parse(JSON.parse(out));
  return deposit?.inferred ?? deposit?.because;
}

/** By service and asset, what reached it under fifo. */
async function reached(seed: string, labels: string, http: Http) {
  const argv = [seed, '--labels', labels, '--no-store', '--quiet', '--json', '--min-value', '0'];
  const { code, out } = await cli(argv, { http });
  expect(code).toBe(0);
  const [run] = resultSchema.parse(JSON.parse(out)).runs;
  return Object.fromEntries(run?.entities.map(({ entity, amounts }) => [entity, amounts.fifo]) ?? []);
}

test('on Ethereum: an account with its gas and the poison of strangers, and a forwarder; neither desk nor saver', async () => {
  const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
  const at = (n: number): string => `0xa${n.toString(16).padStart(39, '0')}`;
  const [victim, hot, beta, funder, account] = [at(1), at(2), at(3), at(4), at(5)];
  const [forwarder, operator, desk, saver, bank] = [at(6), at(7), at(8), at(9), at(10)];
  const ETHER = 10n ** 18n;
  const txs: EvmTx[] = [];
  type More = Partial<Pick<EvmTx, 'gasUsed' | 'tokens' | 'internals'>>;
  /** One transaction an hour, at 200 gwei. */
  const tx = (from: string, to: string, value: bigint, more: More = {}): void => {
    const n = txs.length;
    const when = { block: 5_000 + 300 * n, index: 0, time: 1_600_000_000 + 3_600 * n };
    const hash = `0x${(n + 1).toString(16).padStart(64, '0')}`;
    txs.push({ hash, ...when, from, to, value, gasUsed: 0n, gasPrice: 200n * 10n ** 9n, ...more });
  };
  const dollars = (from: string, to: string, amount: bigint): EvmTokenMove[] => [
    { contract: USDT, from, to, amount, logIndex: 0 },
  ];
  const passedOn = (from: string, to: string, value: bigint): More => ({
    internals: [{ path: '0_1', from, to, value, type: 'call' }],
  });

  // 1,000 and 40 dollars, each swept by gas that the funder gave: 0.02 ether, of which 65,000 × 200 gwei = 0.013 is used.
  for (const amount of [1_000_000_000n, 40_000_000n]) {
    tx(victim, USDT, 0n, { tokens: dollars(victim, account, amount) });
    tx(funder, account, ETHER / 50n);
    tx(account, USDT, 0n, { gasUsed: 65_000n, tokens: dollars(account, hot, amount) });
    tx(at(99), USDT, 0n, { tokens: dollars(at(99), account, 1n) });
  }
  // A contract that hands coin on in the call by which it comes, and of which an operator of the exchange moves the dollars.
  tx(victim, forwarder, ETHER, passedOn(forwarder, hot, ETHER));
  tx(victim, USDT, 0n, { tokens: dollars(victim, forwarder, 70_000_000n) });
  tx(operator, forwarder, 0n, { tokens: dollars(forwarder, hot, 70_000_000n) });
  // A contract that serves two exchanges.
  for (const exchange of [hot, beta, hot]) tx(victim, desk, ETHER, passedOn(desk, exchange, ETHER));
  // Somebody who keeps 5,000 dollars, and pays the exchange all the ether that he gets.
  tx(victim, USDT, 0n, { tokens: dollars(victim, saver, 5_000_000_000n) });
  for (const value of [2n * ETHER, ETHER]) {
    tx(bank, saver, value);
    tx(saver, hot, value);
  }
  for (let hour = 0; hour < 12; hour += 1) tx(bank, bank, 0n);

  const { http } = explorerWorld(txs, {
    tip: 30_000,
    tokens: [{ contract: USDT, symbol: 'USDT', name: 'Tether USD', decimals: 6 }],
    contracts: [USDT, forwarder, desk],
    opening: { [victim]: 100n * ETHER, [bank]: 100n * ETHER, [funder]: ETHER },
  });
  const labels = labelsOf('ethereum', hot, beta, funder);
  expect(await judged(account, labels, http)).toMatchObject({
    entity: 'inferred deposit at Alpha',
    // Two hours each: 1 − ½·7200/41760 = 0.913…
    confidence: 0.91,
    sweeps: [
      { amount: '1000000000', receipts: 1, waited: 7200, left: '0' },
      { amount: '40000000', receipts: 1, waited: 7200, left: '1' },
    ],
  });
  // At once, and after an hour: 1 − ½·3600/41760 = 0.956…
  expect(await judged(forwarder, labels, http)).toMatchObject({
    confidence: 0.95,
    sweeps: [{ waited: 0 }, { waited: 3600 }],
  });
  expect(await judged(desk, labels, http)).toBe('several-exchanges');
  expect(await judged(saver, labels, http)).toBe('kept');

  const [eth, usdt] = ['eip155:1/slip44:60', `eip155:1/erc20:${USDT}`];
  // 1,000 + 40 + 70 dollars and one ether; what the desk was given went on in the same transaction.
  expect(await reached(victim, labels, http)).toEqual({
    'inferred deposit at Alpha': { [usdt]: '1110000000', [eth]: `${ETHER}` },
    'Alpha 3': { [eth]: `${2n * ETHER}` },
    Beta: { [eth]: `${ETHER}` },
  });
});

test('on Tron: an account whose exchange gives it TRX to burn; neither a customer who takes out and pays in, nor a payer of two', async () => {
  const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  const names = ['victim', 'hot', 'beta', 'funder', 'account', 'trader', 'both', 'stranger'] as const;
  const at = Object.fromEntries(names.map((name) => [name, tronAddress(name)])) as Record<
    (typeof names)[number],
    string
  >;
  const M = 1_000_000n;
  const txs: TronTx[] = [];
  /** 1,200 blocks, an hour, apart. */
  const block = (): number => 50_000_400 + 1_200 * txs.length;
  const dollars = (from: keyof typeof at, to: keyof typeof at, amount: bigint, energy = 0n): void => {
    const act = { type: 'TriggerSmartContract', contract: USDT, data: transferData(at[to], amount) } as const;
    const events = [{ contract: USDT, from: at[from], to: at[to], amount }];
    txs.push({ block: block(), from: at[from], act, energy, events });
  };
  const trx = (from: keyof typeof at, to: keyof typeof at, amount: bigint): void => {
    txs.push({ block: block(), from: at[from], act: { type: 'TransferContract', to: at[to], amount } });
  };
  // Swept by 40 TRX each time, of which 27 are burnt; a stranger's dust stays.
  for (const amount of [900n * M, 5n * M]) {
    dollars('victim', 'account', amount);
    trx('funder', 'account', 40n * M);
    dollars('account', 'hot', amount, 27n * M);
    dollars('stranger', 'account', 1n);
  }
  for (let nth = 0; nth < 2; nth += 1) {
    dollars('hot', 'trader', 300n * M);
    dollars('trader', 'hot', 300n * M);
  }
  dollars('victim', 'trader', 10n * M);
  dollars('trader', 'hot', 10n * M);
  for (const exchange of ['hot', 'beta'] as const) {
    dollars('victim', 'both', 20n * M);
    dollars('both', exchange, 20n * M);
  }
  const { http } = tronWorld(txs, {
    tip: block() + 20_000,
    tokens: [{ contract: USDT, symbol: 'USDT', decimals: 6 }],
    opening: Object.fromEntries(names.map((name) => [at[name], name === 'account' ? 0n : 10_000n * M])),
  });
  const labels = labelsOf('tron', at.hot, at.beta, at.funder);
  expect(await judged(at.account, labels, http)).toMatchObject({
    entity: 'inferred deposit at Alpha',
    confidence: 0.91,
    parameters: { left: '10' },
    sweeps: [
      { amount: '900000000', receipts: 1, waited: 7200, left: '0' },
      { amount: '5000000', receipts: 1, waited: 7200, left: '1' },
    ],
  });
  expect(await judged(at.trader, labels, http)).toBe('paid-by-exchange');
  expect(await judged(at.both, labels, http)).toBe('several-exchanges');
  const usdt = `tron:0x2b6653dc/trc20:${USDT}`;
  // 905 dollars; 10 by the trader and 20 by the payer of two, and 20 to the other exchange.
  expect(await reached(at.victim, labels, http)).toEqual({
    'inferred deposit at Alpha': { [usdt]: '905000000' },
    'Alpha 3': { [usdt]: '30000000' },
    Beta: { [usdt]: '20000000' },
  });
});
