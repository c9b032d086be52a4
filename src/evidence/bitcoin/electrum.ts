// Proofs of Bitcoin as Electrum servers give them (protocol 1.4 to 1.6). Judges nothing (check.ts does).
import { z } from 'zod';
import { askElectrum } from '../../chains/bitcoin/electrum-ask.ts';
import { type Asking, failure } from '../../chains/bitcoin/esplora-ask.ts';
import type { ProofSource } from './source.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const merkle = z.array(hash).max(32);
const HEADER = 160;
/** Headers that a server gives at once. */
const MOST = 2016;

const shapes = {
  'blockchain.transaction.get': hex,
  'blockchain.transaction.get_merkle': z.object({ merkle, block_height: z.int(), pos: z.int().min(0) }),
  'blockchain.transaction.id_from_pos': z.object({ tx_hash: hash, merkle }),
  'blockchain.block.header': hex,
  // Up to 1.4 in one text, from 1.6 on as a list.
  'blockchain.block.headers': z.object({
    hex: hex.or(z.literal('')).optional(),
    headers: z.array(hex).optional(),
  }),
  'blockchain.headers.subscribe': z.object({ height: z.int() }),
} as const;
type Method = keyof typeof shapes;

export function electrumSource(asking: Asking): ProofSource {
  async function ask<M extends Method>(
    method: M,
    ...params: readonly (string | number | boolean)[]
  ): Promise<z.infer<(typeof shapes)[M]>> {
    const shape: z.ZodType = shapes[method];
    const answer = await askElectrum(asking, [method, ...params], shape, { kind: 'never' });
    return answer as z.infer<(typeof shapes)[M]>;
  }

  return {
    raw: (tx) => ask('blockchain.transaction.get', tx, false),
    async placeOf(tx, claimed) {
      const proof = await ask('blockchain.transaction.get_merkle', tx, claimed);
      return { height: proof.block_height, branch: proof.merkle, position: proof.pos };
    },
    header: (height) => ask('blockchain.block.header', height),
    async coinbase(height) {
      const { tx_hash: tx, merkle: branch } = await ask(
        'blockchain.transaction.id_from_pos',
        height,
        0,
        true,
      );
      return { tx, branch };
    },
    async headers(first, last) {
      const found: string[] = [];
      for (let start = first; start <= last; start += MOST) {
        const count = Math.min(MOST, last - start + 1);
        const { hex: text = '', headers } = await ask('blockchain.block.headers', start, count);
        found.push(...(headers ?? text.match(new RegExp(`.{${HEADER}}`, 'g')) ?? []));
      }
      return found;
    },
    async tip() {
      return (await ask('blockchain.headers.subscribe')).height;
    },
    heightOf: async () => {
      throw failure(asking, '/', 'Electrum servers know no block by its hash');
    },
  };
}
