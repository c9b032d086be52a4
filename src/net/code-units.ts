// The order of strings in tapes and keys: by UTF-16 code units, the same on every machine (localeCompare is not).

export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
