// Amounts as a warehouse keeps them: big-endian bytes without zeros in front, since integers of SQLite end at 2^63.

export function storedAmount(amount: bigint): Buffer {
  if (amount < 2n ** 48n) {
    const number = Number(amount);
    const bytes =
      number < 2 ** 8
        ? 1
        : number < 2 ** 16
          ? 2
          : number < 2 ** 24
            ? 3
            : number < 2 ** 32
              ? 4
              : number < 2 ** 40
                ? 5
                : 6;
    const buffer = Buffer.allocUnsafe(bytes);
    buffer.writeUIntBE(number, 0, bytes);
    return buffer;
  }
  if (amount < 2n ** 64n) {
    const buffer = Buffer.allocUnsafe(8);
    buffer.writeBigUInt64BE(amount, 0);
    return amount < 2n ** 56n ? buffer.subarray(1) : buffer;
  }
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
