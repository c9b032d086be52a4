// Bounds on a made-up account chain whose 50 busiest wallets are exchanges: the network of what can be tainted, one flow
// through it, and least and most of every exchange.
import { placeKey } from '../../src/model/place.ts';
import { boundsIn, networksOf, solve } from '../../src/trace/bounds/bounds.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import { bigWorld } from './big-world.ts';
import { line } from './timed.ts';

const ENDPOINTS = 50;

export function benchBounds(): void {
  for (const count of [10_000, 100_000, 1_000_000]) {
    const { transfers, wallets, questionOf } = bigWorld(count);
    const ends = new Set(wallets.slice(0, ENDPOINTS).map(placeKey));
    const explored = new Set(wallets.slice(ENDPOINTS).map(placeKey));
    const question = { ...questionOf(explored), isEndpoint: ends.has.bind(ends) };
    const timeline = timelineOf(transfers);
    const { shortages } = sweep(timeline, question, conventions.fifo, 'dropped');
    const before = process.cpuUsage();
    const start = performance.now();
    const networks = networksOf(timeline, question, [0], shortages, new Set());
    const built = performance.now();
    solve(networks, new Set([0]));
    const solved = performance.now();
    const bounds = boundsIn(networks, (place) => [place]);
    const done = performance.now();
    const { user, system } = process.cpuUsage(before);
    const rss = Math.round(process.memoryUsage().rss / 1024 / 1024);
    line(
      `bounds of ${bounds.length} endpoints, ${count} transfers`,
      `${seconds(done - start)} (${seconds((user + system) / 1000)} of processor): network ${seconds(built - start)}, flow ${seconds(solved - built)}, endpoints ${seconds(done - solved)}`,
    );
    for (const { flow } of networks.untouched.keys())
      line('', `${flow.nodes} nodes, ${flow.edges} edges, ${flow.augmentations} augmentations; ${rss} MB`);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
