// The JSON of a question about an account: three figures, each by itself, and the sources of all that it received.
import { z } from 'zod';
import type { runSchema } from '../schema.ts';
import type { sourcesSchemaOf } from '../sources/schema.ts';
import { leftOutFromSchema } from '../told-again.ts';

export function accountSchemaOf(
  { shape: run }: typeof runSchema,
  sources: ReturnType<typeof sourcesSchemaOf>,
) {
  const { amounts } = run.fees.shape;
  const { bounds } = run.entities.element.shape;
  const { labels } = run.touched.element.shape;
  const { arrivals } = run.endpoints.element.shape;
  const sums = run.seeds.element.shape.injected;
  const exposure = {
    amounts,
    direct: amounts.describe('of it, paid to the account by flagged wallets themselves'),
  };
  const directLeast = sums.describe('what they paid themselves at least, whatever the convention');
  const flagged = { ...exposure, directLeast, bounds };
  const share = {
    injected: sums.describe('what was paid'),
    amounts: amounts.describe('what of it reached the account in the window'),
    bounds,
    notFollowed: amounts,
  };
  return z.strictObject({
    name: run.name,
    title: run.title,
    question: z.literal('account'),
    summary: run.summary,
    flags: z.array(z.string()).describe('label files, or `labels`: the labels of the run'),
    received: sums.describe('(a) what arrived in the window, from anyone'),
    flagged: z
      .strictObject({
        ...flagged,
        wallets: z.array(
          z.strictObject({
            chain: z.string(),
            address: z.string(),
            flags: labels,
            ...exposure,
            arrivals: arrivals.describe('its own payments to the account'),
          }),
        ),
        saidBy: z
          .array(
            z.strictObject({
              source: z.string(),
              ...flagged,
              wallets: z.array(
                z.strictObject({
                  address: z.string(),
                  entity: z.string(),
                  category: z.string(),
                  since: z.number().int().optional().describe('unix seconds since when it was public'),
                }),
              ),
              after: z
                .strictObject({ ...exposure, directLeast })
                .describe('what arrived once the flag was public'),
            }),
          )
          .describe('by who flagged them; two may flag the same wallet'),
        own: z
          .array(z.strictObject({ address: z.string(), flags: labels }))
          .describe('addresses of the account that are flagged themselves'),
      })
      .describe('(b) what of it came from flagged wallets'),
    victims: z
      .strictObject({
        victims: z.array(
          z.strictObject({
            name: z.string(),
            payments: z.array(z.strictObject({ id: z.string(), address: z.string(), injected: sums })),
            ...share,
          }),
        ),
        total: z.strictObject(share),
        explored: run.explored,
        paths: run.paths.element.omit({ entity: true }).array(),
        pathsLeftOut: run.pathsLeftOut,
        pathsLeftOutFrom: leftOutFromSchema,
      })
      .optional()
      .describe('(c) what of the money that victims paid reached it'),
    sources: sources.describe('all that it received, source by source'),
  });
}

export type AccountJson = z.infer<ReturnType<typeof accountSchemaOf>>;
