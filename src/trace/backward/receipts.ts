// What arrived at an account in the window of the question: facts of the chain, each transfer once.
import type { PlaceKey } from '../../model/place.ts';
import type { TraceOptions } from '../options.ts';
import type { Group, Leg, Timeline } from '../timeline.ts';

export interface Receipts {
  /** Indexes of legs, in chain order. */
  readonly inWindow: readonly number[];
  /** Arrivals before `since` or after `until`: in no sum. */
  readonly outside: readonly number[];
}

type Window = Pick<TraceOptions, 'since' | 'until'>;

/** Both ends of the window are inside. */
export function inWindow({ since = 0, until = Number.POSITIVE_INFINITY }: Window): (time: number) => boolean {
  return (time) => since <= time && time <= until;
}

/**
 * What one of the account's places pays another has not arrived from anybody; neither has what a transaction returns whose
 * inputs are all the account's own. Where others pay in too, the whole output has arrived, and the account's own part of
 * it is one of its sources.
 */
export function receiptsOf(timeline: Timeline, account: ReadonlySet<PlaceKey>, window: Window): Receipts {
  const isAsked = inWindow(window);
  const isOwn = (place: number): boolean => account.has(timeline.keys[place] as PlaceKey);
  const within: number[] = [];
  const outside: number[] = [];
  for (const group of timeline.groups) {
    const list = isAsked(group.at.time) ? within : outside;
    for (const index of arrivals(timeline, group, isOwn)) list.push(index);
  }
  return { inWindow: within, outside };
}

function arrivals({ legs }: Timeline, group: Group, isOwn: (place: number) => boolean): number[] {
  const found: number[] = [];
  let isFromOthers = !group.melts;
  for (let index = group.first; index < group.end; index += 1) {
    const { from, to, transfer } = legs[index] as Leg;
    if (transfer.to.kind === 'junction') isFromOthers ||= !isOwn(from);
    else if (isOwn(to) && !isOwn(from)) found.push(index);
  }
  return isFromOthers ? found : [];
}
