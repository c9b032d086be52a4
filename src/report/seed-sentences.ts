// What must be said of seeds before any figure: which of them nobody knows, whose history is not whole, and that they were
// taken as one. Of thousands it is said how many they are; each stands in the list of seeds.
import type { Findings, SeedFinding } from '../trace/findings.ts';

/** So many are named one by one. */
const NAMED = 20;

export function seedSentences({ seeds }: Findings): {
  readonly absent: string[];
  readonly partial: string[];
} {
  const absent = seeds.filter(({ isSeen, isPartial }) => !isSeen && !isPartial);
  const partial = seeds.filter(({ isPartial }) => isPartial);
  const silent = partial.filter(({ injected }) => injected.size === 0).length;
  return {
    absent: told(
      absent,
      ({ display }) => `${display} takes part in no transfer up to the as-of block: check the address.`,
      (count) => `${count} of the ${seeds.length} seeds take part in no transfer up to the as-of block.`,
    ),
    partial: told(
      partial,
      ({ display, injected }) =>
        `The history of ${display} could not be had${injected.size === 0 ? '; nothing can be said of what left it' : ' in full; more may have left it'} (see the gaps).`,
      (count) =>
        `The histories of ${count} of the ${seeds.length} seeds could not be had in full; more may have left them, and of ${silent} nothing is known (see the gaps).`,
    ),
  };
}

function told(
  seeds: readonly SeedFinding[],
  of: (seed: SeedFinding) => string,
  ofAll: (count: number) => string,
): string[] {
  return seeds.length > NAMED ? [ofAll(seeds.length)] : seeds.map(of);
}

/** None where each is told by itself. */
export function togetherSentence({ options, seeds }: Pick<Findings, 'options' | 'seeds'>): string[] {
  if (options.seeds !== 'together') return [];
  return [
    `The ${seeds.length} wallets are taken together as one source: what one of them sent another counts as returned, and which of them money came from is not told (--wallets-as each tells it).`,
  ];
}
