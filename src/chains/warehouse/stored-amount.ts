// Amounts as a warehouse keeps them: big-endian bytes without zeros in front, since integers of SQLite end at 2^63.

export function storedAmount(amount: bigint): Buffer {
  const hex = amount.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

export function readAmount(stored: Uint8Array): bigint {
  const { byteLength } = stored;
  let value = 0;
  if (byteLength <= 6) {
    for (let at = 0; at < byteLength; at += 1) value = value * 256 + (stored[at] as number);
    return BigInt(value);
  }
  return BigInt(`0x${Buffer.from(stored.buffer, stored.byteOffset, byteLength).toString('hex')}`);
}
