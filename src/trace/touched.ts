// Labelled places on the way that do not stop a trace: what arrived there, though it went on.
import { isOwner, type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { PlaceFinding } from './findings.ts';
import { type Gathering, gathering } from './gather.ts';
import type { Naming } from './naming.ts';
import { isExcluded } from './question.ts';
import { labelsOf } from './stops.ts';
import type { Leg } from './timeline.ts';
import type { Walk } from './walk.ts';

/** What arrived at labelled places that do not stop a trace (scam, sanctioned, …), seeds apart. */
export function touchedPlaces(
  { explored: { timeline, question }, swepts, request, stops }: Walk,
  { finding }: Pick<Naming, 'finding'>,
): PlaceFinding[] {
  const seeds = new Set(
    request.seeds.flatMap((seed) => (seed.kind === 'wallet' ? [placeKey(seed.place)] : [])),
  );
  const sums = new Map<number, Gathering>();
  const payers = new Set(
    timeline.legs
      .filter(({ transfer }) => transfer.to.kind === 'junction')
      .map(({ transfer, from }) => `${transfer.txId}|${from}`),
  );
  /** Most places have no label at any time. */
  const named = timeline.places.map((place) => labelsOf(request.labels, place).length > 0);
  for (const swept of swepts)
    for (const [index, lots] of swept.carried) {
      const leg = timeline.legs[index] as Leg;
      if (named[leg.to] !== true) continue;
      const { to } = leg.transfer;
      if (!isOwner(to) || leg.from === leg.to || seeds.has(timeline.keys[leg.to] as PlaceKey)) continue;
      if (isExcluded(leg.transfer, question.excluded)) continue;
      // Own change has not arrived anew.
      if (payers.has(`${leg.transfer.txId}|${leg.to}`)) continue;
      const time = leg.transfer.at?.time as number;
      if (labelsOf(request.labels, to, time).length === 0 || stops.endpointLabel(to, time) !== undefined)
        continue;
      const group = sums.get(leg.to) ?? gathering(timeline);
      for (const lot of lots)
        group.add(swept, { seed: lot.seed, asset: leg.asset, amount: lot.amount, leg: index });
      sums.set(leg.to, group);
    }
  return [...sums].map(([index, group]) => finding(timeline.places[index] as OwnerPlace, group.done()));
}
