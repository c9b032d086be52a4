// The form of `proofs/eip155-….json` in a bundle: bytes and nodes, nothing that has to be believed.
import { z } from 'zod';

const hex = z.string().regex(/^0x([0-9a-f]{2})+$/);
const nodes = z.array(hex).min(1).max(64);

export const evmProofsSchema = z.strictObject({
  /** Headers in RLP. */
  blocks: z.array(hex),
  /** Further headers, that link blocks to each other or to one that the reader knows. */
  headers: z.array(hex).optional(),
  transactions: z.array(
    z.strictObject({
      block: z.string().regex(/^0x[0-9a-f]{64}$/),
      /** Place in the block: the same for the transaction and its receipt. */
      index: z.int().min(0).max(1_000_000),
      transaction: nodes,
      receipt: nodes,
    }),
  ),
});
export type EvmProofs = z.infer<typeof evmProofsSchema>;
