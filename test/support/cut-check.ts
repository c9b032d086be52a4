// Checks a printed cut as a reader would: its parts add up, no part is more than the world allows, and with them taken away
// nothing gets through. Imports nothing from src/. Every row of the world is a transaction of its own.
import type { AccountWorld } from './oracle.ts';

export interface PrintedPart {
  readonly kind: string;
  readonly amount: bigint;
  /** Row of the transfer that it names. */
  readonly row: number | undefined;
  readonly place: string | undefined;
  /** Number of the crossing that it names. */
  readonly crossing: number | undefined;
}

export interface Printed {
  readonly asset: string;
  readonly parts: readonly PrintedPart[];
  /** Number of the crossing into which the value goes; undefined: it is of an endpoint. */
  readonly crossing: number | undefined;
}

type Row = AccountWorld['transfers'][number];

const isPool = ({ seeds, endpoints, unexplored = [] }: AccountWorld, name: string) =>
  ![...seeds, ...endpoints, ...unexplored].includes(name);

/** Balance of every pool of the asset after every row, from what it must have had at the start. */
function balances(world: AccountWorld, asset: string): Map<string, bigint>[] {
  const short = new Map<string, bigint>();
  const walk = (opening: ReadonlyMap<string, bigint>, onShort: (name: string, by: bigint) => void) => {
    const now = new Map(opening);
    return world.transfers.map((row) => {
      if (row.asset !== asset || row.from === row.to) return new Map(now);
      if (isPool(world, row.from)) {
        const left = (now.get(row.from) ?? 0n) - row.amount;
        if (left < 0n) onShort(row.from, -left);
        now.set(row.from, left < 0n ? 0n : left);
      }
      if (isPool(world, row.to)) now.set(row.to, (now.get(row.to) ?? 0n) + row.amount);
      return new Map(now);
    });
  };
  walk(new Map(), (name, by) => short.set(name, (short.get(name) ?? 0n) + by));
  return walk(short, (name) => {
    throw new Error(`${name} is short of what it had`);
  });
}

/** What each part can carry at most, by the world alone. `became`: the most that each crossing brings. */
export function allowance(world: AccountWorld, { asset }: Printed, became: readonly bigint[]) {
  const after = balances(world, asset);
  return ({ kind, row, place = '', crossing }: PrintedPart): bigint => {
    if (kind === 'transfer' || kind === 'injected') return world.transfers[row as number]?.amount as bigint;
    if (kind === 'held') return after[row as number]?.get(place) ?? 0n;
    if (kind === 'left') return after.at(-1)?.get(place) ?? 0n;
    if (kind === 'crossing' || kind === 'received') return became[crossing as number] as bigint;
    throw new Error(`no part of such a world: ${kind}`);
  };
}

/** Where value can still get to with the parts taken away: endpoints, `crossing n`, `not followed`, `elsewhere`. */
export function leaks(
  world: AccountWorld,
  { asset, parts, crossing: into }: Printed,
  became: readonly bigint[],
): Set<string> {
  const cut = (kind: string, row: number) => parts.some((part) => part.kind === kind && part.row === row);
  const crossings = world.crossings ?? [];
  const lastGiven = (n: number | undefined) =>
    Math.max(...(crossings[n ?? -1]?.given ?? [Number.POSITIVE_INFINITY]));
  const after = balances(world, asset);
  const reached = new Set<string>();
  const dirty = new Set<string>();
  const lastPaid = new Map<string, number>();
  const carries = (row: Row, index: number): boolean => {
    const received = crossings.findIndex((each) => each.received === index);
    // A crossing is worked out before those that come later.
    if (received >= 0)
      return (
        lastGiven(received) < lastGiven(into) &&
        (became[received] as bigint) > 0n &&
        !parts.some((part) => part.kind === 'crossing' && part.crossing === received) &&
        !cut('received', index) &&
        !cut('transfer', index)
      );
    if (world.seeds.includes(row.from)) return !cut('injected', index);
    return dirty.has(row.from) && !cut('transfer', index);
  };
  for (const [index, row] of world.transfers.entries()) {
    if (row.asset !== asset || row.from === row.to) continue;
    const arrives = carries(row, index);
    const given = crossings.findIndex((each) => each.given.includes(index));
    if (isPool(world, row.from)) {
      lastPaid.set(row.from, index);
      // Whoever has nothing left has nothing tainted left.
      if (after[index]?.get(row.from) === 0n) dirty.delete(row.from);
    }
    if (isPool(world, row.to) && given < 0) {
      const paid = lastPaid.get(row.to);
      if (paid !== undefined && cut('held', paid)) dirty.delete(row.to);
      lastPaid.delete(row.to);
      if (arrives) dirty.add(row.to);
    } else if (arrives) {
      if (given >= 0) reached.add(`crossing ${given}`);
      else if (world.endpoints.includes(row.to)) reached.add(row.to);
      else reached.add(world.unexplored?.includes(row.to) ? 'not followed' : 'elsewhere');
    }
  }
  for (const name of dirty)
    if (!parts.some((part) => part.kind === 'left' && part.place === name)) reached.add('elsewhere');
  return reached;
}
