// Amounts and places as a result says them, parsed. Trusts nothing of it.
import { z } from 'zod';

export const units = z
  .string()
  .regex(/^\d{1,90}$/)
  .transform(BigInt);
/** By convention, then by asset. */
export const amounts = z.record(z.string(), z.record(z.string(), units));
export const bySeed = z.record(z.string(), amounts);
export const place = z.object({ chain: z.string(), address: z.string(), script: z.string().optional() });

/** A place as the rows name it; an address of an EVM chain is shown with capitals, and is written without. */
export function keyOf({ chain, address, script }: z.infer<typeof place>): string {
  if (script !== undefined) return `${chain}/script:${script}`;
  return chain.startsWith('eip155:') ? `${chain}/${address.toLowerCase()}` : `${chain}/${address}`;
}
