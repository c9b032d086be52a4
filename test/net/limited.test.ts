import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { limited } from '../../src/net/limited.ts';
import type { Service } from '../../src/net/service.ts';
import { fakeTime } from './fake-time.ts';

const ok = { status: 200, headers: {}, body: '' };

/** An Http whose answers take `takesMs` of fake time, and what it saw. */
function watched(
  service: Omit<Service, 'name' | 'baseUrl'>,
  takesMs: number,
  answers: readonly (typeof ok)[] = [],
) {
  const time = fakeTime(0);
  const starts: number[] = [];
  let underWay = 0;
  let most = 0;
  const http: Http = async () => {
    const nth = starts.push(time.now());
    most = Math.max(most, ++underWay);
    if (takesMs > 0) await time.sleep(takesMs);
    underWay--;
    return answers[nth - 1] ?? ok;
  };
  const services = new Map([['s', { name: 's', baseUrl: 'http://127.0.0.1', ...service }]]);
  const gate = limited(http, services, { now: time.now, sleep: time.sleep });
  return {
    ask: (signal?: AbortSignal) => gate({ service: 's', path: '/' }, signal),
    starts,
    most: () => most,
  };
}

test('requests start evenly at the rate of the service', async () => {
  const { ask, starts } = watched({ perSecond: 4 }, 0);
  await Promise.all(Array.from({ length: 6 }, () => ask()));
  expect(starts).toEqual([0, 250, 500, 750, 1000, 1250]);
});

test('no more requests are under way than the service bears', async () => {
  const { ask, starts, most } = watched({ inFlight: 2 }, 100);
  await Promise.all(Array.from({ length: 6 }, () => ask()));
  expect(most()).toBe(2);
  expect(starts).toEqual([0, 0, 100, 100, 200, 200]);
});

test('a service without limits passes straight through', async () => {
  const { ask, starts, most } = watched({}, 100);
  await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect(most()).toBe(20);
  expect(starts).toEqual(Array.from({ length: 20 }, () => 0));
});

test('each service has limits of its own', async () => {
  const time = fakeTime(0);
  const starts: [string, number][] = [];
  const service = { baseUrl: 'http://127.0.0.1', perSecond: 1 };
  const http = limited(
    async (request) => {
      starts.push([request.service, time.now()]);
      return ok;
    },
    new Map(['a', 'b'].map((name) => [name, { name, ...service }])),
    { now: time.now, sleep: time.sleep },
  );
  await Promise.all(['a', 'b', 'a', 'b'].map((name) => http({ service: name, path: '/' })));
  expect(starts).toEqual([
    ['a', 0],
    ['b', 0],
    ['a', 1000],
    ['b', 1000],
  ]);
});

test('one 429 with Retry-After holds back the whole service, and afterwards it is not rushed', async () => {
  const refusal = { status: 429, headers: { 'retry-after': '5' }, body: '' };
  const { ask, starts } = watched({ perSecond: 10 }, 50, [refusal]);
  await Promise.all(Array.from({ length: 4 }, () => ask()));
  // The refusal arrives at 50: closed until 5050.
  expect(starts).toEqual([0, 5050, 5150, 5250]);
});

test('429s without a time hold back the whole service, twice as long each time, until another answer comes', async () => {
  const refusal = { status: 429, headers: {}, body: '' };
  // Two are refused together, then the next alone, then one is answered, and one refused once more.
  const answers = [refusal, refusal, refusal, ok, refusal, ok];
  const { ask, starts } = watched({ perSecond: 50 }, 30, answers);
  await Promise.all([ask(), ask()]);
  for (let n = 0; n < 4; n += 1) await ask();
  // 0 and 20; the first refusal comes at 30: closed until 530, and the other one changes nothing. Refused at 560: until
  // 1560. Answered at 1590, asked again; refused at 1620, once: until 2120.
  expect(starts).toEqual([0, 20, 530, 1560, 1590, 2120]);
});

test('a request aborted in the queue leaves at once and is never sent', async () => {
  const { ask, starts } = watched({ inFlight: 1 }, 100);
  const abort = new AbortController();
  const first = ask();
  const second = ask(abort.signal);
  abort.abort(new Error('cancelled'));
  await expect(second).rejects.toThrow('cancelled');
  await first;
  await ask();
  expect(starts).toEqual([0, 100]);
});
