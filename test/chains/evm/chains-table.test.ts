import { readFileSync } from 'node:fs';
import { getAddress } from 'ethers';
import { expect, test } from 'vitest';
import { evmChains } from '../../../src/chains/evm/chains-table.ts';
import { explorerLedger } from '../../../src/chains/evm/explorer-ledger.ts';
import { chainsWithGenuineTokens, genuineTokensOf } from '../../../src/chains/evm/genuine-tokens.ts';
import { parseTronAddress } from '../../../src/chains/tron/address.ts';
import { tronTokens } from '../../../src/chains/tron/chain-row.ts';
import { assetId } from '../../../src/model/asset.ts';
import { type ChainId, chainInfo, chainName, chainNamed, TRON } from '../../../src/model/chain.ts';
import { chainRow, ledgerOn, nobody } from './setup.ts';

test('every row is a known account chain whose contracts are in EIP-55 form', () => {
  expect(evmChains.map((chain) => chainInfo(chain.id)?.name)).toEqual([
    'ethereum',
    'bnb',
    'polygon',
    'arbitrum',
    'optimism',
    'base',
    'avalanche',
  ]);
  for (const chain of evmChains) {
    expect(chainInfo(chain.id)?.kind).toBe('account');
    for (const { contract } of chain.tokens) expect(getAddress(contract)).toBe(contract);
    expect(chain.id).toBe(`eip155:${chain.etherscan.chainid}`);
    // Each has the tokens that people hold most, and the wrapped coin under its genuine contract where one is listed.
    const symbols = chain.tokens.map(({ symbol }) => symbol.split('.')[0]);
    expect(symbols).toEqual(expect.arrayContaining(['USDT', 'USDC', 'DAI']));
    const wrapped = chain.tokens.find(({ contract }) => contract.toLowerCase() === chain.wrappedNative);
    expect(wrapped?.symbol).toMatch(/^W(ETH|BNB|MATIC|AVAX)$/);
    expect(wrapped?.decimals).toBe(18);
  }
});

test('every genuine token is checked by its checksum, named once on its chain, and published by somebody', () => {
  for (const id of chainsWithGenuineTokens) {
    const tokens = genuineTokensOf(id);
    for (const { contract, source } of tokens) {
      expect(getAddress(contract.toLowerCase())).toBe(contract);
      expect(source).toMatch(/^https:\/\//);
    }
    expect(new Set(tokens.map(({ contract }) => contract)).size).toBe(tokens.length);
    expect(new Set(tokens.map(({ symbol }) => symbol)).size).toBe(tokens.length);
  }
});

/** By the names under which each chain has them; `none`: there is no contract of its issuer, nor of a bridge that it names. */
const six: Readonly<Record<string, { readonly has: readonly string[]; readonly none: readonly string[] }>> = {
  'eip155:1': { has: ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'stETH', 'wstETH'], none: [] },
  'eip155:56': { has: ['USDT', 'USDC', 'DAI', 'ETH', 'BTCB', 'WBTC', 'wstETH'], none: ['stETH', 'WETH'] },
  'eip155:137': { has: ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'wstETH'], none: ['stETH'] },
  'eip155:42161': { has: ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'wstETH'], none: ['stETH'] },
  'eip155:10': { has: ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'stETH', 'wstETH'], none: [] },
  'eip155:8453': { has: ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'cbBTC', 'wstETH'], none: ['stETH'] },
  'eip155:43114': {
    has: ['USDT', 'USDC', 'DAI.e', 'WETH.e', 'WBTC', 'WBTC.e', 'BTC.b'],
    none: ['stETH', 'wstETH'],
  },
  [TRON]: { has: ['USDT', 'USDC', 'WETH', 'WBTC', 'WTRX'], none: ['DAI', 'stETH'] },
};

test('the six that matter most are listed on every chain that has them, and docs/chains.md says which has not', () => {
  const manual = readFileSync('docs/chains.md', 'utf8');
  expect(Object.keys(six)).toEqual(expect.arrayContaining([...evmChains.map(({ id }) => id), TRON]));
  for (const [id, { has, none }] of Object.entries(six)) {
    const tokens = id === TRON ? tronTokens : genuineTokensOf(id as ChainId);
    const listed = tokens.map(({ symbol }) => symbol);
    expect(listed).toEqual(expect.arrayContaining([...has]));
    for (const symbol of none) {
      expect(listed).not.toContain(symbol);
      expect(manual).toContain(`| ${chainName(id as ChainId)} | ${symbol} | none`);
    }
  }
});

test('every genuine token of Tron is checked by its checksum, and published by somebody', () => {
  for (const { contract, source } of tronTokens) {
    expect(() => parseTronAddress(contract)).not.toThrow();
    expect(source).toMatch(/^https:\/\//);
  }
});

test('genuine is decided by the contract, never by the symbol', () => {
  const ledger = ledgerOn(nobody);
  const usdt = assetId('eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7');
  expect(ledger.assetInfo(usdt)).toEqual({ id: usdt, symbol: 'USDT', decimals: 6, genuine: true });
  expect(ledger.assetInfo(assetId('eip155:1/slip44:60'))).toMatchObject({ symbol: 'ETH', decimals: 18 });
  expect(ledger.assetInfo(assetId(`eip155:1/erc20:0x${'12'.repeat(20)}`))).toBeUndefined();
});

test('chains are named by their names, other names and CAIP-2 ids', () => {
  const known = [
    ['polygon', 'matic', 'eip155:137', 'POL'],
    ['arbitrum', 'arb', 'eip155:42161', 'ETH'],
    ['optimism', 'op', 'eip155:10', 'ETH'],
    ['avalanche', 'avax', 'eip155:43114', 'AVAX'],
  ] as const;
  for (const [name, alias, id, symbol] of known) {
    expect([name, alias, id].map(chainNamed)).toEqual([id, id, id]);
    expect(chainInfo(id as ChainId)?.native).toMatchObject({ symbol, decimals: 18 });
  }
});

test('BNB has no Blockscout instance: it is left out, and alone it is an error that says so', () => {
  expect(ledgerOn(nobody, ['blockscout', 'etherscan'], 'eip155:56').services).toEqual(['api.etherscan.io']);
  expect(() => explorerLedger(nobody, chainRow('eip155:56'), { sources: ['blockscout'] })).toThrow(
    expect.objectContaining({ code: 'no-source' }),
  );
  expect(ledgerOn(nobody, ['etherscan', 'blockscout'], 'eip155:8453').services).toEqual([
    'api.etherscan.io',
    'base.blockscout.com',
  ]);
});
