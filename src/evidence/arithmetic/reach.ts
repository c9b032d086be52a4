// Reach, reckoned a second time: after first contact with a seed's money every payment of a wallet in full, for ever. Who was
// touched by whom, over time; nothing here is money, and nothing of several payments' reach is shared out. Shares no line
// with src/trace.
import { crossedRows } from './exchanges.ts';
import { sum } from './money.ts';
import { transactionsOf } from './recount.ts';
import { placesOf, type Row, type Rows } from './rows.ts';

export interface Reached {
  /** Each payment once, by however many seeds it was reached. */
  all: bigint;
  readonly bySeed: bigint[];
}

export const reachLines = ['fees', 'burnt', 'returned'] as const;

/** Of one asset. */
export interface Reach {
  readonly lines: Record<(typeof reachLines)[number], Reached>;
  readonly atEndpoint: Map<string, Reached>;
}

type Seeds = ReadonlySet<number>;
/** A part of a payment, and the seeds that reached it. */
interface Part {
  readonly amount: bigint;
  readonly seeds: Seeds;
}
const NOBODY: Seeds = new Set();

/** By asset. */
export function reachOf(all: Rows, seeds: Rows['seeds']): ReadonlyMap<string, Reach> {
  const { since = 0 } = all;
  const explored = new Set(all.explored);
  const seedAt = new Map(
    seeds.flatMap((each, seed) => placesOf(each).map((place) => [place, seed] as const)),
  );
  const none = (): Reached => ({ all: 0n, bySeed: seeds.map(() => 0n) });
  const reaches = new Map<string, Reach>();
  const [gives, gets] = crossingSides(all);
  /** For good: explored wallets, by asset, and coins. */
  const touched = touching();

  function reachIn({ asset }: Row): Reach {
    const reach = reaches.get(asset) ?? {
      lines: { fees: none(), burnt: none(), returned: none() },
      atEndpoint: new Map(),
    };
    reaches.set(asset, reach);
    return reach;
  }

  function fromSeed({ from, time }: Row): Seeds | undefined {
    const seed = seedAt.get(from);
    if (seed === undefined) return undefined;
    return time >= since ? new Set([seed]) : NOBODY;
  }

  /** The front of a payment that is claimed is the claimant's alone. */
  function afterClaims(claim: string, amount: bigint, reachedBy: Seeds): Part[] {
    const claimed = [...seeds.entries()].flatMap(([seed, { claim: own, amount: part = 0n }]) =>
      own === claim ? [{ amount: part, seeds: new Set([seed]) }] : [],
    );
    const rest = amount - sum(claimed.map((part) => part.amount));
    return [...claimed, { amount: rest, seeds: reachedBy }].filter((part) => part.amount > 0n);
  }

  /** Books what ends with a row; false: it goes on. */
  function ends(row: Row, parts: readonly Part[]): boolean {
    const { id, to, end } = row;
    if (end === 'stopped') return true;
    const crossing = gives.get(id);
    if (crossing !== undefined) {
      for (const part of parts) for (const seed of part.seeds) crossing.add(seed);
      return true;
    }
    const reach = reachIn(row);
    if (end === 'endpoint') {
      const here = reach.atEndpoint.get(to) ?? none();
      reach.atEndpoint.set(to, here);
      add(here, parts);
    } else if (end !== undefined) add(reach.lines[end], parts);
    else {
      const here = seedAt.get(to);
      if (here === undefined) return false;
      // What of another seed arrives here has reached this one, which is no line of reach.
      add(
        reach.lines.returned,
        parts.flatMap((part) => (part.seeds.has(here) ? [{ ...part, seeds: new Set([here]) }] : [])),
      );
    }
    return true;
  }

  function payments(rows: readonly Row[]): void {
    /** Wallets that were not explored pass on what they got in this transaction. */
    const briefly = touching();
    for (const row of rows) {
      const { from, to, asset, amount, id } = row;
      if (from === to) continue;
      const before = (explored.has(from) ? touched : briefly).of(`${asset} ${from}`);
      const parts = afterClaims(id, amount, gets.get(id) ?? fromSeed(row) ?? before);
      if (!ends(row, parts)) (explored.has(to) ? touched : briefly).add(`${asset} ${to}`, parts);
    }
  }

  function melting(rows: readonly Row[]): void {
    const inputs = rows
      .filter(({ leg }) => leg === 'in')
      .flatMap((row) => {
        const own = fromSeed(row);
        const { coin = '', amount, end } = row;
        const parts =
          own === undefined
            ? afterClaims(`coin|${coin}`, amount, touched.of(`coin ${coin}`))
            : [{ amount, seeds: own }];
        return end === 'endpoint' && ends(row, parts) ? [] : parts;
      });
    const reachedBy = new Set(inputs.flatMap((part) => [...part.seeds]));
    for (const row of rows.filter(({ leg }) => leg === 'out')) {
      const parts = afterClaims(row.id, row.amount, gets.get(row.id) ?? reachedBy);
      if (!ends(row, parts) && explored.has(row.to) && row.coin !== undefined)
        touched.add(`coin ${row.coin}`, parts);
    }
  }

  for (const rows of transactionsOf(all.rows))
    if (rows[0]?.leg === 'pays') payments(rows);
    else melting(rows);
  return reaches;
}

/** By row: who gave into its crossing so far, on the side that gives and on the one that receives. */
function crossingSides(all: Rows): [Map<string, Set<number>>, Map<string, Set<number>>] {
  const sides = [new Map<string, Set<number>>(), new Map<string, Set<number>>()] as const;
  for (const { given, received } of crossedRows(all)) {
    const givers = new Set<number>();
    for (const [side, rows] of [given, received].entries())
      for (const { id } of rows) (sides[side] as (typeof sides)[0]).set(id, givers);
  }
  return [...sides];
}

function touching() {
  const by = new Map<string, Set<number>>();
  return {
    of: (name: string): Seeds => by.get(name) ?? NOBODY,
    add(name: string, parts: readonly Part[]): void {
      const known = by.get(name) ?? new Set();
      by.set(name, known);
      for (const { seeds } of parts) for (const seed of seeds) known.add(seed);
    },
  };
}

function add(reached: Reached, parts: readonly Part[]): void {
  for (const { amount, seeds } of parts) {
    if (seeds.size > 0) reached.all += amount;
    for (const seed of seeds) reached.bySeed[seed] = (reached.bySeed[seed] as bigint) + amount;
  }
}
