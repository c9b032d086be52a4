// The rows of a run: every transfer that its figures rest on, in the order in which they were reckoned, with what was known
// of its ends. Plain data, so that somebody else can add it up by other means; no amount of taint is in it.
import { isSourceGap } from '../model/gap.ts';
import { placeKey } from '../model/place.ts';
import { placeCrossings } from './crossings.ts';
import { endOf } from './end-of.ts';
import { coinClaim, transferClaim } from './question.ts';
import type { Walk } from './walk.ts';

export interface RowSeed {
  readonly id: string;
  /** Wallet seeds. */
  readonly place?: string;
  /** Payment seeds: which payment (`<chain>|<transfer>` or `coin|<coin>`), and how much of its front. */
  readonly claim?: string;
  readonly amount?: bigint;
}

export interface LedgerRow {
  readonly tx: string;
  readonly id: string;
  readonly time: number;
  /** `in` and `out` of a transaction that melts its inputs; `pays`: from wallet to wallet. */
  readonly leg: 'in' | 'out' | 'pays';
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: bigint;
  readonly coin?: string;
  /** How value ends with it, if it does. `stopped`: too late, or left out by an analyst. A seed's own ends are not told. */
  readonly end?: 'fees' | 'burnt' | 'endpoint' | 'stopped';
}

export interface LedgerRows {
  readonly seeds: readonly RowSeed[];
  /** Wallet seeds inject from here on, unix seconds. */
  readonly since?: number;
  /** Places whose transfers are all here (account chains), or whose tainted coins were asked for. */
  readonly explored: readonly string[];
  /** Coins whose spending was asked for and answered. */
  readonly answered: readonly string[];
  /** Places whose history is known to be incomplete. */
  readonly leaky: readonly string[];
  /** Those that were reckoned with, by the ids of their rows. */
  readonly crossings: readonly { readonly given: readonly string[]; readonly received: readonly string[] }[];
  readonly rows: readonly LedgerRow[];
}

export function ledgerRows({ explored: { timeline, question, gaps } }: Walk): LedgerRows {
  const seedPlaces = new Set(
    question.seeds.flatMap((seed) => (seed.kind === 'wallet' ? [timeline.placeIndex.get(seed.place)] : [])),
  );
  const idAt = (index: number): string => {
    const { transfer } = timeline.legs[index] as (typeof timeline.legs)[number];
    return transferClaim(transfer.chain, transfer.id);
  };
  const rows: LedgerRow[] = [];
  for (const group of timeline.groups)
    for (let index = group.first; index < group.end; index += 1) {
      const leg = timeline.legs[index] as (typeof timeline.legs)[number];
      const { transfer } = leg;
      const end = endOf(leg, group, timeline, question, (place) => seedPlaces.has(place));
      rows.push({
        tx: `${transfer.chain}|${transfer.txId}`,
        id: idAt(index),
        time: group.at.time,
        leg: !group.melts ? 'pays' : transfer.to.kind === 'junction' ? 'in' : 'out',
        from: placeKey(transfer.from),
        to: placeKey(transfer.to),
        asset: transfer.asset,
        amount: transfer.amount,
        ...(transfer.coin === undefined ? {} : { coin: transfer.coin }),
        ...(end === undefined || end === 'seed' ? {} : { end: end === 'afterUntil' ? 'stopped' : end }),
      });
    }
  return {
    seeds: question.seeds.map((seed): RowSeed => {
      if (seed.kind === 'wallet') return { id: seed.id, place: seed.place };
      const claim =
        seed.transfer === undefined ? coinClaim(seed.coin) : transferClaim(seed.chain, seed.transfer);
      return { id: seed.id, claim, amount: seed.amount };
    }),
    ...(question.since === undefined ? {} : { since: question.since }),
    explored: [...question.explored].sort(),
    answered: [...question.answered].sort(),
    leaky: gaps
      .filter(isSourceGap)
      .flatMap(({ place }) => (place === undefined ? [] : [placeKey(place)]))
      .sort(),
    crossings: placeCrossings(timeline, question).placed.map(({ given, received }) => ({
      given: given.map(idAt),
      received: received.map(idAt),
    })),
    rows,
  };
}
