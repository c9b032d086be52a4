// Dividing an integer by integer weights so that the shares add up exactly.

/**
 * Shares of `total` in proportion to `weights`: each rounded down, then one unit more to the largest remainders, ties
 * to the earlier weight (conventions.md). All weights zero: all shares zero. Requires total ≤ Σ weights only where the
 * caller needs share ≤ weight.
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  let sum = 0n;
  for (const weight of weights) sum += weight;
  if (sum === 0n || total === 0n) return weights.map(() => 0n);
  let left = total;
  const shares: bigint[] = [];
  const remainders: bigint[] = [];
  for (const weight of weights) {
    const product = total * weight;
    const share = product / sum;
    shares.push(share);
    remainders.push(product - share * sum);
    left -= share;
  }
  if (left > 0n) {
    const order = remainders.map((_, index) => index);
    order.sort((a, b) => {
      const [ra, rb] = [remainders[a] as bigint, remainders[b] as bigint];
      return ra === rb ? a - b : ra > rb ? -1 : 1;
    });
    for (const index of order.slice(0, Number(left))) shares[index] = (shares[index] as bigint) + 1n;
  }
  return shares;
}

/** `apportion(total, [part, whole − part])[0]`: what falls to the first of two. */
export function partOf(total: bigint, part: bigint, whole: bigint): bigint {
  if (total === 0n || whole === 0n) return 0n;
  const product = total * part;
  const share = product / whole;
  const remainder = product - share * whole;
  // Of two remainders that add up to the whole, the larger gets the unit; a tie goes to the first.
  return remainder > 0n && 2n * remainder >= whole ? share + 1n : share;
}
