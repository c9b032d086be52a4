// An audit's own computation: the timeline replayed on paper, account by account, and compared with the sweep to the unit.
// Where they differ there is no audit: an error, never a number.
import type { NotFollowedReason } from '../explore.ts';
import type { Question } from '../question.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import type { Timeline } from '../timeline.ts';
import type { Account, AuditEvent, StatementLine } from './account.ts';
import { type OpenAccount, opened, post } from './books.ts';
import { coins } from './coins.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Rule } from './paper.ts';
import { wallets } from './wallets.ts';

export interface Replay {
  /** Wallets, passages, transactions and coins in the order in which they are first written in, then lines by seed and asset. */
  readonly accounts: readonly Account[];
  /** Pools of explored wallets that no taint came to under this rule: they are left out. */
  readonly untouched: number;
}

export function replay(
  timeline: Timeline,
  question: Question,
  swept: Swept,
  reasonOf: (booking: Booking) => NotFollowedReason,
): Replay {
  const rule = swept.convention.name;
  if (rule === 'poison') throw new Error('audit: reach does not add up');
  const desk = openDesk(timeline, question, swept, rule);
  const ofWallets = wallets(desk);
  const ofCoins = coins(desk);
  for (const group of timeline.groups) (group.melts ? ofCoins : ofWallets).sweep(group);
  const pools = ofWallets.close();
  ofCoins.close();
  comparePools(desk, swept, pools);
  compareBookings(desk, swept);
  compareSources(desk, swept);
  return {
    accounts: [...desk.accounts, ...lines(desk, reasonOf)],
    untouched: [...swept.balances.values()].filter(({ place, asset }) => !desk.isTouched(place, asset))
      .length,
  };
}

function differ(what: string, ours: unknown, theirs: unknown, rule: Rule): Error {
  return new Error(`audit: ${what} is ${theirs} in the sweep and ${ours} on paper (${rule})`);
}

type Pools = ReturnType<ReturnType<typeof wallets>['close']>;

/** Closing balance and shortage of each pool; and that its account adds up to what lies in it. */
function comparePools({ rule, accounts, seedAt }: Desk, swept: Swept, pools: Pools): void {
  for (const [key, { pool, missing }] of pools) {
    const theirs = swept.balances.get(key)?.amount;
    if (pool.balance !== theirs) throw differ(`the closing balance of ${key}`, pool.balance, theirs, rule);
    const short = swept.shortages.get(key)?.amount ?? 0n;
    if (missing !== short) throw differ(`the shortage of ${key}`, missing, short, rule);
  }
  for (const { kind, place, asset, balance, tainted } of accounts) {
    if (kind !== 'wallet' || seedAt(place as number) !== undefined) continue;
    const pool = pools.get(`${place}|${asset}`)?.pool;
    if (balance !== (pool?.balance ?? 0n))
      throw differ(`account ${place}|${asset}`, balance, pool?.balance, rule);
    for (const [seed, amount] of tainted)
      if (amount !== (pool?.parts.get(seed) ?? 0n))
        throw differ(`seed ${seed} in account ${place}|${asset}`, amount, pool?.parts.get(seed), rule);
  }
}

function summed(bookings: readonly Booking[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { line, seed, asset, place, leg, coin, reached, amount } of bookings) {
    const key = [line, seed, asset, place, leg ?? '', coin ?? '', reached ?? ''].join('|');
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return sums;
}

function compareBookings({ bookings, rule }: Desk, swept: Swept): void {
  compareSums('booking', summed(bookings), summed(swept.bookings), rule);
}

function compareSources({ injections, conversions, legAt, rule }: Desk, swept: Swept): void {
  const injected = new Map<string, bigint>();
  for (const { seed, leg, amount } of injections) {
    const key = `${seed}|${legAt(leg).asset}`;
    injected.set(key, (injected.get(key) ?? 0n) + amount);
  }
  compareSums('injected', injected, byRank(swept.injected), rule);
  const converted = new Map<string, bigint>();
  for (const { leg, parts } of conversions)
    for (const [seed, amount] of parts) {
      const key = `${seed}|${legAt(leg).asset}`;
      converted.set(key, (converted.get(key) ?? 0n) + amount);
    }
  compareSums('converted in', converted, byRank(swept.converted), rule);
}

function byRank(rows: readonly ReadonlyMap<number, bigint>[]): Map<string, bigint> {
  return new Map(
    rows.flatMap((sums, rank) => [...sums].map(([asset, amount]) => [`${rank}|${asset}`, amount] as const)),
  );
}

function compareSums(
  what: string,
  ours: ReadonlyMap<string, bigint>,
  theirs: ReadonlyMap<string, bigint>,
  rule: Rule,
): void {
  for (const key of new Set([...ours.keys(), ...theirs.keys()]))
    if ((ours.get(key) ?? 0n) !== (theirs.get(key) ?? 0n))
      throw differ(`${what} ${key}`, ours.get(key), theirs.get(key), rule);
}

/** In the order of the identity (engine.md §1). */
const ORDER: readonly StatementLine[] = [
  'injected',
  'convertedIn',
  'endpoint',
  'held',
  'fees',
  'burnt',
  'returned',
  'reachedSeed',
  'convertedOut',
];

const EVENT: Readonly<Partial<Record<StatementLine, AuditEvent>>> = {
  endpoint: 'absorbed',
  held: 'held',
  fees: 'fee',
  burnt: 'burnt',
  returned: 'returned',
  reachedSeed: 'reached-seed',
  convertedOut: 'converted-out',
  'after-until': 'after-until',
  'excluded-by-analyst': 'excluded',
  spam: 'excluded',
};

/** Each line of the statement as an account of its own, so that its amount is a sum that can be added up. */
function lines(desk: Desk, reasonOf: (booking: Booking) => NotFollowedReason): Account[] {
  const accounts = new Map<string, OpenAccount>();
  function write(
    line: StatementLine,
    event: AuditEvent,
    seed: number,
    asset: number,
    amount: bigint,
    leg: number | undefined,
    party: number,
  ): void {
    const key = `${seed}|${asset}|${line}`;
    const account = accounts.get(key) ?? opened({ kind: 'line', line, seed, asset });
    accounts.set(key, account);
    post(account, { event, leg, party, taintIn: new Map([[seed, amount]]) });
  }
  for (const { event, seed, leg, amount } of desk.injections) {
    const { from, to, asset } = desk.legAt(leg);
    write('injected', event, seed, asset, amount, leg, event === 'injection' ? from : to);
  }
  for (const { leg, parts } of desk.conversions)
    for (const [seed, amount] of parts)
      write('convertedIn', 'converted-in', seed, desk.legAt(leg).asset, amount, leg, desk.legAt(leg).to);
  for (const booking of desk.bookings) {
    const { seed, asset, amount, leg, place } = booking;
    const isOpen = booking.line === 'notFollowed' || booking.line === 'afterUntil';
    const line: StatementLine = isOpen ? reasonOf(booking) : (booking.line as StatementLine);
    write(line, EVENT[line] ?? 'not-followed', seed, asset, amount, leg, place);
  }
  const rankOf = (line: StatementLine): number => {
    const at = ORDER.indexOf(line);
    return at < 0 ? ORDER.length : at;
  };
  return [...accounts.values()]
    .map((account) => ({ account, line: account.line as StatementLine }))
    .sort(
      ({ account: a, line: left }, { account: b, line: right }) =>
        (a.seed as number) - (b.seed as number) ||
        a.asset - b.asset ||
        rankOf(left) - rankOf(right) ||
        (left < right ? -1 : 1),
    )
    .map(({ account }) => account);
}
