import { expect, onTestFinished, test } from 'vitest';
import type { Request } from '../../src/model/http.ts';
import { judging } from '../../src/net/judging.ts';
import { online } from '../../src/net/online.ts';
import { retrying } from '../../src/net/retrying.ts';
import type { Judge, Service } from '../../src/net/service.ts';
import { sleep } from '../../src/net/sleep.ts';
import { type Fault, serve } from '../support/serve.ts';
import { failingWith } from './failing-with.ts';
import { fakeTime } from './fake-time.ts';

/** A server that answers with the given faults in turn, then with 200, and a client that tries `retries` times more. */
async function behind(
  faults: readonly Fault[],
  more: { judge?: Judge; retries?: number; random?: number } = {},
) {
  const served = await serve(async () => ({ status: 200, headers: {}, body: 'fine' }), {
    fault: (_, callNumber) => faults[callNumber - 1] ?? 'pass',
  });
  onTestFinished(() => served.close());
  const service: Service = {
    name: 's',
    baseUrl: served.url,
    ...(more.judge === undefined ? {} : { judge: more.judge }),
  };
  const services = new Map([['s', service]]);
  const time = fakeTime();
  const http = retrying(online(services, 2_000), {
    retries: more.retries ?? 3,
    judge: judging(services),
    sleep: time.sleep,
    random: () => more.random ?? 1,
    now: time.now,
  });
  return { http, time, requests: served.requests };
}

const request = { service: 's', path: '/x' };
const status = (code: number, headers = {}): Fault => ({ status: code, headers, body: 'no' });

test('refusals without Retry-After are met with doubling waits', async () => {
  const { http, time } = await behind([status(429), status(500), status(408)]);
  expect((await http(request)).body).toBe('fine');
  expect(time.waits).toEqual([500, 1000, 2000]);
});

test('the jitter takes away up to half of a wait', async () => {
  const { http, time } = await behind([status(503), status(503)], { random: 0 });
  await http(request);
  expect(time.waits).toEqual([250, 500]);
});

test('Retry-After goes before the doubling wait', async () => {
  const date = new Date(fakeTime().now() + 7_000).toUTCString();
  const { http, time } = await behind([
    status(429, { 'retry-after': '3' }),
    status(500),
    status(503, { 'retry-after': date }),
  ]);
  expect((await http(request)).body).toBe('fine');
  // 7 s until the date, less the 3 s and 1 s that have gone by.
  expect(time.waits).toEqual([3_000, 1_000, 3_000]);
});

test('a service that wants more than two minutes is not waited for', async () => {
  const { http, time } = await behind([status(429, { 'retry-after': '3600' })]);
  expect((await http(request)).status).toBe(429);
  expect(time.waits).toEqual([]);
});

test('404, 403 and 400 are final', async () => {
  for (const code of [400, 403, 404, 422]) {
    const { http, time, requests } = await behind([status(code)]);
    expect(await http(request)).toMatchObject({ status: code, body: 'no' });
    expect(time.waits).toEqual([]);
    expect(requests).toHaveLength(1);
  }
});

test('after the last try the refusal itself is the answer', async () => {
  const { http, requests } = await behind([status(429), status(429), status(502)], { retries: 2 });
  expect((await http(request)).status).toBe(502);
  expect(requests).toHaveLength(3);
});

test('a cut body is asked again, and a body that is always cut is an error, never half an answer', async () => {
  const once = await behind(['cut']);
  expect((await once.http(request)).body).toBe('fine');
  expect(once.requests).toHaveLength(2);
  const always = await behind(['cut', 'cut', 'cut'], { retries: 2 });
  const error = await failingWith('network-failed', always.http(request));
  expect(error.facts).toContain('request: s /x');
  expect(always.requests).toHaveLength(3);
});

test('a 200 that the judge calls transient is asked again', async () => {
  const limit: Fault = { status: 200, body: 'Max rate limit reached' };
  const { http, time } = await behind([limit, limit], {
    judge: (_, { body }) => (body.includes('rate limit') ? 'transient' : 'good'),
  });
  expect((await http(request)).body).toBe('fine');
  expect(time.waits).toEqual([500, 1000]);
});

test('a web page, half a JSON text and the answer of a server that is behind are asked again three times', async () => {
  const page: Fault = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>wait</html>' };
  const half: Fault = { status: 200, body: '{"rows":[1,' };
  const judge: Judge = (_, { body }) => (body === 'fine' ? 'good' : 'bad');
  const { http, time } = await behind([page, half, page], { judge });
  expect((await http(request)).body).toBe('fine');
  expect(time.waits).toEqual([500, 1000, 2000]);
  const always = await behind([page, page, page, page], { judge, retries: 5 });
  expect((await always.http(request)).body).toBe('<html>wait</html>');
  expect(always.requests).toHaveLength(4);
  const old: Fault = { status: 200, body: '7' };
  const late = await behind([old, old], { judge: () => 'good' });
  const isBehind: Request['isBehind'] = ({ body }) => body === '7';
  expect((await late.http({ ...request, isBehind })).body).toBe('fine');
  expect(late.requests).toHaveLength(3);
});

test('an abort ends the sleep between two tries', async () => {
  let asked = 0;
  const http = retrying(
    async () => {
      asked++;
      return { status: 429, headers: { 'retry-after': '60' }, body: '' };
    },
    { retries: 3, judge: judging(new Map()), sleep, random: () => 1, now: () => 0 },
  );
  const abort = new AbortController();
  const answer = http(request, abort.signal);
  setTimeout(() => abort.abort(new Error('cancelled')), 20);
  await expect(answer).rejects.toThrow('cancelled');
  expect(asked).toBe(1);
});

test('an error that is no network failure is not tried again', async () => {
  let asked = 0;
  const broken = retrying(
    () => {
      asked++;
      return Promise.reject(new TypeError('a bug'));
    },
    { retries: 3, judge: () => 'good', sleep: fakeTime().sleep, random: () => 1, now: () => 0 },
  );
  await expect(broken(request)).rejects.toThrow('a bug');
  expect(asked).toBe(1);
});
