// How far a run is: the line on a terminal, and the events for a script. Amounts are worked out by hand.
import { describe, expect, test } from 'vitest';
import { clippedToCells } from '../../src/report/text/clipped-to-cells.ts';
import { cli } from '../support/cli.ts';
import { exchangeLabels, listOf } from '../support/listed.ts';
import { readCoinWorld, serveCoinWorld } from '../support/world-text.ts';

// S pays 100; A passes 60 on to the exchange E and 40 to B, who keeps 30 and pays C 10.
const argv = ['S', '--min-value', '20', '--ledger', listOf(['S>A 100', 'A>E 60', 'A>B 40', 'B>C 10'])];
const labelled = [...argv, '--labels', exchangeLabels];

interface Event {
  readonly event: string;
  readonly round?: number;
  readonly wallets?: number;
  readonly transfers?: number;
  readonly unexplained?: readonly object[];
  readonly requests: number;
}

const eventsOf = (err: string): Event[] =>
  err
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

function open(atMost: string): object[] {
  return [{ asset: 'USD', symbol: 'USD', decimals: 0, atMost, of: '100' }];
}

describe('--watch-progress json', () => {
  test('tells each round with what may still lie where nobody has looked', async () => {
    const { err, code } = await cli([...labelled, '--watch-progress', 'json']);
    expect(code).toBe(0);
    const rounds = eventsOf(err).filter(({ event }) => event === 'round');
    expect(rounds.map(({ round, wallets, unexplained }) => [round, wallets, unexplained])).toEqual([
      // All of it is at A.
      [1, 0, open('100')],
      // A is explored: 40 went to B; what is at E is explained.
      [2, 1, open('40')],
      // C is below 20 and is never explored: its 10 stay open.
      [3, 2, open('10')],
    ]);
    expect(eventsOf(err).at(-1)).toMatchObject({ event: 'end', requests: 0 });
  });

  test('speaks where --quiet silences notes, and where the run fails', async () => {
    const quiet = await cli([...labelled, '--watch-progress', 'json', '--quiet']);
    expect(eventsOf(quiet.err)).toHaveLength(4);
    const failed = await cli(['S', '--ledger', 'no-such-file.csv', '--watch-progress', 'json']);
    expect(failed.code).not.toBe(0);
    expect(failed.err).toContain('trace: ');
  });

  test('changes no byte of the result', async () => {
    const plain = await cli([...labelled, '--json']);
    expect((await cli([...labelled, '--json', '--watch-progress', 'json'])).out).toBe(plain.out);
    expect(plain.err).toBe('');
  });

  test('counts requests and says how many there are each second', async () => {
    let now = 0;
    const { err } = await cli(
      ['15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', '--as-of', 'bitcoin=686684', '--watch-progress', 'json'],
      // Each look at the clock takes a second.
      { http: serveCoinWorld(readCoinWorld('fixtures/cases/colonial/world.txt')), now: () => (now += 1000) },
    );
    const events = eventsOf(err);
    const last = events.at(-1) as Event & { requestsPerSecond: number; milliseconds: number };
    expect(events.filter(({ event }) => event === 'asking').length).toBeGreaterThan(0);
    expect(last.requests).toBeGreaterThan(0);
    expect(last.requestsPerSecond).toBe(Number(((last.requests * 1000) / last.milliseconds).toFixed(1)));
  });
});

describe('the line on a terminal', () => {
  const terminal = { errIsTerminal: true };

  test('says wallets, transfers, requests, rate and what is unexplained, and is taken back', async () => {
    let now = 1_700_000_000_000;
    const { err } = await cli(labelled, { ...terminal, now: () => (now += 1000), columns: 120 });
    // Four rows of the list: S, A and B are read one after another.
    expect(err).toContain('round 2: 1 wallets, ');
    expect(err).toContain(' requests (0.0/s), ≤ 40 USD unexplained');
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
  });

  test('is never longer than the terminal is wide', async () => {
    let now = 1_700_000_000_000;
    const { err } = await cli(labelled, { ...terminal, now: () => (now += 1000), columns: 40 });
    const lines = err.split('\r\u001b[2K').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThan(40);
  });

  test('counts a wide character as two', () => {
    expect(clippedToCells('交易所の資金', 7)).toBe('交易所…');
    expect(clippedToCells('交易所の資金', 12)).toBe('交易所の資金');
  });
});
