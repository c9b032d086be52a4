// The pieces of a JSON result (json-parts.ts) as findings have them: sums, bounds, labels, gaps, crossings. Nothing is
// reckoned here but what the JSON itself says.

import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { CrossingId, TransferRef } from '../../model/crossing.ts';
import type { Gap, GapCode } from '../../model/gap.ts';
import { type PlaceKey, placeKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type {
  Amounts,
  Arrivals,
  Bounds,
  BySeed,
  CrossingFinding,
  Findings,
  PlaceFinding,
  Sums,
} from '../../trace/findings.ts';
import { type MinValue, parseMinValue, type TraceOptions } from '../../trace/options.ts';
import type { RunJson } from '../schema.ts';
import { depositOptionsOf } from './deposits.ts';
import { ensOf } from './ens.ts';
import { labelsShown } from './labels.ts';
import type { Places } from './places.ts';

type Texts = Readonly<Record<string, string>>;
type PlaceLine = RunJson['touched'][number];

export function sumsOf(json: Texts): Sums {
  return new Map(Object.entries(json).map(([asset, units]) => [asset as AssetId, BigInt(units)]));
}

export function amountsOf(json: Readonly<Record<string, Texts>>): Amounts {
  return new Map(Object.entries(json).map(([name, sums]) => [name as ConventionName, sumsOf(sums)]));
}

export function totalOf({ amounts, bySeed }: RunJson['fees']): BySeed {
  return {
    amounts: amountsOf(amounts),
    bySeed: new Map(Object.entries(bySeed).map(([id, sums]) => [id as SeedId, amountsOf(sums)])),
  };
}

export function boundsOf(json: RunJson['entities'][number]['bounds']): ReadonlyMap<AssetId, Bounds> {
  return new Map(
    Object.entries(json).map(([asset, { least, most, mostFollowed }]) => [
      asset as AssetId,
      { least: BigInt(least), most: BigInt(most), mostFollowed: BigInt(mostFollowed) },
    ]),
  );
}

export function arrivalsOf(json: RunJson['endpoints'][number]['arrivals']): ReadonlyMap<AssetId, Arrivals> {
  return new Map(Object.entries(json).map(([asset, row]) => [asset as AssetId, row]));
}

export function lineOf(json: PlaceLine, places: Places): PlaceFinding {
  return {
    place: places.of(json),
    display: json.address,
    labels: labelsShown(json.labels, json, json.shownAs),
    ...totalOf(json),
  };
}

export function gapOf(
  { code, chain, address, why, asset, amount }: RunJson['gaps'][number],
  places: Places,
): Gap {
  return {
    code: code as GapCode,
    chain: chain as ChainId,
    place: address === undefined ? undefined : places.at(chain, address),
    why,
    ...(asset === undefined ? {} : { asset: asset as AssetId }),
    ...(amount === undefined ? {} : { amount: BigInt(amount) }),
  };
}

export function crossingOf({
  id,
  basis,
  transfers,
  given,
  received,
  amounts,
  refused,
}: RunJson['crossings'][number]): CrossingFinding {
  const side = (json: typeof given): CrossingFinding['given'] =>
    json === undefined ? undefined : { asset: json.asset as AssetId, amount: BigInt(json.amount) };
  return {
    crossing: {
      id: id as CrossingId,
      basis,
      given: transfers.given as unknown as readonly TransferRef[],
      received: transfers.received as unknown as readonly TransferRef[],
    },
    given: side(given),
    received: side(received),
    amounts: new Map(
      Object.entries(amounts).map(([name, parts]) => [
        name as ConventionName,
        { given: BigInt(parts.given), received: BigInt(parts.received) },
      ]),
    ),
    refused,
  };
}

/** Of transfers above the as-of block no more is told than what they are. */
export function pendingOf(json: RunJson['pending']): Transfer[] {
  return json.map(({ id, chain, asset, amount }) => {
    const nowhere = { kind: 'fee', chain: chain as ChainId } as const;
    return {
      id: id as Transfer['id'],
      chain: chain as ChainId,
      txId: id as string as Transfer['txId'],
      at: undefined,
      from: nowhere,
      to: nowhere,
      asset: asset as AssetId,
      amount: BigInt(amount),
      coin: undefined,
    };
  });
}

export function knownOf(json: RunJson['known'], places: Places): ReadonlyMap<PlaceKey, string> {
  return new Map((json ?? []).map((row) => [placeKey(places.of(row)), row.entity]));
}

/** The schema lets nothing else through. */
export function minValueOf(text: string): MinValue {
  return parseMinValue(text) as MinValue;
}

export function scopeOf(
  json: Pick<
    RunJson,
    'conventions' | 'options' | 'asOf' | 'services' | 'assets' | 'explored' | 'ens' | 'ensUnasked'
  >,
): Pick<Findings, 'options' | 'asOf' | 'services' | 'assets' | 'explored' | 'ens' | 'ensUnasked'> {
  return {
    options: optionsOf(json),
    asOf: json.asOf as unknown as Findings['asOf'],
    services: json.services as unknown as Findings['services'],
    assets: Object.entries(json.assets).map(
      ([id, { symbol, decimals, genuine, imitates }]): AssetInfo => ({
        id: id as AssetId,
        symbol,
        decimals,
        genuine,
        ...(imitates === undefined
          ? {}
          : { suspect: { reason: 'imitation', imitates: imitates as AssetId } }),
      }),
    ),
    explored: json.explored,
    ...ensOf(json),
  };
}

function optionsOf({ conventions, options }: Pick<RunJson, 'conventions' | 'options'>): TraceOptions {
  const { minValue, since, until, follow, stopAt, assets, evidenceEnds, ...rest } = options;
  const {
    includeSpam,
    followCoinJoins,
    walletsAs,
    deposits: _d,
    depositWithin: _w,
    depositLeft: _l,
    depositSweeps: _s,
    ...limits
  } = rest;
  return {
    ...limits,
    deposits: depositOptionsOf(options),
    evidenceEnds: evidenceEnds as unknown as TraceOptions['evidenceEnds'],
    conventions: conventions as ConventionName[],
    minValue: minValueOf(minValue),
    since,
    until,
    follow: new Set(follow as PlaceKey[]),
    stopAt: new Set(stopAt),
    assets: assets === undefined ? undefined : new Set(assets),
    coinJoins: followCoinJoins === true ? 'followed' : 'stopped',
    spam: includeSpam === true ? 'followed' : 'left-out',
    seeds: walletsAs === 'one' ? 'together' : 'apart',
    // Never changes a result, and is not told.
    concurrency: 1,
  };
}
