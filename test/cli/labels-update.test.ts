import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { online } from '../../src/net/online.ts';
import { cli } from '../support/cli.ts';

const A = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
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
  return { asked, state, url, update, why };
}

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
  expect(second.out).toBe(`example: unchanged; installed as of 2023-11-17, 0 days ago, from ${url} (CC0)\n`);
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
  const { asked, update, url } = await source(csv('Good'));
  expect((await update(NOW, '--offline')).out).toBe('example: not installed\n');
  await update(NOW);
  const { code, out } = await update(NOW + DAY, '--offline');
  expect([code, out]).toEqual([0, `example: installed as of 2023-11-14, 1 day ago, from ${url}\n`]);
  expect(asked).toHaveLength(1);
});

test('a source that nobody knows is a wrong word', async () => {
  const { code, err } = await cli(['labels', 'update', 'nobody']);
  expect(code).toBe(2);
  expect(err).toContain('ofac-sdn');
});
