// What wallets and coin transactions have in common in an audit: whose a payment is, what is claimed of it, where it ends,
// and that the sweep says of every transfer what the paper says.
import { endOf, endsInside, isStopped } from '../end-of.ts';
import { CLEAN } from '../lots.ts';
import {
  claimName,
  isExcluded,
  type PaymentSeed,
  type Question,
  type ResolvedSeed,
  seedWallets,
  transferClaim,
} from '../question.ts';
import type { Booking, Line, Swept } from '../sweep/swept.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';
import type { AuditEvent, Step } from './account.ts';
import { type Heading, type OpenAccount, opened } from './books.ts';
import { type PaperExchange, paperExchange } from './exchange.ts';
import { inTransit, type Parts, partsOf, purse, type Rule, type Segment, segment } from './paper.ts';

/** Units on their way, and why they are what they are. */
export interface Payment {
  readonly segments: readonly Segment[];
  readonly steps: readonly Step[];
}

export interface Injection {
  readonly event: 'injection' | 'claim';
  readonly seed: number;
  readonly leg: number;
  readonly amount: bigint;
}

export interface Desk {
  readonly timeline: Timeline;
  readonly question: Question;
  readonly rule: Rule;
  /** In the order in which they were first written in. */
  readonly accounts: readonly OpenAccount[];
  readonly injections: readonly Injection[];
  /** Units received in crossings, by leg. */
  readonly conversions: readonly { readonly leg: number; readonly parts: Parts }[];
  readonly bookings: readonly Booking[];
  legAt(index: number): Leg;
  account(key: string, heading: Heading): OpenAccount;
  /** Taint came to this wallet, or left it, in this asset. */
  isTouched(place: number, asset: number): boolean;
  isExplored(place: number): boolean;
  /** Rank of the wallet seed here. */
  seedAt(place: number): number | undefined;
  isExcluded(index: number): boolean;
  /** An account that turned out to matter. */
  keep(account: OpenAccount): void;
  /** A received transfer of a crossing. undefined: it is none. */
  fromCrossing(index: number): Payment | undefined;
  isFromCrossing(index: number): boolean;
  /** A wallet seed's payment. undefined: nobody's. */
  fromSeed(index: number, group: Group): (Payment & { readonly event: AuditEvent }) | undefined;
  /** Payment seeds that claim under this name, by rank. */
  claimants(name: string): readonly number[];
  claimed(index: number, ranks: readonly number[], payment: Payment): Payment;
  /** Books what ends with this transfer, and says how. undefined: it goes on. */
  ended(index: number, group: Group, parts: Parts): Line | undefined;
  /** What this input carries ends in its transaction. */
  endsInside(index: number, group: Group): boolean;
  book(line: Line, index: number, parts: Parts, reached?: number): void;
  hold(place: number, asset: number, parts: Parts): void;
  /** Throws where the sweep says otherwise. */
  agree(index: number, segments: readonly Segment[]): void;
}

export function openDesk(timeline: Timeline, question: Question, swept: Swept, rule: Rule): Desk {
  const { legs, keys } = timeline;
  const { seeds } = swept;
  const accounts: OpenAccount[] = [];
  const byKey = new Map<string, OpenAccount>();
  const injections: Injection[] = [];
  const conversions: { leg: number; parts: Parts }[] = [];
  const bookings: Booking[] = [];
  const seedAt = seedPlaces(timeline, seeds);
  const claims = claimsOf(seeds);
  const explored = keys.map((key) => question.explored.has(key));
  const touched = touchedBy(timeline, swept);
  const { given, received } = exchangesOf(timeline, swept);
  const legAt = (index: number): Leg => legs[index] as Leg;
  const isSeed = (place: number): boolean => seedAt.has(place);

  function book(line: Line, index: number, parts: Parts, reached?: number): void {
    const { asset, to, transfer } = legAt(index);
    for (const [seed, amount] of parts)
      bookings.push({
        line,
        seed,
        asset,
        place: to,
        amount,
        leg: index,
        way: undefined,
        coin: transfer.coin,
        reached,
      });
  }

  return {
    timeline,
    question,
    rule,
    accounts,
    injections,
    conversions,
    bookings,
    legAt,
    seedAt: (place) => seedAt.get(place),
    isExcluded: (index) => isExcluded(legAt(index).transfer, question.excluded),
    keep: (account) => void accounts.push(account),
    book,
    account(key, heading) {
      let account = byKey.get(key);
      if (account === undefined) {
        account = opened(heading);
        byKey.set(key, account);
        accounts.push(account);
      }
      return account;
    },
    isTouched: (place, asset) => touched.has(`${place}|${asset}`),
    isExplored: (place) => explored[place] === true,
    fromCrossing(index) {
      const role = received.get(index);
      if (role === undefined) return undefined;
      const { segments, step } = role.exchange.receive(role.nth);
      conversions.push({ leg: index, parts: partsOf(segments) });
      return { segments, steps: [step] };
    },
    isFromCrossing: (index) => received.has(index),
    fromSeed(index, group) {
      const { from, transfer } = legAt(index);
      const seed = seedAt.get(from);
      if (seed === undefined) return undefined;
      const { amount } = transfer;
      const began = group.at.time >= (question.since ?? 0);
      if (began) injections.push({ event: 'injection', seed, leg: index, amount });
      return {
        event: began ? 'injection' : 'before-since',
        segments: [segment(amount, began ? seed : CLEAN)],
        steps: [],
      };
    },
    claimants: (name) => claims.get(name) ?? [],
    claimed(index, ranks, payment) {
      if (ranks.length === 0) return payment;
      const rest = purse(inTransit(rule));
      rest.put(payment.segments);
      const front: Segment[] = [];
      const steps = [...payment.steps];
      for (const rank of ranks) {
        const { amount } = seeds[rank] as PaymentSeed;
        injections.push({ event: 'claim', seed: rank, leg: index, amount });
        const displaced = partsOf(rest.take(amount));
        book('reachedSeed', index, displaced, rank);
        front.push(segment(amount, rank));
        steps.push({ is: 'claimed', seed: rank, amount, displaced });
      }
      return { segments: [...front, ...rest.take(rest.balance)], steps };
    },
    ended(index, group, parts) {
      const leg = legAt(index);
      const exchange = isStopped(leg, group, question) ? undefined : given.get(index);
      if (exchange !== undefined && leg.transfer.to.kind !== 'junction') {
        exchange.give(parts);
        book('convertedOut', index, parts);
        return 'convertedOut';
      }
      const end = endOf(leg, group, timeline, question, isSeed);
      if (end !== 'seed') {
        if (end !== undefined) book(end, index, parts);
        return end;
      }
      const here = seedAt.get(leg.to) as number;
      for (const [seed, amount] of parts)
        if (seed === here) book('returned', index, new Map([[seed, amount]]));
        else book('reachedSeed', index, new Map([[seed, amount]]), here);
      return 'returned';
    },
    endsInside: (index, group) => endsInside(legAt(index), group, timeline, question),
    hold(place, asset, parts) {
      for (const [seed, amount] of parts) bookings.push({ ...HELD, seed, asset, place, amount });
    },
    agree(index, segments) {
      const ours = partsOf(segments);
      const lots = swept.carried.get(index) ?? [];
      if (ours.size === 0 && lots.length === 0) return;
      const theirs = partsOf(lots.map(({ amount, seed }) => segment(amount, seed)));
      const seedsOf = new Set([...ours.keys(), ...theirs.keys()]);
      for (const seed of seedsOf)
        if (ours.get(seed) !== theirs.get(seed))
          throw new Error(
            `audit: of transfer ${legAt(index).transfer.id} seed ${seeds[seed]?.id} has ${theirs.get(seed) ?? 0n} in the sweep and ${ours.get(seed) ?? 0n} on paper (${rule})`,
          );
    },
  };
}

const HELD = { line: 'held', leg: undefined, way: undefined, coin: undefined, reached: undefined } as const;

function seedPlaces({ placeIndex }: Timeline, seeds: readonly ResolvedSeed[]): Map<number, number> {
  const places = new Map<number, number>();
  for (const [rank, seed] of seeds.entries())
    for (const key of seedWallets([seed])) {
      const place = placeIndex.get(key);
      if (place !== undefined) places.set(place, rank);
    }
  return places;
}

function claimsOf(seeds: readonly ResolvedSeed[]): Map<string, number[]> {
  const claims = new Map<string, number[]>();
  for (const [rank, seed] of seeds.entries())
    if (seed.kind === 'payment') claims.set(claimName(seed), [...(claims.get(claimName(seed)) ?? []), rank]);
  return claims;
}

/** `place|asset`, on either side of a transfer that carries anything. */
function touchedBy({ legs }: Timeline, { carried }: Swept): Set<string> {
  const touched = new Set<string>();
  for (const index of carried.keys()) {
    const { from, to, asset } = legs[index] as Leg;
    touched.add(`${from}|${asset}`);
    touched.add(`${to}|${asset}`);
  }
  return touched;
}

function exchangesOf(
  { legs }: Timeline,
  { crossed }: Swept,
): {
  readonly given: ReadonlyMap<number, PaperExchange>;
  readonly received: ReadonlyMap<number, { readonly exchange: PaperExchange; readonly nth: number }>;
} {
  const given = new Map<number, PaperExchange>();
  const received = new Map<number, { exchange: PaperExchange; nth: number }>();
  const amountOf = (index: number): bigint => (legs[index] as Leg).transfer.amount;
  for (const { of } of crossed) {
    const x = of.given.reduce((sum, index) => sum + amountOf(index), 0n);
    const exchange = paperExchange(x, of.received.map(amountOf), [of.gives, of.gets]);
    for (const index of of.given) given.set(index, exchange);
    for (const [nth, index] of of.received.entries()) received.set(index, { exchange, nth });
  }
  return { given, received };
}

export function transferName({ transfer }: Leg): string {
  return transferClaim(transfer.chain, transfer.id);
}
