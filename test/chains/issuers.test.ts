// The one list of issuers against the lists of genuine contracts: all that these call USDT or USDC of the issuer's own.
import { expect, test } from 'vitest';
import { evmChains } from '../../src/chains/evm/chains-table.ts';
import { issuerOf } from '../../src/chains/issuers.ts';
import { genuineTokens } from '../../src/chains/tron/chain-row.ts';
import { assetId } from '../../src/model/asset.ts';

const PUBLISHED = /^https:\/\/(?:tether\.to|developers\.circle\.com)\//;

test('every contract that Tether or Circle published is known as one that they can freeze, under its own name', () => {
  const published = evmChains.flatMap(({ id, tokens }) =>
    tokens
      .filter(({ source }) => PUBLISHED.test(source))
      .map(({ contract, symbol }) => [`${id}/erc20:${contract.toLowerCase()}`, symbol] as const),
  );
  expect(published.length).toBeGreaterThanOrEqual(8);
  for (const [asset, symbol] of published) {
    const issuer = issuerOf(assetId(asset));
    expect([asset, issuer?.name]).toEqual([asset, symbol === 'USDT' ? 'Tether' : 'Circle']);
    expect(issuer?.events.length).toBeGreaterThanOrEqual(2);
  }
});

test('no other token is, nor the USDC of Tron, which Circle no longer issues', () => {
  const others = evmChains.flatMap(({ id, tokens }) =>
    tokens
      .filter(({ source }) => !PUBLISHED.test(source))
      .map(({ contract }) => assetId(`${id}/erc20:${contract.toLowerCase()}`)),
  );
  expect(others.filter((asset) => issuerOf(asset) !== undefined)).toEqual([]);
  const onTron = genuineTokens().filter(({ asset }) => issuerOf(asset) !== undefined);
  expect(onTron.map(({ symbol }) => symbol)).toEqual(['USDT']);
});
