// Files of decisions that cannot be used: refused whole, before anything is asked, with every fault named by its entry.
import { describe, expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { asked, written } from '../support/listed.ts';

const WHO = '  author: Analyst One\n  date: 2024-08-02\n  reason: because\n';

async function refusal(text: string, ...argv: readonly string[]): Promise<string[]> {
  const { code, out, err } = await asked(['S>A 10'], ...argv, '--decisions', written('decisions.yaml', text));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('[bad-decisions]');
  expect(err).toMatch(/^ {2}next: \S/m);
  return err
    .split('\n')
    .slice(2)
    .filter((line) => line.startsWith('  ') && !line.startsWith('  next:'))
    .map((line) => line.trim());
}

describe('a file of decisions', () => {
  test('with many faults names them all at once, by entry', async () => {
    const faults = await refusal(
      [
        '- {decision: follow, subject: A}',
        '- {decision: jump, subject: A, author: a, date: 2024-08-02, reason: r}',
        '- {decision: stop, subject: A, author: a, date: 2024-02-30, reason: "  "}',
        '- just a word',
        '- {decision: follow, subject: A, author: a, date: 2024-08-02, reason: r, name: N, colour: red}',
        '- {decision: relabel, subjects: [], name: N, category: [x], author: a, date: 2024-08-02, reason: r}',
      ].join('\n'),
    );
    expect(faults).toEqual([
      'entry 1, author is missing',
      'entry 1, date is missing',
      'entry 1, reason is missing',
      'entry 2, decision is none of follow, stop, same-owner, relabel, exclude',
      'entry 3, name is missing',
      'entry 3, date is neither a date such as 2024-08-02 nor unix seconds',
      'entry 3, reason is empty',
      'entry 4 is no object',
      'entry 5: it takes no "name", "colour"',
      'entry 6, category is no text',
      'entry 6, subjects is empty',
    ]);
  });

  test('names what is wrong with a subject, and how many there must be', async () => {
    expect(
      await refusal(
        [
          `- decision: follow\n  subject: A\n  subjects: [A]\n${WHO}`,
          `- decision: stop\n  name: N\n${WHO}`,
          `- decision: same-owner\n  name: N\n  subject: A\n${WHO}`,
          `- decision: exclude\n  subject: t1:0\n${WHO}`,
        ].join(''),
      ),
    ).toEqual([
      'entry 1: it needs either subject or subjects',
      'entry 2: it needs either subject or subjects',
      'entry 3: one place alone has no other of the same owner',
      expect.stringMatching(/^entry 4, subject 1: A transfer of this chain is named by its own id\./),
    ]);
  });

  test('that says two things about one is refused', async () => {
    const say = (kind: string, subject: string, more = '') =>
      `- decision: ${kind}\n  subjects: [${subject}]\n${more}${WHO}`;
    expect(
      await refusal(
        [
          say('stop', 'A', '  name: N\n'),
          say('follow', 'A'),
          say('relabel', 'A', '  name: N\n  category: personal\n'),
          say('same-owner', 'B, C', '  name: N\n'),
          say('same-owner', 'C, D', '  name: M\n'),
          say('exclude', 't1, t1'),
          say('stop', 'H', '  name: N\n'),
        ].join(''),
        '--follow',
        'H',
      ),
    ).toEqual([
      'entry 2: follow names what entry 1 (stop) names too',
      'entry 3: relabel names what entry 1 (stop) names too',
      'entry 5: same-owner names what entry 4 (same-owner) names too',
      'entry 6: exclude names what it names already',
      'entry 7: stop names what --follow names too',
    ]);
  });

  test.each([
    ['is no list', 'decision: follow\n', 'it is no list of decisions'],
    ['is empty', '', 'it is no list of decisions'],
    ['is an empty list', '[]', 'it holds no decision'],
    ['is no YAML', '- {decision: [', 'it is no readable YAML or JSON in UTF-8'],
    [
      'is a bomb of aliases',
      `- &a [x, x]\n${'- &b [*a, *a, *a, *a, *a, *a]\n'.repeat(1)}- [*b, *b, *b, *b, *b, *b]`,
      'it is no readable YAML or JSON in UTF-8',
    ],
  ])('that %s is refused', async (_, text, fault) => {
    expect(await refusal(text)).toEqual([fault]);
  });

  test('that holds a secret does not have it repeated', async () => {
    const key = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
    const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    for (const [kind, subject] of [
      ['follow', key],
      ['exclude', key],
      ['follow', phrase],
      ['exclude', phrase],
    ]) {
      const faults = (await refusal(`- decision: ${kind}\n  subject: ${subject}\n${WHO}`)).join('\n');
      expect(faults).not.toContain(key);
      expect(faults).not.toContain('sausage');
    }
  });

  test('that is not there is named with its flag', async () => {
    const { code, err } = await asked(['S>A 10'], '--decisions', '/nowhere/decisions.yaml');
    expect(code).toBe(2);
    expect(err).toMatch(/--decisions[\s\S]*file-unreadable[\s\S]*ENOENT/);
  });

  test('may be JSON, and an address of hex digits without quotes is still that address', async () => {
    const json = [{ decision: 'follow', subject: 'A', author: 'a', date: 1722556800, reason: 'r' }];
    const read = await asked(['S>A 10'], '--decisions', written('decisions.json', JSON.stringify(json)));
    expect(read.code).toBe(0);
    // To YAML it would be a number, of which only the first 16 digits stay.
    const hex = '0x098b716b8aaf21512996dc57eb0615e2383e2f97';
    const text = `- decision: follow\n  subject: ${hex}\n${WHO}`;
    const { out } = await cli([
      'ronin',
      '--chain',
      'demo',
      '--ledger',
      written(
        'l.csv',
        'chain,tx,from,to,asset,amount,decimals,time,height\ndemo,t1,ronin,x,USD,1,0,2024-01-01,1\n',
      ),
      '--decisions',
      written('d.yaml', text),
    ]);
    expect(out).toContain(`follow ${hex} (not seen in this run)`);
  });
});
