// The 20 bytes of a Tron address as it is displayed (`T…`), for comparison with bytes that are proved.
import { createHash } from 'node:crypto';

const LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** In hex; undefined where the text is no address, or its checksum is wrong. */
export function bytesOfAddress(text: string): string | undefined {
  if (!/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text)) return undefined;
  const number = [...text].reduce((sum, letter) => sum * 58n + BigInt(LETTERS.indexOf(letter)), 0n);
  const bytes = Buffer.from(number.toString(16).padStart(50, '0'), 'hex');
  const once = createHash('sha256').update(bytes.subarray(0, 21)).digest();
  const check = createHash('sha256').update(once).digest().subarray(0, 4);
  return bytes.length === 25 && bytes[0] === 0x41 && check.equals(bytes.subarray(21))
    ? bytes.subarray(1, 21).toString('hex')
    : undefined;
}
