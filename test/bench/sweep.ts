// Transfers per second of the sweep alone, on a made-up account chain in which most payments are of mixed money.
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { Question } from '../../src/trace/question.ts';
import { sweep } from '../../src/trace/sweep.ts';
import { timelineOf } from '../../src/trace/timeline.ts';
import { line } from './timed.ts';

const CHAIN = 'list:bench' as ChainId;
const ASSET = assetId('UNIT');

/** A generator of numbers that is the same every time (Lehmer, 31 bits). */
function chance(): (below: number) => number {
  let state = 20_260_101;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** One wallet in twenty transfers; wallet 0 is the seed and pays every hundredth of them. */
function transfers(count: number): Transfer[] {
  const next = chance();
  const places = Array.from({ length: Math.max(10, count / 20) }, (_, n) =>
    wallet(CHAIN, `w${n}` as Address),
  );
  return Array.from({ length: count }, (_, height): Transfer => {
    const from = height % 100 === 0 ? 0 : next(places.length);
    const to = (from + 1 + next(places.length - 1)) % places.length;
    return {
      id: `t${height}/value` as TransferId,
      chain: CHAIN,
      txId: `t${height}` as TxId,
      at: { height, time: height, txIndex: 0, order: 0 },
      from: places[from] as Transfer['from'],
      to: places[to] as Transfer['to'],
      asset: ASSET,
      amount: 1n + BigInt(next(1_000_000_000)),
      coin: undefined,
    };
  });
}

export function benchSweep(): void {
  for (const count of [10_000, 100_000, 1_000_000]) {
    const before = performance.now();
    const timeline = timelineOf(transfers(count));
    line(`timeline of ${count} transfers`, `${((performance.now() - before) / 1000).toFixed(2)} s`);
    const seed = placeKey(wallet(CHAIN, 'w0' as Address));
    const question: Question = {
      seeds: [{ kind: 'wallet', id: seed as string as SeedId, chain: CHAIN, place: seed }],
      explored: new Set(timeline.keys.filter((key) => key !== seed)),
      answered: new Set(),
      isEndpoint: () => false,
      since: undefined,
      until: undefined,
    };
    for (const name of ['fifo', 'haircut'] as const) {
      const start = performance.now();
      sweep(timeline, question, conventions[name], 'dropped');
      const seconds = (performance.now() - start) / 1000;
      line(
        `sweep of ${count} transfers, ${name}`,
        `${seconds.toFixed(2)} s, ${perSecond(count, seconds)} a second`,
      );
    }
  }
}

function perSecond(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en');
}
