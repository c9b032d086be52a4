// A place in the call tree as one number, so that calls seen in different histories of one transaction can be compared.
// Positions among the rows at hand would not do: each wallet's history holds other rows.

const BITS = 48;

/** Orders of one transaction: 0 the fee, 1 its value, then calls, then logs. Calls and logs move different assets. */
export const FEE_ORDER = 0;
/** What a deposit from the parent chain makes: before its value; it has no fee. */
export const DEPOSIT_ORDER = 0;
export const VALUE_ORDER = 1;
const CALL_ORDER = 2;
const LOG_ORDER = 2 ** 49;

/**
 * Lexicographic order kept: each step is a 1 bit and the order-preserving Elias code of the step, the rest is zeros, so
 * that a parent precedes its children. undefined where the path is too long for an exact number: unknown, not guessed.
 */
export function callOrder(path: readonly number[] | undefined): number | undefined {
  if (path === undefined) return undefined;
  let code = '';
  for (const step of path) {
    const binary = (step + 1).toString(2);
    code += `1${'1'.repeat(binary.length - 1)}0${binary.slice(1)}`;
    if (code.length > BITS) return undefined;
  }
  return CALL_ORDER + Number.parseInt(code.padEnd(BITS, '0'), 2);
}

export function logOrder(logIndex: number): number {
  return LOG_ORDER + logIndex;
}

/** Lexicographic, unknown paths last. */
export function comparePaths(a: readonly number[] | undefined, b: readonly number[] | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
