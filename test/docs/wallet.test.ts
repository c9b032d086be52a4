// docs/wallet.md: its help is the program's.
import { expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { atRoot, filled } from './generated.ts';

test('the help on the page is that of the program', async () => {
  const { out } = await cli(['wallet', '--help']);
  await expect(
    filled('docs/wallet.md', { help: `\`\`\`text\n${out.trimEnd()}\n\`\`\`` }),
  ).toMatchFileSnapshot(atRoot('docs/wallet.md'));
});
