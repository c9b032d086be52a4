// The JSON Schema that is shipped is the one that the program's own schema gives, and results keep to it.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { clusterSchema, resultSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';

test('docs/result.schema.json is generated from the schema of the program', async () => {
  const schema = z.toJSONSchema(resultSchema, { target: 'draft-2020-12' });
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    `${process.cwd()}/docs/result.schema.json`,
  );
});

test('docs/cluster.schema.json likewise, of what trace cluster prints', async () => {
  const schema = z.toJSONSchema(clusterSchema, { target: 'draft-2020-12' });
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    `${process.cwd()}/docs/cluster.schema.json`,
  );
});

test.each([
  ['several runs', ['run', 'fixtures/cases/colonial', '--json']],
  [
    'a single run, which also stands at the top level',
    ['15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', '--json', '--replay', 'fixtures/cases/colonial/tape'],
  ],
])('a result with %s keeps to the schema', async (_name, argv) => {
  const { out } = await cli(argv);
  const parsed = resultSchema.safeParse(JSON.parse(out));
  expect(parsed.error).toBeUndefined();
});
