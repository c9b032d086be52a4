// The form of `proofs/bitcoin.json` in a bundle: bytes and branches, nothing that has to be believed.
import { z } from 'zod';

const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const branch = z.array(hash).max(32);

export const bitcoinProofsSchema = z.strictObject({
  blocks: z.array(
    z.strictObject({
      header: hex,
      /** The first transaction: its branch says how deep the tree is, its script how high the block stands. */
      coinbase: z.strictObject({ raw: hex, branch }),
    }),
  ),
  transactions: z.array(z.strictObject({ block: hash, position: z.int().min(0), branch, raw: hex })),
  /** Transactions whose outputs are spent: they name the payer. Their ids commit to them; they need no block. */
  parents: z.array(hex),
  /** Headers that link blocks to a block that the reader knows. */
  headers: z.array(hex),
});
export type BitcoinProofs = z.infer<typeof bitcoinProofsSchema>;
