// The accounts of an audit entry by entry, with what stood there before and after. Shared by its forms; words are elsewhere.
import type { ChainId } from '../../model/chain.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Account, Entry, StatementLine } from '../../trace/audit/account.ts';
import type { Audit } from '../../trace/audit/audit.ts';
import { type Parts, total } from '../../trace/audit/paper.ts';

export interface Running {
  /** From 1, in its account. */
  readonly no: number;
  readonly entry: Entry;
  /** Before and after. */
  readonly balance: readonly [bigint, bigint];
  readonly tainted: readonly [Parts, Parts];
}

export function* running({ entries }: Account): Generator<Running> {
  let balance = 0n;
  let tainted: Parts = new Map();
  for (const [index, entry] of entries.entries()) {
    const next = balance + entry.in - entry.out;
    const parts = changed(tainted, entry);
    yield { no: index + 1, entry, balance: [balance, next], tainted: [tainted, parts] };
    balance = next;
    tainted = parts;
  }
}

function changed(before: Parts, { taintIn, taintOut }: Entry): Parts {
  if (taintIn.size + taintOut.size === 0) return before;
  const after = new Map(before);
  for (const [seed, amount] of taintIn) after.set(seed, (after.get(seed) ?? 0n) + amount);
  for (const [seed, amount] of taintOut) after.set(seed, (after.get(seed) ?? 0n) - amount);
  return after;
}

/** Tainted units of one seed; of all of them where none is named. */
export function ofSeed(parts: Parts, seed: number | undefined): bigint {
  return seed === undefined ? total(parts) : (parts.get(seed) ?? 0n);
}

/** Seeds that ever come to an account, by rank. */
export function seedsIn({ entries }: Account): number[] {
  const ranks = new Set(entries.flatMap(({ taintIn, taintOut }) => [...taintIn.keys(), ...taintOut.keys()]));
  return [...ranks].sort((a, b) => a - b);
}

const NAMES: Readonly<Partial<Record<StatementLine, string>>> = {
  injected: 'injected',
  convertedIn: 'converted-in',
  endpoint: 'endpoint',
  held: 'held',
  fees: 'fees',
  burnt: 'burnt',
  returned: 'returned',
  reachedSeed: 'reached-seed',
  convertedOut: 'converted-out',
};

/** As the CSV form of a result calls its lines; what was not followed with its reason. */
export function lineName(line: StatementLine): string {
  return NAMES[line] ?? `not-followed:${line}`;
}

export function isSource(line: StatementLine): boolean {
  return line === 'injected' || line === 'convertedIn';
}

/** By leg, the lines in which tainted units ended with it. */
export function endsOf({ accounts }: Audit): ReadonlyMap<number, readonly string[]> {
  const ends = new Map<number, string[]>();
  for (const { line, entries } of accounts) {
    if (line === undefined || isSource(line) || line === 'held') continue;
    const name = lineName(line);
    for (const { leg } of entries) {
      if (leg === undefined) continue;
      const known = ends.get(leg) ?? [];
      if (!known.includes(name)) known.push(name);
      ends.set(leg, known);
    }
  }
  return ends;
}

export function transferOf({ timeline }: Audit, leg: number | undefined): Transfer | undefined {
  return leg === undefined ? undefined : timeline.legs[leg]?.transfer;
}

export function nameAt(
  { names }: Audit,
  place: number | undefined,
): { display: string; entity: string | undefined } {
  return (place === undefined ? undefined : names.get(place)) ?? { display: '', entity: undefined };
}

/** What an account is called among those of its kind. */
export function accountName(audit: Audit, { kind, place, leg, coin, line }: Account): string {
  switch (kind) {
    case 'wallet':
      return nameAt(audit, place).display;
    case 'passage':
      return `${nameAt(audit, place).display} in ${transferOf(audit, leg)?.txId}`;
    case 'transaction':
      return String(transferOf(audit, leg)?.txId);
    case 'coin':
      return String(coin);
    default:
      return line === undefined ? '' : lineName(line);
  }
}

export function chainOf({ timeline }: Audit, { place, leg, entries }: Account): ChainId | undefined {
  const at = place === undefined ? undefined : timeline.places[place];
  const first = leg ?? entries[0]?.leg;
  const party = entries[0]?.party;
  return (
    at?.chain ??
    (first === undefined ? undefined : timeline.legs[first]?.transfer.chain) ??
    (party === undefined ? undefined : timeline.places[party]?.chain)
  );
}
