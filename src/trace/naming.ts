// The names of places that a report shows: each is asked of its ledger once, and kept for whoever writes the report.
import { asOne } from '../labels/rank.ts';
import type { ChainId } from '../model/chain.ts';
import type { Ledger } from '../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { BySeed, PlaceFinding } from './findings.ts';
import { type Labels, labelsOf } from './stops.ts';

export interface Naming {
  /** For people: EIP-55, the address of a P2PK key, … */
  readonly names: ReadonlyMap<PlaceKey, string>;
  /** Who stands there, as the best label says. */
  readonly known: ReadonlyMap<PlaceKey, string>;
  display(place: OwnerPlace): string;
  /** Also with who stands there, if somebody says so: for places that are shown on a way. */
  name(place: OwnerPlace): void;
  finding(place: OwnerPlace, sums: BySeed): PlaceFinding;
}

export function naming(ledgers: ReadonlyMap<ChainId, Ledger>, labels: Labels): Naming {
  const names = new Map<PlaceKey, string>();
  const known = new Map<PlaceKey, string>();
  function display(place: OwnerPlace): string {
    const key = placeKey(place);
    const text = names.get(key) ?? (ledgers.get(place.chain) as Ledger).display(place);
    names.set(key, text);
    return text;
  }
  return {
    names,
    known,
    display,
    name(place) {
      display(place);
      const label = asOne(labelsOf(labels, place));
      if (label !== undefined) known.set(placeKey(place), label.entity);
    },
    finding: (place, sums) => ({ place, display: display(place), labels: labelsOf(labels, place), ...sums }),
  };
}
