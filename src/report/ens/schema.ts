// The JSON of names of the Ethereum Name Service beside addresses.
import { z } from 'zod';

/** Of a run, and of a question for sources. */
export const ensShape = {
  ens: z
    .array(
      z.strictObject({
        name: z.string().describe('normalised, ENSIP-15'),
        chain: z.string(),
        address: z.string(),
        how: z.enum(['asked', 'claimed']),
        block: z.number().int().describe('at which the registry was asked'),
        looks: z.array(z.string()).describe('what makes it look like another name'),
      }),
    )
    .optional()
    .describe('whoever registered a name chose it; absent where no name was given or found'),
  ensUnasked: z.number().int().optional().describe('wallets whose names were not asked for'),
};
