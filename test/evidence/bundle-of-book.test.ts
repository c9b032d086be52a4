// A bundle of a run with a label book: what installed packs and files say is kept as it was ranked, and replays without the book.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';

test('labels of the book and of a file replay in their order, on a machine without the book', async () => {
  const folder = await temporaryFolder();
  const file = (name: string) => join(folder, name);
  writeFileSync(
    file('book.csv'),
    'chain,address,name,category,source,tier,date\nexample,desk,Book Exchange,exchange,book,owner,2020-01-01\n',
  );
  writeFileSync(
    file('mine.csv'),
    'chain,address,name,category,source,tier\nexample,desk,File Exchange,exchange,file,explorer\n',
  );
  const env = { XDG_DATA_HOME: file('data') };
  expect((await cli(['labels', 'import', file('book.csv')], { env })).code).toBe(0);
  const question = ['victim', '--ledger', 'docs/examples/export.csv', '--labels', file('mine.csv')];
  const made = await cli([...question, '--bundle', file('b.zip'), '--json'], { env });
  expect(made.code).toBe(0);
  // A file goes before the book, though the book's label is of a better tier.
  const named = JSON.parse(made.out).endpoints[0].labels.map(({ entity }: { entity: string }) => entity);
  expect(named).toEqual(['File Exchange', 'Book Exchange']);
  const { code, out } = await cli(['verify', file('b.zip')]);
  expect(out).toContain('nothing in it is contradicted');
  expect(code).toBe(0);
});
