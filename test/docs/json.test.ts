// docs/json.md names every field of the result, and its excerpt is a real one.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accountSchema, resultSchema, runSchema, sourcesSchema } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { atRoot, filled } from './generated.ts';

const PAGE = 'docs/json.md';

test('every field at the top and of a run is named', () => {
  const page = readFileSync(PAGE, 'utf8');
  const head = Object.keys(resultSchema.options[1].shape);
  const run = Object.keys(runSchema.shape);
  expect(head).toContain('schemaVersion');
  expect(run).toContain('statement');
  const others = [sourcesSchema, accountSchema].flatMap(({ shape }) => Object.keys(shape));
  expect(others).toContain('flagged');
  expect([...head, ...run, ...others].filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});

test('the examples are parts of a real result', async () => {
  const argv = ['victim', '--ledger', 'docs/examples/export.csv', '--labels', 'docs/examples/labels.csv'];
  const { code, out } = await cli([...argv, '--json']);
  expect(code).toBe(0);
  const result = resultSchema.parse(JSON.parse(out)) as Record<string, unknown>;
  const part = (...fields: readonly string[]) =>
    `\`\`\`json\n${JSON.stringify(Object.fromEntries(fields.map((field) => [field, result[field]])), undefined, 2)}\n\`\`\``;
  await expect(
    filled(PAGE, {
      head: part('schemaVersion', 'program', 'tapes', 'labelSources'),
      question: part('name', 'question', 'summary', 'headline', 'conventions', 'seeds', 'options'),
      scope: part('asOf', 'services', 'assets', 'explored'),
      endpoints: part('endpoints'),
      sideBySide: part('sideBySide'),
      held: part('held'),
      paths: part('paths'),
      statement: part('statement'),
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});
