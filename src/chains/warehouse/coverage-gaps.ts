// What a warehouse does not have of a history, as gaps of that history: a trace that leaves what is covered says so.
import type { Gap } from '../../model/gap.ts';
import type { Place } from '../../model/place.ts';
import type { Span } from './import-plan.ts';
import type { StoredChain } from './open.ts';

/** What the whole history of a wallet consists of, by the form of its chain. A list is all that there is to it. */
const needed: Readonly<Record<string, readonly (readonly [kind: string, what: string])[]>> = {
  list: [],
  evm: [
    ['native', 'payments of the coin'],
    ['internal', 'internal calls'],
    ['token', 'token transfers'],
    ['fee', 'fees'],
  ],
  coin: [['coin', 'transactions']],
};

/** Heights from `from` up to `top` that no span covers. */
function holes(spans: readonly Span[], from: number, top: number): string[] {
  const found: string[] = [];
  let next = from;
  for (const { first, last } of spans) {
    if (first > next && next <= top) found.push(range(next, Math.min(first - 1, top)));
    next = Math.max(next, last + 1);
  }
  if (next <= top) found.push(range(next, top));
  return found;
}

function range(first: number, last: number): string {
  return first === last ? `block ${first}` : `blocks ${first} to ${last}`;
}

/** What any history of this chain lacks between two heights, in parts of a sentence. */
function lacking({ form, covered, refused, unfinished }: StoredChain, from: number, top: number): string[] {
  const lacks = (needed[form] ?? []).flatMap(([kind, what]) => {
    const missing = holes(
      covered.filter((span) => span.kind === kind),
      from,
      top,
    );
    return missing.length === 0 ? [] : [`${what} of ${missing.join(', ')}`];
  });
  return [
    ...lacks,
    ...(refused > 0
      ? [`${refused} row${refused === 1 ? '' : 's'} left out when the files were imported`]
      : []),
    ...(unfinished ? ['what an import that was begun and not finished would bring'] : []),
  ];
}

/** Of what is told from this chain of a warehouse between two heights, both included. */
export function coverageGaps(stored: StoredChain, top: number, from = 0): (place: Place) => readonly Gap[] {
  const lacks = lacking(stored, from, top);
  if (lacks.length === 0) return () => [];
  const why = `The warehouse does not have, of any history: ${lacks.join('; ')}.`;
  return (place) => [{ code: 'source-incomplete', chain: stored.chain, place, why }];
}
