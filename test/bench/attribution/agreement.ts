// How often label packs of different origin say the same of one address. No ground truth: who copied from whom is not known,
// and where two differ either may be right. Names are compared as the program compares them (labels/rank.ts), categories
// where both have one that the program knows; a name that is a list's and no owner's counts for nothing.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, packFile } from '../../../src/cli/pack-files.ts';
import { isKnownCategory } from '../../../src/labels/categories.ts';
import { ownerKey } from '../../../src/labels/rank.ts';
import { readPack } from '../../../src/labels/reading/read-pack.ts';
import { type Measurement, share } from './measurement.ts';

const LABELS = '../shared/labels';
/** So many addresses in both, or they are not compared. */
const LEAST = 20;
/** What lists call all that is on them. */
const LIST_NAMES =
  /^(?:assetlistedunder.*|ofac.*|blocked|usdtblacklisted|fakephishing|defifraud|scamsnifferblacklist|unknown)$/;

interface Said {
  readonly owners: Set<string>;
  readonly categories: Set<string>;
}

/** By chain and address. */
type Pack = ReadonlyMap<string, Said>;

function packOf(folder: string): Pack {
  const pack = new Map<string, Said>();
  for (const file of filesIn(join(LABELS, folder))) {
    const { reading, bytes } = packFile(file, {});
    try {
      for (const row of readPack(bytes, reading)) {
        if (!('labels' in row)) continue;
        for (const label of row.labels) {
          const key = `${label.chain}/${label.address}`;
          const said = pack.get(key) ?? { owners: new Set(), categories: new Set() };
          const owner = ownerKey(label);
          if (!LIST_NAMES.test(owner)) said.owners.add(owner);
          if (isKnownCategory(label.category)) said.categories.add(label.category);
          pack.set(key, said);
        }
      }
    } catch {
      // Not a pack by itself (a list of names); what cannot be read is counted by the import (test/labels/shared-packs.test.ts).
    }
  }
  return pack;
}

export const measureAgreement: Measurement = async () => {
  if (!existsSync(LABELS)) return undefined;
  const names = readdirSync(LABELS).sort();
  const packs = new Map(names.map((name) => [name, packOf(name)]));
  const rows = names.flatMap((one, index) =>
    names.slice(index + 1).flatMap((other) => {
      const [a, b] = [packs.get(one) as Pack, packs.get(other) as Pack];
      const both = [...a].flatMap(([key, said]) => {
        const also = b.get(key);
        return also === undefined ? [] : [[said, also] as const];
      });
      if (both.length < LEAST) return [];
      return [
        `| ${one}, ${other} | ${both.length} | ${told(both, 'owners')} | ${told(both, 'categories')} |`,
      ];
    }),
  );
  return [
    '| packs | addresses in both | both name an owner: the same | both have a category: one in common |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
};

function told(both: readonly (readonly [Said, Said])[], of: keyof Said): string {
  const named = both.filter((pair) => pair.every((said) => said[of].size > 0));
  const alike = named.filter(([one, other]) => [...one[of]].some((word) => other[of].has(word)));
  return named.length === 0
    ? '–'
    : `${alike.length} of ${named.length} (${share(alike.length, named.length)})`;
}
