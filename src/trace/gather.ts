// Adding bookings up: by convention, asset and seed. Sums only; which bookings belong together the caller says.
import type { AssetId } from '../model/asset.ts';
import type { SeedId } from '../model/seed.ts';
import type { ConventionName } from './conventions/convention.ts';
import type { Amounts, BySeed } from './findings.ts';
import type { Booking, Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';

type Table = Map<ConventionName, Map<AssetId, bigint>>;

function addTo(table: Table, convention: ConventionName, asset: AssetId, amount: bigint): void {
  const sums = table.get(convention) ?? new Map<AssetId, bigint>();
  sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  table.set(convention, sums);
}

export interface Gathering {
  add(
    swept: Swept,
    booking: Pick<Booking, 'seed' | 'asset' | 'amount' | 'leg'> & Partial<Pick<Booking, 'reached'>>,
  ): void;
  done(): BySeed;
}

/**
 * Under poison each seed is asked alone: over several seeds the reach of one payment is that payment, not its multiple,
 * so in `amounts` it counts once: its parts that are claimed, and what is left, are never more than all of it.
 */
export function gathering(timeline: Timeline): Gathering {
  const amounts: Table = new Map();
  const bySeed = new Map<SeedId, Table>();
  const counted = new Map<string, bigint>();
  /** Of a payment's reach, what is not counted yet. */
  function uncounted(swept: Swept, { leg, amount, reached }: Parameters<Gathering['add']>[1]): bigint {
    const name = `${swept.convention.name}|${leg}|${reached}`;
    const before = counted.get(name) ?? 0n;
    const seed = reached === undefined ? undefined : swept.seeds[reached];
    // What reaches a claim reaches its front.
    const whole = seed?.kind === 'payment' ? seed.amount : timeline.legs[leg as number]?.transfer.amount;
    const most = (whole ?? amount) - before;
    const more = amount < most ? amount : most;
    counted.set(name, before + more);
    return more;
  }
  return {
    add(swept, booking) {
      const { seed, asset, amount } = booking;
      const { name, conserving } = swept.convention;
      const id = (swept.seeds[seed] as Swept['seeds'][number]).id;
      const unit = timeline.assets[asset] as AssetId;
      const table: Table = bySeed.get(id) ?? new Map();
      addTo(table, name, unit, amount);
      bySeed.set(id, table);
      const more = conserving ? amount : uncounted(swept, booking);
      if (more > 0n) addTo(amounts, name, unit, more);
    },
    done: () => ({
      amounts: sorted(amounts),
      bySeed: new Map([...bySeed].sort(byKey).map(([id, table]) => [id, sorted(table)])),
    }),
  };
}

function byKey<V>(a: readonly [string, V], b: readonly [string, V]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function sorted(table: Table): Amounts {
  return new Map([...table].map(([name, sums]) => [name, new Map([...sums].sort(byKey))]));
}
