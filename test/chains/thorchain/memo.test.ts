// Memos by their grammar. Those with a source are quoted there; the others are made up to mislead.
import { expect, test } from 'vitest';
import { readMemo } from '../../../src/chains/thorchain/memo.ts';

/** `kind chain asset address refund limit` of a swap, or `kind inbound`. */
function told(text: string): string | undefined {
  const memo = readMemo(text);
  if (memo === undefined) return undefined;
  if (memo.kind !== 'swap') return `${memo.kind} ${memo.inbound}`;
  return [memo.chain ?? memo.chainName, memo.asset, memo.address, memo.refundTo ?? '-', memo.limit].join(' ');
}

const BTC = 'bip122:000000000019d6689c085ae165831e93';
const TX = 'A9C1D8E1B0D27B5A0F0D4E0C5B6F1A2E3D4C5B6A79880716253443526170FFEE';

test.each<[string, string, string]>([
  [
    'gitlab.com/thorchain/thornode, merge request 2666',
    '=:ETH.ETH:0x4C9264521dB4DfB0a2125B26E855A8761C00A5e7::t:10',
    'eip155:1 ETH.ETH 0x4C9264521dB4DfB0a2125B26E855A8761C00A5e7 - 0',
  ],
  [
    'gitlab.com/thorchain/thornode, issue 1445',
    '=:BTC.BTC:bc1q3a2le4lazts64u8mqte5vuxvug25z5w6rhs95g:5855757:t:10',
    `${BTC} BTC.BTC bc1q3a2le4lazts64u8mqte5vuxvug25z5w6rhs95g - 5855757`,
  ],
  [
    'merge request 3151: refunded to another address than the sender',
    '=:BTC.BTC:bc1q6527vxxqjpq80la2l0sw7hay3lj6dz07zs6gzl/0x7a093cebfa77403672d68e1c22d0681400a36682',
    `${BTC} BTC.BTC bc1q6527vxxqjpq80la2l0sw7hay3lj6dz07zs6gzl 0x7a093cebfa77403672d68e1c22d0681400a36682 0`,
  ],
  [
    'dev.thorchain.org, memo length reduction: a short asset, a name instead of an address, 161·10^6',
    '=:e:dx:161e6:t:10',
    'eip155:1 ETH.ETH dx - 161000000',
  ],
  ['no address: to the sender', '=:ETH.ETH::5', 'eip155:1 ETH.ETH  - 5'],
  [
    'dev.thorchain.org, memos: a limit',
    '=:THOR.RUNE:thor1el4ufmhll3yw7zxzszvfakrk66j7fx0tvcslym:19779138111',
    'THOR THOR.RUNE thor1el4ufmhll3yw7zxzszvfakrk66j7fx0tvcslym - 19779138111',
  ],
  // 12·10^3, streamed over blocks.
  [
    'short name, streamed, in scientific notation',
    'SWAP:b:bc1qxyz:12e3/1/0:t/x:10/20',
    `${BTC} BTC.BTC bc1qxyz - 12000`,
  ],
  ['a synthetic asset stays on THORChain', '=:BTC/BTC:thor1abc', 'THOR BTC/BTC thor1abc - 0'],
  ['a token by its contract', '=:ETH.USDC-6EB48:0xab', 'eip155:1 ETH.USDC-6EB48 0xab - 0'],
  ['Avalanche by its short name', '=:a:0xab', 'eip155:43114 AVAX.AVAX 0xab - 0'],
  ['Base by its short name', 's:f:0xab', 'eip155:8453 BASE.ETH 0xab - 0'],
  ['BNB by its short name', 'SWAP:s:0xab', 'eip155:56 BSC.BNB 0xab - 0'],
  ['a chain that is not read', '=:SOL.SOL:abc', 'SOL SOL.SOL abc - 0'],
  ['paid out', `OUT:${TX}`, `out ${TX}`],
  ['refunded, in small letters', `refund:${TX.toLowerCase()}`, `refund ${TX}`],
])('%s', (_, text, expected) => {
  expect(told(text)).toBe(expected);
});

test.each([
  ['markup', '=:ETH.ETH:<img/src=x>'],
  ['escapes for a terminal', '=:ETH.ETH:\u001b[31mred'],
  ['letters that run from right to left', '=:ETH.ETH:0x12\u202e34'],
  ['a space', '=:ETH.ETH:0x12 34'],
  ['another function', '+:BTC.BTC:thor1abc'],
  ['no asset', '=::0x12'],
  ['an asset that is none', '=:ETH:0x12'],
  ['a limit that is no number', '=:ETH.ETH:0x12:ten'],
  ['an exponent alone', '=:ETH.ETH:0x12:e8'],
  ['more streaming than there is', '=:ETH.ETH:0x12:1/2/3/4'],
  ['two refund addresses', '=:ETH.ETH:0x12/0x34/0x56'],
  ['longer than any memo', `=:ETH.ETH:${'a'.repeat(250)}`],
  ['a payment out that names no transaction', 'OUT:1234'],
  ['nothing', ''],
  ['issue 653, before limits had a place of their own', 's:ETH.USDT::shapeshift:100'],
])('%s is no memo', (_, text) => {
  expect(readMemo(text)).toBeUndefined();
});
