import { describe, expect, test } from 'vitest';
import { suspicions } from '../../src/chains/suspicions.ts';
import { tokenBook } from '../../src/chains/token-book.ts';
import { genuineTokens } from '../../src/chains/tron/chain-row.ts';
import { type AssetInfo, assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';

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

test('of two that are called alike the first is the one that is imitated', () => {
  const [here, elsewhere] = [info('DAI'), { ...info('DAI'), id: assetId('another DAI') }];
  expect(suspicions([here, elsewhere])('dai')).toEqual({
    suspect: { reason: 'imitation', imitates: 'real DAI' },
  });
});

// Neither Sky nor Lido has a token on Tron, and Lido none that rebases on Base: who takes such a name there takes Ethereum's.
test.each([
  ['tron:0x2b6653dc', 'DAI', '0x6b175474e89094c44da98b954eedeac495271d0f'],
  ['tron:0x2b6653dc', 'stETH', '0xae7ab96520de3a18e5e111b5eaab095312d7fe84'],
  ['eip155:8453', 'stETH', '0xae7ab96520de3a18e5e111b5eaab095312d7fe84'],
  ['eip155:56', 'WETH', '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'],
])('on %s, which has none, a token called %s imitates that of Ethereum', (chain, symbol, contract) => {
  const id = chain as ChainId;
  const book = tokenBook(id, chain.startsWith('tron') ? genuineTokens() : []);
  const asset = assetId(`${chain}/erc20:fake`);
  book.learn([{ asset, symbol, decimals: 18 }]);
  expect(book.info(asset)).toMatchObject({
    genuine: false,
    suspect: { reason: 'imitation', imitates: `eip155:1/erc20:${contract}` },
  });
});
