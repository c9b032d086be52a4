// docs/cli.md: its tables come from the table of flags, its examples from the help, and what it shows by hand works.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liveLedgers } from '../../src/chains/ledgers.ts';
import { accountColumns } from '../../src/cli/accounts-file.ts';
import { readCase } from '../../src/cli/case-file.ts';
import { claimColumns } from '../../src/cli/claim-columns.ts';
import { readClaims } from '../../src/cli/claims-file.ts';
import { clusterFlags } from '../../src/cli/cluster-flags.ts';
import { readDecisions } from '../../src/cli/decisions-file.ts';
import { proveFlags, verifyFlags } from '../../src/cli/evidence-flags.ts';
import { type Flag, type FlagKind, flags } from '../../src/cli/flags.ts';
import { settableWords } from '../../src/cli/given-defaults.ts';
import { priceColumns } from '../../src/cli/prices-file.ts';
import { formatNames, formats } from '../../src/report/formats.ts';
import { decisionKinds } from '../../src/trace/decisions/decision.ts';
import { cli } from '../support/cli.ts';
import { atRoot, codes, filled, table } from './generated.ts';
import { groupHelps } from './group-helps.ts';

const PAGE = 'docs/cli.md';

function flagTable(kind: FlagKind | undefined, of: readonly Flag[] = flags): string {
  const rows = of
    .filter((flag) => kind === undefined || flag.kind === kind)
    .map(({ flags: text, text: meaning, repeat, choices }) => [
      `\`${text}\``,
      [
        meaning,
        ...(choices !== undefined && repeat !== undefined ? [`one of ${codes(choices)}`] : []),
        ...(repeat === undefined
          ? []
          : [
              repeat === 'words'
                ? 'may be given several times, or with commas'
                : 'may be given several times',
            ]),
      ].join('; '),
    ]);
  return table(['flag', 'meaning'], rows);
}

/** The help's own lines, from `start` up to the next blank line. */
function partOfHelp(help: string, start: string): string {
  const lines = help.split('\n');
  const from = lines.findIndex((line) => line.startsWith(start));
  if (from < 0) throw new Error(`the help has no ${start}`);
  const length = lines.slice(from).indexOf('');
  return lines.slice(from, length < 0 ? undefined : from + length).join('\n');
}

/** Without the options that the tables have already, where there are many of them. */
function withoutKnown(help: string): string {
  if (!help.includes('--quiet')) return help;
  const known = new Set(flags.map(({ flags: text }) => text));
  const own = (line: string): boolean => ![...known].some((text) => line.startsWith(`  ${text}`));
  const lines: string[] = [];
  let kept = true;
  for (const line of help.split('\n')) {
    // An option goes on in lines that are indented further.
    if (!/^ {6}/.test(line)) kept = own(line);
    if (kept) lines.push(line);
  }
  return lines.join('\n');
}

test('the tables of flags and the examples are those of the program', async () => {
  const root = await cli(['--help']);
  const run = await cli(['run', '--help']);
  const cluster = await cli(['cluster', '--help']);
  const verify = await cli(['verify', '--help']);
  const prove = await cli(['prove', '--help']);
  const report = await cli(['report', '--help']);
  const doctor = await cli(['doctor', '--help']);
  const completion = await cli(['completion', '--help']);
  expect([root.code, run.code]).toEqual([0, 0]);
  const block = (text: string) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  await expect(
    filled(PAGE, {
      usage: block(
        [root, run, cluster, verify, prove, report, doctor, completion]
          .map(({ out }, index) =>
            partOfHelp(out, 'Usage:').replace('Usage:', index === 0 ? 'Usage:' : '      '),
          )
          .join('\n'),
      ),
      examples: block(partOfHelp(root.out, 'Examples:')),
      'flags: result': flagTable('result'),
      'flags: source': flagTable('source'),
      'flags: form': flagTable('form'),
      forms: table(
        ['format', 'a trace', '`--backward`, `trace account`', '`trace report` of a kept result'],
        formatNames.map((name) => {
          const { flows, accounts, binary } = formats[name];
          const upstream = flows !== 'needed' ? 'yes' : accounts === 'told' ? 'as text' : 'refused';
          const kept = {
            needed: 'of one kept with `--flows`',
            useful: 'yes; the ledger needs `--flows`',
            unused: 'yes',
          };
          return [`\`${name}\``, binary === true ? 'with `-o FILE`' : 'yes', upstream, kept[flows]];
        }),
      ),
      'flags: cluster': flagTable(undefined, clusterFlags),
      'flags: verify': flagTable(undefined, verifyFlags),
      'flags: prove': flagTable(undefined, proveFlags),
      'claim columns': table(
        ['column', 'meaning', 'also read as'],
        claimColumns.map(({ name, meaning, aliases }) => [`\`${name}\``, meaning, codes(aliases)]),
      ),
      'account columns': table(
        ['column', 'meaning', 'also read as'],
        accountColumns.map(({ name, meaning, aliases }) => [`\`${name}\``, meaning, codes(aliases)]),
      ),
      'price columns': table(
        ['column', 'meaning', 'also read as'],
        priceColumns.map(({ name, meaning, aliases }) => [`\`${name}\``, meaning, codes(aliases)]),
      ),
      settable: codes(settableWords),
      case: block((await groupHelps('case', 'init')).map(withoutKnown).join('\n')),
      labels: block((await groupHelps('labels', 'import')).join('\n')),
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});

test('every option of the help is on the page', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const { out } = await cli(['--help']);
  const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1] as string);
  expect(options.length).toBeGreaterThan(flags.length);
  expect(options.filter((option) => !page.includes(option))).toEqual([]);
});

test('every environment variable that the program reads is on the page', () => {
  const page = readFileSync(PAGE, 'utf8');
  const names = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join('src', file), 'utf8').matchAll(/\benv\.([A-Z][A-Z_]+)/g)])
    .map((match) => match[1] as string);
  expect(names).toContain('NO_COLOR');
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

/** The first code block of this language. */
function shown(language: string): string {
  const block = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readFileSync(PAGE, 'utf8'))?.[1];
  if (block === undefined) throw new Error(`${PAGE} shows no ${language}`);
  return block;
}

test('the case.yaml on the page is one that the program reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-docs-'));
  const pack = 'chain,address,name,category,source\n';
  mkdirSync(join(folder, 'labels'));
  writeFileSync(join(folder, 'labels', 'exchanges.csv'), pack);
  const sha256 = createHash('sha256').update(pack).digest('hex');
  writeFileSync(join(folder, 'case.yaml'), shown('yaml').replace(/sha256: .*/, `sha256: ${sha256}`));
  const read = await readCase(folder);
  expect(read.runs.map(({ name, seeds }) => [name, seeds.wallets.length])).toEqual([['first', 2]]);
});

test('the decisions on the page are ones that the program reads, and every kind is in the table', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const block = /```text\n(- decision: [\s\S]*?)```/.exec(page)?.[1] ?? '';
  const maker = liveLedgers(() => Promise.reject(new Error('nobody is asked')), ['blockscout']);
  const { entries } = await readDecisions(Buffer.from(block), 'decisions.yaml', {
    chain: undefined,
    maker,
    follow: new Set(),
  });
  expect(entries.map(({ kind, places }) => [kind, places.length])).toEqual([
    ['stop', 1],
    ['same-owner', 2],
  ]);
  for (const kind of decisionKinds) expect(page).toContain(`| \`${kind}\` |`);
});

test('the claims on the page are ones that the program reads', async () => {
  const maker = liveLedgers(() => Promise.reject(new Error('nobody is asked')), ['blockscout']);
  const reading = { chain: undefined, maker, onFault: 'refuse' } as const;
  const { claims, unread } = await readClaims(Buffer.from(shown('csv')), 'claims.csv', reading);
  expect(unread).toEqual([]);
  expect(claims.map(({ line, victim, n, amount }) => [line, victim, n, amount])).toEqual([
    [2, 'case 0417/1', 0, '2.5'],
    [3, 'case 0417/2', undefined, '75'],
    [4, 'case 0417/2', 1, undefined],
  ]);
});

test('the config file on the page is one that the program reads', async () => {
  const home = mkdtempSync(join(tmpdir(), 'trace-docs-'));
  mkdirSync(join(home, '.config', 'trace'), { recursive: true });
  writeFileSync(join(home, '.config', 'trace', 'config.json'), shown('json'));
  const urls: (string | undefined)[] = [];
  await cli(['run', 'fixtures/cases/colonial'], {
    home,
    online: (services) => {
      urls.push(services.get('mempool.space')?.baseUrl);
      return () => Promise.reject(new Error('a replay asked somebody'));
    },
  });
  expect(urls).toEqual(['http://127.0.0.1:3000/api']);
});
