// Sensitivity: does a service stay reached if the convention, the hop limit or --min-value is another one? The walk is done
// again with the limits drawn tighter, from the answers at hand: nobody is asked. What wider limits could bring, the bounds
// say (`most` beside `mostFollowed`), since they count all that was not followed as though it had gone there.
import type { AssetId } from '../model/asset.ts';
import type { Gap } from '../model/gap.ts';
import type { PlaceKey } from '../model/place.ts';
import type { ConventionName } from './conventions/convention.ts';
import type { Bounds, EntityFinding } from './findings.ts';
import { newGaps } from './new-gaps.ts';
import type { MinValue, TraceOptions } from './options.ts';
import type { Ledgers } from './remembering.ts';
import { firstArrivals, standingKey, standingsOf } from './standing.ts';
import { type Walk, walk } from './walk.ts';

export type Variant =
  | { readonly kind: 'hops'; readonly hops: number }
  | { readonly kind: 'min-value'; readonly minValue: MinValue };

export interface Tried {
  readonly variant: Variant;
  /** What this walk could not see and the reported one could, or did not need to. */
  readonly gaps: readonly Gap[];
}

export interface EntitySensitivity {
  readonly entity: string;
  readonly asset: AssetId;
  /** Under the convention of the comparison, as the run was asked. */
  readonly amount: bigint;
  /** Under every conserving convention swept; zero stands. */
  readonly conventions: ReadonlyMap<ConventionName, bigint>;
  readonly bounds: Bounds;
  /** In the order of `tried`. */
  readonly amounts: readonly bigint[];
}

export interface Sensitivity {
  /** The convention under which the variants were swept: the first that adds up. */
  readonly convention: ConventionName;
  readonly tried: readonly Tried[];
  readonly entities: readonly EntitySensitivity[];
}

/** `known`: ledgers that answer from what the run was told. undefined: no service was reached. */
export async function sensitivityOf(
  base: Walk,
  entities: readonly EntityFinding[],
  known: Ledgers,
): Promise<Sensitivity | undefined> {
  if (entities.length === 0) return undefined;
  const { request, conserving, swepts } = base;
  const { name } = conserving.convention;
  const firsts = firstArrivals(base);
  const amountsOf = (one: Walk): ((entity: string, asset: AssetId) => bigint) => {
    const standings = standingsOf(one, one.headline, firsts);
    return (entity, asset) =>
      standings.get(standingKey({ line: 'endpoint', entity, reason: undefined }))?.sums.get(asset) ?? 0n;
  };
  const rows: { readonly tried: Tried; readonly amount: ReturnType<typeof amountsOf> }[] = [];
  for (const variant of variantsOf(base)) {
    const options: TraceOptions = {
      ...request.options,
      conventions: [name],
      ...(variant.kind === 'hops' ? { hops: variant.hops } : { minValue: variant.minValue }),
    };
    const again = await walk({ ...request, ledgers: known, options, onProgress: () => {} });
    rows.push({ tried: { variant, gaps: newGaps(again, base) }, amount: amountsOf(again) });
  }
  const names = swepts
    .filter(({ convention }) => convention.conserving)
    .map(({ convention }) => convention.name);
  return {
    convention: name,
    tried: rows.map(({ tried }) => tried),
    entities: entities.flatMap(({ entity, amounts, bounds }) =>
      assetsOf(amounts, bounds).map((asset): EntitySensitivity => {
        const under = (convention: ConventionName): bigint => amounts.get(convention)?.get(asset) ?? 0n;
        return {
          entity,
          asset,
          amount: under(name),
          conventions: new Map(names.map((convention) => [convention, under(convention)])),
          bounds: bounds.get(asset) ?? { least: 0n, most: 0n, mostFollowed: 0n },
          amounts: rows.map(({ amount }) => amount(entity, asset)),
        };
      }),
    ),
  };
}

function assetsOf(amounts: EntityFinding['amounts'], bounds: EntityFinding['bounds']): AssetId[] {
  const reached = [...amounts.values()].flatMap((sums) => [...sums.keys()]);
  const possible = [...bounds].filter(([, { mostFollowed }]) => mostFollowed > 0n).map(([asset]) => asset);
  return [...new Set([...reached, ...possible])].sort();
}

/** Hop limits by halves, down to 1, from the least limit that gives this very walk; then two larger values. */
function variantsOf({ explored: { timeline, question, hops }, request: { options } }: Walk): Variant[] {
  const distances = [...question.explored].map(
    (key: PlaceKey) => hops.get(timeline.placeIndex.get(key) ?? -1) ?? 0,
  );
  const needed = Math.min(
    options.hops,
    distances.reduce((most, distance) => Math.max(most, distance + 1), 0),
  );
  const limits: number[] = [];
  for (let limit = Math.floor(needed / 2); limit >= 1; limit = Math.floor(limit / 2)) limits.push(limit);
  return [
    ...limits.map((limit): Variant => ({ kind: 'hops', hops: limit })),
    ...largerValues(options.minValue).map((minValue): Variant => ({ kind: 'min-value', minValue })),
  ];
}

/** Ten and a hundred times as much, at most all; from 0 on, 0.1 % and 1 % of what was injected. */
function largerValues(value: MinValue): MinValue[] {
  const isZero = value.kind !== 'share' ? !/[1-9]/.test(value.text) : value.numerator === 0n;
  if (isZero)
    return [1000n, 100n].map((denominator): MinValue => ({ kind: 'share', numerator: 1n, denominator }));
  const larger = [1, 2].map((places): MinValue => {
    if (value.kind !== 'share') return { ...value, text: shifted(value.text, places) };
    const numerator = value.numerator * 10n ** BigInt(places);
    return { ...value, numerator: numerator < value.denominator ? numerator : value.denominator };
  });
  const isNew = (one: MinValue, before: MinValue | undefined): boolean =>
    one.kind !== 'share' || before?.kind !== 'share' || one.numerator !== before.numerator;
  return larger.filter((one, index) => isNew(one, index === 0 ? value : larger[index - 1]));
}

/** Decimal text times ten to the power of `places`. */
function shifted(text: string, places: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.padEnd(places, '0');
  const rest = digits.slice(places).replace(/0+$/, '');
  const units = `${whole}${digits.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  return rest === '' ? units : `${units}.${rest}`;
}
