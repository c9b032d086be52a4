// The sums of a result against a second reckoning from its rows: the statement, what each endpoint has, the bounds.
import { z } from 'zod';
import { bounding, networkOf } from './bounds.ts';
import { type Rule, rules, sum } from './money.ts';
import { lines, type Recount, recount, seedsInOrder } from './recount.ts';
import type { Rows } from './rows.ts';

const units = z
  .string()
  .regex(/^\d{1,90}$/)
  .transform(BigInt);
const amounts = z.record(z.string(), z.record(z.string(), units));
const bounds = z.record(z.string(), z.object({ least: units, most: units, mostFollowed: units }));
const place = z.object({ chain: z.string(), address: z.string(), script: z.string().optional() });
const line = Object.fromEntries(
  [...lines, 'injected', 'convertedIn', 'convertedOut'].map((name) => [name, units]),
);
const runSchema = z.object({
  name: z.string(),
  conventions: z.array(z.string()),
  statement: z.array(
    z.object({
      seed: z.string(),
      asset: z.string(),
      convention: z.string(),
      ...(line as Record<Exclude<(typeof lines)[number], 'notFollowed'> | 'injected', typeof units>),
      notFollowed: z.record(z.string(), units),
      residual: z.literal('0'),
    }),
  ),
  endpoints: z.array(place.extend({ amounts, bounds })),
  entities: z.array(z.object({ entity: z.string(), bounds, endpoints: z.array(place) })),
});

export interface Arithmetic {
  readonly faults: readonly string[];
  /** Sums that were compared. */
  readonly compared: number;
  /** What was left out, and why. */
  readonly leftOut: readonly string[];
}

/** A figure takes three flows; beyond these the rest is said to be unchecked. */
const MOST_BOUNDS = 1_000;

/** `run`: one run of a result, as JSON. */
export function checkArithmetic(run: unknown, rows: Rows): Arithmetic {
  const parsed = runSchema.safeParse(run);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { faults: [`${issue?.path.join('.') ?? ''}: not of the expected form`], compared: 0, leftOut: [] };
  }
  if (rows.crossings > 0)
    return {
      faults: [],
      compared: 0,
      leftOut: ['value crosses from one asset to another, which is not reckoned here'],
    };
  const { conventions, statement, endpoints, entities } = parsed.data;
  const faults: string[] = [];
  const leftOut: string[] = [];
  let compared = 0;
  function same(what: string, said: bigint, found: bigint): void {
    compared += 1;
    if (said !== found) faults.push(`${what}: the result says ${said}, the rows give ${found}`);
  }
  const seeds = seedsInOrder(rows);
  const assets = [...new Set(rows.rows.map(({ asset }) => asset))].sort();
  const asked = rules.filter((rule) => conventions.includes(rule));
  for (const asset of assets) {
    let counted: Recount | undefined;
    for (const rule of asked) {
      counted = recount(rows, seeds, asset, rule);
      statementSame(counted, asset, rule);
      endpointsSame(counted, asset, rule);
    }
    if (counted !== undefined && sum(counted.injected) > 0n) boundsSame(counted, asset);
  }
  return { faults, compared, leftOut };

  function statementSame({ injected, sums }: Recount, asset: string, rule: Rule): void {
    for (const [rank, { id }] of seeds.entries()) {
      const said = statement.filter(
        (row) => row.seed === id && row.asset === asset && row.convention === rule,
      );
      if (said.length !== 1) {
        if (said.length > 1 || (injected[rank] as bigint) > 0n)
          faults.push(`${id}, ${asset}, ${rule}: ${said.length} lines of the statement`);
        continue;
      }
      const [row] = said as [(typeof said)[number]];
      const name = `${id}, ${asset}, ${rule}`;
      same(`${name}, injected`, row.injected, injected[rank] as bigint);
      for (const each of lines) {
        const told = each === 'notFollowed' ? sum(Object.values(row.notFollowed)) : row[each];
        same(`${name}, ${each}`, told, sums[each][rank] as bigint);
      }
    }
  }

  function endpointsSame({ atEndpoint }: Recount, asset: string, rule: Rule): void {
    const told = new Set<string>();
    for (const endpoint of endpoints) {
      const key = keyOf(endpoint);
      told.add(key);
      same(`${key}, ${asset}, ${rule}`, endpoint.amounts[rule]?.[asset] ?? 0n, atEndpoint.get(key) ?? 0n);
    }
    for (const [key, amount] of atEndpoint)
      if (amount > 0n && !told.has(key)) faults.push(`${key} is no endpoint of the result`);
  }

  function boundsSame({ shortages }: Recount, asset: string): void {
    const network = networkOf(rows, asset, shortages);
    const boundOf = bounding(network);
    const groups = [
      ...endpoints.map((endpoint) => ({
        name: keyOf(endpoint),
        places: [keyOf(endpoint)],
        said: endpoint.bounds[asset],
      })),
      ...entities
        .filter((entity) => entity.endpoints.length > 1)
        .map((entity) => ({
          name: entity.entity,
          places: entity.endpoints.map(keyOf),
          said: entity.bounds[asset],
        })),
    ];
    for (const { name, places, said } of groups.slice(0, MOST_BOUNDS)) {
      // Of an asset that never came there nothing is said, though what was not followed could have gone there.
      const isThere = places.some((each) => network.endpoints.has(each));
      const found = isThere ? boundOf(places) : undefined;
      for (const each of ['least', 'most', 'mostFollowed'] as const)
        same(`${name}, ${asset}, ${each}`, said?.[each] ?? 0n, found?.[each] ?? 0n);
    }
    if (groups.length > MOST_BOUNDS)
      leftOut.push(
        `the bounds of ${groups.length - MOST_BOUNDS} of ${groups.length} endpoints and names in ${asset}`,
      );
  }

  /** A place as the rows name it; an address of an EVM chain is shown with capitals, and is written without. */
  function keyOf({ chain, address, script }: z.infer<typeof place>): string {
    if (script !== undefined) return `${chain}/script:${script}`;
    return chain.startsWith('eip155:') ? `${chain}/${address.toLowerCase()}` : `${chain}/${address}`;
  }
}
