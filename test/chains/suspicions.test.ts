import { describe, expect, test } from 'vitest';
import { suspicions } from '../../src/chains/suspicions.ts';
import { type AssetInfo, assetId } from '../../src/model/asset.ts';

const info = (symbol: string): AssetInfo => ({
  ...{ id: assetId(`real ${symbol}`), symbol, decimals: 6, genuine: true },
});
const suspect = suspicions(['ETH', 'USDT', 'USDC', 'USDC.e', 'DAI', 'WETH', 'WBTC', 'stETH'].map(info));

describe('a symbol that a reader takes for a genuine one is an imitation', () => {
  test.each([
    ['the very same', 'USDT', 'USDT'],
    ['a coin of the chain as a token', 'ETH', 'ETH'],
    ['other capitals', 'Steth', 'stETH'],
    ['Cyrillic letters', 'U\u0405D\u0422', 'USDT'],
    ['Greek letters', '\u0395\u03a4\u0397', 'ETH'],
    ['Lisu letters', '\ua4f4\ua4e2\ua4d3\ua4d4', 'USDT'],
    ['Cherokee letters', '\u13a0\u13aa\u0399', 'DAI'],
    ['full width', '\uff35\uff33\uff24\uff23', 'USDC'],
    ['mathematical capitals', '\u{1d414}\u{1d412}\u{1d403}\u{1d413}', 'USDT'],
    ['accents', 'U\u0307SDT\u0323', 'USDT'],
    ['what is invisible', 'US\u200bD\u2060T', 'USDT'],
    ['another direction', '\u202eUSDT', 'USDT'],
    ['blanks and dots', ' U S D T. ', 'USDT'],
    ['a sign in front', '$USDC', 'USDC'],
    ['a digit for a letter', 'U5DT', 'USDT'],
    ['a small l for an I', 'DAl', 'DAI'],
    ['the sign of the tugrik', 'USD\u20ae', 'USDT'],
  ])('%s', (_what, symbol, of) => {
    expect(suspect(symbol)).toEqual({ suspect: { reason: 'imitation', imitates: `real ${of}` } });
  });
});

test.each(['USDT0', 'USDC+', 'DAI+', 'axlUSDC', 'aUSDC', 'BTC', 'BUSD', 'XETH', 'ETH2', 'BTC.b', 'SHIB', ''])(
  '%s is another name',
  (symbol) => {
    expect(suspect(symbol)).toEqual({});
  },
);

test.each(['usdt-claim.com', 'https://x.y', 'Visit www.free.money', 'T.ME/prize', '! ethgift.xyz'])(
  '%s is a link',
  (symbol) => {
    expect(suspect(symbol)).toEqual({ suspect: { reason: 'advertisement' } });
  },
);

test('what is not on the list of the chain is imitated by nobody there', () => {
  expect(suspicions([info('TRX')])('USDT')).toEqual({});
});
