// Proofs of Bitcoin as Esplora gives them. Judges nothing (check.ts does).
import { z } from 'zod';
import { type Asking, askJson, askText, failure } from '../../chains/bitcoin/esplora-ask.ts';
import { esploraBlock } from '../../chains/bitcoin/esplora-shapes.ts';
import type { ProofSource } from './source.ts';

const SETTLED = { kind: 'settled' } as const;
const NEVER = { kind: 'never' } as const;
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const proofSchema = z.object({
  block_height: z.int().min(0),
  merkle: z.array(hash).max(32),
  pos: z.int().min(0),
});
const rowSchema = z.object({
  id: hash,
  height: z.int(),
  version: z.int(),
  timestamp: z.int(),
  merkle_root: hash,
  previousblockhash: hash.nullish(),
  nonce: z.int(),
  bits: z.int(),
});
/** Blocks on a page of `/blocks/:start`; some services give more. */
const PAGE = 10;

export function esploraSource(asking: Asking): ProofSource {
  async function hexAt(path: string): Promise<string> {
    // What a height stands for may change; what a hash stands for never does.
    const text = (await askText(asking, path, /height/.test(path) ? NEVER : SETTLED)).trim().toLowerCase();
    if (!/^[0-9a-f]+$/.test(text)) throw failure(asking, path, 'the answer is no hex text');
    return text;
  }
  const idAt = (height: number): Promise<string> => hexAt(`/block-height/${height}`);
  const proofOf = (tx: string): Promise<z.infer<typeof proofSchema>> =>
    askJson(asking, `/tx/${tx}/merkle-proof`, proofSchema, SETTLED);

  return {
    raw: (tx) => hexAt(`/tx/${tx}/hex`),
    async placeOf(tx) {
      const { block_height: height, merkle: branch, pos: position } = await proofOf(tx);
      return { height, branch, position };
    },
    async header(height) {
      return hexAt(`/block/${await idAt(height)}/header`);
    },
    async coinbase(height) {
      const tx = await hexAt(`/block/${await idAt(height)}/txid/0`);
      return { tx, branch: (await proofOf(tx)).merkle };
    },
    async headers(first, last) {
      const found = new Map<number, string>();
      for (let start = last; start >= first; start -= PAGE) {
        const rows = await askJson(asking, `/blocks/${start}`, z.array(rowSchema), SETTLED);
        for (const row of rows) if (row.height >= first) found.set(row.height, headerHex(row));
      }
      return [...found.values()];
    },
    async tip() {
      return Number(await hexAt('/blocks/tip/height'));
    },
    async heightOf(block) {
      return (await askJson(asking, `/block/${block}`, esploraBlock, SETTLED)).height;
    },
  };
}

function headerHex(row: z.infer<typeof rowSchema>): string {
  const bytes = Buffer.alloc(80);
  bytes.writeInt32LE(row.version | 0, 0);
  Buffer.from(row.previousblockhash ?? '0'.repeat(64), 'hex')
    .reverse()
    .copy(bytes, 4);
  Buffer.from(row.merkle_root, 'hex').reverse().copy(bytes, 36);
  bytes.writeUInt32LE(row.timestamp, 68);
  bytes.writeUInt32LE(row.bits, 72);
  bytes.writeUInt32LE(row.nonce, 76);
  return bytes.toString('hex');
}
