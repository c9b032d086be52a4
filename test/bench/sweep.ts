// Transfers per second of the sweep alone, on a made-up account chain in which most payments are of mixed money.
import { placeKey } from '../../src/model/place.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import { sweep } from '../../src/trace/sweep.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import { bigWorld } from './big-world.ts';
import { line } from './timed.ts';

export function benchSweep(): void {
  for (const count of [10_000, 100_000, 1_000_000]) {
    const { transfers, wallets, questionOf } = bigWorld(count);
    const before = performance.now();
    const timeline = timelineOf(transfers);
    const laid = (performance.now() - before) / 1000;
    line(`timeline of ${count} transfers`, `${laid.toFixed(2)} s`);
    const question = questionOf(new Set(wallets.map(placeKey)));
    for (const name of ['fifo', 'haircut'] as const) {
      const start = performance.now();
      sweep(timeline, question, conventions[name], 'dropped');
      const seconds = (performance.now() - start) / 1000;
      const rss = Math.round(process.memoryUsage().rss / 1024 / 1024);
      line(
        `sweep of ${count} transfers, ${name}`,
        `${seconds.toFixed(2)} s, ${perSecond(count, seconds)} a second; with the timeline ${perSecond(count, seconds + laid)}; ${rss} MB`,
      );
    }
  }
}

function perSecond(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en');
}
