// docs/method.md: the table of the seizure is what the program gives, and it names all conventions and reasons.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { conventionNames } from '../../src/trace/conventions/convention.ts';
import { cli } from '../support/cli.ts';
import { atRoot, filled, table } from './generated.ts';

const PAGE = 'docs/method.md';
const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';

test('the known answers of the seizure are those that the program gives', async () => {
  const { out } = await cli(['run', 'fixtures/cases/colonial', '--json']);
  const run = (JSON.parse(out) as ResultJson).runs.find(({ name }) => name === 'seizure');
  const units = (amounts: Record<string, Record<string, string>> | undefined, convention: string) =>
    BigInt(amounts?.[convention]?.[BTC] ?? '0');
  const grouped = (amount: bigint) => amount.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const rows = (run?.conventions ?? []).map((convention) => {
    const parts = [
      units(run?.endpoints[0]?.amounts, convention),
      units(run?.notFollowed[0]?.amounts, convention),
      units(run?.fees.amounts, convention),
    ];
    const sum = parts.reduce((total, part) => total + part, 0n);
    return [
      convention === 'poison' ? 'poison (reach)' : convention,
      ...parts.map(grouped),
      convention === 'poison' ? 'reach does not add up' : grouped(sum),
    ];
  });
  expect([run?.endpoints.length, run?.notFollowed.length, rows.length]).toEqual([1, 1, 7]);
  const bounds = run?.endpoints[0]?.bounds[BTC];
  const bound = (text: string | undefined) => grouped(BigInt(text ?? '-1'));
  const under = `Under any such rule: at least ${bound(bounds?.least)}, at most ${bound(bounds?.mostFollowed)} of what was followed; at most ${bound(bounds?.most)} if the change too, which was followed no further, had gone there.`;
  await expect(
    filled(PAGE, {
      seizure: `${table(['convention', 'coin of the FBI', 'change, followed no further', 'fees', 'sum'], rows)}\n\n${under}`,
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});

test('every convention and every reason for not following is named', () => {
  const page = readFileSync(PAGE, 'utf8');
  const union =
    /export type NotFollowedReason =([\s\S]*?);/.exec(readFileSync('src/trace/explore.ts', 'utf8'))?.[1] ??
    '';
  const reasons = [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] as string);
  expect(reasons).toContain('hub');
  expect([...conventionNames, ...reasons].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
