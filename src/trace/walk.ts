// A walk: one question explored, and swept under every convention asked for. What every finding is read from.
import { endingIn } from './coins/mixing.ts';
import { conventions } from './conventions/by-name.ts';
import { type Deposits, depositsIn } from './deposits/deposits-in.ts';
import { withDeposits } from './deposits/with-deposits.ts';
import { type Explored, explore } from './explore.ts';
import type { TraceRequest } from './request.ts';
import { type Stops, stopsBy } from './stops.ts';
import { sweep } from './sweep/sweep.ts';
import type { Swept } from './sweep/swept.ts';

export interface Walk {
  /** With inferred deposit addresses and CoinJoins among its labels and stops. */
  readonly request: TraceRequest;
  readonly deposits: Deposits;
  readonly stops: Stops;
  readonly explored: Explored;
  /** One for each convention, in their order. */
  readonly swepts: readonly Swept[];
  /** The first of them; its lots keep their ways. */
  readonly headline: Swept;
  /** The first that adds up; the headline where no such convention was asked for. */
  readonly conserving: Swept;
}

/**
 * Explored anew, from the answers at hand, until no further deposit address is inferred: each ends a trace from then on. What
 * it rests on is what somebody says, never another inference.
 */
export async function walk(said: TraceRequest): Promise<Walk> {
  const { deposits: parameters } = said.options;
  let deposits: Deposits = new Map();
  for (;;) {
    const request = withDeposits(said, deposits);
    const { options, ledgers, asOf, signal, seeds, crossings = [], prices, onProgress } = request;
    const stops = request.stops ?? stopsBy(request.labels, options.stopAt, options.follow);
    const explored = await explore({
      seeds,
      ledgers,
      asOf,
      stops,
      options,
      crossings,
      prices,
      signal,
      onProgress,
    });
    const found = parameters === undefined ? undefined : await depositsIn(explored, said, parameters);
    const more = [...(found?.deposits ?? [])].filter(([key]) => !deposits.has(key));
    if (more.length > 0) {
      deposits = new Map([...deposits, ...more]);
      continue;
    }
    const gaps = found?.gaps ?? [];
    const whole = gaps.length === 0 ? explored : { ...explored, gaps: [...explored.gaps, ...gaps] };
    const ends = endingIn(explored.mixings, { labels: request.labels, stops });
    return swept({ ...request, labels: ends.labels }, deposits, ends.stops, whole);
  }
}

function swept(request: TraceRequest, deposits: Deposits, stops: Stops, explored: Explored): Walk {
  const { timeline, question } = explored;
  const swepts = request.options.conventions.map((name, index) =>
    sweep(timeline, question, conventions[name], index === 0 ? 'kept' : 'dropped'),
  );
  const headline = swepts[0] as Swept;
  const conserving = swepts.find((each) => each.convention.conserving) ?? headline;
  return { request, deposits, stops, explored, swepts, headline, conserving };
}
