// Whether what is held is frozen, and what an issuer could still freeze: from its acts, as of the run.

import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Ledger } from '../../model/ledger.ts';
import { type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { ConventionName } from '../conventions/convention.ts';
import type { Explored } from '../explore.ts';
import { seedWallets } from '../question.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import { isDestruction } from './issuing.ts';

/** What a wallet has of one asset cannot move. */
export interface Frozen {
  readonly by: string;
  /** Unix seconds. */
  readonly since: number;
  readonly txId: TxId;
}

/** An asset whose issuer has power over single holders, and where tainted units of it stand, by conserving convention. */
export interface IssuerFinding {
  readonly asset: AssetId;
  readonly issuer: string;
  /** `no`: nobody could be asked, and what is called free may be frozen. */
  readonly asked: 'yes' | 'no';
  readonly free: ReadonlyMap<ConventionName, bigint>;
  readonly frozen: ReadonlyMap<ConventionName, bigint>;
  readonly destroyed: ReadonlyMap<ConventionName, bigint>;
  /** Seeds that are frozen themselves, whatever they have; unix seconds. */
  readonly seeds: readonly { readonly id: SeedId; readonly since: number }[];
  /** Wallets that hold some, under any of them. */
  readonly wallets: { readonly free: number; readonly frozen: number };
}

export interface Freezes {
  /** Of a booking of what is held. */
  of(booking: Pick<Booking, 'place' | 'asset'>): Frozen | undefined;
}

export function freezesOf(
  { timeline, issuerActs }: Explored,
  ledgers: ReadonlyMap<ChainId, Ledger>,
): Freezes {
  const found = new Map<string, Frozen>();
  for (const [asset, acts] of issuerActs)
    for (const { kind, holder, at, txId } of acts === 'unasked' ? [] : acts) {
      const key = `${placeKey(holder)}|${asset}`;
      if (kind === 'released') found.delete(key);
      // Frozen twice it has been so since the first time.
      else if (kind === 'froze' && !found.has(key))
        found.set(key, { by: issuerOf(asset, ledgers), since: at.time, txId });
    }
  return {
    of: ({ place, asset }) =>
      found.get(`${timeline.keys[place] as PlaceKey}|${timeline.assets[asset] as AssetId}`),
  };
}

/** Of assets of which anything stands with a holder or was destroyed; by asset. */
export function issuerFindings(
  { timeline, issuerActs, question }: Explored,
  swepts: readonly Swept[],
  freezes: Freezes,
  ledgers: ReadonlyMap<ChainId, Ledger>,
): IssuerFinding[] {
  return [...issuerActs].sort().flatMap(([asset, acts]): IssuerFinding[] => {
    const sums = { free: new Map(), frozen: new Map(), destroyed: new Map() } as const satisfies Record<
      string,
      Map<ConventionName, bigint>
    >;
    const wallets = { free: new Set<number>(), frozen: new Set<number>() };
    for (const { convention, bookings } of swepts.filter(({ convention: { conserving } }) => conserving))
      for (const booking of bookings) {
        if (timeline.assets[booking.asset] !== asset) continue;
        const line = lineOf(booking, timeline.legs, freezes);
        if (line === undefined) continue;
        const known: Map<ConventionName, bigint> = sums[line];
        known.set(convention.name, (known.get(convention.name) ?? 0n) + booking.amount);
        if (line !== 'destroyed') wallets[line].add(booking.place);
      }
    const index = timeline.assets.indexOf(asset);
    const seeds = [...seedWallets(question.seeds)].flatMap((key) => {
      const place = timeline.placeIndex.get(key);
      const frozen = place === undefined ? undefined : freezes.of({ place, asset: index });
      return frozen === undefined ? [] : { id: key as string as SeedId, since: frozen.since };
    });
    if (sums.free.size + sums.frozen.size + sums.destroyed.size + seeds.length === 0) return [];
    return [
      {
        asset,
        issuer: issuerOf(asset, ledgers),
        asked: acts === 'unasked' ? 'no' : 'yes',
        ...sums,
        seeds,
        wallets: { free: wallets.free.size, frozen: wallets.frozen.size },
      },
    ];
  });
}

function lineOf(
  booking: Booking,
  legs: Explored['timeline']['legs'],
  freezes: Freezes,
): 'free' | 'frozen' | 'destroyed' | undefined {
  if (booking.line === 'held') return freezes.of(booking) === undefined ? 'free' : 'frozen';
  const leg = booking.line === 'burnt' ? legs[booking.leg as number] : undefined;
  return leg !== undefined && isDestruction(leg.transfer) ? 'destroyed' : undefined;
}

function issuerOf(asset: AssetId, ledgers: ReadonlyMap<ChainId, Ledger>): string {
  for (const ledger of ledgers.values()) {
    const name = ledger.issuing?.issuerOf(asset);
    if (name !== undefined) return name;
  }
  return '';
}
