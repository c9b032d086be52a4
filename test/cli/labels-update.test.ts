import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import type { Request, Response } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import { cli } from '../support/cli.ts';

const A = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Less than it announces: the connection breaks. */
  readonly cut?: boolean;
}

/** One pack at an address of the loopback interface; `answer` may be changed between calls. */
async function source(first: Answer, more: Readonly<Record<string, string>> = {}) {
  const asked: IncomingHttpHeaders[] = [];
  const state = { answer: first };
  const server = createServer((request, response) => {
    asked.push(request.headers);
    const { status = 200, headers = {}, body = '', cut = false } = state.answer;
    response.writeHead(status, { 'content-length': body.length * (cut ? 2 : 1), ...headers });
    response.write(body);
    if (cut) response.destroy();
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const home = mkdtempSync(join(tmpdir(), 'trace-update-'));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/packs/example.csv`;
  const config = join(home, 'config.json');
  writeFileSync(config, JSON.stringify({ labels: { example: { url: `${url}?token=secret`, ...more } } }));
  const update = (now: number, ...flags: readonly string[]) =>
    cli(['labels', 'update', 'example', '--config', config, ...flags], { home, online, now: () => now });
  const why = async () => (await cli(['labels', 'why', A], { home })).out;
  const list = async () => (await cli(['labels', 'list'], { home })).out;
  return { asked, state, url, update, why, list };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const csv = (name: string): Answer => ({
  headers: { etag: `"${name}"`, 'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT' },
  body: `address,name\n${A},${name}\n`,
});

test('a source is fetched, installed with its address, and asked for changes only', async () => {
  const { asked, state, url, update, why } = await source(csv('First'), {
    category: 'exchange',
    tier: 'owner',
    licence: 'CC0',
  });
  const first = await update(NOW);
  expect([first.code, first.out]).toEqual([0, 'example: fetched and installed: 1 labels, 0 rows refused\n']);
  expect(await why()).toContain(
    `First [exchange]; tier owner; no date; no confidence; says ${url}; in example`,
  );
  expect(asked[0]?.['if-none-match']).toBeUndefined();
  state.answer = { status: 304 };
  const second = await update(NOW + 3 * DAY);
  const checksum = sha256(csv('First').body as string);
  expect(second.out).toBe(
    `example: unchanged; installed as of 2023-11-17, 0 days ago, from ${url} (CC0), sha256 ${checksum}\n`,
  );
  expect(asked[1]).toMatchObject({
    'if-none-match': '"First"',
    'if-modified-since': 'Tue, 14 Nov 2023 22:13:20 GMT',
  });
  state.answer = csv('Second');
  await update(NOW + 4 * DAY);
  const now = await why();
  expect(now).toContain('Second');
  expect(now).not.toContain('First');
  expect(now).not.toContain('secret');
});

const damaged: readonly [string, Answer, string][] = [
  [
    'breaks off',
    { ...csv('Half'), cut: true },
    'No usable answer from labels example: the connection failed',
  ],
  ['is a web page', { body: '<!DOCTYPE html><html>Sign in</html>' }, 'cannot be read'],
  ['is an error', { status: 404, body: 'no' }, 'The answer has the status 404'],
  ['is empty', { body: '' }, 'it is empty'],
  ['holds no label', { body: 'address,name\n' }, 'not one is in it'],
  ['breaks off in its last row', { body: `address,name\n${A},Good\n${A.slice(0, 9)}` }, 'they break off'],
  ['is an archive without a table', { body: zipSync({ 'a.txt': utf8('x') }) }, 'no table (.csv) is in the'],
  [
    'is half of an archive',
    { body: zipSync({ 'a.csv': utf8(`address,name\n${A},Half\n`.repeat(50)) }).slice(0, -40) },
    'no whole ZIP archive',
  ],
  [
    'is an archive with a byte changed',
    {
      body: zipSync({ 'a.csv': [utf8(`address,name\n${A},Half\n`), { level: 0 }] }).map((byte, at) =>
        at === 70 ? byte ^ 1 : byte,
      ),
    },
    'no whole ZIP archive',
  ],
  ['is half of its JSON', { body: `[{"address":"${A}","name":"Ha` }, 'was it cut while it was written?'],
];

test.each(damaged)(
  'an answer that %s installs nothing: what is there stays, and says how old it is',
  async (_, answer, reason) => {
    const { state, update, why } = await source(csv('Good'));
    await update(NOW);
    state.answer = answer;
    const { code, out } = await update(NOW + 2 * DAY);
    expect(code).toBe(3);
    expect(out).toContain('example: nothing new installed: ');
    expect(out).toContain(reason);
    expect(out).toContain('installed as of 2023-11-14, 2 days ago');
    expect(await why()).toContain('Good');
  },
);

test('offline nothing is asked', async () => {
  const { asked, update, url, list } = await source(csv('Good'));
  expect((await update(NOW, '--offline')).out).toBe('example: not installed\n');
  await update(NOW);
  const { code, out } = await update(NOW + DAY, '--offline');
  expect(code).toBe(0);
  const checksum = sha256(csv('Good').body as string);
  expect(out).toBe(`example: installed as of 2023-11-14, 1 day ago, from ${url}, sha256 ${checksum}\n`);
  const listed = await list();
  expect(listed).toContain(`from ${url}, sha256 ${checksum}`);
  expect(asked).toHaveLength(1);
});

test('a source that nobody knows is a wrong word', async () => {
  const { code, err } = await cli(['labels', 'update', 'nobody']);
  expect(code).toBe(2);
  expect(err).toContain('ofac-sdn');
});

test('a table in an archive is taken out of it: the largest of its CSV files', async () => {
  const wallets = `address,name\n${A},In the archive\n`;
  const body = zipSync({
    'x/wallets.csv': utf8(wallets),
    'staking.csv': utf8('a,b\n'),
    '__MACOSX/x/._wallets.csv': utf8('x'.repeat(500)),
  });
  const { update, why } = await source({ body });
  expect((await update(NOW)).out).toBe('example: fetched and installed: 1 labels, 0 rows refused\n');
  expect(await why()).toContain('In the archive');
});

/** Answers of the addresses that are known without configuration; any other request is an error. */
async function known(answers: Readonly<Record<string, string | Uint8Array>>, ...names: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'trace-update-'));
  const asked: Request[] = [];
  const bases = new Map<string, string>();
  const run = () =>
    cli(['labels', 'update', ...names], {
      home,
      now: () => NOW,
      online: (services) => {
        for (const { name, baseUrl } of services.values()) bases.set(name, baseUrl);
        return async (request): Promise<Response> => {
          asked.push(request);
          const url = `${bases.get(request.service)}${request.path === '/' ? '' : request.path}`;
          const body = answers[url];
          if (body === undefined) throw new Error(`asked for ${url}`);
          const text = request.as === 'base64' ? Buffer.from(body).toString('base64') : String(body);
          return { status: 200, headers: { etag: '"1"' }, body: text };
        };
      },
    });
  const exported = async () =>
    JSON.parse((await cli(['labels', 'export', '--format', 'json'], { home })).out) as Record<
      string,
      string
    >[];
  const list = async () => (await cli(['labels', 'list'], { home })).out;
  return { asked, run, exported, list };
}

test('of OKX’s proofs of reserves the newest that its page names is fetched', async () => {
  const folder = 'https://static.okx.com/cdn/okx/por/chain';
  // The form of okx/proof-of-reserves, example/okx_por_example.csv; names as on its page in 2026.
  const table = `coin,snapshot height,amount\nBTC,1,2\n\ncoin,Network,Snapshot Height,address,amount,message,signature1,signature2,redeem script/ public key\nBTC,BTC,1,${A},2,I am an OKX address,s\n`;
  const page = `<script>{"auditList":["${folder}/okx_por_2025121120_v4.csv.zip","${folder.replaceAll('/', '\\/')}\\/por_csv_2026090800_V1.zip","${folder}/por_csv_2026081100_V6.zip"]}</script>`;
  const { asked, run, exported, list } = await known(
    {
      'https://www.okx.com/proof-of-reserves/download': page,
      [`${folder}/por_csv_2026090800_V1.zip`]: zipSync({ 'okx_por_2026090800_V1.csv': utf8(table) }),
    },
    'okx-por',
  );
  const { code, out } = await run();
  expect([code, out]).toEqual([0, 'okx-por: fetched and installed: 1 labels, 0 rows refused\n']);
  expect(await exported()).toMatchObject([
    { chain: 'bitcoin', address: A, entity: 'OKX', category: 'exchange', tier: 'owner' },
  ]);
  expect(await list()).toContain(`from ${folder}/por_csv_2026090800_V1.zip`);
  await run();
  // The page again, and the file on condition.
  expect(asked.map(({ known: condition }) => condition)).toEqual([undefined, {}, undefined, { etag: '"1"' }]);
});

test('DefiLlama’s lists: wallets by chain, and the address book of Bitcoin', async () => {
  const base = 'https://raw.githubusercontent.com/DefiLlama/DefiLlama-Adapters/main/projects';
  const { run, exported } = await known(
    {
      [`${base}/bitget/index.js`]:
        'const { cexExports } = require("../helper/cex");\nconst config = {\n  bsc: { owners: ["0x0639556F03714A74a5fEEaF5736a4A64fF70D206", /* "0x1" */ ], tokens: ["0x149ded7438caf5e5bfdc507a6c25436214d445e1"] },\n  tron: {\n    owners: [ // main\n      \'TAa8e7U7seCy7NcZ52xYVQXXybFfwvsUxz\',\n      // "TBXEdr2pD1tszUNAkVX18K7nie1MptkZ1y",\n    ],\n  },\n  bitcoin: { owners: book.bitget },\n};\nmodule.exports = cexExports(config);\n',
      [`${base}/helper/bitcoin-book/index.js`]: `const imports = [\n  ["bitmex", "./bitmex.js"],\n];\nconst lbank = ["${A}"];\nmodule.exports = {\n  lbank,\n  "poloniex-cex": ["33Mz8zrWx6yei6itk2mjfCytdKJZEwKeM6"],\n};\n`,
    },
    'defillama-bitget',
    'defillama-bitcoin',
  );
  expect((await run()).code).toBe(0);
  const labels = await exported();
  expect(labels.map(({ chain, address, entity, category }) => [chain, address, entity, category])).toEqual([
    ['bnb', '0x0639556f03714a74a5feeaf5736a4a64ff70d206', 'Bitget', 'exchange'],
    ['bitcoin', A, 'lbank', 'unknown'],
    ['bitcoin', '33Mz8zrWx6yei6itk2mjfCytdKJZEwKeM6', 'poloniex-cex', 'unknown'],
    ['tron', 'TAa8e7U7seCy7NcZ52xYVQXXybFfwvsUxz', 'Bitget', 'exchange'],
  ]);
});
