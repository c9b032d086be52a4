// Names of columns as files write them, made comparable: `Tx Hash`, `tx-hash` and `TX_HASH` are one.

export function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
