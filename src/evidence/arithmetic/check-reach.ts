// Reach under poison as a result says it, against a second reckoning: of each endpoint, of fees, of what was burnt and of what
// came back; of all seeds, and of each.
import { z } from 'zod';
import { type Reached, reachLines, reachOf } from './reach.ts';
import { seedsInOrder } from './recount.ts';
import type { Rows } from './rows.ts';
import { amounts, bySeed, keyOf, place } from './said.ts';

const told = z.object({ amounts, bySeed });
const runSchema = z.object({
  endpoints: z.array(place.extend({ amounts, bySeed })),
  fees: told,
  burnt: told,
  returned: told,
});

type Same = (what: string, said: bigint, found: bigint) => void;

/** Gives what is wrong with the form. */
export function checkReach(run: unknown, rows: Rows, same: Same): string[] {
  const parsed = runSchema.safeParse(run);
  if (!parsed.success) return [`${parsed.error.issues[0]?.path.join('.') ?? ''}: not of the expected form`];
  const { endpoints, ...lines } = parsed.data;
  const seeds = seedsInOrder(rows);
  const at = new Map(endpoints.map((endpoint) => [keyOf(endpoint), endpoint]));
  const reaches = reachOf(rows, seeds);
  const nothing: z.infer<typeof told> = { amounts: {}, bySeed: {} };

  function reachSame(what: string, said: z.infer<typeof told>, asset: string, found?: Reached): void {
    same(`${what}, ${asset}, poison`, said.amounts.poison?.[asset] ?? 0n, found?.all ?? 0n);
    for (const [rank, { id }] of seeds.entries())
      same(
        `${what}, ${asset}, poison, of ${id}`,
        said.bySeed[id]?.poison?.[asset] ?? 0n,
        found?.bySeed[rank] ?? 0n,
      );
  }

  for (const asset of new Set(rows.rows.map((row) => row.asset))) {
    const reach = reaches.get(asset);
    for (const line of reachLines) reachSame(line, lines[line], asset, reach?.lines[line]);
    for (const name of new Set([...at.keys(), ...(reach?.atEndpoint.keys() ?? [])]))
      reachSame(name, at.get(name) ?? nothing, asset, reach?.atEndpoint.get(name));
  }
  return [];
}
