// The lesser of two amounts; Math.min takes no bigint.

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
