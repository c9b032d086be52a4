// A round works out what any rule could taint only where something could have come: a clean payment into a bridge is no reason.
import pLimit from 'p-limit';
import { expect, test } from 'vitest';
import type { BridgeWatch } from '../../src/trace/bridges/bridge-watch.ts';
import { settlement } from '../../src/trace/settlement.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import { posedAccount } from '../support/pose-worlds.ts';

test('a payment into a bridge that could carry nothing asks for no reach; one that could does', async () => {
  const { transfers, question } = posedAccount({
    transfers: [
      { tx: '1', from: 'S', to: 'B', amount: 5n },
      { tx: '2', from: 'A', to: 'B', amount: 7n },
    ],
    seeds: ['S'],
    endpoints: ['B'],
  });
  const timeline = timelineOf(transfers);
  const bridges: BridgeWatch = { isInto: () => true, look: async () => [], told: [] };
  const none = (): never => {
    throw new Error('no ledger is asked');
  };
  let reached = 0;
  const ask = (couldCarry: (leg: number) => boolean) =>
    settlement(none, none, none, pLimit(1), bridges).ask(
      timeline,
      question,
      [],
      () => {
        reached += 1;
        return new Map();
      },
      couldCarry,
    );
  expect([await ask(() => false), reached]).toEqual([undefined, 0]);
  expect([await ask((leg) => leg === 0), reached]).toEqual([undefined, 1]);
});
