// How value ends that arrives with a leg. One answer for every pass: the ceiling, the sweep and the bounds' network.
import { isExcluded, type Question } from './question.ts';
import type { Group, Leg, Timeline } from './timeline.ts';

/** `afterUntil`: the taint stops with this leg, its units do not; so does that of a transfer that an analyst excluded. */
export type End = 'fees' | 'burnt' | 'seed' | 'afterUntil' | 'endpoint';

/** undefined: it goes on from there, if the place is explored. A seed is never an endpoint (engine.md §3). */
export function endOf(
  leg: Leg,
  group: Group,
  { keys }: Timeline,
  question: Question,
  isSeed: (place: number) => boolean,
): End | undefined {
  const { kind } = leg.transfer.to;
  if (kind === 'fee') return 'fees';
  if (kind === 'burnt' || kind === 'issued') return 'burnt';
  if (isExcluded(leg.transfer, question.excluded)) return 'afterUntil';
  if (isSeed(leg.to)) return 'seed';
  if (isAfter(group, question)) return 'afterUntil';
  return question.isEndpoint(keys[leg.to] as (typeof keys)[number], group.at.time) ? 'endpoint' : undefined;
}

/**
 * Value that a transaction takes in ends with it: nobody can say whose coins come out. Of an input leg; what is not followed any
 * more is told of the outputs, as of any transaction.
 */
export function endsInside(leg: Leg, group: Group, { keys }: Timeline, question: Question): boolean {
  return (
    !isStopped(leg, group, question) &&
    question.isEndpoint(keys[leg.to] as (typeof keys)[number], group.at.time)
  );
}

function isAfter(group: Group, { until }: Question): boolean {
  return until !== undefined && group.at.time > until;
}

/** Taint stops with this leg, whoever receives it: later than what is followed, or left out by an analyst. */
export function isStopped({ transfer }: Leg, group: Group, question: Question): boolean {
  return isAfter(group, question) || isExcluded(transfer, question.excluded);
}
