// Three victims whose money meets in shared wallets: where each one's money is, worked out by hand in the comments. Random
// worlds are in against-oracle.test.ts; how a payment is found in matching.test.ts.
import { describe, expect, test } from 'vitest';
import { type RunJson, runSchema } from '../../../src/report/schema.ts';
import { claimed } from '../../support/listed.ts';

const HEADER = 'name,txid,date,amount,address';

async function traced(
  world: readonly string[],
  rows: readonly string[],
  ...argv: readonly string[]
): Promise<RunJson> {
  const { code, out, err } = await claimed(world, HEADER, rows, '--json', ...argv);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return runSchema.parse((JSON.parse(out) as { runs: unknown[] }).runs.at(-1));
}

type Share = NonNullable<RunJson['victimsTotal']>;

/** `line or service` → units of USD. */
function under(convention: string, share: Share | undefined): Record<string, string> {
  return Object.fromEntries(
    (share?.lines ?? []).flatMap(({ line, entity, reason, amounts }) => {
      const units = amounts[convention]?.USD;
      return units === undefined ? [] : [[entity ?? reason ?? line, units] as const];
    }),
  );
}

const E = 'E Exchange';

describe('three victims in shared wallets', () => {
  // A gets 10 of V1, 20 of V2, 30 of X (60 in all) and pays 40 to C; B passes 5 of V3 on to C; C (45) pays 42 to E.
  const world = ['V1>A 10', 'V2>A 20', 'V3>B 5', 'X>A 30', 'A>C 40', 'B>C 5', 'C>E 42'];
  const rows = ['one,t1,,,', 'two,t2,,,', 'three,t3,,,'];
  const all = ['--convention', 'fifo,lifo,haircut,pifo,libr,poison'];
  const run = traced(world, rows, ...all);
  const victim = async (name: string) => (await run).victims?.find((each) => each.name === name);

  test('fifo: the first 40 of A are 10 of V1, 20 of V2, 10 of X; the first 42 of C all these and 2 of V3', async () => {
    expect(under('fifo', await victim('one'))).toEqual({ [E]: '10' });
    expect(under('fifo', await victim('two'))).toEqual({ [E]: '20' });
    expect(under('fifo', await victim('three'))).toEqual({ [E]: '2', held: '3' });
  });

  test('lifo: the last 40 of A are 30 of X, 10 of V2; the last 42 of C 5 of V3, these 10 and 27 of X', async () => {
    expect(under('lifo', await victim('one'))).toEqual({ held: '10' });
    expect(under('lifo', await victim('two'))).toEqual({ [E]: '10', held: '10' });
    expect(under('lifo', await victim('three'))).toEqual({ [E]: '5' });
  });

  // A pays 40 of 60, of which 30 tainted: 20, shared 10 : 20 → 6⅔ and 13⅓ → 7 and 13 (the larger remainder is V1's).
  // C has 7, 13, 5 and 20 clean; of 42 are 23⅓ tainted → 23 (the unit left over goes to the 3 that stay, remainder ⅔),
  // shared 7 : 13 : 5 → 6.44, 11.96, 4.6 → 6, 12, 5.
  test('haircut: in proportion, to the unit', async () => {
    expect(under('haircut', await victim('one'))).toEqual({ [E]: '6', held: '4' });
    expect(under('haircut', await victim('two'))).toEqual({ [E]: '12', held: '8' });
    expect(under('haircut', await victim('three'))).toEqual({ [E]: '5' });
  });

  // pifo: all 30 leave A, all 35 leave C. libr: 30 of A are clean, so 10 leave it tainted, 10 : 20 → 3⅓, 6⅔ → 3 and 7;
  // C has 3, 7, 5 and 30 clean; 42 − 30 = 12 leave it tainted, 3 : 7 : 5 → 2.4, 5.6, 4 → 2, 6, 4.
  test('pifo takes tainted units first, libr clean ones', async () => {
    expect(under('pifo', await victim('one'))).toEqual({ [E]: '10' });
    expect(under('pifo', await victim('two'))).toEqual({ [E]: '20' });
    expect(under('pifo', await victim('three'))).toEqual({ [E]: '5' });
    expect(under('libr', await victim('one'))).toEqual({ [E]: '2', held: '8' });
    expect(under('libr', await victim('two'))).toEqual({ [E]: '6', held: '14' });
    expect(under('libr', await victim('three'))).toEqual({ [E]: '4', held: '1' });
  });

  test('reach is each one’s in full, and that of all counts the payment once', async () => {
    const { victims, victimsTotal } = await run;
    for (const each of victims ?? []) expect(under('poison', each)).toEqual({ [E]: '42' });
    expect(under('poison', victimsTotal)).toEqual({ [E]: '42' });
  });

  // One alone: A has 50 clean, C then 35 or more, so nothing of V1 must reach E, and all may; V2 likewise (40 ≤ 40 clean).
  // V3: C has 40 beside his 5, so 42 take 2 of them. All: A pays 10 tainted at least, C then has 15, of which 12 go on.
  test('bounds of one victim take the money of the others as clean', async () => {
    const { victims, victimsTotal } = await run;
    const bounds = [...(victims ?? []), victimsTotal].map((share) => share?.lines[0]?.bounds?.USD);
    expect(bounds).toEqual([
      { least: '0', most: '10', mostFollowed: '10' },
      { least: '0', most: '20', mostFollowed: '20' },
      { least: '2', most: '5', mostFollowed: '5' },
      { least: '12', most: '35', mostFollowed: '35' },
    ]);
  });

  test('in total they are the run, line by line', async () => {
    const { victimsTotal, entities, statement, seeds } = await run;
    expect(under('haircut', victimsTotal)).toEqual({ [E]: '23', held: '12' });
    expect(entities[0]?.amounts.haircut?.USD).toBe('23');
    expect(statement.every(({ residual }) => residual === '0')).toBe(true);
    expect(victimsTotal?.injected).toEqual({ USD: '35' });
    expect(victimsTotal?.seeds).toEqual(seeds.map(({ id }) => id));
  });
});

describe('a victim', () => {
  test('with several payments is one, and his reach is not added up', async () => {
    const { victims } = await traced(
      ['V>A 10', 'V>B 5', 'A>C 10', 'B>C 5', 'C>E 12'],
      ['one,t1,,,', 'one,t2,,,'],
    );
    expect(victims?.map(({ name, injected, claims }) => [name, injected, claims.length])).toEqual([
      ['one', { USD: '15' }, 2],
    ]);
    expect(under('fifo', victims?.[0])).toEqual({ [E]: '12', held: '3' });
    expect(under('poison', victims?.[0])).toEqual({ [E]: '12' });
  });

  // The front of 10 is what fifo pays first: 6 of the earlier line, then 4 of the later one.
  test('may claim a part of a payment, and the front is that of the earlier line', async () => {
    const { victims, seeds } = await traced(['V>A 10', 'A>E 4', 'A>F 6'], ['one,t1,,6,', 'two,t1,,4,']);
    expect(victims?.map((each) => under('fifo', each))).toEqual([
      { [E]: '4', 'F Exchange': '2' },
      { 'F Exchange': '4' },
    ]);
    expect(seeds.map(({ injected }) => injected)).toEqual([{ USD: '6' }, { USD: '4' }]);
  });

  test('of line 9 stands before one of line 10', async () => {
    const filler = Array.from({ length: 7 }, (_, n) => `filler,t${n + 2},,,`);
    const world = ['V>A 10', ...filler.map(() => 'W>B 1'), 'A>E 4'];
    const { victims } = await traced(world, [...filler, 'nine,t1,,4,', 'ten,t1,,6,']);
    expect(
      under(
        'fifo',
        victims?.find(({ name }) => name === 'nine'),
      ),
    ).toEqual({ [E]: '4' });
    expect(
      under(
        'fifo',
        victims?.find(({ name }) => name === 'ten'),
      ),
    ).toEqual({ held: '6' });
  });

  test('whose money another claims further on has reached that seed, and no service by any rule', async () => {
    const { victims } = await traced(['V>A 10', 'A>B 10', 'B>E 10'], ['one,t1,,,', 'two,t2,,,']);
    expect(victims?.map((each) => under('fifo', each))).toEqual([{ reachedSeed: '10' }, { [E]: '10' }]);
    expect(victims?.[0]?.lines.some(({ line }) => line === 'endpoint')).toBe(false);
    expect(victims?.[1]?.lines[0]?.bounds?.USD?.least).toBe('10');
  });

  test('straight into an exchange has it there at once', async () => {
    const { victims } = await traced(['V>E 10', 'E>A 10'], ['one,t1,,,']);
    expect(under('fifo', victims?.[0])).toEqual({ [E]: '10' });
  });

  test('beside payments of --tx: these stand last and are of nobody', async () => {
    const { victims, victimsTotal } = await traced(
      ['V>A 10', 'W>A 5', 'A>E 15'],
      ['one,t1,,,'],
      '--tx',
      't2',
    );
    expect(victims?.map(({ name, injected }) => [name, injected])).toEqual([
      ['one', { USD: '10' }],
      [undefined, { USD: '5' }],
    ]);
    expect(under('fifo', victimsTotal)).toEqual({ [E]: '15' });
  });

  test('beside a wallet: two questions, and the claim is followed through the flagged wallet', async () => {
    const { out } = await claimed(['V>S 10', 'S>E 10'], HEADER, ['one,t1,,,'], '--json', 'S');
    const { runs } = JSON.parse(out) as { runs: RunJson[] };
    expect(runs.map(({ name, victims }) => [name, victims?.length])).toEqual([
      ['trace-wallets', undefined],
      ['trace-payments', 1],
    ]);
    expect(under('fifo', runs[1]?.victims?.[0])).toEqual({ [E]: '10' });
  });
});
