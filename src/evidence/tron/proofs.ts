// The form of `proofs/tron-….json` in a bundle: bytes and branches, nothing that has to be believed.
import { z } from 'zod';

const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const tronProofsSchema = z.strictObject({
  /** Headers: the protobuf of their raw data. */
  blocks: z.array(hex),
  transactions: z.array(
    z.strictObject({
      /** Id of the block. */
      block: hash,
      /** The whole transaction in protobuf, with signatures and result. */
      raw: hex,
      /** From the bottom. `left`: the sibling stands left of it. A node without a sibling goes up as it is and has no step. */
      branch: z.array(z.strictObject({ hash, side: z.enum(['left', 'right']) })).max(32),
    }),
  ),
});
export type TronProofs = z.infer<typeof tronProofsSchema>;
