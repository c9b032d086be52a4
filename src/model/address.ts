// Addresses in the one form used inside. Whether a text is an address at all, each chain's own ledger decides.
import type { Brand } from './brand.ts';
import { type ChainId, isEvm } from './chain.ts';

/** Made only by a ledger's `parseAddress`, or by `normalAddress` from a source that was checked. */
export type Address = Brand<string, 'Address'>;

/** The inside form of an address text of `chain`: EVM and bech32 in lower case, all else as it stands. Checks nothing. */
export function normalAddress(chain: ChainId, text: string): Address {
  const word = text.trim();
  if (isEvm(chain)) return word.toLowerCase() as Address;
  if (/^(bc1|BC1|tb1|bcrt1)/.test(word)) return word.toLowerCase() as Address;
  return word as Address;
}
