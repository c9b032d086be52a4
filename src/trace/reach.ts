// What any convention could taint: poison does. Legs by index, of one timeline under one question.
import { poison } from './conventions/poison.ts';
import type { Question } from './question.ts';
import { sweep } from './sweep/sweep.ts';
import type { Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';

/** Swept when it is first wanted, and then kept: most rounds want it not at all, some twice. */
export function reachOf(timeline: Timeline, question: Question): () => Swept['carried'] {
  let carried: Swept['carried'] | undefined;
  return () => {
    carried ??= sweep(timeline, question, poison, 'dropped').carried;
    return carried;
  };
}
