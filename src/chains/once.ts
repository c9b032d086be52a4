// What is asked once and then known. A failure is not: who asks again may have more luck.

export type Known<T> = Map<string, Promise<T>>;

export function once<T>(known: Known<T>, key: string, ask: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = ask();
  known.set(key, answer);
  answer.catch(() => known.delete(key));
  return answer;
}
