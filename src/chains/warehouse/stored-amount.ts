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

/** `hex`: the bytes in hexadecimal; none are 0. */
export function readAmount(hex: string): bigint {
  if (hex.length <= 12) return BigInt(hex === '' ? 0 : Number.parseInt(hex, 16));
  return BigInt(`0x${hex}`);
}
