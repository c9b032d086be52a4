// Which places end a trace, by their labels and by the analyst's word. What the labels say is labels' business.
import { asOne } from '../labels/rank.ts';
import type { Address } from '../model/address.ts';
import type { ChainId } from '../model/chain.ts';
import { endpointCategories, type Label } from '../model/label.ts';
import type { Place, PlaceKey } from '../model/place.ts';
import { addressOf, isOwner, placeKey } from '../model/place.ts';

/** The part of a label book that a trace needs. Labels come best first; with `time`, only those that held then. */
export interface Labels {
  of(chain: ChainId, address: Address, time?: number): readonly Label[];
}

export function labelsOf(book: Labels, place: Place, time?: number): readonly Label[] {
  if (!isOwner(place)) return [];
  const address = addressOf(place);
  return address === undefined ? [] : book.of(place.chain, address, time);
}

export interface Stops {
  /** The label that makes a place an endpoint as of `time`, named "A or B" where sources disagree; undefined = value goes on from there. */
  endpointLabel(place: Place, time: number): Label | undefined;
}

export function stopsBy(book: Labels, stopAt: ReadonlySet<string>, follow: ReadonlySet<PlaceKey>): Stops {
  const usual: ReadonlySet<string> = new Set(endpointCategories);
  return stopsWhere(book, ({ category }) => usual.has(category) || stopAt.has(category), follow);
}

/** Labels that say nothing of where money came from. */
const NO_SOURCE: ReadonlySet<string> = new Set(['personal', 'token']);

/** Places that the question names end a trace under the name that it gives them, whatever labels say of them. */
export function endingAt(
  named: ReadonlyMap<PlaceKey, string>,
  { source, pack }: Pick<Label, 'source' | 'pack'>,
  usual: Stops,
): Stops {
  return {
    endpointLabel(place, time) {
      const entity = named.get(placeKey(place));
      if (entity === undefined) return usual.endpointLabel(place, time);
      const address = (place.kind === 'wallet' ? place.address : entity) as Label['address'];
      return { chain: place.chain, address, entity, category: 'account', source, pack };
    },
  };
}

/** Upstream every named place is a source: money from a scam came from there. `also`: labels of whatever category. */
export function sourcesBy(
  book: Labels,
  also: (label: Label) => boolean,
  follow: ReadonlySet<PlaceKey>,
): Stops {
  return stopsWhere(book, (label) => !NO_SOURCE.has(label.category) || also(label), follow);
}

function stopsWhere(book: Labels, stops: (label: Label) => boolean, follow: ReadonlySet<PlaceKey>): Stops {
  /** What holds at any time, found once: places are asked about at every arrival of every round. */
  const always = new WeakMap<Place, Label | 'none' | 'by time'>();
  function atAnyTime(place: Place): Label | 'none' | 'by time' {
    if (follow.has(placeKey(place))) return 'none';
    const labels = labelsOf(book, place);
    const stop = asOne(labels, stops);
    const isDated = labels.some(({ validFrom, validTo }) => validFrom !== undefined || validTo !== undefined);
    return stop === undefined ? 'none' : isDated ? 'by time' : stop;
  }
  return {
    endpointLabel(place, time) {
      let found = always.get(place);
      if (found === undefined) {
        found = atAnyTime(place);
        always.set(place, found);
      }
      if (found === 'none') return undefined;
      return found === 'by time' ? asOne(labelsOf(book, place, time), stops) : found;
    },
  };
}
