// What an EVM address is, and what is wrong with a text that is none. What may be a secret is never repeated.
import { getAddress } from 'ethers/address';
import { type Address, normalAddress } from '../../model/address.ts';
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { looksLikeSecret } from '../secret.ts';
import { excerpt } from '../source-failure.ts';

function wrongWith(text: string): string {
  const digits = text.replace(/^0x/i, '');
  if (text === '') return 'it is empty';
  if (/^XE[0-9]{2}[0-9A-Z]{30,31}$/i.test(text)) return 'it is an ICAP number; its hex form is needed';
  if (/^(bc1|tb1|[13])[0-9A-Za-z]{20,}$/.test(text)) return 'it looks like a Bitcoin address';
  if (/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text)) return 'it looks like a Tron address';
  if (/\.[a-z]{2,}$/i.test(text))
    return 'it is a name; names that end in .eth are looked up where a trace begins or ends, and no others';
  if (!text.startsWith('0x')) return 'it does not begin with 0x';
  if (!/^[0-9a-fA-F]*$/.test(digits)) return 'it holds characters that are no hex digits';
  if (digits.length !== 40) {
    return `it has ${digits.length} hex digits, an address has 40${digits.length < 40 ? ': it is cut off' : ''}`;
  }
  return 'its capital letters do not fit it (EIP-55 checksum): at least one character is wrong';
}

export function parseEvmAddress(chain: ChainId, text: string): Address {
  const word = text.trim();
  const secret = looksLikeSecret(text);
  if (secret) {
    throw new KnownError(
      'secret-pasted',
      `This looks like a ${secret}, not an address. It is not repeated here.`,
      {
        facts: ['It was not stored or sent. It may be in the history of your shell: remove it there.'],
        hint: /^0x[0-9a-f]+$/i.test(word)
          ? 'If it is a transaction id, pass it with --tx. If it is a key, move its funds: it has been seen.'
          : 'Pass the wallet’s public address. If this is a real secret, move its funds: it has been seen.',
        exit: 2,
      },
    );
  }
  if (/^0x[0-9a-fA-F]{40}$/.test(word)) {
    try {
      return normalAddress(chain, getAddress(word));
    } catch {
      // Told below, together with all else that can be wrong.
    }
  }
  // Long runs of hex may be most of a key.
  const shown = /[0-9a-f]{48}/i.test(word) ? 'The text' : `"${excerpt(word)}"`;
  throw new KnownError('bad-address', `${shown} is no address of ${chainName(chain)}: ${wrongWith(word)}.`, {
    hint: 'Copy the whole address again: 0x and 40 hex digits.',
    exit: 2,
  });
}

/** EIP-55. */
export function displayAddress(address: Address): string {
  return getAddress(address);
}
