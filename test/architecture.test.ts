// Keeps the table of rooms in docs/ARCHITECTURE.md: who may import whom, where each dependency lives, where the world is touched.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const rooms: Readonly<Record<string, readonly string[]>> = {
  model: [],
  net: ['model'],
  graph: ['model'],
  store: ['model'],
  labels: ['store', 'model'],
  prices: ['store', 'model'],
  chains: ['net', 'store', 'model'],
  trace: ['graph', 'labels', 'prices', 'model'],
  evidence: ['chains', 'net', 'trace', 'model'],
  report: ['trace', 'graph', 'labels', 'prices', 'evidence', 'model'],
  library: ['model', 'net', 'labels', 'chains', 'trace', 'report'],
  cli: ['model', 'net', 'graph', 'store', 'labels', 'prices', 'chains', 'trace', 'evidence', 'report'],
};

/** Where each dependency may be imported from: a room, a folder of it, or one file. */
const homes: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  chalk: ['cli/output.ts', 'report'],
  'string-width': ['report/text'],
  'wrap-ansi': ['report/text'],
  ethers: ['chains/evm'],
  '@noble/hashes': ['chains/list', 'evidence/tally.ts'],
  '@ethereumjs/rlp': ['evidence/evm'],
  '@ethereumjs/mpt': ['evidence/evm'],
  'bitcoinjs-lib': ['chains'],
  '@bitcoinerlab/secp256k1': ['chains/bitcoin'],
  graphology: ['graph', 'report/graph', 'report/page/browser'],
  sigma: ['report/page/browser'],
  'd3-sankey': ['report/page/sankey.ts'],
  'graphology-gexf': ['report/graph'],
  xmlbuilder2: ['report/graph'],
  '@hpcc-js/wasm-graphviz': ['report/graph', 'report/pdf/figure.ts'],
  pdfkit: ['report/pdf'],
  'subset-font': ['report/pdf/fonts.ts'],
  fontkit: ['report/pdf/fonts.ts'],
  'write-excel-file': ['report/xlsx.ts'],
  fflate: ['report/xlsx.ts', 'evidence/zip.ts'],
  'p-limit': ['net', 'trace', 'chains/concurrent.ts'],
  'p-throttle': ['net'],
  'csv-parse': ['chains/list', 'labels'],
  libsql: ['store'],
  '@clickhouse/client': ['store/cluster.ts'],
  '@duckdb/node-api': ['chains/warehouse/duck.ts'],
  'lossless-json': ['chains', 'prices'],
  saxes: ['labels/reading'],
  yaml: [
    'cli/case-yaml.ts',
    'cli/case-add.ts',
    'cli/case-init.ts',
    'cli/decisions-file.ts',
    'cli/policy-file.ts',
    'labels/reading',
  ],
  zod: [
    'net',
    'chains',
    'labels',
    'prices',
    'evidence',
    'report/schema.ts',
    'report/label-schema.ts',
    'report/bridges/schema.ts',
    'report/exposure/schema.ts',
    'report/ens/schema.ts',
    'report/issuers/schema.ts',
    'report/prices/schema.ts',
    'report/sources/schema.ts',
    'report/spam/schema.ts',
    'report/account/schema.ts',
    'report/changes/difference-lines.ts',
    'report/pdf/figure.ts',
    'report/told-again.ts',
    'report/coins/schema.ts',
    'report/deposits/schema.ts',
    'report/patterns/schema.ts',
    'report/wallet/schema.ts',
    'cli',
  ],
};

interface Source {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sources(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, 'utf8');
      const imports = [
        ...text.matchAll(/^(?:import|export)\b[^;']*?from '([^']+)'|\bimport\('([^']+)'\)/gm),
      ].map((match) => (match[1] ?? match[2]) as string);
      return { file: relative('src', path), text, imports };
    });
}

const files = sources('src');

function roomOf(file: string): string {
  return file.split('/')[0] as string;
}

describe('the rooms', () => {
  test('import only along the arrows of the table', () => {
    const wrong = files.flatMap(({ file, imports }) =>
      imports
        .filter((name) => name.startsWith('.'))
        .map((name) => relative('src', resolve('src', dirname(file), name)))
        .filter((target) => target !== '' && !target.startsWith('..') && roomOf(target) !== roomOf(file))
        .filter((target) => rooms[roomOf(file)]?.includes(roomOf(target)) !== true)
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('are all in the table', () => {
    const unknown = [...new Set(files.map(({ file }) => roomOf(file)))].filter(
      (room) => rooms[room] === undefined,
    );
    expect(unknown).toEqual([]);
  });

  test('leave every dependency at its home', () => {
    const wrong = files.flatMap(({ file, imports }) =>
      imports
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) =>
          name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] as string),
        )
        .filter((name) => homes[name]?.some((home) => file === home || file.startsWith(`${home}/`)) !== true)
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('touch process, console, fetch, the clock and chance only where the world comes in', () => {
    const world = /\bprocess\.|\bconsole\.|\bfetch\(|\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)/;
    const allowed = new Set(['cli/world.ts', 'net/online.ts']);
    const wrong = files
      .filter(({ file }) => !allowed.has(file))
      .flatMap(({ file, text }) =>
        text
          .split('\n')
          .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && world.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
  });

  test('open every module with what it is', () => {
    const silent = files.filter(({ text }) => !/^(\/\/|\/\*)/.test(text)).map(({ file }) => file);
    expect(silent).toEqual([]);
  });

  test('have no default exports, no barrels and no classes but errors', () => {
    const wrong = files.filter(
      ({ text }) =>
        /export default|export \* from/.test(text) ||
        /^(export )?class (?!\w+ extends (?:Known)?Error)/m.test(text),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});
