// What unexplored places could have received, in a currency: for a `--min-value` in it, and for nothing else. Each receipt counts
// at the price of its own time; what has no price stays in its asset, and is held against the usual share of what was injected.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Gap } from '../../model/gap.ts';
import type { OwnerPlace } from '../../model/place.ts';
import { type PriceAnswer, type PriceAsked, type PriceSource, valueAt } from '../../prices/price.ts';
import type { Ceilings } from '../ceiling/keeper.ts';
import type { Timeline } from '../timeline.ts';

/** Of what was injected: without a price, at least a thousandth. */
const WITHOUT_PRICE = 1000n;

export interface Worth {
  /** Asks for the prices that are not known yet of what unexplored places could have received. */
  learn(timeline: Timeline, upper: Ceilings): Promise<void>;
  /** Whether at least this many hundredths of the currency could be at a place. */
  isAtLeast(least: bigint, place: number, timeline: Timeline, upper: Ceilings): boolean;
  /** Genuine assets of which something at these places has no price. */
  gaps(timeline: Timeline, upper: Ceilings): Gap[];
}

export function worthIn(
  prices: PriceSource,
  infoOf: (asset: AssetId) => AssetInfo | undefined,
  signal: AbortSignal,
): Worth {
  const answers = new Map<string, PriceAnswer>();
  const keyOf = (asset: AssetId, time: number): string => `${asset}|${time}`;

  function priced(asset: AssetId, time: number, amount: bigint): bigint | undefined {
    const answer = answers.get(keyOf(asset, time));
    const decimals = infoOf(asset)?.decimals;
    if (answer === undefined || !('price' in answer) || decimals === undefined) return undefined;
    return valueAt(amount, decimals, answer.price);
  }

  return {
    async learn(timeline, upper) {
      const wanted = new Map<string, PriceAsked>();
      for (const place of upper.unexplored.keys())
        for (const { asset, time } of upper.receipts(place)) {
          const id = timeline.assets[asset] as AssetId;
          const info = infoOf(id);
          if (info?.decimals === undefined || answers.has(keyOf(id, time))) continue;
          wanted.set(keyOf(id, time), { asset: info, time });
        }
      const keys = [...wanted.keys()].sort();
      const told = await prices.ask(
        keys.map((key) => wanted.get(key) as PriceAsked),
        signal,
      );
      for (const [index, key] of keys.entries()) answers.set(key, told[index] as PriceAnswer);
    },
    isAtLeast(least, place, timeline, upper) {
      let value = 0n;
      const rest = new Map<number, bigint>();
      for (const { asset, time, amount } of upper.receipts(place)) {
        const own = priced(timeline.assets[asset] as AssetId, time, amount);
        if (own === undefined) rest.set(asset, (rest.get(asset) ?? 0n) + amount);
        else value += own;
      }
      return (
        value >= least ||
        [...rest].some(([asset, amount]) => amount * WITHOUT_PRICE >= (upper.wholes.get(asset) ?? 0n))
      );
    },
    gaps(timeline, upper) {
      const missing = new Map<
        AssetId,
        { place: OwnerPlace; receipts: number; amount: bigint; why: string }
      >();
      for (const place of upper.unexplored.keys())
        for (const { asset, time, amount } of upper.receipts(place)) {
          const id = timeline.assets[asset] as AssetId;
          const answer = answers.get(keyOf(id, time));
          if (infoOf(id)?.genuine !== true || (answer !== undefined && 'price' in answer)) continue;
          const why = answer === undefined ? 'its decimals are unknown' : answer.missing;
          const known = missing.get(id) ?? {
            place: timeline.places[place] as OwnerPlace,
            receipts: 0,
            amount: 0n,
            why,
          };
          missing.set(id, {
            ...known,
            receipts: known.receipts + 1,
            amount: known.amount + amount,
            why: known.why < why ? known.why : why,
          });
        }
      return [...missing].map(([asset, { place, receipts, amount, why }]): Gap => {
        const what = receipts === 1 ? 'One receipt' : `${receipts} receipts`;
        const told = `${what} at places that were not explored had no price (${why}): whether to follow them was decided by 0.1% of what was injected, not by --min-value.`;
        return { code: 'price-unknown', chain: place.chain, place: undefined, why: told, asset, amount };
      });
    },
  };
}

/** Each price is asked for once, however often a question is walked. */
export function rememberedPrices(source: PriceSource): PriceSource {
  const known = new Map<string, PriceAnswer>();
  const keyOf = ({ asset, time }: PriceAsked): string => `${asset.id}|${time}`;
  return {
    ...source,
    async ask(questions, signal) {
      const fresh = new Map(
        questions.filter((each) => !known.has(keyOf(each))).map((each) => [keyOf(each), each]),
      );
      const told = fresh.size === 0 ? [] : await source.ask([...fresh.values()], signal);
      for (const [index, key] of [...fresh.keys()].entries()) known.set(key, told[index] as PriceAnswer);
      return questions.map((each) => known.get(keyOf(each)) as PriceAnswer);
    },
  };
}
