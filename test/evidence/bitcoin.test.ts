// Inclusion proofs of Bitcoin on real blocks, and what a forger may try. The proofs are made by test/support, apart from src.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkBitcoin } from '../../src/evidence/bitcoin/check.ts';
import { checkpoints } from '../../src/evidence/bitcoin/checkpoints.ts';
import type { BitcoinProofs } from '../../src/evidence/bitcoin/proofs.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import { outputClaims, proofsOf, type RawBlock, rawBlock } from '../support/bitcoin-proofs.ts';
import { BLOCK_170, block170 } from './first-blocks.ts';

const SHARED = '../shared/data/btc-blocks';
const there = existsSync(SHARED);
const note = there ? '' : ' (skipped: no shared data)';

const TX_170 = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
const HASH_170 = '00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee';

function check(claims: readonly Claim[], proofs: BitcoinProofs, known: readonly string[] = []) {
  return checkBitcoin(claims, proofs, new Set(known), { hashes: 0 });
}
function standings(claims: readonly Claim[], proofs: BitcoinProofs): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { standing } of check(claims, proofs).transfers) counts[standing] = (counts[standing] ?? 0) + 1;
  return counts;
}
const claims170 = outputClaims([block170]);
const payment = claims170.find(({ transfer }) => transfer === `${TX_170}/out/0`) as Claim;

describe('block 170', () => {
  test('proves the first payment, and rests on its own proof of work until somebody knows its hash', () => {
    const { transfers, anchors, faults } = check([payment], proofsOf([block170]));
    expect(faults).toEqual([]);
    expect(transfers).toMatchObject([{ standing: 'proved', amount: 1_000_000_000n }]);
    // Difficulty 1: 2^32 tries and a few.
    expect(anchors).toEqual([
      expect.objectContaining({
        hash: HASH_170,
        height: 170,
        basis: 'its own proof of work (about 2^32 tries) and 0 blocks on top of it',
      }),
    ]);
    expect(check([payment], proofsOf([block170]), [HASH_170]).anchors).toMatchObject([
      { hash: HASH_170, basis: 'named by the reader' },
    ]);
  });

  test.each<[string, Partial<Claim>]>([
    ['amount', { amount: 1_000_000_001n }],
    ['payee', { to: '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S' }],
    ['time', { time: 1231731026 }],
    ['output', { transfer: `${TX_170}/out/2` }],
  ])('an altered %s is contradicted', (_, change) => {
    expect(standings([{ ...payment, ...change }], proofsOf([block170]))).toEqual({ contradicted: 1 });
  });

  test('an input names its payer only with the transaction that made the coin', () => {
    const input: Claim = {
      ...payment,
      transfer: `${TX_170}/in/0`,
      from: '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S',
      to: undefined,
      amount: undefined,
    };
    const [said] = check([input], proofsOf([block170])).transfers;
    expect(said).toMatchObject({ standing: 'consistent' });
    expect(said?.why).toContain('0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9');
    expect(standings([{ ...input, spends: `${TX_170}/out/1` }], proofsOf([block170]))).toEqual({
      contradicted: 1,
    });
  });

  function forged(change: (proofs: BitcoinProofs) => BitcoinProofs) {
    const { transfers, faults } = check([payment], change(proofsOf([block170])));
    expect(transfers[0]?.standing).not.toBe('proved');
    return faults.join('\n');
  }

  test('a changed header does not meet its proof of work', () => {
    const faults = forged((proofs) => ({
      ...proofs,
      blocks: proofs.blocks.map((block) => ({
        ...block,
        header: block.header.replace('51b96a49', '52b96a49'),
      })),
    }));
    expect(faults).toContain('does not meet its proof of work');
  });

  test('an early block passed off as a late one is contradicted: it was too easy to make', () => {
    const late = check([{ ...payment, height: 227_930 }], proofsOf([block170])).transfers;
    expect(late).toMatchObject([
      { standing: 'contradicted', why: expect.stringContaining('easier to make') as string },
    ]);
  });

  test('an easier target than the chain allows is refused', () => {
    const faults = forged((proofs) => ({
      ...proofs,
      blocks: proofs.blocks.map((block) => ({
        ...block,
        header: block.header.replace('ffff001d', 'ffff7f20'),
      })),
    }));
    expect(faults).toContain('does not meet its proof of work');
  });

  test('a changed transaction leads to another root', () => {
    const faults = forged((proofs) => ({
      ...proofs,
      transactions: proofs.transactions.map((tx) => ({ ...tx, raw: tx.raw.replace('00ca9a3b', '01ca9a3b') })),
    }));
    expect(faults).toContain('does not lead to the Merkle root');
  });

  test('a branch of another length is refused: an inner node is no transaction', () => {
    const faults = forged((proofs) => ({
      ...proofs,
      transactions: proofs.transactions.map((tx) => ({
        ...tx,
        branch: [...tx.branch, tx.branch[0] as string],
      })),
    }));
    expect(faults).toContain('steps where its block has');
  });

  test('a leaf repeated past the end of the block is refused (CVE-2012-2459)', () => {
    // Three transactions: the third is its own sibling. As number 3 it would be proved a second time.
    const faults = forged((proofs) => ({
      ...proofs,
      transactions: proofs.transactions.map((tx) => ({ ...tx, branch: [TX_170] })),
    }));
    expect(faults).toContain('the branch repeats');
  });

  test('a transaction of 64 bytes is refused (CVE-2017-12842)', () => {
    // Version, one input with an empty script, one output with a script of 4 bytes, lock time: 64 bytes, and valid.
    const small = `01000000${'01'}${'11'.repeat(32)}00000000${'00'}ffffffff${'01'}${'00'.repeat(8)}${'04'}${'51515151'}00000000`;
    expect(small.length).toBe(128);
    const faults = forged((proofs) => ({
      ...proofs,
      transactions: proofs.transactions.map((tx) => ({ ...tx, raw: small })),
    }));
    expect(faults).toContain('64 bytes proves nothing');
  });
});

test('every checkpoint shows the work of its height: a hash that is mistyped, or of another chain, would not', () => {
  // Difficulties of the chain, rounded down, from Electrum's list of targets: the least there was from each height on.
  const least = [
    [740_000, 27_692_567_959_233n],
    [600_000, 12_720_005_267_390n],
    [500_000, 1_931_136_454_487n],
    [400_000, 158_427_203_767n],
    [300_000, 8_853_416_309n],
    [200_000, 2_968_775n],
    [100_000, 16_307n],
    [0, 1n],
  ] as const;
  const wrong = [...checkpoints].filter(([hash, height]) => {
    const difficulty = least.find(([from]) => height >= from + 2016)?.[1] ?? 1n;
    return BigInt(`0x${hash}`) > (0xffffn << 208n) / difficulty;
  });
  expect(wrong).toEqual([]);
  const heights = [...checkpoints.values()];
  expect(new Set(heights).size).toBe(heights.length);
  // From any block up to height 864,863 it is no more than a fortnight up to one.
  const sorted = heights.filter((height) => height <= 864_863).sort((a, b) => a - b);
  expect(Math.max(...sorted.slice(1).map((height, n) => height - (sorted[n] as number)))).toBeLessThanOrEqual(
    2016,
  );
});

function shared(): RawBlock[] {
  return [
    rawBlock(readFileSync(`${SHARED}/bcoin_block300025.raw`), 300025),
    rawBlock(readFileSync(`${SHARED}/btclib_block_200000.bin`), 200000),
    rawBlock(readFileSync(`${SHARED}/btclib_block_170.bin`), 170),
  ];
}

describe.skipIf(!there)(`whole blocks${note}`, () => {
  test('the block written down above is the one in the shared data', () => {
    expect(readFileSync(`${SHARED}/btclib_block_170.bin`).toString('hex')).toBe(BLOCK_170);
  });

  test('every output of three blocks is proved, and contradicted with one satoshi more', () => {
    const blocks = shared();
    const claims = outputClaims(blocks);
    const proofs = proofsOf(blocks);
    expect(check(claims, proofs).faults).toEqual([]);
    expect(claims.length).toBeGreaterThan(1000);
    expect(standings(claims, proofs)).toEqual({ proved: claims.length });
    const more = claims.map((claim) => ({ ...claim, amount: (claim.amount as bigint) + 1n }));
    expect(standings(more, proofs)).toEqual({ contradicted: claims.length });
  });

  test('another height than the coinbase names is contradicted (BIP 34)', () => {
    const [block] = shared() as [RawBlock];
    const claims = outputClaims([{ ...block, height: 300026 }]).slice(0, 1);
    expect(check(claims, proofsOf([block])).transfers[0]?.why).toContain('stands at height 300025');
  });

  test('two branches exchanged are refused', () => {
    const [block] = shared() as [RawBlock];
    const proofs = proofsOf([block]);
    const [first, second] = proofs.transactions.slice(1) as BitcoinProofs['transactions'];
    const swapped = [
      { ...first, branch: second?.branch },
      { ...second, branch: first?.branch },
    ] as BitcoinProofs['transactions'];
    expect(check([], { ...proofs, transactions: swapped }).faults).toHaveLength(2);
  });
});
