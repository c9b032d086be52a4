// Whether a service stays reached when the convention, the hop limit or --min-value is another one. Worlds are small
// transfer lists; what must come out is added up in the comments.
import { describe, expect, test } from 'vitest';
import { asked, found } from '../support/listed.ts';

type Row = NonNullable<Awaited<ReturnType<typeof found>>['sensitivity']>['entities'][number];

async function rows(world: readonly string[], ...argv: readonly string[]): Promise<Record<string, Row>> {
  const { sensitivity } = await found(world, ...argv);
  return Object.fromEntries((sensitivity?.entities ?? []).map((row) => [row.entity, row]));
}

const chain = (names: string, amount: number): string[] =>
  [...names].slice(1).map((to, index) => `${names[index]}>${to} ${amount}`);

describe('another hop limit', () => {
  test('shows which services only a longer way leads to, and the smallest limit tried that still reaches one', async () => {
    // E by 5 hops, F by 10: explored up to 9 hops away, so 10 is what the run needed; halves: 5, 2, 1.
    const world = [...chain('SABCDE', 10), ...chain('SHIJKLMNOPF', 7), 'S>G 1'];
    const found = await rows(world, '--hops', '12');
    expect(found['E Exchange']).toMatchObject({
      amount: '10',
      hops: [
        { limit: 5, amount: '10' },
        { limit: 2, amount: '0' },
        { limit: 1, amount: '0' },
      ],
      smallestHops: 5,
    });
    expect(found['F Exchange']?.hops.map(({ amount }) => amount)).toEqual(['0', '0', '0']);
    expect(found['F Exchange']?.smallestHops).toBeUndefined();
    // Straight from the seed.
    expect(found['G Exchange']?.smallestHops).toBe(1);
  });

  test('is the one that was asked for, where that was reached', async () => {
    const world = [...chain('SABCDEX', 10), 'S>G 1'];
    expect((await rows(world, '--hops', '3'))['G Exchange']?.hops.map(({ limit }) => limit)).toEqual([1]);
  });
});

describe('another --min-value', () => {
  test('shows which services only small amounts lead to', async () => {
    // 1000 left: 0.1 % is 1, ten times that 10, a hundred times 100. B holds 5.
    const found = await rows(['S>A 995', 'S>B 5', 'A>E 995', 'B>F 5'], '--min-value', '0.1%');
    expect(found['E Exchange']?.minValue).toEqual([
      { value: '1%', amount: '995' },
      { value: '10%', amount: '995' },
    ]);
    expect(found['F Exchange']).toMatchObject({
      amount: '5',
      minValue: [
        { value: '1%', amount: '0' },
        { value: '10%', amount: '0' },
      ],
    });
  });

  test.each([
    ['0', ['0.1%', '1%']],
    ['0%', ['0.1%', '1%']],
    ['0.5', ['5', '50']],
    ['12.345', ['123.45', '1234.5']],
    ['0.02%', ['0.2%', '2%']],
    ['5%', ['50%', '100%']],
    ['20%', ['100%']],
    ['100%', []],
  ])('from %s is tried at ten and a hundred times as much', async (value, tried) => {
    const { sensitivity } = await found(['S>E 1000'], '--min-value', value);
    expect(sensitivity?.tried.flatMap(({ minValue }) => minValue ?? [])).toEqual(tried);
  });

  test('asks nobody: a history that only the comparison needs is a gap of its own', async () => {
    // Two wallets may be explored: A (100) and B (2), so C (90) is left out. At 10 % B does not count, and C would be next.
    const world = ['S>A 100', 'S>B 2', 'A>C 90', 'A>F 10', 'B>F 2', 'C>E 90'];
    const result = await found(world, '--max-wallets', '2', '--min-value', '1%');
    expect(result.sensitivity?.tried.find(({ minValue }) => minValue === '10%')?.gaps).toMatchObject([
      { code: 'source-failed', address: 'C' },
    ]);
    expect(result.gaps).toEqual([]);
    const { out } = await asked(world, '--max-wallets', '2', '--min-value', '1%');
    expect(out).toContain('not seen with --min-value 10% alone: 1 history that this run did not ask for');
  });
});

describe('another convention', () => {
  test('shows which services only some rules lead to', async () => {
    // A holds 10 clean ones, then the seed's 10. fifo: E gets the clean ones; pifo: the seed's. F gets the others.
    const world = ['X>A 10', 'S>A 10', 'A>E 10', 'A>F 10', 'S>G 3'];
    const argv = ['--convention', 'fifo,pifo,poison'];
    const found = await rows(world, ...argv);
    expect(found['E Exchange']).toMatchObject({
      amount: '0',
      conventions: { fifo: '0', pifo: '10' },
      least: '0',
      most: '10',
    });
    expect(found['F Exchange']?.conventions).toEqual({ fifo: '10', pifo: '0' });
    expect(found['G Exchange']).toMatchObject({ conventions: { fifo: '3', pifo: '3' }, least: '3' });
    const { out } = await asked(world, ...argv);
    expect(out).toContain('reached under pifo; not under fifo; not under every rule (least is 0)');
    expect(out).toContain('reached under any rule, with at least 3 USD');
  });
});

describe('in plain words', () => {
  test('each service survives a change of convention, of the hop limit, of --min-value, or may not', async () => {
    // G straight from the seed with 900 of 1000; E over four wallets with 100; F gets what fifo gives it of A's 20.
    const world = ['X>A 10', 'S>A 10', 'A>E 10', 'A>F 10', 'S>G 900', ...chain('SBCDH', 90), 'H>E 90'];
    const { out } = await asked(world, '--min-value', '0.1%', '--convention', 'fifo,haircut');
    const lineOf = (name: string) =>
      out.split('Sensitivity')[1]?.match(new RegExp(`${name} Exchange: .*`))?.[0];
    expect(lineOf('G')).toBe(
      'G Exchange: 900 USD; survives a change of convention, of the hop limit, of --min-value',
    );
    // With --hops 1 nobody but S is explored. At 10 % wallets with 90 or 10 of 1000 are left out; fifo gives E the 90 alone.
    expect(lineOf('E')).toBe(
      'E Exchange: 90 USD; survives a change of convention; may not survive a change of the hop limit, of --min-value',
    );
    expect(lineOf('F')).toBe(
      'F Exchange: 10 USD; may not survive a change of convention, of the hop limit, of --min-value',
    );
    expect(out).toContain('a smaller hop limit: still reached with --hops 2 (900 USD), --hops 1 (900 USD)');
    expect(out).toContain(
      'a larger --min-value: still reached with --min-value 1% (10 USD); no longer reached with --min-value 10%',
    );
    const rows = (await found(world, '--min-value', '0.1%')).sensitivity?.entities ?? [];
    expect(Object.fromEntries(rows.map(({ entity, survives }) => [entity, survives]))).toEqual({
      'G Exchange': { convention: true, hops: true, minValue: true },
      'E Exchange': { convention: true, hops: false, minValue: false },
      'F Exchange': { convention: false, hops: false, minValue: false },
    });
  });
});

describe('the section', () => {
  test('is absent where no service was reached', async () => {
    expect((await found(['S>A 10'])).sensitivity).toBeUndefined();
    expect((await asked(['S>A 10'])).out).not.toContain('Sensitivity');
  });

  test('says what wider limits could bring at most', async () => {
    // B holds 6 behind the hop limit: it may have gone to E as well.
    const world = ['S>A 10', 'A>E 4', 'A>B 6'];
    expect((await asked(world, '--hops', '2')).out).toContain(
      'further: at most 10 USD, 4 USD of what was followed',
    );
    expect((await asked(world)).out).toContain('could add nothing here');
  });
});
