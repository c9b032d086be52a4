// Every form of a result, of a world that tries to break it: the largest amount there is, an asset and a label whose
// names are markup, formulas and escape codes. What is expected is worked out by hand from the three rows below.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { MultiDirectedGraph } from 'graphology';
import { parse as parseGexf } from 'graphology-gexf';
import { parse as parseGraphml } from 'graphology-graphml';
import type { AbstractGraph } from 'graphology-types';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FormatName, formatNames, formats } from '../../src/report/formats.ts';
import { cli } from '../support/cli.ts';

const MOST = (2n ** 256n - 1n).toString();
const LESS = (2n ** 256n - 3n).toString();
const ASSET = '=HYPERLINK("x")"]--><script>alert(1)</script>';
/** As symbols are shown: at most 24 characters, the cut visible. The asset itself is never cut. */
const CLIPPED = '=HYPERLINK("x")"]--><sc…';
const NAME = '\u001b[31mRed\u202e <b>&"Desk"';
/** What is left of the name when nothing in it acts. */
const SHOWN = '\\u{1b}[31mRed\\u{202e} <b>&"Desk"';

let folder: string;
let list: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-formats-'));
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const row = (tx: string, height: number, from: string, to: string, amount: string) =>
    ['example', tx, height, 1_700_000_000 + height, 0, from, to, cell(ASSET), amount, 0].join(',');
  writeFileSync(
    join(folder, 'list.csv'),
    [
      'chain,tx,height,time,order,from,to,asset,amount,decimals',
      row('t1', 1, 'seed', 'mule', MOST),
      row('t2', 2, 'mule', 'desk', '2'),
      row('t3', 3, 'mule', 'other', LESS),
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'labels.csv'),
    `chain,address,name,category,source\nexample,desk,${cell(NAME)},exchange,${cell('=1+1')}\n`,
  );
  list = ['seed', '--ledger', join(folder, 'list.csv'), '--labels', join(folder, 'labels.csv')];
});

async function shown(format: FormatName): Promise<string> {
  const { out, code } = await cli([...list, '--min-value', '0', '--format', format]);
  expect(code).toBe(0);
  return out;
}

async function written(format: FormatName): Promise<Buffer> {
  const file = join(folder, `result.${format}`);
  const { code, err } = await cli([...list, '--min-value', '0', '--format', format, '-o', file]);
  expect([code, err]).toEqual([0, '']);
  return readFileSync(file);
}

describe('any form', () => {
  test.each(formatNames.filter((name) => formats[name].binary !== true))(
    '%s: nothing acts on a terminal',
    async (name) => {
      const text = await shown(name);
      expect(text.length).toBeGreaterThan(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e]/);
    },
  );

  test.each(formatNames)('%s: the same question gives the same bytes', async (name) => {
    const first = await written(name);
    expect((await written(name)).equals(first)).toBe(true);
  });

  test.each(
    formatNames.filter((name) => !['text', 'svg', 'dot', 'mermaid', 'csv-nodes', 'md', 'pdf'].includes(name)),
  )('%s: the largest amount is there to the last digit', async (name) => {
    const bytes = await written(name);
    const text =
      name === 'xlsx'
        ? Object.values(unzipSync(bytes))
            .map((part) => Buffer.from(part).toString('utf8'))
            .join('')
        : bytes.toString('utf8');
    expect(text).toContain(MOST);
    expect(text).toContain(LESS);
  });
});

type Attributes = Record<string, string>;
type Read = AbstractGraph<Attributes, Attributes>;

describe('GEXF and GraphML', () => {
  const readers = {
    gexf: (text: string): Read => parseGexf(MultiDirectedGraph, text),
    graphml: (text: string): Read => parseGraphml(MultiDirectedGraph, text),
  };
  test.each(['gexf', 'graphml'] as const)('%s comes back from a reader as it was', async (name) => {
    const graph = readers[name](await shown(name));
    const node = (of: string) => graph.getNodeAttributes(`list:example:${of}`);
    expect(graph.nodes().sort()).toEqual(['desk', 'mule', 'other', 'seed'].map((of) => `list:example:${of}`));
    expect(node('seed')).toMatchObject({ role: 'seed', kind: 'wallet', address: 'seed' });
    expect(node('desk')).toMatchObject({ role: 'endpoint', entity: SHOWN, label: SHOWN });
    expect(node('other')).toMatchObject({ role: 'held' });
    const edges = graph.mapEdges((_, attributes) => attributes);
    expect(edges.map(({ tx, amount, time }) => [tx, amount, time])).toEqual([
      ['t1', MOST, '2023-11-14T22:13:21+00:00'],
      ['t2', '2', '2023-11-14T22:13:22+00:00'],
      ['t3', LESS, '2023-11-14T22:13:23+00:00'],
    ]);
    expect(edges.every(({ amount, carried_fifo }) => carried_fifo === amount)).toBe(true);
    expect(edges[0]).toMatchObject({ asset: ASSET, symbol: CLIPPED });
  });
});

describe('drawings', () => {
  test('DOT keeps what is quoted in its quotes', async () => {
    const text = await shown('dot');
    expect(text).toContain('[label="2 =HYPERLINK(\\"x\\")\\"]--><sc…');
    // Outside of quotes only the language itself is left.
    const bare = text.replace(/"(?:\\.|[^"\\])*"/g, '""');
    expect(bare).not.toMatch(/script|HYPERLINK|Red/);
  });

  test('Mermaid writes every mark that means something as an entity', async () => {
    const text = await shown('mermaid');
    expect(text).not.toContain('<script>');
    expect(text).toContain('2 #61;HYPERLINK#40;#34;x#34;#41;#34;#93;--#62;#60;sc#8230;');
  });

  test('SVG holds text, and nothing that runs or loads', async () => {
    const text = await shown('svg');
    expect(text).toContain('&lt;b&gt;&amp;&quot;Desk&quot;');
    expect(text).not.toMatch(/<script|xlink:href|href=|onload|<image|<foreignObject/);
  });
});

describe('tables', () => {
  test('cells of nodes and edges that a spreadsheet would calculate begin with an apostrophe', async () => {
    const edges = await shown('csv-edges');
    expect(edges.split('\r\n')[0]).toMatch(/^Source,Target,Type,Id,/);
    expect(edges).toContain(`"'=HYPERLINK(""x"")""]--><script>`);
    expect(edges).not.toMatch(/,"?=/);
    expect((await shown('csv-nodes')).split('\r\n')[0]).toMatch(/^Id,Label,/);
  });

  test('a workbook holds text alone: no number that loses digits, no formula', async () => {
    const parts = unzipSync(await written('xlsx'));
    const sheets = Object.entries(parts).filter(([name]) => name.startsWith('xl/worksheets/sheet'));
    expect(sheets).toHaveLength(5);
    for (const [, bytes] of sheets) {
      const xml = Buffer.from(bytes).toString('utf8');
      expect(xml).not.toMatch(/<f[ >]/);
      for (const [cell] of xml.matchAll(/<c [^>]*>/g)) expect(cell).toMatch(/ t="s"/);
    }
  });

  test('a workbook is written to a file only', async () => {
    const { code, out, err } = await cli([...list, '--format', 'xlsx']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('-o FILE');
  });
});

describe('JSON lines', () => {
  test('say what was asked, then each transfer that carries anything, then where it ended', async () => {
    const lines = (await shown('ndjson'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([...new Set(lines.map(({ type }) => type))]).toEqual([
      'head',
      'run',
      'flow',
      'endpoints',
      'entities',
      'held',
      'paths',
      'statement',
    ]);
    expect(lines.filter(({ type }) => type === 'flow')).toMatchObject([
      { tx: 't1', from: 'seed', to: 'mule', amount: MOST, carried: { fifo: MOST } },
      { tx: 't2', from: 'mule', to: 'desk', amount: '2', carried: { fifo: '2' } },
      { tx: 't3', from: 'mule', to: 'other', amount: LESS, carried: { fifo: LESS } },
    ]);
  });

  test('and --flows puts the same transfers into JSON', async () => {
    const { out } = await cli([...list, '--min-value', '0', '--json', '--flows']);
    expect(JSON.parse(out).flows.map(({ tx }: { tx: string }) => tx)).toEqual(['t1', 't2', 't3']);
    expect(JSON.parse(await shown('json')).flows).toBeUndefined();
  });
});
