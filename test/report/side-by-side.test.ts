// All services under all conventions side by side, in every form of a report. Worlds are small transfer lists; what must come
// out is added up in the comments.
import { describe, expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { asked, found, written } from '../support/listed.ts';

// A holds 10 clean ones, then 10 of the seed, and pays E 10, then F 10. fifo: the clean ones to E, the seed's to F. haircut: 5
// and 5. pifo: the seed's to E. Each of the two can be given 0 to 10. G gets 3 straight from the seed, whatever the rule.
const world = ['X>A 10', 'S>A 10', 'A>E 10', 'A>F 10', 'S>G 3'];
const rules = ['--convention', 'fifo,haircut,pifo'];

/** Lines of the section, words apart by one space. */
function section(out: string): string[] {
  const [, ...lines] = /Every rule side by side\n([\s\S]*?)\n\n/.exec(out)?.[1]?.split('\n') ?? [];
  return lines.map((line) => line.trim().replace(/\s+/g, ' '));
}

describe('all services under all conventions', () => {
  test('stand side by side with least and most, the headline marked', async () => {
    const { out } = await asked(world, ...rules);
    expect(section(out)).toEqual([
      'fifo* haircut pifo least most USD',
      '10 5 0 0 10 F Exchange [exchange]',
      '3 3 3 3 3 G Exchange [exchange]',
      '0 5 10 0 10 E Exchange [exchange]',
    ]);
    expect(out).toContain('fifo is the headline');
  });

  test('are the same in JSON, zero included', async () => {
    const { sideBySide } = await found(world, ...rules);
    expect(sideBySide?.find(({ entity }) => entity === 'E Exchange')).toEqual({
      asset: 'USD',
      entity: 'E Exchange',
      category: 'exchange',
      amounts: { fifo: '0', haircut: '5', pifo: '10' },
      least: '0',
      mostFollowed: '10',
      most: '10',
    });
  });

  test('are the same in CSV, every row with the headline', async () => {
    const { out } = await asked(world, ...rules, '--format', 'csv');
    const [head = '', ...rows] = out.trim().split('\r\n');
    const columns = head.split(',');
    const of = (row: string, column: string) => row.split(',')[columns.indexOf(column)];
    const cells = rows
      .filter((row) => of(row, 'line') === 'side-by-side' && of(row, 'entity') === 'E Exchange')
      .map((row) => `${of(row, 'convention')} ${of(row, 'amount')}`);
    expect(cells).toEqual(['fifo 0', 'haircut 5', 'pifo 10', 'least 0', 'most followed 10', 'most 10']);
    expect(rows.every((row) => of(row, 'headline') === 'fifo')).toBe(true);
  });

  test('also where a rule that was not asked for could have reached one', async () => {
    // Under fifo E gets nothing; the most that a rule could give it is 10 all the same.
    expect(section((await asked(world, '--convention', 'fifo')).out)).toContain(
      '0 0 10 E Exchange [exchange]',
    );
  });

  test('with a row for each address where a service has several', async () => {
    const both = written(
      'both.csv',
      'chain,address,name,category,source\ndemo,P,Twin Exchange,exchange,test\ndemo,Q,Twin Exchange,exchange,test\n',
    );
    const { out } = await asked(['S>P 4', 'S>Q 7'], '--labels', both, '--convention', 'fifo');
    expect(section(out)).toEqual([
      'fifo* least most USD',
      '11 11 11 Twin Exchange [exchange]',
      '7 7 7 Q',
      '4 4 4 P',
    ]);
  });

  test('with what was not followed apart from what was', async () => {
    // B holds 6 behind the hop limit: it may have gone to E as well.
    const { out } = await asked(['S>A 10', 'A>E 4', 'A>B 6'], '--hops', '2', '--convention', 'fifo');
    expect(section(out)).toEqual(['fifo* least most followed most USD', '4 4 4 10 E Exchange [exchange]']);
  });
});

describe('at 80 columns', () => {
  const large = (units: string): string =>
    [
      'chain,tx,height,time,order,from,to,asset,amount,decimals',
      `demo,t1,1,1600000000,0,S,A,USD,${units},18`,
      `demo,t2,2,1600003600,0,A,E,USD,${units},18\n`,
    ].join('\n');

  test.each([undefined, 80, 120])(
    'figures stand one under the other, and no figure is cut or broken (terminal of %s)',
    async (columns) => {
      // 21 digits in all: nine columns of them are wider than any terminal.
      const amount = '123.456789012345678901';
      const argv = ['S', '--ledger', written('large.csv', large(amount)), '--convention', 'all', '--quiet'];
      const labels = written(
        'e.csv',
        'chain,address,name,category,source\ndemo,E,E Exchange,exchange,test\n',
      );
      const { out } = await cli([...argv, '--labels', labels], {
        columns,
        outIsTerminal: columns !== undefined,
        env: { NO_COLOR: '1' },
      });
      const lines = (/Every rule side by side\n([\s\S]*?)\n\n/.exec(out)?.[1] ?? '').split('\n');
      const table = lines.filter((line) => line.includes('E Exchange') || /USD$/.test(line));
      // Each line has its names where the one above has them.
      for (const [index, line] of table.entries()) {
        if (index % 2 === 0) continue;
        const head = table[index - 1] as string;
        expect(line.indexOf('E Exchange')).toBe(head.indexOf('USD'));
        expect(line.length).toBeLessThanOrEqual(columns ?? 80);
      }
      const figures = table.join(' ').match(/123\.456789012345678901/g) ?? [];
      // Seven conventions, least and most.
      expect(figures.length).toBe(9);
    },
  );
});
