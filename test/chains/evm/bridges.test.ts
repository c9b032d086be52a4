// Bridges in real receipts (shared/data/evm-receipts): what was burnt or deposited and what was paid out. Expected values are
// read off the events by hand, word by word; pairs are real ones.
import { readFileSync } from 'node:fs';
import { id } from 'ethers';
import { expect, test } from 'vitest';
import { eventActs } from '../../../src/chains/evm/bridges/acts.ts';
import type { EvmChain } from '../../../src/chains/evm/chains-table.ts';
import { readReceipt } from '../../../src/chains/evm/tx-answers.ts';
import { assetId } from '../../../src/model/asset.ts';
import type { BridgeActs } from '../../../src/model/bridge.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import type { TxId } from '../../../src/model/place.ts';
import { chainRow } from './setup.ts';

interface Recorded {
  readonly chainid: string;
  readonly receipt: { transactionHash: string; logs: readonly { address: string }[] };
}
const file = new URL('../../../../shared/data/evm-receipts/evm_tx_receipts.jsonl', import.meta.url);
const recorded = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Recorded);

function actsOf(hash: string, change: (text: string) => string = (text) => text): BridgeActs {
  const row = recorded.find(({ receipt }) => receipt?.transactionHash === hash);
  if (row === undefined) throw new Error(`no receipt of ${hash}`);
  const receipt = readReceipt(JSON.parse(change(JSON.stringify(row.receipt))));
  const chainId = `eip155:${row.chainid}` as ChainId;
  const chain: EvmChain = { ...chainRow('eip155:1'), id: chainId };
  const native = assetId(`${chainId}/slip44:60`);
  return eventActs({ chain, native, txId: hash as TxId, logs: receipt?.logs ?? [] });
}

const BURN = '0xac7bb45701a4311a2c662377a4764ac694a8f6438270c1ee8a4100d4a000a511';
const MINT = '0x9da8beb8e9ad2428ad2de132d920d27c2d6c7e0604d2977669aab219e51fd323';

test('a burn on Ethereum and its mint on Arbitrum have one key: domain and nonce', () => {
  const { sendings, landings } = actsOf(BURN);
  const [sent] = sendings;
  const [landed] = actsOf(MINT).landings;
  expect(landings).toEqual([]);
  // Nonce 0xf5a3 = 62883, of domain 0.
  expect(sent).toMatchObject({
    ...{ bridge: 'Circle CCTP', key: 'cctp1/0/62883', keyed: 'once' },
    assets: ['eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'],
    sender: '0xd0adc5d079cc486b58f1b9a28b973355c4ec9e6f',
    to: { chain: 'eip155:42161', address: '0xd0adc5d079cc486b58f1b9a28b973355c4ec9e6f' },
  });
  expect(landed).toMatchObject({
    ...{ key: 'cctp1/0/62883', kind: 'paid-out', to: '0xd0adc5d079cc486b58f1b9a28b973355c4ec9e6f' },
    assets: ['eip155:42161/erc20:0xaf88d065e77c8cc2239327c5edb3a432268e5831'],
  });
  // Version 1 takes no fee: what is burnt is minted.
  expect(landed?.amount).toBe(sent?.amount);
});

test('a burn on Polygon and its mint on Arbitrum likewise', () => {
  const [sent] = actsOf('0x90128b2988d709e7719dc157aaf08ea76792934cac4e47fa01e93c80d21d30fd').sendings;
  const [landed] = actsOf('0xad6aa5691bde79c4c97be04871d92e1cc2fa8e43984834716d09001da309dce0').landings;
  // 0x19926 = 104742, of domain 7.
  expect([sent?.key, landed?.key]).toEqual(['cctp1/7/104742', 'cctp1/7/104742']);
  expect(landed?.amount).toBe(sent?.amount);
});

test('a deposit into Across names chain, wallet and number', () => {
  const [sent] = actsOf('0x01456be6d500a21b91941e569df54ec4760868d4b51ba9ef2ddab59d33d3c21f').sendings;
  // Topics: 0xa4b1 = 42161, 0x3d67f8 = 4024312.
  expect(sent).toMatchObject({
    ...{ bridge: 'Across', key: 'across/eip155:1/4024312', keyed: 'once' },
    sender: '0x6b21bb0d79c543b13dee153700788d2c008633e5',
    to: { chain: 'eip155:42161' },
  });
  expect(sent?.pays?.least).toBe(sent?.pays?.most);
});

test.each([
  // Topics: 0xa4b1 and 0x4032ba = 4207290; 0x38 = 56 and 0xbe087 = 778375.
  ['0x742fbbe405ea7a547e30895719e3de09b852f5540a67b6bbd0cc8546131c6318', 'across/eip155:42161/4207290'],
  ['0xee7641ad46d4367a371a7320767323a0a7cb1f5301b27235e884551d715b2e0f', 'across/eip155:56/778375'],
])('a fill of Across answers to one deposit', (hash, key) => {
  const { landings, sendings } = actsOf(hash);
  expect(sendings).toEqual([]);
  expect(landings.map((landing) => landing.key)).toEqual([key]);
});

test('an event of a contract that is not the bridge says nothing', () => {
  const forged = (text: string) =>
    text.replaceAll('0xbd3fa81b58ba92a82136038b25adec7066af3155', `0x${'1'.repeat(40)}`);
  expect(actsOf(BURN, forged)).toEqual({ sendings: [], landings: [] });
});

test('a message without its mint pays nothing out', () => {
  const mint = id('MintAndWithdraw(address,uint256,address)');
  expect(actsOf(MINT, (text) => text.replaceAll(mint, `0x${'0'.repeat(64)}`)).landings).toEqual([]);
});

test('none of the other transactions says anything of a bridge', () => {
  const known = ['eip155:1', 'eip155:10', 'eip155:137', 'eip155:42161', 'eip155:8453'];
  const all = recorded.filter(({ chainid, receipt }) => receipt && known.includes(`eip155:${chainid}`));
  const telling = all.filter(({ receipt }) => {
    const { sendings, landings } = actsOf(receipt.transactionHash);
    return sendings.length + landings.length > 0;
  });
  // Counted by topic and emitting contract over the file: 3 burns, 3 mints, 1 deposit, 3 fills.
  expect(telling).toHaveLength(10);
});
