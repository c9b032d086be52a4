// Shards that are killed while traces and imports run, and come back: every run says all that it says of a cluster at rest, or
// that the cluster does not answer in full.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { csv } from '../chains/list/support.ts';
import { fresh, written } from '../chains/warehouse/support.ts';
import { cli } from '../support/cli.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { filled, imported, said } from './support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 });

const ROWS = 4_000;
const ROUNDS = 4;
let shards: readonly Shard[] = [];
let file = '';
let whole: readonly unknown[] = [];

/** Everyone pays some of a few hundred others, so that both shards are asked at every hop. */
const list = csv(
  ...Array.from({ length: ROWS }, (_, at) => {
    const [from, to] = [`W${(at * 31) % 211}`, `W${(at * 17 + 5) % 199}`];
    return `demo,t${at},${at + 1},${1_600_000_000 + at},${at},${from},${to === from ? 'V' : to},USD,${at + 1},0`;
  }),
);
const questions = [
  ['demo:W1', '--json', '--hops', '4', '--max-wallets', '60'],
  ['demo:W7', '--json', '--hops', '2', '--backward', '--max-wallets', '40'],
];

beforeAll(async () => {
  file = written('list.csv', list);
  const base = await filled(`sqlite:${fresh('warehouse.db')}`, file);
  whole = await Promise.all(questions.map((asked) => said(base, ...asked)));
  shards = await startCluster(2);
});
afterAll(() => stopCluster(shards));

/** Kills one shard after the other, each for a moment, until it is told to stop. */
function disturbing(away: number) {
  const state = { stopped: false, kills: 0 };
  const done = (async () => {
    for (let at = 0; !state.stopped; at += 1) {
      const shard = shards[at % shards.length] as Shard;
      await wait(300);
      await shard.kill();
      state.kills += 1;
      await wait(away);
      await shard.start();
    }
  })();
  return {
    state,
    async stop(): Promise<void> {
      state.stopped = true;
      await done;
      await Promise.all(shards.map((shard) => shard.ready()));
    },
  };
}

test('a trace is whole or an error, whenever a shard is killed', async () => {
  const name = await filled(nameOf(shards, 'traced'), file);
  const disturbance = disturbing(500);
  const outcomes: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [at, asked] of questions.entries()) {
      const answer = await said(name, ...asked);
      if (answer.err.includes('cluster-unreachable')) outcomes.push('error');
      else {
        expect(answer).toEqual(whole[at]);
        outcomes.push('whole');
      }
    }
  await disturbance.stop();
  expect(disturbance.state.kills).toBeGreaterThan(2);
  expect(outcomes.length).toBe(ROUNDS * questions.length);
  // At rest again it is whole.
  for (const [at, asked] of questions.entries()) expect(await said(name, ...asked)).toEqual(whole[at]);
});

test('an import is done or an error, and what is told after the next one is whole', async () => {
  const name = nameOf(shards, 'disturbed');
  await cli(['warehouse', 'init', name]);
  const disturbance = disturbing(200);
  const first = await imported(name, file);
  await disturbance.stop();
  expect(first.code === 0 || /cluster-(unreachable|failed)/.test(first.err)).toBe(true);
  expect((await imported(name, file)).code).toBe(0);
  for (const [at, asked] of questions.entries()) expect(await said(name, ...asked)).toEqual(whole[at]);
});
