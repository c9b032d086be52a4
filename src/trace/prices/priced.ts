// What arrived at services in a currency: each transfer at its own time, beside the exact amounts and never instead of them.
// No line of the statement knows of it. Under poison there is no value: reach is nobody's money.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { Place, PlaceKey } from '../../model/place.ts';
import { type PriceAnswer, type PriceSource, valueAt } from '../../prices/price.ts';
import type { ConventionName } from '../conventions/convention.ts';
import { isAbout } from '../target.ts';
import type { Leg, Timeline } from '../timeline.ts';
import type { Walk } from '../walk.ts';

export interface PriceRow {
  readonly asset: AssetId;
  /** Of the transfers, unix seconds. */
  readonly time: number;
  readonly answer: PriceAnswer;
}

/** Of one asset that arrived somewhere. */
export interface AssetValue {
  /** Hundredths of the currency: the sum of its transfers, each rounded half up. */
  readonly value: bigint;
  readonly transfers: number;
  /** What of it has no price stays in its asset. */
  readonly unpriced: { readonly transfers: number; readonly amount: bigint };
}

export type Values = ReadonlyMap<ConventionName, ReadonlyMap<AssetId, AssetValue>>;

export interface PriceFindings {
  readonly currency: string;
  readonly source: string;
  readonly sha256?: string;
  /** Every price asked for, by asset and time. */
  readonly rows: readonly PriceRow[];
  readonly endpoints: ReadonlyMap<PlaceKey, Values>;
  readonly entities: ReadonlyMap<string, Values>;
}

/** What one transfer brought to whom it is told of, under a convention. */
export interface Receipt<K> {
  readonly convention: ConventionName;
  readonly key: K;
  readonly asset: AssetId;
  readonly time: number;
  readonly amount: bigint;
}

export async function priceFindings(
  walked: Walk,
  labelAt: ReadonlyMap<PlaceKey, Label>,
  assets: readonly AssetInfo[],
  source: PriceSource,
): Promise<PriceFindings> {
  const info = new Map(assets.map((asset) => [asset.id, asset]));
  const { target } = walked.request;
  const receipts = receiptsIn(walked).filter(({ key }) =>
    isAbout(target, placeAt(walked, key), labelAt.get(key)),
  );
  const { rows, receipts: told } = await valued(receipts, info, source, walked.request.signal);
  return {
    currency: source.currency,
    source: source.name,
    ...(source.sha256 === undefined ? {} : { sha256: source.sha256 }),
    rows,
    endpoints: summed(told, ({ key }) => key),
    entities: summed(told, ({ key }) => labelAt.get(key)?.entity ?? ''),
  };
}

function placeAt({ explored: { timeline } }: Walk, key: PlaceKey): Place {
  return timeline.places[timeline.placeIndex.get(key) as number] as Place;
}

/** What each transfer brought to an endpoint, over all seeds, by conserving convention. */
function receiptsIn({ explored: { timeline }, swepts }: Walk): Receipt<PlaceKey>[] {
  return swepts
    .filter(({ convention }) => convention.conserving)
    .flatMap(({ convention, bookings }) => {
      const byLeg = new Map<string, Receipt<PlaceKey>>();
      for (const { line, place, leg, asset, amount } of bookings) {
        if (line !== 'endpoint') continue;
        const key = `${place}|${leg}|${asset}`;
        const before = byLeg.get(key);
        byLeg.set(key, {
          convention: convention.name,
          key: timeline.keys[place] as PlaceKey,
          asset: timeline.assets[asset] as AssetId,
          time: timeOf(timeline, leg as number),
          amount: (before?.amount ?? 0n) + amount,
        });
      }
      return [...byLeg.values()];
    });
}

function timeOf(timeline: Timeline, leg: number): number {
  return (timeline.legs[leg] as Leg).transfer.at?.time as number;
}

type Valued<K> = Receipt<K> & { readonly value: bigint | undefined };

/** Each at the price of its time; `rows`: every price asked for. */
export async function valued<K>(
  receipts: readonly Receipt<K>[],
  info: ReadonlyMap<AssetId, AssetInfo>,
  source: PriceSource,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly PriceRow[]; readonly receipts: readonly Valued<K>[] }> {
  const rows = await pricesOf(receipts, info, source, signal);
  const answers = new Map(rows.map(({ asset, time, answer }) => [`${asset}|${time}`, answer]));
  return {
    rows,
    receipts: receipts.map((receipt) => {
      const answer = answers.get(`${receipt.asset}|${receipt.time}`);
      const decimals = info.get(receipt.asset)?.decimals;
      const isPriced = answer !== undefined && 'price' in answer && decimals !== undefined;
      return { ...receipt, value: isPriced ? valueAt(receipt.amount, decimals, answer.price) : undefined };
    }),
  };
}

async function pricesOf(
  receipts: readonly Pick<Receipt<unknown>, 'asset' | 'time'>[],
  info: ReadonlyMap<AssetId, AssetInfo>,
  source: PriceSource,
  signal: AbortSignal,
): Promise<PriceRow[]> {
  const wanted = new Map(receipts.map(({ asset, time }) => [`${asset}|${time}`, { asset, time }]));
  const sorted = [...wanted.values()].sort((a, b) =>
    a.asset === b.asset ? a.time - b.time : a.asset < b.asset ? -1 : 1,
  );
  const isCounted = (asset: AssetId): boolean => info.get(asset)?.decimals !== undefined;
  const asked = sorted.filter(({ asset }) => isCounted(asset));
  const answers = await source.ask(
    asked.map(({ asset, time }) => ({ asset: info.get(asset) as AssetInfo, time })),
    signal,
  );
  const told = new Map(asked.map((each, index) => [each, answers[index]]));
  return sorted.map((each) => ({
    ...each,
    answer: told.get(each) ?? { missing: 'its decimals are unknown' },
  }));
}

export function summed<K, O>(
  receipts: readonly Valued<O>[],
  keyOf: (receipt: Receipt<O>) => K,
): ReadonlyMap<K, Values> {
  const sums = new Map<K, Map<ConventionName, Map<AssetId, AssetValue>>>();
  for (const receipt of receipts) {
    const { convention, asset, amount, value } = receipt;
    const key = keyOf(receipt);
    const values = sums.get(key) ?? new Map<ConventionName, Map<AssetId, AssetValue>>();
    const byAsset = values.get(convention) ?? new Map<AssetId, AssetValue>();
    const before = byAsset.get(asset) ?? { value: 0n, transfers: 0, unpriced: { transfers: 0, amount: 0n } };
    byAsset.set(asset, {
      value: before.value + (value ?? 0n),
      transfers: before.transfers + 1,
      unpriced:
        value !== undefined
          ? before.unpriced
          : { transfers: before.unpriced.transfers + 1, amount: before.unpriced.amount + amount },
    });
    sums.set(key, values.set(convention, byAsset));
  }
  return sums;
}
