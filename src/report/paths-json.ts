// Paths as JSON, and what is left out of them.
import { type OwnerPlace, placeKey } from '../model/place.ts';
import type { Actors, Findings, Hop, Path } from '../trace/findings.ts';
import { hopShapesJson } from './coins/json.ts';
import { placeJson } from './json-parts.ts';
import type { RunJson } from './schema.ts';
import { endKeysJson } from './told-again-json.ts';

type HopJson = RunJson['paths'][number]['hops'][number];

export function pathsJson(
  { endpoints, paths, pathsLeftOut }: Findings,
  nameOf: (place: OwnerPlace) => string,
): Pick<RunJson, 'paths' | 'pathsLeftOut' | 'pathsLeftOutInto'> {
  const entities = new Map(endpoints.map(({ place, label }) => [placeKey(place), label.entity]));
  const entityAt = (place: OwnerPlace): string => entities.get(placeKey(place)) ?? '';
  return {
    paths: paths.map((path) => ({
      seed: path.seed,
      asset: path.asset,
      amount: path.amount.toString(),
      entity: entityAt((path.hops.at(-1) as Hop).to),
      hops: path.hops.map((hop) => hopJson(hop, path, nameOf)),
    })),
    pathsLeftOut: pathsLeftOut.reduce((sum, row) => sum + row.paths, 0),
    pathsLeftOutInto: pathsLeftOut.map(({ seed, asset, place, paths: count, amount }) => ({
      ...placeJson(place, nameOf(place)),
      entity: entityAt(place),
      seed,
      asset,
      paths: count,
      amount: amount.toString(),
    })),
  };
}

export function hopJson(
  hop: Hop,
  { asset }: Pick<Path, 'asset'>,
  nameOf: (place: OwnerPlace) => string,
): HopJson {
  return {
    chain: hop.chain,
    tx: hop.txId,
    height: hop.at.height,
    time: hop.at.time,
    ...(hop.waited === undefined ? {} : { waited: hop.waited }),
    ...(hop.from === undefined ? {} : { from: nameOf(hop.from) }),
    to: nameOf(hop.to),
    ...endKeysJson(hop),
    ...(hop.asset === asset ? {} : { asset: hop.asset }),
    recorded: hop.recorded.toString(),
    transfers: [...hop.transfers],
    ...actorsJson(hop.actors, nameOf),
    ...hopShapesJson(hop),
  };
}

function actorsJson(
  { sender, spender, funder }: Actors,
  nameOf: (place: OwnerPlace) => string,
): Pick<HopJson, 'sender' | 'spender' | 'funder'> {
  return {
    ...(sender === undefined ? {} : { sender: nameOf(sender) }),
    ...(spender === undefined ? {} : { spender: nameOf(spender) }),
    ...(funder === undefined
      ? {}
      : { funder: { address: nameOf(funder.place), time: funder.at.time, transfer: funder.transfer } }),
  };
}
