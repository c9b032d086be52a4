// docs/warehouse.md: the helps on it are those of the program.
import { expect, test } from 'vitest';
import { atRoot, filled } from './generated.ts';
import { warehouseHelps } from './group-helps.ts';

const PAGE = 'docs/warehouse.md';

test('the helps are those of the program', async () => {
  const helpText = (await warehouseHelps()).join('\n');
  expect(helpText).toContain('Usage: trace warehouse import');
  await expect(filled(PAGE, { helps: `\`\`\`text\n${helpText.trimEnd()}\n\`\`\`` })).toMatchFileSnapshot(
    atRoot(PAGE),
  );
});
