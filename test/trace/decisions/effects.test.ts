// Decisions of an analyst: each kind on the smallest world that shows what it does, with its effect worked out by hand.
// fifo is the headline; E, F and G are exchanges.
import { describe, expect, test } from 'vitest';
import type { RunJson } from '../../../src/report/schema.ts';
import { asked, found, written } from '../../support/listed.ts';

type Effect = NonNullable<RunJson['decisions']>[number]['effect'];

/** One decision as YAML; author, date and reason as every one must have them. */
function entry(kind: string, subjects: string, more = ''): string {
  const lines = [
    `- decision: ${kind}`,
    `  subjects: [${subjects}]`,
    '  author: Analyst One',
    '  date: 2024-08-02',
  ];
  return [...lines, '  reason: seen in the file', ...(more === '' ? [] : [`  ${more}`])].join('\n');
}

function file(...entries: readonly string[]): string {
  return written('decisions.yaml', `${entries.join('\n')}\n`);
}

/** `entity or line (reason): without → with` */
function effectText(effect: Effect): string[] {
  return effect.map(({ line, entity, reason, without, with: now }) => {
    const where = entity ?? `${line}${reason === undefined ? '' : ` (${reason})`}`;
    return `${where}: ${without} → ${now}`;
  });
}

async function effects(world: readonly string[], entries: readonly string[], ...argv: readonly string[]) {
  const result = await found(world, ...argv, '--decisions', file(...entries));
  return { result, effects: (result.decisions ?? []).map(({ effect }) => effectText(effect)) };
}

describe('follow', () => {
  test('enters a hub, and its effect is what was found behind it', async () => {
    const noise = Array.from({ length: 8 }, (_, index) => `N${index}>H 1`);
    const world = ['S>H 10', 'H>E 10', ...noise];
    const { effects: told } = await effects(world, [entry('follow', 'H')], '--hub-limit', '5');
    expect(told).toEqual([['E Exchange: 0 → 10', 'notFollowed (hub): 10 → 0']]);
  });

  test('enters what a label names as a service, and what is below --min-value', async () => {
    const { effects: told } = await effects(
      ['S>E 990', 'S>B 10', 'E>F 990', 'B>G 10'],
      [entry('follow', 'E'), entry('follow', 'B')],
      '--min-value',
      '5%',
    );
    expect(told).toEqual([
      ['E Exchange: 990 → 0', 'F Exchange: 0 → 990'],
      ['G Exchange: 0 → 10', 'notFollowed (below-min-value): 10 → 0'],
    ]);
  });
});

describe('stop', () => {
  test('absorbs under the given name, as the category analyst, by the word of the analyst', async () => {
    const { result, effects: told } = await effects(
      ['S>A 10', 'A>E 10'],
      [entry('stop', 'A', 'name: A cash desk')],
    );
    expect(told).toEqual([['A cash desk: 0 → 10', 'E Exchange: 10 → 0']]);
    expect(result.endpoints).toMatchObject([
      {
        address: 'A',
        entity: 'A cash desk',
        category: 'analyst',
        source: 'analyst: Analyst One, 2024-08-02',
      },
    ]);
  });

  test('takes a category, and stops nobody else of it', async () => {
    const decision = entry('stop', 'A', 'name: Desk\n  category: Scam');
    const labels = written('scam.csv', 'chain,address,name,category,source\ndemo,B,B Scam,scam,test\n');
    const { result } = await effects(['S>A 10', 'S>B 5', 'B>E 5'], [decision], '--labels', labels);
    expect(result.endpoints?.map(({ address, category }) => [address, category])).toEqual([
      ['A', 'scam'],
      ['E', 'exchange'],
    ]);
  });
});

describe('relabel', () => {
  test('takes a service for a wallet, with the other label still to be seen beside it', async () => {
    const { result, effects: told } = await effects(
      ['S>E 10', 'E>F 10'],
      [entry('relabel', 'E', 'name: Own wallet\n  category: personal')],
    );
    expect(told).toEqual([['E Exchange: 10 → 0', 'F Exchange: 0 → 10']]);
    const names = result.touched?.[0]?.labels.map(({ entity, source }) => [entity, source]);
    expect(names).toEqual([
      ['Own wallet', 'analyst: Analyst One, 2024-08-02'],
      ['E Exchange', 'test'],
    ]);
    expect(result.decisions?.[0]?.subjects[0]?.labels.map(({ entity }) => entity)).toEqual(['E Exchange']);
  });

  test('takes a wallet for a service, and one service for another', async () => {
    const { effects: told } = await effects(
      ['S>A 10', 'A>E 10', 'S>F 4'],
      [
        entry('relabel', 'A', 'name: New Exchange\n  category: cex'),
        entry('relabel', 'F', 'name: E Exchange\n  category: exchange'),
      ],
    );
    // Without the first, 10 more reach E beside the 4 of F.
    expect(told).toEqual([
      ['E Exchange: 14 → 4', 'New Exchange: 0 → 10'],
      ['E Exchange: 0 → 4', 'F Exchange: 4 → 0'],
    ]);
  });
});

describe('same owner', () => {
  const world = ['S>A 10', 'A>B 7', 'A>E 3', 'B>A 2', 'B>C 1'];

  test('adds its places up under a name; what they pay each other has not arrived', async () => {
    // From others came 10. At the end B holds 7 − 2 − 1 = 4 and A 2; the 3 at E and the 1 at C are not theirs.
    const { result, effects: told } = await effects(world, [entry('same-owner', 'A, B', 'name: A and B')]);
    expect(result.decisions?.[0]).toMatchObject({
      name: 'A and B',
      together: { arrived: { USD: '10' }, endpoints: {}, held: { USD: '6' }, notFollowed: {} },
    });
    expect(told).toEqual([[]]);
  });

  test('changes no pool: all else is as without it', async () => {
    const plain = await found(world, '--convention', 'all');
    const { result } = await effects(
      world,
      [entry('same-owner', 'A, B', 'name: A and B')],
      '--convention',
      'all',
    );
    for (const field of ['endpoints', 'held', 'notFollowed', 'statement', 'paths', 'gaps'] as const)
      expect(result[field]).toEqual(plain[field]);
  });

  test('counts no hop among its places', async () => {
    // B is two hops away, and as near as A if both are one owner's.
    const { effects: told } = await effects(
      ['S>A 10', 'A>B 10', 'B>E 10'],
      [entry('same-owner', 'A, B', 'name: A and B')],
      '--hops',
      '2',
    );
    expect(told).toEqual([['E Exchange: 0 → 10', 'notFollowed (hop-limit): 10 → 0']]);
  });
});

describe('exclude', () => {
  test('lets no taint pass the transfer, and leaves its units in the balances', async () => {
    // A pays B 4 (t2, left out), the seed pays B 1. B pays 5: fifo takes the 4, now clean, and the 1. No shortage at B.
    const world = ['S>A 10', 'A>B 4', 'S>B 1', 'B>E 5'];
    const { result, effects: told } = await effects(world, [entry('exclude', 't2')]);
    expect(told).toEqual([['E Exchange: 5 → 1', 'notFollowed (excluded-by-analyst): 0 → 4']]);
    expect(result.gaps).toEqual([]);
    expect(result.held?.map(({ address, amounts }) => [address, amounts.fifo?.USD])).toEqual([['A', '6']]);
    // What was left out may have gone to E all the same: the bounds say so.
    expect(result.endpoints?.[0]?.bounds.USD).toEqual({ least: '1', most: '5', mostFollowed: '1' });
  });

  test('takes the id of one transfer, as reports print it', async () => {
    const world = ['S>A 10', 'A>E 4', 'A>F 6'];
    const [id = ''] =
      (await found(world)).paths?.find(({ entity }) => entity === 'E Exchange')?.hops.at(-1)?.transfers ?? [];
    expect(id).toMatch(/^t2\/row\//);
    const { effects: told } = await effects(world, [entry('exclude', id)]);
    expect(told).toEqual([['E Exchange: 4 → 0', 'notFollowed (excluded-by-analyst): 0 → 4']]);
  });

  test('of what the seed itself paid leaves the gross as it is', async () => {
    const { result } = await effects(['S>A 10', 'A>E 10', 'S>F 5'], [entry('exclude', 't1')]);
    expect(result.seeds?.[0]?.injected).toEqual({ USD: '15' });
    expect(result.statement?.[0]).toMatchObject({
      endpoints: '5',
      notFollowed: { 'excluded-by-analyst': '10' },
    });
  });

  test('of what came back to the seed is no return', async () => {
    const { effects: told } = await effects(['S>A 10', 'A>S 10'], [entry('exclude', 't2')]);
    expect(told).toEqual([['returned: 10 → 0', 'notFollowed (excluded-by-analyst): 0 → 10']]);
  });

  test('of a coin chain takes a coin', async () => {
    const seizure = 'fixtures/cases/colonial';
    const { cli } = await import('../../support/cli.ts');
    const plain = JSON.parse((await cli(['run', seizure, '--json', '--quiet'])).out).runs.at(-1) as RunJson;
    const hop = plain.paths[0]?.hops.at(-1);
    const coin = `"${hop?.tx}:${hop?.transfers.at(-1)?.split('/').at(-1)}"`;
    const argv = ['run', seizure, '--json', '--quiet', '--decisions', file(entry('exclude', coin))];
    const run = JSON.parse((await cli(argv)).out).runs.at(-1) as RunJson;
    // 6,146,816,619 satoshi at the coin of the FBI under fifo (docs/method.md).
    expect(effectText(run.decisions?.[0]?.effect ?? [])).toEqual([
      'FBI (seizure of 2021-06-07): 6146816619 → 0',
      'notFollowed (excluded-by-analyst): 0 → 6146816619',
    ]);
  });
});

describe('several decisions', () => {
  test('are each told against the run with all the others', async () => {
    // Nothing gets to A any more (t1 is left out), so that stopping there does nothing more.
    const world = ['S>A 10', 'A>E 10', 'S>B 2', 'B>F 2'];
    const { result, effects: told } = await effects(world, [
      entry('exclude', 't1'),
      entry('stop', 'A', 'name: Desk'),
    ]);
    expect(told).toEqual([['Desk: 10 → 0', 'notFollowed (excluded-by-analyst): 0 → 10'], []]);
    expect(result.summary?.[0]).toBe('With 2 decisions of an analyst, listed below with their effects.');
  });

  test('that name nothing the run met say so', async () => {
    const decisions = file(entry('stop', 'Z', 'name: Nobody'), entry('exclude', 't99'));
    const result = await found(['S>A 10'], '--decisions', decisions);
    expect(result.decisions?.map(({ subjects, effect }) => [subjects[0]?.isSeen, effect])).toEqual([
      [false, []],
      [false, []],
    ]);
    const { out } = await asked(['S>A 10'], '--decisions', decisions);
    expect(out.match(/no effect: it matches nothing that this run looked at/g)?.length).toBe(2);
  });

  test('are named with their file before all figures, in every form', async () => {
    const decisions = file(entry('stop', 'A', 'name: Desk'));
    const result = await found(['S>A 10'], '--decisions', decisions);
    expect(result.decisionsFile?.name).toMatch(/decisions\.yaml$/);
    const { sha256 = '' } = result.decisionsFile ?? {};
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const { out } = await asked(['S>A 10'], '--decisions', decisions);
    expect(out.split('\n')[0]).toBe('With 1 decision of an analyst, listed below with its effect.');
    expect(out).toContain(`sha256 ${sha256}`);
    const csv = (await asked(['S>A 10'], '--decisions', decisions, '--format', 'csv')).out
      .trim()
      .split('\r\n');
    expect(csv.length).toBeGreaterThan(1);
    for (const row of csv.slice(1)) expect(row.endsWith(`,1 of ${sha256}`)).toBe(true);
  });

  test('change nothing in a run that is asked without them', async () => {
    const result = await found(['S>A 10', 'A>E 10']);
    expect([result.decisions, result.decisionsFile]).toEqual([undefined, undefined]);
    expect((await asked(['S>A 10', 'A>E 10'])).out).not.toMatch(/decision/i);
  });
});

describe('a hostile text', () => {
  test('in a decision acts nowhere', async () => {
    const hostile = written(
      'hostile.yaml',
      [
        '- decision: stop',
        '  subject: A',
        '  name: "\\e[2JDesk\\u202e"',
        '  author: "=HYPERLINK(1)\\r\\nGaps"',
        '  date: 2024-08-02',
        '  reason: "\\e]0;owned\\a <script>"',
      ].join('\n'),
    );
    const { code, out } = await asked(['S>A 10'], '--decisions', hostile);
    expect(code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(out).toContain('\\u{1b}[2JDesk\\u{202e}');
    expect(out).toContain('=HYPERLINK(1)\\u{d}\\u{a}Gaps, 2024-08-02: \\u{1b}]0;owned\\u{7} <script>');
  });
});
