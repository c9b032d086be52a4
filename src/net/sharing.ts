// Joins callers who want the same thing at the same time. Keeps nothing once it is there.
import { untilAborted } from './until-aborted.ts';

interface Joint<T> {
  readonly outcome: Promise<T>;
  readonly stop: AbortController;
  callers: number;
}

/** A caller who aborts leaves the others alone; when the last one leaves, the work is aborted too. */
export function sharing<T>() {
  const joints = new Map<string, Joint<T>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Joint<T> {
    const stop = new AbortController();
    const joint: Joint<T> = { stop, callers: 0, outcome: work(stop.signal).finally(() => end(key, joint)) };
    joints.set(key, joint);
    return joint;
  }

  function end(key: string, joint: Joint<T>): void {
    if (joints.get(key) === joint) joints.delete(key);
  }

  return async (key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    const joint = joints.get(key) ?? begin(key, work);
    joint.callers++;
    try {
      return await untilAborted(joint.outcome, signal);
    } finally {
      joint.callers--;
      if (joint.callers === 0) {
        // Whoever comes after this must not join work that is being stopped.
        end(key, joint);
        joint.stop.abort(signal?.reason);
      }
    }
  };
}
