// What victims add to the flat table: whose each seed is, the bounds of each victim, and the claims that are not used.
import type { SeedId } from '../model/seed.ts';
import type { Findings } from '../trace/findings.ts';
import type { Row } from './csv.ts';
import { boundsJson } from './json-parts.ts';

interface CsvVictims {
  readonly of: (seed: string) => string;
  /** Bounds of one victim at one service, base units by asset. */
  readonly rows: readonly {
    readonly line: 'least' | 'most';
    readonly sums: Record<string, string>;
    readonly more: Row;
  }[];
  /** One row for each claim that is in no figure. */
  readonly claims: readonly Row[];
}

export function csvVictims({ victims: found, entities }: Findings): CsvVictims {
  const victims = found?.victims ?? [];
  const names = new Map<string, string>(
    victims.flatMap(({ name, seeds }) => seeds.map((seed: SeedId) => [seed, name ?? ''] as const)),
  );
  const categories = new Map(entities.map(({ entity, category }) => [entity, category]));
  return {
    of: (seed) => names.get(seed) ?? '',
    rows: victims.flatMap(({ name: victim = '', lines }) =>
      lines.flatMap(({ entity = '', bounds }) =>
        Object.entries(boundsJson(bounds)).flatMap(([asset, bound]) =>
          (['least', 'most'] as const).map((line) => ({
            line,
            sums: { [asset]: bound[line] },
            more: { entity, category: categories.get(entity) ?? '', victim },
          })),
        ),
      ),
    ),
    claims: victims.flatMap(({ name: victim = '', claims }) =>
      claims.flatMap(({ line, outcome }) =>
        outcome.state === 'used'
          ? []
          : [{ line: `claim-${outcome.state}`, reason: `line ${line} of the file: ${outcome.why}`, victim }],
      ),
    ),
  };
}
