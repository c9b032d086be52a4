// `--wallets-as one`: many wallets as one source, in the whole program, on a world that is added up by hand.
//
//   S → A 60, T → A 40, X → A 100     A holds 200: 100 tainted in front, X's 100 behind
//   S → T 10                          comes back to one of the two
//   A → E 120                         fifo: 100 tainted and 20 of X; haircut: 60
//   A → B 30                          fifo: none; haircut: 40 tainted of the 80 left, so 15
//
// Each by itself, S injects 70 (10 of them reach T) and T 40.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { MOST_APART } from '../../src/trace/together.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';
import { exchangeLabels, listOf, written } from '../support/listed.ts';

const WORLD = ['S>A 60', 'T>A 40', 'X>A 100', 'S>T 10', 'A>E 120', 'A>B 30'];
const ledger = listOf(WORLD);
const limits = ['--labels', exchangeLabels, '--min-value', '0', '--convention', 'fifo,haircut,poison'];
const asked = ['S', 'T', '--ledger', ledger, ...limits];

async function ok(argv: readonly string[]): Promise<string> {
  const { code, out, err } = await cli(argv);
  expect({ code, err }).toEqual({ code: 0, err: expect.anything() });
  return out;
}

const result = async (argv: readonly string[]) => JSON.parse(await ok([...argv, '--json'])) as ResultJson;

/** Without what is told seed by seed. */
function figures({ endpoints, entities, held, notFollowed, fees, unseen, exposure }: ResultJson) {
  const plain = { endpoints, entities, held, notFollowed, fees, unseen, exposure };
  const own = (key: string, value: unknown) => (/^(bySeed|boundsBySeed)$/.test(key) ? undefined : value);
  return JSON.parse(JSON.stringify(plain, own));
}

test('says what all sent together, and of each wallet only what left it', async () => {
  const one = await result([...asked, '--wallets-as', 'one']);
  expect(one.options?.walletsAs).toBe('one');
  expect(one.endpoints).toMatchObject([
    {
      entity: 'E Exchange',
      amounts: { fifo: { USD: '100' }, haircut: { USD: '60' }, poison: { USD: '120' } },
    },
  ]);
  expect(one.seeds?.map(({ address, injected }) => [address, injected.USD])).toEqual([
    ['S', '70'],
    ['T', '40'],
  ]);
  expect(one.statement?.find(({ convention }) => convention === 'fifo')).toMatchObject({
    ...{
      seed: 'all wallets',
      injected: '110',
      endpoints: '100',
      returned: '10',
      reachedSeed: '0',
      residual: '0',
    },
  });
  expect(one.summary).toContainEqual(
    expect.stringContaining('The 2 wallets are taken together as one source'),
  );
});

test('has all figures but those of single wallets as they are with each by itself', async () => {
  const each = await result([...asked, '--wallets-as', 'each']);
  expect(each.reachedSeed).toMatchObject([{ amounts: { fifo: { USD: '10' } } }]);
  expect(each).toEqual({ ...(await result(asked)), command: each.command });
  expect(figures(await result([...asked, '--wallets-as', 'one']))).toEqual(figures(each));
});

test('of accounts asked about says the same as with each by itself', async () => {
  const accounts = written('accounts.csv', 'account,address\nBob,B\nEve,E\nEve,E2\n');
  const argv = ['exposure', ...asked, '--accounts', accounts, '--wallets-as'];
  const one = await result([...argv, 'one']);
  // Bob has 30 of A's 80 that are left: at most the 40 that haircut has tainted, none where what is tainted goes first.
  expect(one.exposure?.accounts).toMatchObject([
    {
      account: 'Eve',
      amounts: { fifo: { USD: '100' }, haircut: { USD: '60' } },
      received: { amounts: { USD: '120' } },
    },
    { account: 'Bob', amounts: { haircut: { USD: '15' } }, bounds: { USD: { least: '0', most: '30' } } },
  ]);
  expect(figures(one)).toEqual(figures(await result([...argv, 'each'])));
});

test('is told again from its JSON, sealed and checked, and audited', async () => {
  const folder = await temporaryFolder();
  const [kept, bundle, audit] = ['kept.json', 'run.zip', 'audit.txt'].map((name) => join(folder, name));
  const argv = [...asked, '--wallets-as', 'one', '--sensitivity'];
  await ok([
    ...argv,
    '--json',
    '-o',
    kept as string,
    '--bundle',
    bundle as string,
    '--audit',
    audit as string,
  ]);
  for (const format of ['text', 'csv', 'json'] as const) {
    const direct = await ok([...argv, '--format', format]);
    const again = await ok(['report', kept as string, '--format', format]);
    const without = (text: string) => text.split('\n').filter((line) => !line.includes('--sensitivity'));
    expect(without(again)).toEqual(without(direct));
  }
  const verified = (await ok(['verify', bundle as string])).replace(/\s+/g, ' ');
  expect(verified).toContain('the result is the same, byte for byte');
  expect(verified).toContain('nothing in it is contradicted');
  expect(verified).toContain('39 sums and bounds reckoned again from the rows');
});

test('is the way of more wallets than are kept apart, and of those alone', async () => {
  const names = (count: number) =>
    written('wallets.txt', ['S', 'T', ...Array.from({ length: count - 2 }, (_, at) => `N${at}`)].join('\n'));
  const many = ['--wallets', names(MOST_APART + 1), '--ledger', ledger, ...limits];
  const { options, summary } = await result(many);
  expect(options?.walletsAs).toBe('one');
  expect(summary).toContainEqual('999 of the 1001 seeds take part in no transfer up to the as-of block.');
  expect((await result([...many, '--wallets-as', 'each'])).options?.walletsAs).toBeUndefined();
  const few = ['--wallets', names(MOST_APART), '--ledger', ledger, ...limits];
  expect((await result(few)).options?.walletsAs).toBeUndefined();
});

test.each([
  ['payments', ['--tx', 't1']],
  ['a question upstream', ['E', '--backward']],
])('is refused of %s', async (_, words) => {
  const { code, err } = await cli([...words, '--ledger', ledger, '--wallets-as', 'one']);
  expect([code, err.includes('--wallets-as')]).toEqual([2, true]);
});
