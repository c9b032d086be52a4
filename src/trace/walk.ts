// A walk: one question explored, and swept under every convention asked for. What every finding is read from.
import { conventions } from './conventions/by-name.ts';
import { type Explored, explore } from './explore.ts';
import { type Stops, stopsBy } from './stops.ts';
import { sweep } from './sweep/sweep.ts';
import type { Swept } from './sweep/swept.ts';
import type { TraceRequest } from './trace.ts';

export interface Walk {
  readonly request: TraceRequest;
  readonly stops: Stops;
  readonly explored: Explored;
  /** One for each convention, in their order. */
  readonly swepts: readonly Swept[];
  /** The first of them; its lots keep their ways. */
  readonly headline: Swept;
  /** The first that adds up; the headline where no such convention was asked for. */
  readonly conserving: Swept;
}

export async function walk(request: TraceRequest): Promise<Walk> {
  const { options, ledgers, asOf, signal, seeds, crossings = [], onProgress } = request;
  const stops = request.stops ?? stopsBy(request.labels, options.stopAt, options.follow);
  const explored = await explore({ seeds, ledgers, asOf, stops, options, crossings, signal, onProgress });
  const { timeline, question } = explored;
  const swepts = options.conventions.map((name, index) =>
    sweep(timeline, question, conventions[name], index === 0 ? 'kept' : 'dropped'),
  );
  const headline = swepts[0] as Swept;
  const conserving = swepts.find((swept) => swept.convention.conserving) ?? headline;
  return { request, stops, explored, swepts, headline, conserving };
}
