// The checksummed form of an EVM address (EIP-55). ethers has it too, but loading ethers for a list costs a tenth of a
// second and more, which is a good part of what tracing a list takes.
import { keccak_256 } from '@noble/hashes/sha3';

/** `address`: 0x and 40 hex digits, lower case. */
export function eip55(address: string): string {
  const digits = address.slice(2);
  const hash = keccak_256(digits);
  let text = '0x';
  for (const [index, digit] of [...digits].entries()) {
    const nibble = ((hash[index >> 1] as number) >> (index % 2 === 0 ? 4 : 0)) & 15;
    text += nibble > 7 ? digit.toUpperCase() : digit;
  }
  return text;
}
