// The JSON of `trace wallet`: one zod schema, from which docs/wallet.schema.json is generated.
import { z } from 'zod';
import { patternKinds } from '../../trace/patterns/parameters.ts';
import { coinSchemas } from '../coins/schema.ts';
import { depositSchema } from '../deposits/schema.ts';
import { labelSchema, whoSaysSchema } from '../label-schema.ts';
import { exchangedSchema } from '../patterns/schema.ts';
import { lookAlikeSchemaOf } from '../spam/schema.ts';

const units = z.string().regex(/^\d+$/).describe('base units, decimal text');
const sums = z.record(z.string().describe('asset id'), units).describe('zero is absent');
const time = z.number().int().describe('unix seconds');
const where = { chain: z.string().describe('CAIP-2'), address: z.string() };
const label = labelSchema;
const { cluster, coinJoin } = coinSchemas({ place: z.strictObject(where), label, units });
const use = z.strictObject({ tx: z.string(), height: z.number().int(), time });

export const walletSchema = z.strictObject({
  schemaVersion: z.literal(1),
  program: z.strictObject({ name: z.string(), version: z.string() }),
  synthetic: z.string().optional().describe('present: the data is invented, and this says so'),
  tapes: z.array(z.string()),
  labelSources: z.array(z.strictObject({ pack: z.string(), rows: z.number().int() })),
  ...where,
  asOf: z.strictObject({ height: z.number().int(), hash: z.string(), time }),
  assets: z.record(
    z.string(),
    z.strictObject({ symbol: z.string(), decimals: z.number().int().optional(), genuine: z.boolean() }),
  ),
  labels: z.array(label).describe('all that is said of it, best first'),
  shownAs: z.string().optional().describe('"A or B", where sources of like tier name different owners'),
  hub: z.literal(true).optional().describe('more transfers than --hub-limit: nothing else is known'),
  transactions: z.number().int(),
  first: use.optional(),
  last: use.optional(),
  totals: z
    .array(
      z.strictObject({
        asset: z.string(),
        received: units.describe('all that came, with what was issued to it and its own change'),
        paid: units.describe('all that went, with fees and what was burnt'),
        receipts: z.number().int(),
        payments: z.number().int(),
        issued: units.optional(),
        change: units.optional().describe('of a coin chain: what came back from its own payments'),
        fees: units.optional(),
        burnt: units.optional(),
        left: z
          .string()
          .regex(/^-?\d+$/)
          .describe('received − paid; not asked of the chain; below 0: the history has a hole'),
      }),
    )
    .describe('by asset, those on no list of genuine contracts too'),
  categories: z
    .array(
      z.strictObject({
        category: z.string().nullable().describe('null: nobody says who they are'),
        places: z.number().int(),
        received: sums,
        sent: sums,
      }),
    )
    .describe('direct payments in genuine assets, by what the other side is said to be'),
  counterparties: z.array(
    z.strictObject({
      ...where,
      entity: z.string().optional(),
      category: z.string().optional(),
      source: z.string().optional(),
      ...whoSaysSchema,
      received: sums,
      sent: sums,
      transfers: z.number().int(),
      first: time,
      last: time,
    }),
  ),
  deposit: z
    .strictObject({
      inferred: depositSchema.optional(),
      because: z.string().optional().describe('why it is not taken for a deposit address'),
      transfer: z.string().optional().describe('that says so'),
    })
    .optional()
    .describe('absent where it was not asked for, or the history could not be had in full'),
  cluster: z
    .strictObject({
      members: z
        .array(z.strictObject({ ...where, labels: z.array(label) }))
        .describe('the address among them'),
      because: cluster.shape.because.describe('ties the address to every other member'),
      labels: cluster.shape.labels,
      coinJoins: z
        .array(coinJoin.pick({ tx: true, height: true, kind: true }))
        .describe('look like CoinJoins and spend from a member: they tie nothing'),
    })
    .optional()
    .describe('an inference from its own history alone; of Bitcoin'),
  lookAlikes: z
    .array(lookAlikeSchemaOf(sums))
    .describe('inferences: addresses made to be taken for a counterparty'),
  patterns: z
    .array(
      z.strictObject({
        kind: z.enum(patternKinds),
        asset: z.string(),
        places: z.array(z.strictObject(where)),
        amount: units,
        transfers: z.array(z.string()),
        first: time,
        last: time,
        counts: z.record(z.string(), z.number()),
        parameters: z.record(z.string(), z.number()),
        exchanged: exchangedSchema.optional(),
      }),
    )
    .optional()
    .describe('inferences; absent where its history is not read'),
  patternsFrom: z
    .enum(['its-own', 'others-too'])
    .optional()
    .describe('whose histories they were looked for in: its own alone unless --hops is 2 or more'),
  pending: z.number().int().describe('transfers above the block or unconfirmed: in no sum'),
  gaps: z.array(
    z.strictObject({
      code: z.string(),
      chain: z.string(),
      address: z.string().optional(),
      why: z.string(),
      asset: z.string().optional(),
      amount: units.optional(),
    }),
  ),
});
export type WalletJson = z.infer<typeof walletSchema>;
