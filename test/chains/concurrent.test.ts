import { expect, test } from 'vitest';
import { eachConcurrently } from '../../src/chains/concurrent.ts';

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

function turns(n: number): Promise<void> {
  return n === 0 ? Promise.resolve() : Promise.resolve().then(() => turns(n - 1));
}

test('every item gives its result, and never more than the limit run at once', async () => {
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 40 }, (_, n) => n);
  const results = await all(
    eachConcurrently(items, 3, async (n) => {
      running += 1;
      most = Math.max(most, running);
      await turns(1 + ((n * 7) % 5));
      running -= 1;
      return n * n;
    }),
  );
  expect(results.sort((a, b) => a - b)).toEqual(items.map((n) => n * n));
  expect(most).toBe(3);
});

test('a job may give many results: they keep their own order', async () => {
  const results = await all(
    eachConcurrently(['a', 'b'], 2, async function* (name) {
      for (let n = 0; n < 3; n += 1) {
        await turns(2);
        yield `${name}${n}`;
      }
    }),
  );
  expect(results.filter((one) => one.startsWith('a'))).toEqual(['a0', 'a1', 'a2']);
  expect(results.filter((one) => one.startsWith('b'))).toEqual(['b0', 'b1', 'b2']);
  expect(results).toHaveLength(6);
});

test('a quick result does not wait for a slow one', async () => {
  const results = await all(
    eachConcurrently([50, 1], 2, async (n) => {
      await turns(n);
      return n;
    }),
  );
  expect(results).toEqual([1, 50]);
});

test('undefined is a result like any other, and no items give none', async () => {
  expect(await all(eachConcurrently([1, 2], 1, async () => undefined))).toEqual([undefined, undefined]);
  expect(await all(eachConcurrently([], 4, async () => 1))).toEqual([]);
});

test('the first throw ends it with that error, and nothing further is started', async () => {
  const started: number[] = [];
  const job = async (n: number) => {
    started.push(n);
    await turns(2);
    if (n === 1) throw new Error('one failed');
    return n;
  };
  await expect(all(eachConcurrently([0, 1, 2, 3, 4, 5], 1, job))).rejects.toThrow('one failed');
  expect(started).toEqual([0, 1]);
});

test('a reader that stops early stops the starting of jobs', async () => {
  const started: number[] = [];
  const items = Array.from({ length: 20 }, (_, n) => n);
  const job = async (n: number) => {
    started.push(n);
    await turns(1);
    return n;
  };
  for await (const result of eachConcurrently(items, 2, job)) {
    if (result >= 0) break;
  }
  await turns(50);
  expect(started.length).toBeLessThan(6);
});
