// The JSON of what is inferred from the form of Bitcoin transactions: CoinJoins, clusters, likely change. Pieces that all of a
// result shares are handed over.
import { z } from 'zod';
import { changeSigns } from '../../graph/coins/change.ts';
import { coinJoinKinds } from '../../graph/coins/coinjoin.ts';
import type { resultHead, runSchema } from '../schema.ts';

interface Shared<Place extends z.ZodType, Label extends z.ZodRawShape, Units extends z.ZodType> {
  readonly place: Place;
  readonly label: z.ZodObject<Label>;
  readonly units: Units;
}

export function coinSchemas<Place extends z.ZodType, Label extends z.ZodRawShape, Units extends z.ZodType>({
  place,
  label,
  units,
}: Shared<Place, Label, Units>) {
  const kind = z.enum(coinJoinKinds);
  const signs = z.array(z.enum(changeSigns));
  const shape = {
    kind,
    counts: z.strictObject({
      inputs: z.number().int(),
      inputScripts: z.number().int(),
      outputs: z.number().int(),
      equal: z.number().int().describe('outputs of `equalAmount`; of wasabi-2: outputs in its denominations'),
    }),
    equalAmount: units.optional(),
    parameters: z.record(z.string(), z.number().int()).describe('the numbers that define the kind'),
  };
  const step = z
    .strictObject({ from: z.string(), to: z.string(), tx: z.string(), height: z.number().int() })
    .describe('a transaction that spends from both');
  const clusterLabel = z.strictObject({ address: z.string().describe('whose label it is'), ...label.shape });
  return {
    kind,
    change: z.strictObject({
      signs: signs.describe('that single it out'),
      against: signs.describe('that single out another output'),
    }),
    coinJoin: z.strictObject({
      chain: z.string(),
      tx: z.string(),
      height: z.number().int(),
      time: z.number().int().describe('unix seconds'),
      asset: z.string(),
      amounts: z
        .record(z.string().describe('convention'), units)
        .describe('tainted units that went in, over all seeds; poison is reach'),
      ...shape,
    }),
    cluster: z.strictObject({
      chain: z.string(),
      size: z.number().int().describe('addresses, in all transactions that were read'),
      places: z.array(place).describe('seeds and wallets that carried traced money'),
      because: z.array(step),
      labels: z.array(clusterLabel).describe('only those whose source says them of the whole cluster'),
    }),
  };
}

/** What `trace cluster` prints. `run`, `head`: of the result of a trace, whose pieces it shares. */
export function clusterSchemaOf({ shape: run }: typeof runSchema, { shape: head }: typeof resultHead) {
  const { because, labels, places } = run.clusters.unwrap().element.shape;
  const { tx, height, kind, counts, equalAmount, parameters } = run.coinJoins.unwrap().element.shape;
  const place = places.element;
  return z.strictObject({
    schemaVersion: head.schemaVersion,
    program: head.program,
    synthetic: head.synthetic,
    tapes: head.tapes,
    labelSources: head.labelSources,
    question: z.literal('cluster'),
    ...place.shape,
    other: place
      .extend({
        isTogether: z.boolean(),
        because: because.describe(
          'a shortest chain of transactions; empty if nothing that was read ties the two',
        ),
      })
      .optional(),
    members: z.array(place.extend({ labels: run.touched.element.shape.labels })).describe('with the address'),
    because: because.describe('what ties the address to every other member'),
    labels,
    coinJoins: z
      .array(z.strictObject({ tx, height, kind, counts, equalAmount, parameters }))
      .describe('would have tied addresses together and look like CoinJoins'),
    parameters: z.strictObject({
      dust: z.number().int().describe('satoshi: inputs of at most this tie nothing'),
    }),
    read: z.number().int().describe('histories'),
    ended: z
      .enum(['tied', 'all-read', 'limit'])
      .describe('tied: reading ended there, and more may belong to the cluster'),
    unread: z.array(place).describe('not read, because of --max-wallets'),
    hubs: z.array(place).describe('not read: more transactions than --hub-limit'),
    gaps: run.gaps,
    asOf: run.asOf.element,
    services: z.array(z.string()),
  });
}
