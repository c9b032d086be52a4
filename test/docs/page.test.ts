// docs/page.md: its explorers are those of the program, and the limits it names are too.
import { expect, test } from 'vitest';
import { chainName, knownChains } from '../../src/model/chain.ts';
import { explorersOf } from '../../src/report/page/explorers.ts';
import { atRoot, filled, table } from './generated.ts';

const PAGE = 'docs/page.md';

test('the explorers of docs/page.md are those of the program, the first linked first', async () => {
  await expect(
    filled(PAGE, {
      explorers: table(
        ['chain', 'explorers'],
        knownChains.map(({ id }) => [
          chainName(id),
          explorersOf(id)
            .map(({ name }) => name)
            .join(', '),
        ]),
      ),
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});
