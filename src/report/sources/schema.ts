// The JSON of a run for the sources of an account's money. Pieces that runs share are taken from the schema of a run.
import { z } from 'zod';
import { whoSaysSchema } from '../label-schema.ts';
import { accountPriceSchemaOf } from '../prices/schema.ts';
import type { runSchema } from '../schema.ts';
import { leftOutFromSchema, seedFacts } from '../told-again.ts';

/** `run`: handed over, since the schema of a whole result names both. */
export function sourcesSchemaOf({ shape: run }: typeof runSchema) {
  const { amounts } = run.fees.shape;
  const place = run.touched.element;
  const {
    bounds,
    direct: sums,
    arrivals,
  } = { ...run.entities.element.shape, ...run.endpoints.element.shape };
  const units = run.paths.element.shape.amount;
  const exposure = {
    amounts: amounts.describe('of what was received, by convention; poison is reach'),
    direct: amounts.describe('of it, what the source itself paid to the account'),
  };
  const group = z.strictObject({
    ...exposure,
    bounds: bounds.optional().describe('under any rule; `most` counts what no known source surely paid'),
    sources: z.array(z.string()).describe('ids'),
  });
  const kind = z.enum(['labelled', 'unknown', 'issued', 'own']);
  return z.strictObject({
    name: run.name,
    title: run.title,
    question: z.literal('sources'),
    summary: run.summary,
    headline: run.headline,
    conventions: run.conventions,
    account: z.array(
      place.omit({ amounts: true, bySeed: true }).extend({
        received: sums.describe('what arrived here in the window: a fact of the chain'),
        arrivals,
        outside: z.number().int().describe('arrivals before or after the window, in no sum'),
        isPartial: z.literal(true).optional().describe('its history could not be had in full'),
        isSeen: seedFacts.isSeen,
      }),
    ),
    options: run.options,
    asOf: run.asOf,
    services: run.services,
    assets: run.assets,
    explored: run.explored,
    received: sums.describe('what arrived in the window, from anyone'),
    arrivals,
    categories: z.array(group.extend({ kind, category: z.string().optional() })),
    entities: z.array(group.extend({ entity: z.string(), category: z.string() })),
    labelSources: z
      .array(group.extend({ source: z.string(), category: z.string() }))
      .describe('by who says what the sources are'),
    sources: z.array(
      z.strictObject({
        id: z.string(),
        kind,
        chain: z.string(),
        address: z.string().optional(),
        places: z.number().int().describe('more than one: small senders under one name'),
        entity: z.string().optional(),
        category: z.string().optional(),
        source: z.string().optional().describe('who says what it is'),
        ...whoSaysSchema,
        reason: z.string().optional().describe('unknown: why its own history was not followed'),
        labels: place.shape.labels,
        ...exposure,
        arrivals: arrivals.describe('its own payments to the account, under the headline'),
      }),
    ),
    statement: z
      .array(
        z.strictObject({
          asset: z.string(),
          convention: z.string(),
          received: units,
          labelled: units,
          unknown: units,
          issued: units,
          own: units.describe('the account’s own money that came back'),
          unexplained: units.describe('paid by wallets that are not known to have received it'),
        }),
      )
      .describe('received = the sum of all other lines'),
    paths: z.array(
      run.paths.element.omit({ seed: true, entity: true }).extend({ source: z.string().describe('id') }),
    ),
    pathsLeftOut: run.pathsLeftOut,
    pathsLeftOutFrom: leftOutFromSchema,
    crossings: run.crossings,
    pending: run.pending,
    gaps: run.gaps,
    ens: run.ens,
    ensUnasked: run.ensUnasked,
    known: run.known,
    prices: accountPriceSchemaOf(run.prices.unwrap()).optional(),
    spam: run.spam,
  });
}

export type SourcesJson = z.infer<ReturnType<typeof sourcesSchemaOf>>;
