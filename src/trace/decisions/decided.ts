// A question as an analyst's decisions make it: the same seeds and ledgers, with labels, stops and options changed. What
// that does to the figures, effects.ts works out.
import type { Label } from '../../model/label.ts';
import { type PlaceKey, placeKey, wallet } from '../../model/place.ts';
import { unixTime } from '../../model/time.ts';
import type { TraceRequest } from '../request.ts';
import { type Labels, labelsOf, type Stops, stopsBy } from '../stops.ts';
import type { Decision } from './decision.ts';

export function decided(request: TraceRequest): TraceRequest {
  const { options, labels } = request;
  const decisions = request.decisions?.entries ?? [];
  if (decisions.length === 0) return request;
  const stopped = wordsOf(decisions, 'stop');
  const relabelled = wordsOf(decisions, 'relabel');
  const follow = new Set([...options.follow, ...keysOf(decisions, 'follow')]);
  const shown = behind(stopped, behind(relabelled, labels));
  // Of a relabelled address the other labels stay to be seen, and no longer decide: they say what the analyst denies.
  const usual = stopsBy(insteadOf(relabelled, labels), options.stopAt, follow);
  const stops: Stops = {
    endpointLabel: (place, time) => labelsOf(stopped, place)[0] ?? usual.endpointLabel(place, time),
  };
  const excluded = decisions.flatMap(({ transfers }) => transfers.map(({ chain, id }) => `${chain}|${id}`));
  const owners = ownersOf(decisions);
  return {
    ...request,
    labels: shown,
    stops,
    options: {
      ...options,
      follow,
      ...(excluded.length === 0 ? {} : { excluded: new Set(excluded) }),
      ...(owners.size === 0 ? {} : { owners }),
    },
  };
}

function keysOf(decisions: readonly Decision[], kind: Decision['kind']): PlaceKey[] {
  return decisions.flatMap((decision) => (decision.kind === kind ? decision.places.map(placeKey) : []));
}

/** The analyst's own labels, which hold at any time. */
function wordsOf(decisions: readonly Decision[], kind: 'stop' | 'relabel'): Labels {
  const words = new Map<PlaceKey, Label>();
  for (const decision of decisions)
    if (decision.kind === kind)
      for (const place of decision.places) {
        if (place.kind !== 'wallet') continue;
        const date = unixTime(decision.date);
        words.set(placeKey(place), {
          chain: place.chain,
          address: place.address,
          entity: decision.name ?? '',
          category: decision.category ?? 'analyst',
          source: `analyst: ${decision.author}, ${decision.date}`,
          ...(date === undefined ? {} : { date }),
          tier: 'analyst',
          pack: 'decisions',
        });
      }
  return {
    of(chain, address) {
      const word = words.get(placeKey(wallet(chain, address)));
      return word === undefined ? [] : [word];
    },
  };
}

function behind(words: Labels, others: Labels): Labels {
  return {
    of: (chain, address, time) => [...words.of(chain, address, time), ...others.of(chain, address, time)],
  };
}

function insteadOf(words: Labels, others: Labels): Labels {
  return {
    of(chain, address, time) {
      const own = words.of(chain, address, time);
      return own.length > 0 ? own : others.of(chain, address, time);
    },
  };
}

/** By place, the other places of its owner. */
function ownersOf(decisions: readonly Decision[]): Map<PlaceKey, readonly PlaceKey[]> {
  const owners = new Map<PlaceKey, readonly PlaceKey[]>();
  for (const { kind, places } of decisions)
    if (kind === 'same-owner')
      for (const place of places)
        owners.set(
          placeKey(place),
          places.map(placeKey).filter((key) => key !== placeKey(place)),
        );
  return owners;
}
