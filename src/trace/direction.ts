// Which way a walk goes: downstream, from where money left, or upstream, from where it arrived. Exploration is the same for
// both (engine.md §7, §9): upstream the timeline is read from its end to its beginning, every transfer from payee to payer,
// so that the ceiling says how much of what arrived could have come from a place.
import pLimit from 'p-limit';
import type { Crossing } from '../model/crossing.ts';
import { failureForGap } from '../model/errors.ts';
import type { Ledger, Page, Scope } from '../model/ledger.ts';
import type { JunctionPlace } from '../model/place.ts';
import { type CoinId, partsOfCoin } from '../model/transfer.ts';
import type { Group, Leg, Timeline } from './timeline.ts';

export interface Direction {
  /** The timeline as the ceiling reads it. Places, assets, pools and transactions keep their numbers. */
  read(timeline: Timeline, until: number | undefined): Timeline;
  crossing(crossing: Crossing): Crossing;
  /** The transactions that lead on from these coins. */
  transactionsOf(ledger: Ledger, coins: readonly CoinId[], scope: Scope): AsyncIterable<Page>;
}

export const downstream: Direction = {
  read: (timeline) => timeline,
  crossing: (crossing) => crossing,
  transactionsOf: (ledger, coins, scope) => ledger.spendsOf(coins, scope),
};

export const upstream: Direction = {
  read: turned,
  crossing: ({ given, received, ...rest }) => ({ ...rest, given: received, received: given }),
  transactionsOf: makersOf,
};

/** What came after `until` can have brought nothing of what arrived before it. */
function turned(timeline: Timeline, until = Number.POSITIVE_INFINITY): Timeline {
  const groups: Group[] = [];
  const legs: Leg[] = [];
  for (const group of [...timeline.groups].reverse()) {
    if (group.at.time > until) continue;
    const first = legs.length;
    for (let index = group.end - 1; index >= group.first; index -= 1) {
      const { transfer, asset, ...leg } = timeline.legs[index] as Leg;
      legs.push({
        transfer: { ...transfer, from: transfer.to, to: transfer.from },
        asset,
        from: leg.to,
        to: leg.from,
        fromPool: leg.toPool,
        toPool: leg.fromPool,
      });
    }
    groups.push({ ...group, first, end: legs.length });
  }
  return { ...timeline, groups, legs };
}

/** The id of a coin names the transaction that made it. */
async function* makersOf(ledger: Ledger, coins: readonly CoinId[], scope: Scope): AsyncIterable<Page> {
  const limit = pLimit(scope.concurrency);
  yield* await Promise.all(coins.map((coin) => limit(() => makerOf(ledger, coin, scope))));
}

async function makerOf(ledger: Ledger, coin: CoinId, scope: Scope): Promise<Page> {
  const { txId } = partsOfCoin(coin);
  const page = { subject: coin, pending: [], gaps: [] };
  try {
    return { ...page, transfers: await ledger.transfersIn(txId, scope) };
  } catch (thrown) {
    const error = failureForGap(thrown);
    const place: JunctionPlace = { kind: 'junction', chain: ledger.chain, txId };
    const why = `Where the coin ${coin} came from cannot be said: its transaction could not be had (${error.code}).`;
    return { ...page, transfers: [], gaps: [{ code: 'source-failed', chain: ledger.chain, place, why }] };
  }
}
