import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Http, Request } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import type { Service } from '../../src/net/service.ts';
import { type Source, transport } from '../../src/net/transport.ts';
import { type ServeOptions, serve } from '../support/serve.ts';
import { failingWith } from './failing-with.ts';
import { fakeTime } from './fake-time.ts';
import { temporaryFolder } from './temporary-folder.ts';

const request = (path: string): Request => ({ service: 's', path, keep: { kind: 'settled' } });
const echo: Http = async ({ path }) => ({ status: 200, headers: {}, body: `about ${path}` });

async function world(options: ServeOptions = {}, more: Partial<Service> = {}, http = echo) {
  const served = await serve(http, options);
  onTestFinished(() => served.close());
  const folder = await temporaryFolder();
  const services = new Map([['s', { name: 's', baseUrl: served.url, ...more }]]);
  const time = fakeTime();
  let sent = 0;
  const open = (source: Source, file?: string) =>
    transport({
      source,
      services,
      online: online(services, 2_000),
      onRequest: () => sent++,
      now: time.now,
      random: () => 0,
      sleep: time.sleep,
      ...(file === undefined ? {} : { record: { file } }),
    });
  return { ...served, folder, open, time, sent: () => sent };
}

test('a recorded run is replayed without a server, kept answers included', async () => {
  const { open, folder, close, sent } = await world();
  const store = join(folder, 'store');
  const tape = join(folder, 'run.jsonl');
  const before = await open({ kind: 'live', store });
  await before.http(request('/a'));
  const live = await open({ kind: 'live', store }, tape);
  await live.http(request('/a'));
  await live.http(request('/b'));
  await live.finish();
  expect(sent()).toBe(2);
  await close();
  const replay = await open({ kind: 'replay', tape });
  expect((await replay.http(request('/a'))).body).toBe('about /a');
  expect((await replay.http(request('/b'))).body).toBe('about /b');
  await failingWith('tape-miss', replay.http(request('/c')));
  expect(replay.headers).toEqual([{ kind: 'recorded' }]);
});

test('a run with a store asks only for what the run before did not get to', async () => {
  const { open, folder, requests } = await world();
  const store = join(folder, 'store');
  const first = await open({ kind: 'live', store });
  await first.http(request('/a'));
  await first.http(request('/b'));
  const second = await open({ kind: 'live', store });
  for (const path of ['/a', '/b', '/c']) await second.http(request(path));
  expect(requests.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
  const away = await open({ kind: 'offline', store });
  expect((await away.http(request('/c'))).body).toBe('about /c');
  await failingWith('offline-miss', away.http(request('/d')));
});

test('a refusal inside a 200 is asked again and never kept, not even when it stays', async () => {
  const judge: Service['judge'] = (_, { body }) => (body === 'slow down' ? 'transient' : 'good');
  const limit = { status: 200, body: 'slow down' };
  const { open, folder, sent, time } = await world({ fault: () => limit }, { judge });
  const store = join(folder, 'store');
  const live = await open({ kind: 'live', store });
  expect((await live.http(request('/a'))).body).toBe('slow down');
  expect(sent()).toBe(6);
  expect(time.waits).toEqual([250, 500, 1000, 2000, 4000]);
  expect(await readdir(store)).toEqual([]);
});

test('requests that start again wait for their turn again', async () => {
  const { open, time } = await world(
    { fault: (_, call) => (call === 1 ? { status: 429, headers: { 'retry-after': '2' } } : 'pass') },
    { perSecond: 1 },
  );
  const start = time.now();
  const live = await open({ kind: 'live' });
  await live.http(request('/a'));
  await live.http(request('/b'));
  // /a refused at 0 and asked again at 2; /b refused at 3, closed until 5.
  expect(time.now() - start).toBe(5_000);
});

test('the key is in no tape and in no stored file, though the service repeats it in every answer', async () => {
  const secret = 'S3cr3t+Key/9';
  const keys = [
    { in: 'query', name: 'apikey', value: secret },
    { in: 'header', name: 'x-api-key', value: secret },
  ] as const;
  for (const key of keys) {
    const { open, folder, requests } = await world(
      {
        fault: () => ({
          status: 200,
          headers: { 'content-type': 'application/json', 'x-key': secret },
          body: JSON.stringify({ you: secret, url: `?apikey=${encodeURIComponent(secret)}` }),
        }),
      },
      { key },
    );
    const store = join(folder, 'store');
    const tape = join(folder, 'run.jsonl');
    const live = await open({ kind: 'live', store }, tape);
    await live.http(request('/a'));
    await live.finish();
    expect(JSON.stringify(requests)).toContain('S3cr3t');
    const files = [tape, ...(await readdir(store)).map((name) => join(store, name))];
    expect(files).toHaveLength(2);
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      expect(text).toContain('[key]');
      expect(text).not.toContain('S3cr3t');
      expect(text).not.toContain('127.0.0.1');
    }
  }
});

test('a tape that cannot be written is refused before anything is asked', async () => {
  const { open, folder, sent } = await world();
  const error = await failingWith('tape-unwritable', open({ kind: 'live' }, join(folder, 'none', 't.jsonl')));
  expect(error.exit).toBe(2);
  await failingWith('tape-unwritable', open({ kind: 'live' }, folder));
  expect(sent()).toBe(0);
});

test('another base URL for the same service starts with an empty store', async () => {
  const one = await world();
  const two = await world({}, {}, async () => ({ status: 200, headers: {}, body: 'other chain' }));
  const store = join(one.folder, 'store');
  const live = await one.open({ kind: 'live', store });
  await live.http(request('/a'));
  const other = await two.open({ kind: 'live', store });
  expect((await other.http(request('/a'))).body).toBe('other chain');
});
