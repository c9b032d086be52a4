// docs/screen.md: its help is the program's, its policy is one that the program reads.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPolicy } from '../../src/cli/policy-file.ts';
import { cli } from '../support/cli.ts';
import { atRoot, filled } from './generated.ts';

const PAGE = 'docs/screen.md';

test('the help on the page is that of the program', async () => {
  const { out } = await cli(['screen', '--help']);
  await expect(filled(PAGE, { help: `\`\`\`text\n${out.trimEnd()}\n\`\`\`` })).toMatchFileSnapshot(
    atRoot(PAGE),
  );
});

test('the policy on the page is one that the program reads', () => {
  const block = /```yaml\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? '';
  const { rules, limits } = readPolicy(Buffer.from(block), 'policy.yaml');
  expect(rules.map(({ exposure, from }) => [exposure, from?.kind])).toEqual([
    ['own', undefined],
    ['received', 'share'],
    ['indirect', 'share'],
    ['sent', 'units'],
  ]);
  expect(limits).toMatchObject({ convention: 'haircut', hops: 5, maxWallets: 200 });
});
