// What a forger who seals a bundle anew may not put into it, take out of it or change in it beside the result: the parts that
// the result does not show.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { unzipped } from '../../src/evidence/zip.ts';
import { cli } from '../support/cli.ts';
import { layerOf, resealed, verified } from '../support/forge.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-forged-parts-'));
const file = join(folder, 'colonial.zip');
const decisions = join(folder, 'decisions.yaml');
let input = '';

beforeAll(async () => {
  const entry =
    'decision: relabel\n  subject: bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls\n  name: A name\n  category: exchange';
  writeFileSync(decisions, `- ${entry}\n  author: an analyst\n  date: 2024-01-02\n  reason: for this test\n`);
  const own = ['--bundle', file, '--audit', join(folder, 'ledger.txt'), '--decisions', decisions, '--quiet'];
  expect((await cli(['run', 'fixtures/cases/colonial', ...own])).code).toBe(0);
  const names = [...unzipped(readFileSync(file)).keys()];
  input = names.find((name) => name.startsWith('inputs/decisions-')) as string;
});

const lines = (change: (all: string[]) => string[]) => (text: string) =>
  `${change(text.trimEnd().split('\n')).join('\n')}\n`;

describe('a bundle that is sealed anew', () => {
  test('is as it was, where nothing was changed', async () => {
    expect((await verified(file)).standing).toBe('not contradicted');
  });

  test.each<[string, string, (text: string) => string, string]>([
    [
      'a file that nothing makes',
      'notes.txt',
      () => 'the suspect confessed',
      'nothing makes or reads notes.txt',
    ],
    [
      'rows of a run that was not asked',
      'rows/other.jsonl',
      () => '{}',
      'nothing makes or reads rows/other.jsonl',
    ],
    ['proofs of a chain that no path is on', 'proofs/eip155-1.json', () => '{}', 'proofs/eip155-1.json'],
    [
      'an answer that nothing asks for',
      'answers.jsonl',
      lines(([head = '', first = '', ...rest]) => [head, first, first.replaceAll('/tx/', '/tx/0'), ...rest]),
      'answers.jsonl differs from line 3 on',
    ],
    [
      'an answer that is passed off as one to another question',
      'answers.jsonl',
      (text) =>
        text.replace('"request":{"service":"mempool.space"', '"request":{"service":"blockstream.info"'),
      'answers.jsonl differs',
    ],
    [
      'no word that the answers are made up',
      'answers.jsonl',
      lines(([, ...rest]) => rest),
      'answers.jsonl differs',
    ],
    [
      'a label of an address that was never met',
      'labels.jsonl',
      lines((all) => [...all, (all.at(-1) as string).replace(/"address":"[^"]+"/, '"address":"nobody"')]),
      'labels.jsonl differs',
    ],
    [
      'a question less in the access log',
      'access.jsonl',
      lines((all) => all.toSpliced(2, 1)),
      'access.jsonl says',
    ],
    [
      'a question more in the access log',
      'access.jsonl',
      lines((all) => [...all, '{"service":"x","request":"x /y","asked":1}']),
      'access.jsonl says ["x","x /y",1] where no more is asked',
    ],
    [
      'another count in the access log',
      'access.jsonl',
      (text) => text.replace('"asked":1', '"asked":9'),
      'access.jsonl says',
    ],
    [
      'no access log of the proofs that can be read',
      'proofs/access.jsonl',
      () => '{}',
      'proofs/access.jsonl is no',
    ],
    [
      'no access log that can be read',
      'access.jsonl',
      () => 'nobody was asked',
      'access.jsonl is no access log',
    ],
    [
      'an amount of the running ledger altered',
      'audit/ledger.txt',
      (text) => text.replace('63.69996546', '63.69996547'),
      'audit/ledger.txt differs from line',
    ],
    [
      'another seed in the case file',
      'case.yaml',
      (text) => text.replace('15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'),
      'case.yaml asks something else',
    ],
    [
      'another question in the case file',
      'case.yaml',
      (text) => text.replace('Where did the ransom go', 'Who took the ransom'),
      'case.yaml asks something else',
    ],
    [
      'a case file with other runs',
      'case.yaml',
      (text) => text.replace(/name: seizure/, 'name: other'),
      'other runs',
    ],
    ['no case in the case file', 'case.yaml', () => 'runs: 1\n', 'case.yaml is no case'],
  ])('is contradicted with %s', async (_, part, change, why) => {
    const verdict = await resealed(file, { [part]: change });
    expect(layerOf(verdict, 'replay')).toMatchObject({
      standing: 'contradicted',
      notes: [expect.stringContaining(why)],
    });
  });

  test('is contradicted with a remark in an input, which then has another name', async () => {
    const verdict = await resealed(file, { [input]: (text) => `${text}# seen by nobody\n` });
    expect(layerOf(verdict, 'replay')?.notes.join('\n')).toContain(`nothing makes or reads ${input}`);
  });

  test('says which options the command line gave instead of the case', async () => {
    const other = join(folder, 'other.zip');
    await cli(['run', 'fixtures/cases/colonial', '--bundle', other, '--convention', 'lifo', '--quiet']);
    const verdict = await verified(other);
    expect(verdict.standing).toBe('not contradicted');
    const { options } = JSON.parse(
      Buffer.from(unzipped(readFileSync(other)).get('question.json') as Uint8Array).toString('utf8'),
    ).asks[0];
    expect(options.convention).toBe('lifo');
    expect(layerOf(verdict, 'replay')?.notes.join('\n')).toContain(
      'the option convention is not that of case.yaml',
    );
  });
});
