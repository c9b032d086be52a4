// Where two JSON values first differ, in words: `endpoints.0.amounts.fifo…: expected "1", got "2"`.

export function firstDifference(
  expected: unknown,
  got: unknown,
  at: readonly string[] = [],
): string | undefined {
  if (expected === got) return undefined;
  const bothObjects =
    typeof expected === 'object' && typeof got === 'object' && expected !== null && got !== null;
  if (!bothObjects || Array.isArray(expected) !== Array.isArray(got))
    return `${at.join('.') || 'the top'}: expected ${shown(expected)}, got ${shown(got)}`;
  const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
  for (const key of keys) {
    const difference = firstDifference(
      (expected as Record<string, unknown>)[key],
      (got as Record<string, unknown>)[key],
      [...at, key],
    );
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
