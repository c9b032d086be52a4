// Blocks of Bitcoin that anyone can look up, to which headers may link, and how easy its blocks never were.
import { periodEnds } from './period-ends.ts';

const PERIOD = 2016;

/**
 * Hash → height: the end of every period up to height 864,863, and blocks named in src/kernel/chainparams.cpp of
 * bitcoin/bitcoin (checkpointData, the hashes beside the activation heights, defaultAssumeValid; commit 0083e015, the last
 * three from later versions).
 */
export const checkpoints: ReadonlyMap<string, number> = new Map<string, number>([
  ...periodEnds.map((hash, index): [string, number] => [hash, PERIOD * (index + 1) - 1]),
  ...(
    [
      [0, '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f'],
      [11_111, '0000000069e244f73d78e8fd29ba2fd2ed618bd6fa2ee92559f542fdb26e7c1d'],
      [33_333, '000000002dd5588a74784eaa7ab0507a18ad16a236e7b1ce69f00d7ddfb5d0a6'],
      [74_000, '0000000000573993a3c9e41ce34471c079dcf5f52a0e824a81e7f953b8661a20'],
      [105_000, '00000000000291ce28027faea320c8d2b054b2e0fe44a773f3eefb151d6bdc97'],
      [134_444, '00000000000005b12ffd4cd315cd34ffd4a594f430ac814c91184a0d42d2b0fe'],
      [168_000, '000000000000099e61ea72015e79632f216fe6cb33d7899acb35b75c8303b763'],
      [193_000, '000000000000059f452a5f7340de6682a977387c17010ff6e6c3bd83ca8b1317'],
      [210_000, '000000000000048b95347e83192f69cf0366076336c639f9b7228e9ba171342e'],
      [216_116, '00000000000001b4f4b433e81ee46494af945cf96014816a4e2370f11b23df4e'],
      [225_430, '00000000000001c108384350f74090433e7fcf79a606b8e797f065b130575932'],
      [227_931, '000000000000024b89b42a942fe0d9fea3bb44ab7bd1b19115dd6a759c0808b8'],
      [250_000, '000000000000003887df1f29024b06fc2200b55f8af8f35453d7be294df2d214'],
      [279_000, '0000000000000001ae8c72a0b0c301f67e3afca10e819efa9041e458e9bd7e40'],
      [295_000, '00000000000000004d9b4ef50f0f9d686fd69db2e03af35a100370c64632a983'],
      [363_725, '00000000000000000379eaa19dce8c9b722d46ae6a57c2f1a988119488b50931'],
      [388_381, '000000000000000004c2b624ed5d7756c508d90fd0da2c7c679febfa6c4735f0'],
      [419_328, '000000000000000004a1b34462cb8aeebd5799177f7a29cf28f2d1961716b5b5'],
      [481_824, '0000000000000000001c8018d9cb3b742ef25114f27563e3fc4a1902167f9893'],
      [824_000, '000000000000000000026811d149d4d261995ec5b3f64f439a0a10e1a464af9a'],
      [886_157, '00000000000000000001b658dd1120e82e66d2790811f89ede9742ada3ed6d77'],
      [912_683, '00000000000000000000611fd22f2df7c8fbd0688745c3a6c3bb5109cc2a12cb'],
      [938_343, '00000000000000000000ccebd6d74d9194d8dcdc1d177c478e094bfad51ba5ac'],
    ] as const
  ).map(([height, hash]): [string, number] => [hash, height]),
]);

/** BIP 34: from here on the coinbase names the height. */
export const NAMED_HEIGHTS = 227_931;

/**
 * Difficulties that the chain has not fallen below since a height, each well under the least there was: 14,484 at block
 * 100,000; 2.8 million at 200,000; 8 · 10^9 at 300,000; 1.6 · 10^11 at 400,000; 1.8 · 10^12 at 500,000; 1.2 · 10^13 after
 * 600,000. So a block that is cheap to make cannot be passed off as a late one.
 */
const DIFFICULTIES: readonly (readonly [number, bigint])[] = [
  [600_000, 10n ** 13n],
  [500_000, 10n ** 12n],
  [400_000, 10n ** 11n],
  [300_000, 5n * 10n ** 9n],
  [200_000, 2n * 10n ** 6n],
  [100_000, 10n ** 4n],
];

export function leastDifficulty(height: number): bigint {
  return DIFFICULTIES.find(([from]) => height >= from)?.[1] ?? 1n;
}
