// What a warehouse does not have of a history, as gaps of that history: a trace that leaves what is covered says so.
import type { Gap } from '../../model/gap.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { StoredChain } from './open.ts';

/** What any history of this chain lacks, in sentences. */
function lacking({ refused, unfinished }: StoredChain): string[] {
  return [
    ...(refused > 0
      ? [`${refused} row${refused === 1 ? ' was' : 's were'} left out when the files were imported`]
      : []),
    ...(unfinished ? ['an import was begun and not finished: give its command again'] : []),
  ];
}

/** Of a place whose history is told from this chain of a warehouse. */
export function coverageGaps(stored: StoredChain): (place: OwnerPlace) => readonly Gap[] {
  const lacks = lacking(stored);
  if (lacks.length === 0) return () => [];
  const why = `The warehouse may lack a part of this history: ${lacks.join('; ')}.`;
  return (place) => [{ code: 'source-incomplete', chain: stored.chain, place, why }];
}
