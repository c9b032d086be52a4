// The form of `proofs/told.json` in a bundle: what services said, when proofs were fetched, that speaks for or against
// completeness. Words, not proofs: whoever seals a bundle could have changed them.
import { z } from 'zod';

export const toldPart = 'proofs/told.json';

const toldSchema = z.array(
  z.strictObject({
    service: z.string(),
    chain: z.string(),
    /** A place as the rows name it, or a coin. */
    of: z.string(),
    /**
     * `nonce` and `balance`: as of the block at `height`. `transactions`, `tokenTransfers`: the service's own counters, as of
     * when it was asked. `spender`: the transaction that spent a coin, in the block at `height`, or `none`.
     */
    what: z.enum(['nonce', 'balance', 'transactions', 'tokenTransfers', 'spender']),
    height: z.int().optional(),
    asset: z.string().optional(),
    value: z.string().regex(/^(\d{1,90}|[0-9a-f]{64}|none)$/),
  }),
);
export type Told = z.infer<typeof toldSchema>[number];

export function toldBytes(told: readonly Told[]): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(told)}\n`);
}

/** undefined where there is none, or none that can be read. */
export function readTold(part: Uint8Array | undefined): readonly Told[] | undefined {
  try {
    return toldSchema.safeParse(JSON.parse(new TextDecoder().decode(part))).data;
  } catch {
    return undefined;
  }
}
