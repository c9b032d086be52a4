// What could make a figure wrong, found after the walk: shortages, open bounds, balances that do not close.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { failureForGap } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { OwnerPlace, PlaceKey } from '../model/place.ts';
import type { Swept } from './sweep/swept.ts';
import type { Leg, Timeline } from './timeline.ts';

/** Shortages of pools that no taint ever touched change no figure and are left out. */
export function shortageGaps(timeline: Timeline, swept: Swept, touched: ReadonlySet<string>): Gap[] {
  const shortages = [...swept.shortages]
    .filter(([pool]) => touched.has(pool))
    .map(([, shortage]) => shortage);
  return shortages.map(({ place, asset, amount }) => {
    const at = timeline.places[place] as OwnerPlace;
    return {
      code: 'shortage',
      chain: at.chain,
      place: at,
      why: 'The wallet paid more than its recorded history gave it; the missing part is booked as clean and oldest.',
      asset: timeline.assets[asset] as Gap['asset'] & string,
      amount,
    };
  });
}

/** Where value passed such a place, the bounds are as wide as they must be; which places those are is said. */
export function openBoundsGaps(
  { places, keys, assets }: Timeline,
  incomplete: ReadonlySet<PlaceKey>,
  touched: ReadonlySet<string>,
  isExplored: (place: number) => boolean,
): Gap[] {
  return [...touched].flatMap((pool): Gap[] => {
    const [place = 0, asset = 0] = pool.split('|').map(Number);
    if (!incomplete.has(keys[place] as PlaceKey) || !isExplored(place)) return [];
    const at = places[place] as OwnerPlace;
    return [
      {
        code: 'bounds-open',
        chain: at.chain,
        place: at,
        why: 'Part of its history is missing, and what it held before is not known: what passed here counts in no "at least", and in every "at most".',
        asset: assets[asset] as Gap['asset'] & string,
      },
    ];
  });
}

/** Pools that carry taint under some convention: `place|asset`. */
export function touchedPools(timeline: Timeline, swepts: readonly Swept[]): Set<string> {
  const pools = new Set<string>();
  for (const swept of swepts)
    for (const index of swept.carried.keys()) {
      const leg = timeline.legs[index] as Leg;
      pools.add(`${leg.to}|${leg.asset}`);
    }
  return pools;
}

/** The closing figure of an explored pool beside the chain's own balance as of the run. */
export interface Closing {
  readonly place: number;
  readonly asset: number;
  /** What the recorded transfers add up to. */
  readonly ours: bigint;
  /** undefined: the source cannot tell it as of that block. */
  readonly theirs: bigint | undefined;
  /** Code of the error by which it could not be asked for. */
  readonly failed: string | undefined;
}

/** Of the pools that taint touched, wallet by wallet. */
export async function reconciled(
  timeline: Timeline,
  swept: Swept,
  touched: ReadonlySet<string>,
  ledgers: ReadonlyMap<ChainId, Ledger>,
  asOf: ReadonlyMap<ChainId, Block>,
  each: (places: readonly number[], job: (place: number) => Promise<Closing[]>) => Promise<Closing[]>,
  signal: AbortSignal,
): Promise<Closing[]> {
  const closing = new Map<number, { asset: number; ours: bigint }[]>();
  for (const { place, asset, amount } of swept.balances.values()) {
    if (!touched.has(`${place}|${asset}`)) continue;
    const sums = closing.get(place) ?? [];
    sums.push({ asset, ours: amount });
    closing.set(place, sums);
  }
  return each([...closing.keys()], async (place) => {
    const at = timeline.places[place] as OwnerPlace;
    const ledger = ledgers.get(at.chain) as Ledger;
    const sums = (closing.get(place) ?? []).sort((a, b) => a.asset - b.asset);
    const assets = sums.map(({ asset }) => timeline.assets[asset] as AssetId);
    try {
      const { balances } = await ledger.describe(at, asOf.get(at.chain) as Block, assets, signal);
      const told = new Map(balances.map(({ asset, amount }) => [asset, amount]));
      return sums.map(({ asset, ours }) => {
        const theirs = told.get(timeline.assets[asset] as AssetId);
        return { place, asset, ours, theirs, failed: undefined };
      });
    } catch (thrown) {
      const error = failureForGap(thrown);
      return sums.map(({ asset, ours }) => ({ place, asset, ours, theirs: undefined, failed: error.code }));
    }
  });
}

export function reconciliationGaps({ places, assets }: Timeline, closings: readonly Closing[]): Gap[] {
  const unasked = new Set<number>();
  return closings.flatMap(({ place, asset, ours, theirs, failed }): Gap[] => {
    const at = places[place] as OwnerPlace;
    const gap = { code: 'reconciliation', chain: at.chain, place: at } as const;
    if (failed !== undefined) {
      if (unasked.has(place)) return [];
      unasked.add(place);
      const why = `The balance could not be asked for, so the closing figure is unchecked (${failed}).`;
      return [{ ...gap, why }];
    }
    if (theirs === undefined || theirs === ours) return [];
    return [
      {
        ...gap,
        why: `The chain's balance is ${theirs}, the recorded transfers add up to ${ours}.`,
        asset: assets[asset] as AssetId,
        amount: theirs > ours ? theirs - ours : ours - theirs,
      },
    ];
  });
}
