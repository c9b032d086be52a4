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
  add(swept: Swept, booking: Pick<Booking, 'seed' | 'asset' | 'amount' | 'leg'>): void;
  done(): BySeed;
}

/**
 * Under poison each seed is asked alone: over several seeds the reach of one payment is that payment, not its multiple,
 * so in `amounts` it counts once.
 */
export function gathering(timeline: Timeline): Gathering {
  const amounts: Table = new Map();
  const bySeed = new Map<SeedId, Table>();
  const counted = new Set<string>();
  return {
    add(swept, { seed, asset, amount, leg }) {
      const { name, conserving } = swept.convention;
      const id = (swept.seeds[seed] as Swept['seeds'][number]).id;
      const unit = timeline.assets[asset] as AssetId;
      const table: Table = bySeed.get(id) ?? new Map();
      addTo(table, name, unit, amount);
      bySeed.set(id, table);
      const once = `${name}|${leg}`;
      if (!conserving && counted.has(once)) return;
      if (!conserving) counted.add(once);
      addTo(amounts, name, unit, amount);
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
