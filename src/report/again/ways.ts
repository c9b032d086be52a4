// Ways of a JSON result as findings have them: hops, paths, what is left out of them, single transfers.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { type OwnerPlace, type Place, placeKey, type TxId } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Position, Transfer, TransferId } from '../../model/transfer.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Flow, Hop, LeftOutPaths, Path } from '../../trace/findings.ts';
import { pathsKey } from '../../trace/paths.ts';
import type { RunJson } from '../schema.ts';
import { NO_OWNERS } from '../told-again-json.ts';
import { hopShapesOf } from './coins.ts';
import type { Places } from './places.ts';

type HopJson = RunJson['paths'][number]['hops'][number];
type FlowJson = NonNullable<RunJson['flows']>[number];

function position(height: number, time: number): Position {
  return { height, time, txIndex: undefined, order: undefined };
}

export function pathOf(
  json: { readonly seed: string; readonly asset: string; readonly amount: string; readonly hops: HopJson[] },
  places: Places,
): Path {
  const asset = json.asset as AssetId;
  return {
    seed: json.seed as SeedId,
    asset,
    amount: BigInt(json.amount),
    hops: json.hops.map((hop) => hopOf(hop, asset, places)),
  };
}

function hopOf(json: HopJson, asset: AssetId, places: Places): Hop {
  const at = (display: string | undefined, key?: string): OwnerPlace | undefined =>
    display === undefined ? undefined : places.at(json.chain, display, key);
  return {
    transfers: json.transfers as TransferId[],
    chain: json.chain as ChainId,
    txId: json.tx as TxId,
    at: position(json.height, json.time),
    from: at(json.from, json.fromKey),
    to: places.at(json.chain, json.to, json.toKey),
    asset: (json.asset as AssetId | undefined) ?? asset,
    recorded: BigInt(json.recorded),
    waited: json.waited,
    ...hopShapesOf(json),
    actors: {
      sender: at(json.sender),
      spender: at(json.spender),
      funder:
        json.funder === undefined
          ? undefined
          : {
              place: places.at(json.chain, json.funder.address),
              at: position(Number.NaN, json.funder.time),
              transfer: json.funder.transfer as TransferId,
            },
    },
  };
}

export function leftOutOf(json: RunJson['pathsLeftOutInto'], places: Places): LeftOutPaths[] {
  return json.map((row) => ({
    seed: row.seed as SeedId,
    asset: row.asset as AssetId,
    place: places.of(row),
    paths: row.paths,
    amount: BigInt(row.amount),
  }));
}

/** Paths end at one account here, and only where they begin is told of those left out. */
export function leftOutFromOf(
  json:
    | readonly {
        readonly from: string;
        readonly asset: string;
        readonly paths: number;
        readonly amount: string;
      }[]
    | undefined,
  account: OwnerPlace,
): LeftOutPaths[] {
  return (json ?? []).map(({ from, asset, paths, amount }) => ({
    seed: from as SeedId,
    asset: asset as AssetId,
    place: account,
    paths,
    amount: BigInt(amount),
  }));
}

/** Kept and left out. */
export function countsOf(
  paths: readonly Path[],
  leftOut: readonly LeftOutPaths[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  function add(place: OwnerPlace, asset: AssetId, more: number): void {
    const key = pathsKey(placeKey(place), asset);
    counts.set(key, (counts.get(key) ?? 0) + more);
  }
  for (const { hops, asset } of paths) add((hops.at(-1) as Hop).to, asset, 1);
  for (const { place, asset, paths: more } of leftOut) add(place, asset, more);
  return counts;
}

export function flowOf(json: FlowJson, places: Places): Flow {
  const chain = json.chain as ChainId;
  const txId = json.tx as TxId;
  function end(display: string, key: string | undefined): Place {
    if (key !== undefined || !NO_OWNERS.has(display)) return places.at(chain, display, key);
    return display === 'junction'
      ? { kind: 'junction', chain, txId }
      : { kind: display as 'issued' | 'fee' | 'burnt', chain };
  }
  const transfer: Transfer = {
    id: json.id as TransferId,
    chain,
    txId,
    at: position(json.height, json.time),
    from: end(json.from, json.fromKey),
    to: end(json.to, json.toKey),
    asset: json.asset as AssetId,
    amount: BigInt(json.amount),
    coin: undefined,
  };
  return {
    transfer,
    amounts: new Map(
      Object.entries(json.carried).map(([name, units]) => [name as ConventionName, BigInt(units)]),
    ),
  };
}
