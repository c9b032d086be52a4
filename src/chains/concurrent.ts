// Many items, a few at once, results as they arrive. Not a rate limit (net/) and not an order: who needs one, sorts.
import pLimit from 'p-limit';

type Job<T, R> = (item: T) => AsyncIterable<R> | Promise<R>;

function isIterable<R>(value: AsyncIterable<R> | Promise<R>): value is AsyncIterable<R> {
  return Symbol.asyncIterator in value;
}

/**
 * Runs `job` for every item, at most `atOnce` at a time, and yields each result as it arrives: all results of one item
 * in their own order, those of different items mixed. The first throw ends the whole: no further item is started, and
 * the same holds when the reader stops early. A job under way is not aborted (hand it a signal), but read no further.
 */
export async function* eachConcurrently<T, R>(
  items: readonly T[],
  atOnce: number,
  job: Job<T, R>,
): AsyncGenerator<R, void, undefined> {
  const limit = pLimit(Math.max(1, Math.floor(atOnce)));
  const ready: R[] = [];
  let failure: { readonly error: unknown } | undefined;
  let running = items.length;
  let stopped = false;
  let wake: () => void = () => {};

  async function one(item: T): Promise<void> {
    try {
      if (stopped) return;
      const work = job(item);
      if (!isIterable(work)) {
        ready.push(await work);
        return;
      }
      for await (const result of work) {
        if (stopped) return;
        ready.push(result);
        wake();
      }
    } catch (error) {
      failure ??= { error };
      stopped = true;
    } finally {
      running -= 1;
      wake();
    }
  }

  for (const item of items) void limit(one, item);
  try {
    while (true) {
      // The promise is made before the look, so that a result between the two is not slept through.
      const more = new Promise<void>((resolve) => {
        wake = resolve;
      });
      while (ready.length > 0) yield ready.shift() as R;
      if (failure) throw failure.error;
      if (running === 0) return;
      await more;
    }
  } finally {
    stopped = true;
    limit.clearQueue();
  }
}
