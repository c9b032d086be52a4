// The JSON of payments into bridges.
import { z } from 'zod';
import { bridgeOutcomes } from '../../trace/bridges/bridging.ts';

/** `units`: base units as decimal text, as everywhere in a result. */
export function bridgeSchemaOf<S extends z.ZodType>(units: S) {
  return z
    .strictObject({
      bridge: z.string(),
      said: z
        .enum(['bridge', 'payer'])
        .describe('payer: by a memo that anyone can write; only what arrived proves that a bridge took it'),
      chain: z.string(),
      tx: z.string(),
      asset: z.string(),
      amount: units.describe('all that was handed over, tainted or not'),
      to: z
        .strictObject({
          chain: z.string().optional().describe('absent: a chain without a name here'),
          name: z.string().describe('as the bridge names the chain'),
          address: z.string().describe('as whoever paid wrote it; need not be an address of that chain'),
        })
        .describe('where the event or memo says that it goes'),
      outcome: z
        .enum(bridgeOutcomes)
        .describe(
          'arrived or refunded: by exactly one transaction. several: more than one, here or there, could be it. not-arrived: none, as of the run. unclear: not all of what the wallet paid, or more. unread: no ledger of that chain. no-address: none of that chain. hub, failed: the history there cannot be had',
        ),
      arrivedIn: z.string().optional().describe('the transaction on the other chain'),
      crossing: z.string().optional().describe('id among `crossings`'),
    })
    .describe('a payment into a bridge; what did not arrive stands where it was paid to');
}
