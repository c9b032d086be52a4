// What a result carries only so that `trace report` can tell it again in every form. No figure rests on it, and most
// results lack most of it. A part of schema.ts.
import { z } from 'zod';

/** Of the head. */
export const headTold = {
  command: z.string().optional().describe('what was asked, as one would type it'),
  order: z
    .array(z.string())
    .optional()
    .describe('names of all answers as they were asked, where they are of more than one kind'),
};

/** Of a run, and of a question for sources: no part of what a case compares. */
export const toldAgain = {
  known: z
    .array(
      z.strictObject({
        chain: z.string(),
        address: z.string(),
        script: z.string().optional(),
        entity: z.string(),
      }),
    )
    .optional()
    .describe('who the best label says stands at places on the ways'),
  flaggedSince: z.number().int().optional().describe('with --flagged-from: unix seconds'),
};

/** Of a run, and of a question for sources. */
export const optionsSchema = z.strictObject({
  hops: z.number().int(),
  minValue: z.string().regex(/^\d+(\.\d+)?(%|[A-Z]{3})?$/),
  since: z.number().int().optional(),
  until: z.number().int().optional(),
  maxWallets: z.number().int(),
  hubLimit: z.number().int(),
  paths: z.union([z.number().int(), z.literal('all')]),
  follow: z.array(z.string()),
  stopAt: z.array(z.string()),
  includeSpam: z.literal(true).optional(),
  followCoinJoins: z.literal(true).optional(),
  deposits: z.literal('off').optional(),
  depositWithin: z.number().int().optional().describe('where not the usual one; seconds'),
  depositLeft: z.string().optional(),
  depositSweeps: z.number().int().optional(),
  walletsAs: z
    .literal('one')
    .optional()
    .describe('all wallets were taken as one source, whose name in statements and paths is "all wallets"'),
  assets: z.array(z.string()).optional(),
  evidenceEnds: z.array(z.strictObject({ place: z.string(), after: z.string(), source: z.string() })),
});

/** Of a hop or a transfer. */
export const endKeys = {
  fromKey: z.string().optional().describe('key of the place, where `from` alone does not tell it'),
  toKey: z.string().optional(),
};

/** Of a seed, or of a place of the account. */
export const seedFacts = {
  isSeen: z.literal(false).optional().describe('it takes part in no transfer up to the as-of block'),
  shownAs: z.string().optional().describe('"A or B", where sources of like tier name different owners'),
};

/** Paths beyond the number kept, by where they begin. */
export const leftOutFromSchema = z
  .array(
    z.strictObject({
      from: z.string().describe('id of the source, or of the payment'),
      asset: z.string(),
      paths: z.number().int(),
      amount: z.string().regex(/^\d+$/),
    }),
  )
  .optional()
  .describe('absent where none are left out; with `paths` they add up');
