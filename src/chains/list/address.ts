// What may stand as an address or a transaction id in a transfer list: a shape, not a proof that it exists. Checksums of
// EVM addresses are checked where a person typed one (ledger.ts), not 200,000 times in a file.
import { type Address, normalAddress } from '../../model/address.ts';
import { type ChainId, isEvm } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';

const LONGEST = 200;
const EVM_SHAPE = /^0x[0-9a-f]{40}$/i;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
export const HEX_HASH = /^(?:0x)?[0-9a-f]{64}$/i;

/** What is wrong with `text` as an address of `chain`; undefined: nothing. Never holds the text itself: it may be a key. */
export function addressFault(chain: ChainId, text: string): string | undefined {
  const word = text.trim();
  if (word === '') return 'is empty';
  if (word.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (CONTROL.test(word)) return 'holds control characters';
  if (isEvm(chain) && !EVM_SHAPE.test(word)) return 'is not 0x and 40 hexadecimal digits';
  return undefined;
}

/** Only for a text without `addressFault`. */
export function listAddress(chain: ChainId, text: string): Address {
  return normalAddress(chain, text);
}

export function txFault(text: string): string | undefined {
  const word = text.trim();
  if (word === '') return 'is empty';
  if (word.length > LONGEST) return `is longer than ${LONGEST} characters`;
  return CONTROL.test(word) ? 'holds control characters' : undefined;
}

/** A hash in hex is one in either case; any other id stands as it is. */
export function listTx(text: string): TxId {
  const word = text.trim();
  return (HEX_HASH.test(word) ? word.toLowerCase() : word) as TxId;
}
