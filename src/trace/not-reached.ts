// The negative: labelled places into which the run saw transfers, and which nothing of the seeds' money reached under any
// convention of the run; with what another rule, or what was not followed, could have given them. As plain as the positive.
import type { AssetId } from '../model/asset.ts';
import type { Label } from '../model/label.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import { entityGroup } from './bounds/by-group.ts';
import { conventions } from './conventions/by-name.ts';
import type { ConventionName } from './conventions/convention.ts';
import type { Bounds, NotReachedFinding } from './findings.ts';
import { labelsOf } from './stops.ts';
import { sweep } from './sweep/sweep.ts';
import type { Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';
import type { Walk } from './walk.ts';

/** A labelled place that received something, whatever it was. */
export interface Seen {
  readonly place: OwnerPlace;
  /** Of a service: the label that would end a trace there. */
  readonly label: Label;
  readonly kind: 'service' | 'other';
  readonly transfers: number;
}

/** All but the seeds, under the label that held at the first arrival; in the order of the timeline. */
export function labelledReceivers({ explored, stops, request }: Walk): Map<PlaceKey, Seen> {
  const { timeline } = explored;
  const seeds = new Set(
    request.seeds.flatMap((seed) => (seed.kind === 'wallet' ? [placeKey(seed.place)] : [])),
  );
  const seen = new Map<number, Seen | undefined>();
  for (const { from, to, transfer } of timeline.legs) {
    const place = transfer.to;
    if (!isOwner(place) || from === to) continue;
    const known = seen.get(to);
    if (known !== undefined) seen.set(to, { ...known, transfers: known.transfers + 1 });
    else if (!seen.has(to) && !seeds.has(timeline.keys[to] as PlaceKey)) {
      const time = transfer.at?.time as number;
      const stop = stops.endpointLabel(place, time);
      const label = stop ?? labelsOf(request.labels, place, time)[0];
      const kind = stop === undefined ? 'other' : 'service';
      seen.set(to, label === undefined ? undefined : { place, label, kind, transfers: 1 });
    }
  }
  return new Map(
    [...seen].flatMap(([index, each]) =>
      each === undefined ? [] : [[timeline.keys[index] as PlaceKey, each] as const],
    ),
  );
}

/** The label by which a place is a service: of an endpoint, or of one that nothing traced came to. */
export function serviceAt(
  key: PlaceKey,
  labelAt: ReadonlyMap<PlaceKey, Label>,
  seen: ReadonlyMap<PlaceKey, Seen>,
): Label | undefined {
  const other = seen.get(key);
  return labelAt.get(key) ?? (other?.kind === 'service' ? other.label : undefined);
}

/** `reached`: names of services. `bounds`: by group, as `boundsByGroup` gives them; `unseen`: what any place could have been given unseen. */
export function notReached(
  walked: Walk,
  seen: ReadonlyMap<PlaceKey, Seen>,
  reached: ReadonlySet<string>,
  bounds: ReadonlyMap<string, ReadonlyMap<AssetId, Bounds>>,
  unseen: ReadonlyMap<AssetId, bigint>,
  display: (place: OwnerPlace) => string,
): NotReachedFinding[] {
  const { timeline, question } = walked.explored;
  const touched = receiversIn(timeline, walked.swepts);
  const left = [...seen].filter(([key, { label }]) => !touched.has(key) && !reached.has(label.entity));
  // What poison does not touch no rule reaches; the bounds are of places that end a trace.
  const within =
    left.every(([, { kind }]) => kind === 'service') || isSwept(walked, 'poison')
      ? touched
      : receiversIn(timeline, [sweep(timeline, question, conventions.poison, 'dropped')]);
  const groups = new Map<string, Seen[]>();
  for (const [key, each] of left) {
    if (each.kind === 'other' && within.has(key)) continue;
    const name = `${each.kind} ${each.label.entity}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups.values()]
    .map((places): NotReachedFinding => {
      const { label, kind } = places[0] as Seen;
      const own = kind === 'service' ? bounds.get(entityGroup(label.entity)) : undefined;
      return {
        entity: label.entity,
        category: label.category,
        kind,
        places: places
          .map(({ place }) => ({ place, display: display(place) }))
          .sort((a, b) => (placeKey(a.place) < placeKey(b.place) ? -1 : 1)),
        transfers: places.reduce((sum, { transfers }) => sum + transfers, 0),
        bounds: new Map(
          [...unseen].map(([asset, most]) => [
            asset,
            own?.get(asset) ?? { least: 0n, most, mostFollowed: 0n },
          ]),
        ),
      };
    })
    .sort((a, b) => (a.entity === b.entity ? (a.kind < b.kind ? -1 : 1) : a.entity < b.entity ? -1 : 1));
}

/** Places at which something tainted arrived. */
function receiversIn({ keys, legs }: Timeline, swepts: readonly Swept[]): Set<PlaceKey> {
  return new Set(
    swepts.flatMap(({ carried }) =>
      [...carried.keys()].map((index) => keys[legs[index]?.to as number] as PlaceKey),
    ),
  );
}

function isSwept({ swepts }: Walk, name: ConventionName): boolean {
  return swepts.some(({ convention }) => convention.name === name);
}
