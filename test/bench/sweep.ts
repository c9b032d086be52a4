// Transfers per second on a made-up account chain in which most payments are of mixed money: of the kernel (the sweep of
// a timeline, all in small integers) and of the whole (from a list of transfers in any order to the closing statement).
// And a wallet that gets dust, whose every payment must not walk through all of it.
import { type PlaceKey, placeKey } from '../../src/model/place.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import { type ConventionName, conventionNames } from '../../src/trace/conventions/convention.ts';
import { statementOf } from '../../src/trace/statement.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import { bigWorld, dustWorld } from './big-world.ts';
import { line } from './timed.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;

export function benchSweep(): void {
  let before = 0;
  for (const count of SIZES) {
    const world = bigWorld(count);
    const question = world.questionOf(new Set(world.wallets.map(placeKey)));
    const laid = seconds(() => timelineOf(world.transfers));
    const swept = seconds(() => sweep(laid.value, question, conventions.fifo, 'dropped'));
    const stated = seconds(() => statementOf(laid.value, swept.value, () => 'hop-limit'));
    const whole = laid.taken + swept.taken + stated.taken;
    const growth = before === 0 ? '' : `; ${(whole / before).toFixed(1)} times the size before`;
    before = whole;
    line(
      `${count} transfers, fifo`,
      `kernel ${perSecond(count, swept.taken)} a second; whole ${perSecond(count, whole)}${growth}; ${megabytes()} MB`,
    );
    if (count === SIZES[1])
      for (const name of conventionNames)
        line(`  the same, ${name}`, `kernel ${perSecond(count, kernel(name))} a second`);

    function kernel(name: ConventionName): number {
      return seconds(() => sweep(laid.value, question, conventions[name], 'dropped')).taken;
    }
  }
  for (const name of ['fifo', 'lifo'] as const) benchDust(name);
}

/** Paths are wanted here, so that no two receipts become one lot. */
function benchDust(name: ConventionName): void {
  let before = 0;
  for (const count of SIZES) {
    const { transfers, wallets, questionOf } = dustWorld(count);
    const timeline = timelineOf(transfers);
    const question = questionOf(new Set<PlaceKey>(wallets.map(placeKey)));
    const { taken } = seconds(() => sweep(timeline, question, conventions[name], 'kept'));
    const growth = before === 0 ? '' : `; ${(taken / before).toFixed(1)} times the size before`;
    before = taken;
    line(`wallet with ${count} dust receipts, ${name}`, `${taken.toFixed(2)} s${growth}`);
  }
}

function seconds<T>(job: () => T): { readonly taken: number; readonly value: T } {
  const start = performance.now();
  const value = job();
  return { taken: (performance.now() - start) / 1000, value };
}

function perSecond(count: number, taken: number): string {
  return Math.round(count / taken).toLocaleString('en');
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024);
}
