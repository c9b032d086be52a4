// docs/labels.md: its tables of columns, categories and built-in sources are those of the program.
import { expect, test } from 'vitest';
import { builtInLabels } from '../../src/labels/built-in.ts';
import { categoryWords } from '../../src/labels/categories.ts';
import { labelColumns } from '../../src/labels/columns.ts';
import { endpointCategories } from '../../src/model/label.ts';
import { atRoot, codes, filled, table } from './generated.ts';

const PAGE = 'docs/labels.md';

function sourceRows(): string[][] {
  const bySource = new Map<string, (typeof builtInLabels)[number][]>();
  for (const label of builtInLabels)
    bySource.set(label.source, [...(bySource.get(label.source) ?? []), label]);
  return [...bySource].map(([source, labels]) => [
    source,
    [...new Set(labels.map(({ entity, category }) => `${entity} (${category})`))].sort().join(', '),
    labels[0]?.tier ?? '',
    String(labels.length),
    labels[0]?.date === undefined ? '' : new Date(labels[0].date * 1000).toISOString().slice(0, 10),
  ]);
}

test('the tables of docs/labels.md are those of the program', async () => {
  const stops: readonly string[] = endpointCategories;
  await expect(
    filled(PAGE, {
      columns: table(
        ['column', 'meaning', 'also read as'],
        labelColumns.map(({ name, meaning, aliases }) => [`\`${name}\``, meaning, codes(aliases)]),
      ),
      categories: table(
        ['category', 'ends a trace', 'words of sources read as it'],
        Object.entries(categoryWords).map(([name, words]) => [
          `\`${name}\``,
          stops.includes(name) ? 'yes' : 'only with `--stop-at`',
          codes(words),
        ]),
      ),
      'built-in': `${builtInLabels.length} rows.\n\n${table(['source', 'entities', 'tier', 'rows', 'date'], sourceRows())}`,
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});

test('every category that ends a trace has a row', () => {
  expect(endpointCategories.filter((name) => categoryWords[name] === undefined)).toEqual([]);
});
