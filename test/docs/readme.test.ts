// README.md shows real output; and no document names a flag, a file or a page that does not exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { proveFlags, verifyFlags } from '../../src/cli/evidence-flags.ts';
import { flags } from '../../src/cli/flags.ts';
import { cli } from '../support/cli.ts';
import { atRoot, excerpt, filled } from './generated.ts';
import { groupHelps } from './group-helps.ts';

const pages = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const texts = new Map(pages.map((page) => [page, readFileSync(page, 'utf8')]));

/** As a terminal shows it, without colour. */
async function output(argv: readonly string[]): Promise<string> {
  return (await cli(argv, { outIsTerminal: true, env: { NO_COLOR: '1' } })).out;
}

test('the outputs in README.md are what the program prints', async () => {
  const colonial = ['run', 'fixtures/cases/colonial'];
  const list = ['victim', '--ledger', 'docs/examples/export.csv', '--labels', 'docs/examples/labels.csv'];
  await expect(
    filled('README.md', {
      colonial: excerpt(`npx trace ${colonial.join(' ')}`, await output(colonial), [
        '── ransom',
        '75.0005',
        '── seizure',
        '63.7',
        'Reached\n  ',
        'Every rule side by side',
        'Paths',
        'Not followed',
        'The sum\n  BTC                                     fifo             lifo',
      ]),
      list: excerpt(`npx trace ${list.join(' ')}`, await output(list), [
        '30 USD',
        'Reached',
        'Every rule side by side',
        'Still there',
        'The sum',
      ]),
    }),
  ).toMatchFileSnapshot(atRoot('README.md'));
});

test('the picture in README.md is what the program draws of the case', async () => {
  const payment = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';
  const { code, out } = await cli([
    ...['--tx', payment, '--stop-at', 'seizure', '--replay', 'fixtures/cases/colonial/tape'],
    ...['--format', 'svg', '--quiet'],
  ]);
  // 3: the tape ends where the published transactions do.
  expect(code).toBe(3);
  // docs/method.md has where these are published, and how they were worked out.
  for (const amount of ['61.46816619 BTC', '2.23180686 BTC', '0.00002695 BTC']) expect(out).toContain(amount);
  await expect(out).toMatchFileSnapshot(atRoot('docs/seizure.svg'));
});

test('the commands in README.md that ask explorers are understood as they stand', async () => {
  const commands = [...(texts.get('README.md') ?? '').matchAll(/^npx trace (.+)$/gm)].map(
    (match) => match[1] as string,
  );
  expect(commands.length).toBeGreaterThan(2);
  for (const command of commands) {
    const { code, err } = await cli([...command.split(' '), '--offline']);
    // Not 2, wrong usage: all that is missing is an answer.
    expect([command, code, err]).toEqual([command, 1, expect.stringContaining('[source-failed]')]);
  }
});

/** Flags of other programs that the documents name. */
const foreign = new Set(['--check', '--write']);

test('every flag that a document names exists', async () => {
  const groups = [
    ...(await groupHelps('labels', 'import')),
    ...(await groupHelps('case', 'init')),
    ...(await groupHelps('warehouse', 'import')),
  ];
  const helps = [...groups, (await cli(['screen', '--help'])).out];
  const own = new Set(
    [
      ...[...flags, ...verifyFlags, ...proveFlags].map(({ flags: text }) => text),
      ...helps.flatMap((help) => help.match(/^ {2}-.*/gm) ?? []),
    ]
      .flatMap((text) => [...text.matchAll(/--[a-z-]+/g)].map((match) => match[0]))
      .concat('--help', '--version'),
  );
  const unknown = [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/(?<![\w<!-])--[a-z][a-z-]*/g)]
      .map((match) => match[0])
      .filter((flag) => !own.has(flag) && !foreign.has(flag))
      .map((flag) => `${page}: ${flag}`),
  );
  expect(unknown).toEqual([]);
});

/** GitHub's name of a heading in a link. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

test('every link between documents leads somewhere', () => {
  const broken = [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] as string)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', part] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(file)) return true;
        const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
          anchor(title),
        );
        return part !== undefined && !headings.includes(part);
      })
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every file of the project that a document names exists', () => {
  const missing = [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/`((?:src|test|docs|fixtures|bin)\/[^`\s<>*…]+)`/g)]
      .map((match) => match[1] as string)
      .filter((path) => !existsSync(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every page is reached from README.md', () => {
  const readme = texts.get('README.md') ?? '';
  const unreached = pages.filter((page) => page !== 'README.md' && !readme.includes(`](${page})`));
  expect(unreached).toEqual([]);
});
