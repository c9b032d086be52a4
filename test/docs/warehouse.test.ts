// docs/warehouse.md: the helps and the tables on it are those of the program.
import { expect, test } from 'vitest';
import { bulkColumns, coinColumns } from '../../src/chains/warehouse/bulk-columns.ts';
import { atRoot, codes, filled, table } from './generated.ts';
import { groupHelps } from './group-helps.ts';

const PAGE = 'docs/warehouse.md';

test('the helps and the columns are those of the program', async () => {
  const helpText = (await groupHelps('warehouse', 'import')).join('\n');
  expect(helpText).toContain('Usage: trace warehouse import');
  const columns = Object.entries(bulkColumns).flatMap(([kind, own]) =>
    own.map(({ name, required, meaning, aliases }) => [
      `\`${kind}\``,
      `\`${name}\``,
      required,
      meaning,
      codes(aliases),
    ]),
  );
  await expect(
    filled(PAGE, {
      helps: `\`\`\`text\n${helpText.trimEnd()}\n\`\`\``,
      'coin columns': table(
        ['column', 'needed', 'meaning', 'also read as'],
        coinColumns.map(({ name, required, meaning, aliases }) => [
          `\`${name}\``,
          required,
          meaning,
          codes(aliases),
        ]),
      ),
      columns: table(['file', 'column', 'needed', 'meaning', 'also read as'], columns),
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});
