// The JSON of a result: one zod schema, from which the shipped JSON Schema is generated (docs/result.schema.json).

import { z } from 'zod';
import { patternKinds } from '../trace/patterns/parameters.ts';
import { accountSchemaOf } from './account/schema.ts';
import { bridgeSchemaOf } from './bridges/schema.ts';
import { clusterSchemaOf, coinSchemas } from './coins/schema.ts';
import { depositSchema } from './deposits/schema.ts';
import { ensShape } from './ens/schema.ts';
import { exposureSchemaOf } from './exposure/schema.ts';
import { frozenShape, issuerSchemaOf } from './issuers/schema.ts';
import { labelSchema, whoSaysSchema } from './label-schema.ts';
import { exchangedSchema } from './patterns/schema.ts';
import { priceSchemaOf } from './prices/schema.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { sourcesSchemaOf } from './sources/schema.ts';
import { spamSchemaOf } from './spam/schema.ts';
import { endKeys, headTold, optionsSchema, seedFacts, toldAgain } from './told-again.ts';

const units = z.string().regex(/^\d+$/).describe('base units, decimal text');
const sums = z.record(z.string().describe('asset id'), units).describe('zero is absent');
const amounts = z
  .record(z.string().describe('convention'), sums)
  .describe('by convention; poison is reach and is never to be added up');
const bySeed = z.record(z.string().describe('seed id'), amounts);
const place = z.strictObject({
  chain: z.string().describe('CAIP-2'),
  address: z.string().describe('display form; for a P2PK script the address of its key'),
  script: z.string().optional().describe('sha256 of the script, where the place has no address of its own'),
});
const label = labelSchema;
const coins = coinSchemas({ place, label, units });
const placeLine = place.extend({
  labels: z.array(label),
  shownAs: z.string().optional().describe('"A or B", where sources of like tier name different owners'),
  amounts,
  bySeed,
});
const seed = z.strictObject({
  id: z.string(),
  kind: z.enum(['wallet', 'payment']),
  chain: z.string(),
  address: z.string().optional(),
  tx: z.string().optional(),
  n: z.number().int().optional(),
  labels: z.array(label),
  isPartial: z.literal(true).optional().describe('its own history could not be had in full'),
  ...seedFacts,
  injected: sums.describe('gross amount that left the wallet, or the amount of the payment'),
});
const bounds = z
  .record(
    z.string().describe('asset id'),
    z.strictObject({
      least: units,
      most: units.describe('also if all that was not followed went on to this endpoint'),
      mostFollowed: units.describe('of what was followed'),
    }),
  )
  .describe(
    'what no rule that divides each wallet’s balance of one asset in chain order can change; over all seeds',
  );
const cut = z.strictObject({
  sum: units.describe('of all parts'),
  parts: z.array(
    z.strictObject({
      kind: z
        .enum(['transfer', 'injected', 'held', 'left', 'kept', 'crossing', 'received'])
        .describe('held: after the transfer; left: at the end; kept: of what the transaction brought'),
      amount: units.describe('no more than this can pass here'),
      transfer: z.string().optional(),
      tx: z.string().optional(),
      time: z.number().int().optional().describe('unix seconds'),
      chain: z.string().optional(),
      address: z.string().optional().describe('who receives it, or holds it'),
      crossing: z.string().optional(),
    }),
  ),
});
const proof = {
  asset: z.string(),
  injected: units.describe('from seeds, and for certain by crossings'),
  least: units,
  most: units,
  mostFollowed: units,
  cuts: z.strictObject({
    least: cut.describe('all that can go elsewhere passes here: least = injected − sum'),
    most: cut.describe('all that can come, or was not followed, passes here: most = sum'),
    mostFollowed: cut.describe('all that can come passes here: mostFollowed = sum'),
  }),
};
const explainBounds = z.strictObject({
  entities: z.array(z.strictObject({ entity: z.string(), ...proof })),
  crossings: z.array(
    z.strictObject({
      crossing: z.string(),
      ...proof,
      given: units.describe('x: all that was given, tainted or not'),
      received: units.describe('y: all that was received'),
      became: z
        .strictObject({ asset: z.string(), least: units, most: units, mostFollowed: units })
        .describe('⌊least·y/x⌋, ⌈most·y/x⌉, ⌈mostFollowed·y/x⌉'),
    }),
  ),
});
const arrivals = z.record(
  z.string().describe('asset id'),
  z.strictObject({
    transfers: z.number().int(),
    first: z.number().int().describe('unix seconds'),
    last: z.number().int().describe('unix seconds'),
  }),
);
const crossingSide = z.strictObject({
  asset: z.string(),
  amount: units.describe('all of it, tainted or not'),
});
const crossing = z.strictObject({
  id: z.string(),
  basis: z.string().describe('what says that it is one'),
  transfers: z.strictObject({
    given: z.array(z.strictObject({ chain: z.string(), transfer: z.string() })),
    received: z.array(z.strictObject({ chain: z.string(), transfer: z.string() })),
  }),
  given: crossingSide.optional(),
  received: crossingSide.optional(),
  amounts: z
    .record(z.string().describe('convention'), z.strictObject({ given: units, received: units }))
    .describe('tainted part of both, over all seeds'),
  refused: z.string().optional().describe('why it could not be reckoned with'),
});
const endpoint = placeLine.extend({
  entity: z.string(),
  category: z.string(),
  source: z.string().describe('who says what this address is'),
  ...whoSaysSchema,
  bounds,
  arrivals,
  received: z
    .strictObject({ amounts: sums, transfers: z.number().int() })
    .optional()
    .describe('all that arrived from anyone in the window: a fact of the chain, not traced money'),
  afterFlag: z
    .strictObject({ since: z.number().int(), amounts })
    .optional()
    .describe('with --flagged-from: of `amounts`, what came from that moment on'),
});
const entity = z.strictObject({
  entity: z.string(),
  category: z.string(),
  amounts,
  bounds,
  boundsBySeed: z
    .record(z.string().describe('seed id'), bounds)
    .describe(
      'of each seed alone, what the others sent being clean; they need not add up; none where there are more than 100 seeds',
    ),
  direct: sums.describe('of the headline’s amounts, what came in one hop'),
  endpoints: z.array(place),
});
const sideBySide = place.partial().extend({
  asset: z.string(),
  entity: z.string(),
  category: z.string(),
  amounts: z.record(z.string().describe('convention'), units).describe('zero stands; poison is reach'),
  least: units.optional(),
  mostFollowed: units.optional(),
  most: units.optional(),
});
const hop = z.strictObject({
  chain: z.string(),
  tx: z.string(),
  height: z.number().int(),
  time: z.number().int(),
  waited: z
    .number()
    .int()
    .optional()
    .describe('seconds between the arrival at `from` with the hop before and this hop'),
  from: z.string().optional(),
  to: z.string(),
  ...endKeys,
  asset: z.string().optional().describe('where it is not yet the asset of the path'),
  recorded: units.describe('whole amount that arrived with this hop; the path carries `amount` of it'),
  transfers: z.array(z.string()),
  sender: z.string().optional().describe('who sent the transaction, where the sources at hand say so'),
  spender: z.string().optional().describe('who moved the token by transferFrom, on an allowance of `from`'),
  funder: z
    .strictObject({ address: z.string(), time: z.number().int(), transfer: z.string() })
    .optional()
    .describe('where the first native coin of `from` came from'),
  coinJoin: coins.kind.optional().describe('inferred from the form of the transaction'),
  change: coins.change.optional().describe('inferred: what arrives is likely the own change of `from`'),
});
const path = z.strictObject({
  seed: z.string(),
  asset: z.string(),
  amount: units,
  entity: z.string(),
  hops: z.array(hop),
});
const pattern = z.strictObject({
  kind: z.enum(patternKinds),
  asset: z.string(),
  places: z.array(place).describe('the wallet that it is about first'),
  amount: units,
  transfers: z.array(z.string()).describe('the evidence'),
  first: z.number().int(),
  last: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
  parameters: z.record(z.string(), z.number().int()).describe('the numbers that define it'),
  exchanged: exchangedSchema.optional(),
});
const gap = z.strictObject({
  code: z.string(),
  chain: z.string(),
  address: z.string().optional(),
  why: z.string(),
  asset: z.string().optional(),
  amount: units.optional(),
});
const statement = z
  .strictObject({
    seed: z.string(),
    asset: z.string(),
    convention: z.string(),
    injected: units,
    convertedIn: units,
    endpoints: units,
    held: units,
    fees: units,
    burnt: units,
    returned: units,
    reachedSeed: units,
    convertedOut: units,
    notFollowed: z.record(z.string().describe('reason'), units),
    residual: z.string().describe('always "0"'),
  })
  .describe('injected + convertedIn = the sum of all other lines');

const comparedGaps = z.array(gap).describe('what only the compared run could not see');
const sensitivity = z.strictObject({
  convention: z.string().describe('under which the runs were compared'),
  tried: z
    .array(
      z.strictObject({
        hops: z.number().int().optional(),
        minValue: z.string().optional(),
        gaps: comparedGaps,
      }),
    )
    .describe('the same question with one limit drawn tighter, from the answers at hand'),
  entities: z.array(
    z.strictObject({
      entity: z.string(),
      asset: z.string(),
      amount: units,
      conventions: z.record(z.string(), units).describe('every conserving convention swept; zero stands'),
      least: units.describe('above 0: reached under any rule'),
      most: units.describe('also with wider limits, which would need new data'),
      mostFollowed: units,
      hops: z.array(z.strictObject({ limit: z.number().int(), amount: units })),
      smallestHops: z
        .number()
        .int()
        .optional()
        .describe('the smallest limit tried under which it is still reached; absent if under none'),
      survives: z
        .strictObject({
          convention: z.boolean().describe('reached under any rule whatever'),
          hops: z.boolean().optional(),
          minValue: z.boolean().optional(),
        })
        .describe('still reached under every limit tried; absent: none was tried, or it was not reached'),
      minValue: z.array(z.strictObject({ value: z.string(), amount: units })),
    }),
  ),
});
const decision = z.strictObject({
  entry: z.number().int().describe('place in the file, from 1'),
  decision: z.enum(['follow', 'stop', 'same-owner', 'relabel', 'exclude']),
  name: z.string().optional(),
  category: z.string().optional(),
  author: z.string(),
  date: z.string().describe('as written'),
  reason: z.string(),
  subjects: z.array(
    z.strictObject({
      address: z.string().optional(),
      chain: z.string().optional(),
      transfer: z.string().optional(),
      script: z.string().optional(),
      isSeen: z.boolean().describe('false: it matches nothing in this run'),
      labels: z.array(label).describe('what others say of it'),
      shownAs: seedFacts.shownAs,
    }),
  ),
  effect: z
    .array(
      z.strictObject({
        line: z.string(),
        entity: z.string().optional(),
        reason: z.string().optional(),
        asset: z.string(),
        without: units,
        with: units,
      }),
    )
    .describe('the run without this decision, all others kept, against the run as it is; empty: no effect'),
  gapsWithout: comparedGaps,
  together: z
    .strictObject({ arrived: sums, endpoints: sums, held: sums, notFollowed: sums })
    .optional()
    .describe('same-owner: sums over its places, under the headline'),
});

const flow = z
  .strictObject({
    id: z.string(),
    chain: z.string(),
    tx: z.string(),
    height: z.number().int(),
    time: z.number().int().describe('unix seconds'),
    from: z.string().describe('display form; `junction`: the transaction itself'),
    to: z.string(),
    ...endKeys,
    asset: z.string(),
    amount: units.describe('all of the transfer'),
    carried: z.record(z.string().describe('convention'), units).describe('over all seeds; zero is absent'),
  })
  .describe('a transfer that carries something of the seeds');
const share = {
  seeds: z.array(z.string()),
  injected: sums.describe('what is claimed and used'),
  lines: z
    .array(
      z.strictObject({
        line: z.string(),
        entity: z.string().optional(),
        reason: z.string().optional(),
        amounts,
        bounds: bounds.optional(),
      }),
    )
    .describe(
      'where it is; under each conserving convention they add up to what is used and was converted in',
    ),
};
const claim = z.strictObject({
  line: z.number().int().describe('of the file, from 1'),
  state: z
    .enum(['used', 'ambiguous', 'unmatched', 'unsearched', 'refused'])
    .describe('all but `used` are in no figure'),
  by: z.enum(['txid', 'date-and-amount']).optional(),
  stated: z
    .strictObject({
      date: z.string().optional(),
      amount: z.string().optional(),
      fee: z.string().optional(),
      address: z.string().optional(),
      asset: z.string().optional(),
    })
    .describe('as written, in whole units; the address in its display form'),
  seed: z.string().optional(),
  amount: units.optional().describe('of a claim that is used'),
  why: z.string().optional().describe('why it is not used'),
  candidates: z
    .array(
      z.strictObject({
        chain: z.string(),
        tx: z.string(),
        n: z.number().int().optional(),
        transfer: z.string(),
        time: z.number().int().optional(),
        from: z.string().optional(),
        to: z.string().optional(),
        asset: z.string(),
        amount: units,
      }),
    )
    .describe('used: the payment; ambiguous: all that fit; unmatched: the nearest'),
});
const victim = z.strictObject({
  name: z.string().optional().describe('as in the file; absent: of no victim named'),
  claims: z.array(claim),
  ...share,
});

export const runSchema = z.strictObject({
  name: z.string(),
  title: z.string().optional().describe('the question in the words of the case'),
  question: z.enum(['wallets', 'payments']),
  summary: z.array(z.string()),
  headline: z.string(),
  conventions: z.array(z.string()),
  seeds: z.array(seed),
  options: optionsSchema,
  asOf: z.array(
    z.strictObject({ chain: z.string(), height: z.number().int(), hash: z.string(), time: z.number().int() }),
  ),
  services: z.array(z.strictObject({ chain: z.string(), names: z.array(z.string()) })),
  assets: z.record(
    z.string(),
    z.strictObject({
      symbol: z.string(),
      decimals: z.number().int().optional(),
      genuine: z.boolean(),
      imitates: z.string().optional().describe('the genuine asset whose name this token takes'),
    }),
  ),
  explored: z.strictObject({ places: z.number().int(), transfers: z.number().int() }),
  to: z
    .strictObject({
      name: z.string(),
      isMet: z.boolean().describe('a wallet or label of that name was met'),
      elsewhere: amounts.describe('what reached other services'),
    })
    .optional()
    .describe('with --to: endpoints, entities and paths are cut down to this wallet or service'),
  endpoints: z.array(endpoint),
  entities: z.array(entity).describe('endpoints of one name together'),
  sideBySide: z
    .array(sideBySide)
    .describe(
      'services by convention, and beneath each of several addresses its own row; bounds are absent where unknown',
    ),
  notReached: z
    .array(
      z.strictObject({
        entity: z.string(),
        category: z.string(),
        kind: z.enum(['service', 'other']).describe('other: its label does not end a trace'),
        places: z.array(place),
        transfers: z.number().int().describe('recorded transfers into them that the run saw'),
        bounds,
      }),
    )
    .describe('labelled places that nothing reached under any convention of the run; most 0: under any rule'),
  unseen: sums.describe(
    'what a service that is not named here could have been given: all that was not followed',
  ),
  touched: z.array(placeLine),
  held: z.array(placeLine.extend({ coin: z.string().optional(), ...frozenShape })),
  notFollowed: z.array(placeLine.extend({ reason: z.string(), arrivals })),
  fees: z.strictObject({ amounts, bySeed }),
  burnt: z.strictObject({ amounts, bySeed }),
  returned: z.strictObject({ amounts, bySeed }),
  reachedSeed: z.array(z.strictObject({ from: z.string(), to: z.string(), amounts })),
  crossings: z.array(crossing).describe('transfers by which value changed asset or chain'),
  paths: z.array(path),
  pathsLeftOut: z.number().int(),
  pathsLeftOutInto: z
    .array(
      place.extend({
        entity: z.string(),
        seed: z.string(),
        asset: z.string(),
        paths: z.number().int(),
        amount: units,
      }),
    )
    .describe('with `paths` they add up to what is at the endpoints'),
  patterns: z.array(pattern).describe('inferences, no facts; no figure rests on them'),
  coinJoins: z.array(coins.coinJoin).optional().describe('likewise; absent where there are none'),
  clusters: z.array(coins.cluster).optional().describe('likewise'),
  deposits: z
    .array(depositSchema)
    .optional()
    .describe('deposit addresses inferred and met: inferences, on which what ended there rests'),
  pending: z.array(z.strictObject({ id: z.string(), chain: z.string(), asset: z.string(), amount: units })),
  gaps: z.array(gap),
  statement: z.array(statement),
  flows: z.array(flow).optional().describe('with --flows, in chain order'),
  sensitivity: sensitivity.optional().describe('absent where no service was reached'),
  decisionsFile: z
    .strictObject({ name: z.string(), sha256: z.string() })
    .optional()
    .describe('present: an analyst’s decisions changed this run'),
  decisions: z.array(decision).optional(),
  claimsFile: z
    .strictObject({
      name: z.string(),
      sha256: z.string(),
      unread: z.array(z.string()).describe('columns that mean nothing here'),
    })
    .optional(),
  victims: z.array(victim).optional().describe('present where claims of victims were read from a file'),
  victimsTotal: z.strictObject(share).optional(),
  bridges: z.array(bridgeSchemaOf(units)).optional(),
  exposure: exposureSchemaOf({ place, sums, amounts, bounds }).optional().describe('with --accounts'),
  issuers: z.array(issuerSchemaOf(units)).optional(),
  spam: spamSchemaOf(sums).optional(),
  prices: priceSchemaOf(place, units).optional(),
  explainBounds: explainBounds.optional().describe('minimum cuts behind the bounds; with --explain-bounds'),
  ...ensShape,
  ...toldAgain,
});

export const sourcesSchema = sourcesSchemaOf(runSchema);
export const accountSchema = accountSchemaOf(runSchema, sourcesSchema);

export const resultHead = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  program: z
    .strictObject({ name: z.string(), version: z.string() })
    .describe('not part of what a replay compares'),
  synthetic: z.string().optional().describe('present: the data is invented, and this says so'),
  ...headTold,
  tapes: z.array(z.string()).describe('replayed answers: what the tapes say of themselves'),
  labelSources: z.array(
    z.strictObject({
      pack: z.string(),
      rows: z.number().int(),
      sha256: z.string().optional(),
      newest: z.number().int().optional(),
      imported: z.number().int().optional().describe('a pack of the label book: when it was imported'),
    }),
  ),
  runs: z.array(runSchema),
  sources: z
    .array(sourcesSchema)
    .optional()
    .describe('questions for the sources of an account’s money (--backward)'),
  accounts: z.array(accountSchema).optional().describe('questions about an account (trace account)'),
});

/** A single run also stands at the top level. */
export const resultSchema = z.union([resultHead.extend(runSchema.shape), resultHead]);

export const clusterSchema = clusterSchemaOf(runSchema, resultHead);

export type RunJson = z.infer<typeof runSchema>;
export type ResultJson = z.infer<typeof resultHead> & Partial<RunJson>;
export type ClusterAnswerJson = z.infer<typeof clusterSchema>;
