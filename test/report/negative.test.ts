// What was not reached is said as plainly as what was: in the summary, in a list of its own and in JSON. Worlds are small
// transfer lists; what must come out is added up in the comments.
import { describe, expect, test } from 'vitest';
import { asked, found, written } from '../support/listed.ts';

const summary = async (world: readonly string[], ...argv: readonly string[]): Promise<string> =>
  ((await found(world, ...argv)).summary ?? []).join(' ');

async function notReached(world: readonly string[], ...argv: readonly string[]) {
  const { out } = await asked(world, ...argv);
  return /Not reached\n([\s\S]*?)\n\n/.exec(out)?.[1] ?? '';
}

describe('the summary says that nothing reached a service', () => {
  test('under any rule, where all was followed', async () => {
    // A pays E before the seed's money comes; no rule carries it back.
    expect(await summary(['X>A 10', 'A>E 10', 'S>A 10'])).toContain(
      'nothing of it reached a named service under any rule',
    );
  });

  test('of what was followed, with what was not', async () => {
    // B holds 6 behind the hop limit; A keeps 4.
    expect(await summary(['S>A 10', 'A>B 6'], '--hops', '2')).toContain(
      'nothing of what was followed reached a named service under any rule; at most 6 that was not followed could have',
    );
  });

  test('under the headline alone, with what another rule could give', async () => {
    // A has 10 clean ones and pays E 10: fifo gives E the clean ones, pifo the seed's. E could have 10 at most.
    for (const rules of ['fifo', 'fifo,pifo', 'fifo,poison'])
      expect(await summary(['X>A 10', 'S>A 10', 'A>E 10'], '--convention', rules)).toContain(
        'none of it reached a named service, but another rule could give up to 10 to E Exchange',
      );
  });

  test('and not where something did', async () => {
    const text = await summary(['S>A 10', 'A>E 10']);
    expect(text).toContain('reached E Exchange');
    expect(text).not.toContain('nothing of');
  });
});

describe('a labelled place that was paid', () => {
  test('before the money came is named, and nothing reached it under any rule', async () => {
    const world = ['X>A 10', 'A>F 10', 'S>A 10', 'A>E 10'];
    expect(await notReached(world)).toContain(
      'F Exchange [exchange], 1 transfer seen: nothing of it reached F Exchange under any rule',
    );
    const { notReached: rows, unseen } = await found(world);
    expect(rows).toEqual([
      {
        entity: 'F Exchange',
        category: 'exchange',
        kind: 'service',
        places: [{ chain: 'list:demo', address: 'F' }],
        transfers: 1,
        bounds: { USD: { least: '0', most: '0', mostFollowed: '0' } },
      },
    ]);
    expect(unseen).toEqual({});
  });

  test('after the money had left is named too, though reach would touch it', async () => {
    // All 10 go on to E; then clean money comes and goes to F. Poison calls A touched for ever, a flow does not.
    const world = ['S>A 10', 'A>E 10', 'X>A 5', 'A>F 5'];
    const only = ['--convention', 'fifo,haircut'];
    expect(await notReached(world, ...only)).toContain('nothing of it reached F Exchange under any rule');
  });

  test('is said to be beyond any rule where only reach touches it', async () => {
    const { out } = await asked(['S>A 10', 'A>E 10', 'X>A 5', 'A>F 5']);
    expect(out).toMatch(/0 USD[^\n]*F Exchange[^\n]*\n\s*nothing of it reached F Exchange under any rule/);
    expect(out).not.toContain('nothing of it reached E Exchange');
  });

  test('is left out where money reached it after its label had ended', async () => {
    const ended = written(
      'ended.csv',
      'chain,address,name,category,source,validTo\ndemo,P,Old Exchange,exchange,test,2020-09-13T13:00:00Z\n',
    );
    // t1 stands at 2020-09-13 12:26:40Z, t3 two hours later.
    const { out } = await asked(['X>P 1', 'S>A 10', 'A>P 10'], '--labels', ended);
    expect(out).not.toContain('reached Old Exchange');
  });

  test('is said to be open to what was not followed', async () => {
    // F is paid by A before; 6 stand at B behind the hop limit.
    expect(await notReached(['X>A 1', 'A>F 1', 'S>A 10', 'A>B 6', 'A>E 4'], '--hops', '2')).toContain(
      'nothing of what was followed reached F Exchange under any rule; of what was not followed it could have at most 6 USD',
    );
  });

  test('is said to be open to another rule', async () => {
    expect(await notReached(['X>A 10', 'S>A 10', 'A>F 10', 'A>E 10'], '--convention', 'fifo,libr')).toContain(
      'nothing reached F Exchange under fifo, libr; another rule could give it up to 10 USD',
    );
  });

  test('counts though its label ends no trace, and not where it was touched', async () => {
    const scams = written(
      'scams.csv',
      'chain,address,name,category,source\ndemo,P,P Scam,scam,test\ndemo,Q,Q Scam,scam,test\n',
    );
    const world = ['X>A 10', 'A>P 10', 'S>A 10', 'A>Q 4', 'A>E 6'];
    for (const rules of ['fifo', 'fifo,poison']) {
      const argv = ['--labels', scams, '--convention', rules];
      const text = await notReached(world, ...argv);
      expect(text).toContain('P Scam [scam], 1 transfer seen: nothing of it reached P Scam under any rule');
      expect(text).not.toContain('Q Scam');
    }
  });

  test('is left out where it only pays, and a seed is no receiver', async () => {
    expect(await notReached(['F>A 10', 'A>S 5', 'S>A 10', 'A>E 15'])).toBe('');
  });
});
