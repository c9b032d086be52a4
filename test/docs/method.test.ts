// docs/method.md: the table of the seizure is what the program gives, and it names all conventions and reasons.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AUDIT_COLUMNS } from '../../src/report/audit/csv.ts';
import type { ResultJson } from '../../src/report/schema.ts';
import { auditEvents } from '../../src/trace/audit/account.ts';
import { conventionNames } from '../../src/trace/conventions/convention.ts';
import { columns } from '../support/audit-checker.ts';
import { exampleLabels, exampleLedger } from '../support/audit-example.ts';
import { cli } from '../support/cli.ts';
import { atRoot, excerpt, filled, table } from './generated.ts';

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
      audit: await auditExample(),
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

/** Accounts of two audits: a small list in full length, and a transaction of a coin chain. */
async function auditExample(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-method-'));
  const [ledger, labels, audit] = ['ledger.csv', 'labels.csv', 'audit.txt'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(ledger, exampleLedger);
  writeFileSync(labels, exampleLabels);
  await cli(['S', '--ledger', ledger, '--labels', labels, '--min-value', '0', '--quiet', '--audit', audit]);
  const small = excerpt(
    'trace S --ledger ledger.csv --labels labels.csv --min-value 0 --audit audit.txt && cat audit.txt',
    readFileSync(audit, 'utf8'),
    ['Wallet A', 'Wallet B', 'Line endpoint', 'Closing statement'],
  );
  await cli(['run', 'fixtures/cases/colonial', '--quiet', '--audit', audit]);
  const coins = excerpt(
    'trace run fixtures/cases/colonial --audit audit.txt && cat audit.txt',
    readFileSync(audit, 'utf8').split('The running ledger: seizure')[0] as string,
    ['Transaction 915fb4f0'],
  );
  return [
    'A list of a few transfers, in which A had 10 of its own before 30 came from the seed S:',
    `\`\`\`text\n${exampleLedger.trimEnd()}\n\`\`\``,
    small,
    'On a coin chain, the transaction of the ransom:',
    coins,
  ].join('\n\n');
}

test('every event and every column of the running ledger is on the page', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(
    [...auditEvents, 'closing', ...AUDIT_COLUMNS].filter((name) => !page.includes(`\`${name}\``)),
  ).toEqual([]);
  expect(AUDIT_COLUMNS.join()).toBe(columns);
});
