// Addresses, transaction ids and block hashes as a warehouse keeps them: hexadecimal ones as bytes, half as long.
import { type ChainId, isEvm } from '../../model/chain.ts';
import type { Value } from '../../store/database.ts';

const EVM_HEX = /^0x(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const BARE_HEX = /^[0-9a-f]{64}$/;

/** Only a text that comes back exactly is kept as bytes; any other stands as it is. */
export function storedText(chain: ChainId, text: string): string | Buffer {
  if (isEvm(chain)) return EVM_HEX.test(text) ? Buffer.from(text.slice(2), 'hex') : text;
  return BARE_HEX.test(text) ? Buffer.from(text, 'hex') : text;
}

export function readText(chain: ChainId, stored: Value | undefined): string {
  if (typeof stored === 'string') return stored;
  const bytes = stored as Uint8Array;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return isEvm(chain) ? `0x${hex}` : hex;
}
