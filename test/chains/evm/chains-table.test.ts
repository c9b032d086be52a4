import { getAddress } from 'ethers';
import { expect, test } from 'vitest';
import { evmChains } from '../../../src/chains/evm/chains-table.ts';
import { explorerLedger } from '../../../src/chains/evm/explorer-ledger.ts';
import { chainsWithGenuineTokens, genuineTokensOf } from '../../../src/chains/evm/genuine-tokens.ts';
import { assetId } from '../../../src/model/asset.ts';
import { type ChainId, chainInfo, chainNamed } from '../../../src/model/chain.ts';
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

test('the six that matter most are listed on every chain that has them', () => {
  const listed = (id: string) => genuineTokensOf(id as ChainId).map(({ symbol }) => symbol);
  // By the names under which each chain has them; what is missing has no contract of its issuer or of the chain's bridge there.
  const names: Record<string, readonly string[]> = {
    'eip155:1': ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'stETH', 'wstETH'],
    'eip155:56': ['USDT', 'USDC', 'DAI', 'ETH', 'BTCB', 'wstETH'],
    'eip155:137': ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'wstETH'],
    'eip155:42161': ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'wstETH'],
    'eip155:10': ['USDT', 'USDC', 'DAI', 'WETH', 'WBTC', 'stETH', 'wstETH'],
    'eip155:8453': ['USDT', 'USDC', 'DAI', 'WETH', 'cbBTC', 'wstETH'],
    'eip155:43114': ['USDT', 'USDC', 'DAI.e', 'WETH.e', 'WBTC.e', 'BTC.b'],
  };
  for (const [id, symbols] of Object.entries(names))
    expect(listed(id)).toEqual(expect.arrayContaining([...symbols]));
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
