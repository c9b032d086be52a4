import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Http, Keep, Request, Response } from '../../src/model/http.ts';
import { cached } from '../../src/net/cached.ts';
import { judging } from '../../src/net/judging.ts';
import { offline } from '../../src/net/offline.ts';
import type { Judge } from '../../src/net/service.ts';
import { openStore, storeIn } from '../../src/net/store.ts';
import { failingWith } from './failing-with.ts';
import { fakeTime } from './fake-time.ts';
import { temporaryFolder } from './temporary-folder.ts';

const originOf = () => '';
const request = (keep: Keep, path = '/x'): Request => ({ service: 's', path, keep });

/** A source that answers with a number that goes up, so that a kept answer shows. */
async function world(answer: Partial<Response> = {}, judge: Judge = judging(new Map())) {
  const folder = await temporaryFolder();
  const time = fakeTime();
  let asked = 0;
  const source: Http = async () => ({ status: 200, headers: {}, body: `answer ${++asked}`, ...answer });
  const http = cached(source, await openStore(folder), { now: time.now, judge, originOf });
  const files = async () => (await readdir(folder)).map((name) => join(folder, name));
  return { folder, time, http, files, asked: () => asked };
}

test('a settled answer is kept for ever', async () => {
  const { http, time } = await world();
  const first = await http(request({ kind: 'settled' }));
  time.pass(10 * 365 * 86_400_000);
  expect(await http(request({ kind: 'settled' }))).toEqual(first);
});

test('a pinned answer is kept under its block', async () => {
  const { http } = await world();
  const at = (block: string) => http(request({ kind: 'pinned', block })).then(({ body }) => body);
  expect([await at('00a'), await at('00b'), await at('00a')]).toEqual(['answer 1', 'answer 2', 'answer 1']);
});

test('a tip answer is kept for ten minutes, and never read as settled', async () => {
  const { http, time } = await world();
  const tip = () => http(request({ kind: 'tip' })).then(({ body }) => body);
  expect(await tip()).toBe('answer 1');
  time.pass(599_999);
  expect(await tip()).toBe('answer 1');
  time.pass(1);
  expect(await tip()).toBe('answer 2');
  expect((await http(request({ kind: 'settled' }))).body).toBe('answer 3');
  time.pass(-3_600_000);
  expect(await tip()).toBe('answer 4');
});

test('what is to be asked anew, or does not say, is asked anew; the last answer is kept for offline runs alone', async () => {
  const { http, files } = await world();
  await http(request({ kind: 'never' }));
  await http(request({ kind: 'never' }));
  expect((await http({ service: 's', path: '/x' })).body).toBe('answer 3');
  expect((await files()).length).toBe(1);
});

test('refusals, web pages and what the judge does not call good are not kept', async () => {
  const bad: [Partial<Response>, Judge?][] = [
    [{ status: 404 }],
    [{ status: 429 }],
    [{ status: 500 }],
    [{ body: '<!doctype html><p>sign in' }],
    [{ headers: { 'content-type': 'text/html; charset=utf-8' } }],
    [{}, () => 'transient'],
    [{}, () => 'bad'],
  ];
  for (const [answer, judge] of bad) {
    const { http, files, asked } = await world(answer, judge);
    await http(request({ kind: 'settled' }));
    await http(request({ kind: 'settled' }));
    expect(asked()).toBe(2);
    expect(await files()).toEqual([]);
  }
});

test('the same question asked many times at once is asked once', async () => {
  const { http, asked } = await world();
  const answers = await Promise.all(Array.from({ length: 20 }, () => http(request({ kind: 'settled' }))));
  expect(asked()).toBe(1);
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['answer 1']));
});

test('one caller who aborts does not take the answer from the others', async () => {
  const folder = await temporaryFolder();
  let stopped = 0;
  const slow: Http = (_, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => {
        stopped++;
        reject(signal.reason);
      });
      setTimeout(() => resolve({ status: 200, headers: {}, body: 'late' }), 50);
    });
  const http = cached(slow, await openStore(folder), { now: () => 0, judge: () => 'good', originOf });
  const abort = new AbortController();
  const first = http(request({ kind: 'settled' }), abort.signal);
  const second = http(request({ kind: 'settled' }));
  abort.abort(new Error('cancelled'));
  await expect(first).rejects.toThrow('cancelled');
  expect((await second).body).toBe('late');

  // When all have left, the question itself is dropped.
  stopped = 0;
  const alone = new AbortController();
  const third = http(request({ kind: 'settled' }, '/y'), alone.signal);
  setTimeout(() => alone.abort(new Error('cancelled')), 10);
  await expect(third).rejects.toThrow('cancelled');
  expect(stopped).toBe(1);
});

test('a failure is not kept: the next caller asks again', async () => {
  let asked = 0;
  const http = cached(
    async () => {
      if (++asked === 1) throw new Error('down');
      return { status: 200, headers: {}, body: 'up' };
    },
    await openStore(await temporaryFolder()),
    { now: () => 0, judge: () => 'good', originOf },
  );
  await expect(http(request({ kind: 'settled' }))).rejects.toThrow('down');
  expect((await http(request({ kind: 'settled' }))).body).toBe('up');
});

test('a half-written, garbled or foreign file counts as absent and is replaced', async () => {
  const other = await world({ body: 'other' });
  await other.http(request({ kind: 'settled' }, '/other'));
  const foreign = await readFile((await other.files())[0] ?? '', 'utf8');
  const damages: ((text: string) => string)[] = [
    (text) => text.slice(0, text.length / 2),
    () => '',
    () => 'null',
    () => foreign,
    (text) => text.replace('answer 1', 'answer 9'),
    (text) => text.replace('"status":200', '"status":201'),
    (text) => text.replace(/"at":\d+/, '"at":1'),
    (text) => text.replace('"checksum":"', '"checksum":"0'),
  ];
  for (const damage of damages) {
    const { http, files } = await world();
    await http(request({ kind: 'settled' }));
    const [file = ''] = await files();
    const whole = await readFile(file, 'utf8');
    expect(damage(whole)).not.toBe(whole);
    await writeFile(file, damage(whole));
    expect((await http(request({ kind: 'settled' }))).body).toBe('answer 2');
    expect((await http(request({ kind: 'settled' }))).body).toBe('answer 2');
    expect(await files()).toEqual([file]);
  }
});

test('two servers behind one service name do not answer for each other', async () => {
  const store = await openStore(await temporaryFolder());
  const via = (origin: string) =>
    cached(async () => ({ status: 200, headers: {}, body: origin }), store, {
      now: () => 0,
      judge: () => 'good',
      originOf: () => origin,
    });
  expect((await via('main')(request({ kind: 'settled' }))).body).toBe('main');
  expect((await via('test')(request({ kind: 'settled' }))).body).toBe('test');
});

test('offline answers from the store however old, and a miss names the request', async () => {
  const { http, folder, time } = await world();
  await http(request({ kind: 'tip' }));
  await http(request({ kind: 'pinned', block: '00a' }));
  time.pass(86_400_000);
  const away = offline(storeIn(folder), originOf);
  expect((await away(request({ kind: 'tip' }))).body).toBe('answer 1');
  expect((await away(request({ kind: 'pinned', block: '00a' }))).body).toBe('answer 2');
  for (const keep of [{ kind: 'never' }, { kind: 'settled' }, { kind: 'pinned', block: '00b' }] as const) {
    const error = await failingWith('offline-miss', away(request(keep)));
    expect(error.facts).toEqual(['request: s /x']);
  }
  await failingWith('offline-miss', offline(storeIn('/no/such/folder'), originOf)(request({ kind: 'tip' })));
});

test('a folder that cannot be used is an error before anything is asked', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  const error = await failingWith('store-unusable', openStore(join(folder, 'file', 'store')));
  expect(error.facts[0]).toContain(join(folder, 'file', 'store'));
});
