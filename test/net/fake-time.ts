// A clock that only sleeping moves, for tests of waits. Sleepers wake in the order of their times.
import type { Sleep } from '../../src/net/sleep.ts';

export interface FakeTime {
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Every wait asked for, in order. */
  readonly waits: readonly number[];
  /** Lets the clock go on by itself, such as while a user is away. */
  pass(ms: number): void;
}

export function fakeTime(start = 1_700_000_000_000): FakeTime {
  let time = start;
  let isWaking = false;
  const waits: number[] = [];
  const sleepers: { at: number; wake: () => void }[] = [];

  /** After everything else that is ready has run, the earliest sleeper is due. */
  async function wakeAll(): Promise<void> {
    if (isWaking) return;
    isWaking = true;
    while (sleepers.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      sleepers.sort((a, b) => a.at - b.at);
      const next = sleepers.shift();
      if (next === undefined) break;
      time = Math.max(time, next.at);
      next.wake();
    }
    isWaking = false;
  }

  return {
    now: () => time,
    waits,
    pass: (ms) => {
      time += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push(ms);
        if (signal?.aborted === true) reject(signal.reason);
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        sleepers.push({ at: time + ms, wake: resolve });
        void wakeAll();
      }),
  };
}
