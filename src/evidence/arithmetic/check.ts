// The sums of a result against a second reckoning from its rows: the statement, what each endpoint has, the bounds.
import { z } from 'zod';
import { bounding, networksOf } from './bounding.ts';
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
const line = Object.fromEntries([...lines, 'injected', 'convertedIn'].map((name) => [name, units]));
const runSchema = z.object({
  name: z.string(),
  conventions: z.array(z.string()),
  statement: z.array(
    z.object({
      seed: z.string(),
      asset: z.string(),
      convention: z.string(),
      ...(line as Record<
        Exclude<(typeof lines)[number], 'notFollowed'> | 'injected' | 'convertedIn',
        typeof units
      >),
      notFollowed: z.record(z.string(), units),
      residual: z.literal('0'),
    }),
  ),
  endpoints: z.array(place.extend({ amounts, bounds })),
  entities: z.array(
    z.object({
      entity: z.string(),
      bounds,
      boundsBySeed: z.record(z.string(), bounds),
      endpoints: z.array(place),
    }),
  ),
});

export interface Arithmetic {
  readonly faults: readonly string[];
  /** Sums that were compared. */
  readonly compared: number;
  /** What was left out, and why. */
  readonly leftOut: readonly string[];
}

/** Edges that may be looked at for the bounds of a run: less than a minute. Beyond it the rest is said to be unchecked. */
const MOST_WORK = 1_000_000_000;
/** Bounds of single seeds are in a result of up to this many. */
const SEEDS_ALONE = 100;

/** `run`: one run of a result, as JSON. */
export function checkArithmetic(run: unknown, rows: Rows): Arithmetic {
  const parsed = runSchema.safeParse(run);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { faults: [`${issue?.path.join('.') ?? ''}: not of the expected form`], compared: 0, leftOut: [] };
  }
  const { conventions, statement, endpoints, entities } = parsed.data;
  const faults: string[] = [];
  const leftOut: string[] = [];
  let compared = 0;
  function same(what: string, said: bigint, found: bigint): void {
    compared += 1;
    if (said !== found) faults.push(`${what}: the result says ${said}, the rows give ${found}`);
  }
  const seeds = seedsInOrder(rows);
  const asked = rules.filter((rule) => conventions.includes(rule));
  let counted: ReadonlyMap<string, Recount> = new Map();
  for (const rule of asked) {
    counted = recount(rows, seeds, rule);
    for (const [asset, of] of counted) {
      statementSame(of, asset, rule);
      endpointsSame(of, asset, rule);
    }
  }
  if (asked.length > 0) boundsSame();
  if (conventions.includes('poison')) leftOut.push('reach under poison, which is no sum');
  return { faults, compared, leftOut };

  function statementSame({ injected, convertedIn, sums }: Recount, asset: string, rule: Rule): void {
    for (const [rank, { id }] of seeds.entries()) {
      const said = statement.filter(
        (row) => row.seed === id && row.asset === asset && row.convention === rule,
      );
      if (said.length !== 1) {
        if (said.length > 1 || (injected[rank] as bigint) + (convertedIn[rank] as bigint) > 0n)
          faults.push(`${id}, ${asset}, ${rule}: ${said.length} lines of the statement`);
        continue;
      }
      const [row] = said as [(typeof said)[number]];
      const name = `${id}, ${asset}, ${rule}`;
      same(`${name}, injected`, row.injected, injected[rank] as bigint);
      same(`${name}, convertedIn`, row.convertedIn, convertedIn[rank] as bigint);
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

  /** Bounds rest on amounts alone; what each pool was short of is the same under every rule. */
  function boundsSame(): void {
    const networks = networksOf(
      rows,
      new Map([...counted].map(([asset, { shortages }]) => [asset, shortages] as const)),
    );
    const work = { left: MOST_WORK };
    const groups = [
      ...endpoints.map((endpoint) => ({
        name: keyOf(endpoint),
        places: [keyOf(endpoint)],
        said: endpoint.bounds,
        bySeed: undefined,
      })),
      ...entities.map(({ entity, bounds: said, boundsBySeed: bySeed, endpoints: own }) => ({
        name: entity,
        places: own.map(keyOf),
        said,
        bySeed,
      })),
    ];
    let unchecked = 0;
    // Of more seeds than these the result says bounds together only.
    const alone = seeds.length > SEEDS_ALONE ? [] : seeds.map(({ id }) => id);
    for (const seed of [undefined, ...alone]) {
      const of = bounding(rows, networks, seed, work);
      for (const { name, places, said, bySeed } of groups) {
        if (seed !== undefined && bySeed === undefined) continue;
        const own = seed === undefined ? said : bySeed?.[seed];
        for (const asset of networks.keys()) {
          // Of an asset that never came there nothing is said, though what was not followed could have gone there.
          const isThere = of.isThere(asset, places);
          const found = isThere && work.left > 0 ? of.at(asset, places) : undefined;
          if (isThere && found === undefined) unchecked += 1;
          else
            for (const each of ['least', 'most', 'mostFollowed'] as const)
              same(
                `${name}, ${asset}${seed === undefined ? '' : `, of ${seed}`}, ${each}`,
                own?.[asset]?.[each] ?? 0n,
                found?.[each] ?? 0n,
              );
        }
      }
    }
    if (unchecked > 0) leftOut.push(`${unchecked} bounds, which would have taken too long`);
  }

  /** A place as the rows name it; an address of an EVM chain is shown with capitals, and is written without. */
  function keyOf({ chain, address, script }: z.infer<typeof place>): string {
    if (script !== undefined) return `${chain}/script:${script}`;
    return chain.startsWith('eip155:') ? `${chain}/${address.toLowerCase()}` : `${chain}/${address}`;
  }
}
