// A label: what somebody says an address is, with who says it and when.
import type { Address } from './address.ts';
import type { ChainId } from './chain.ts';

/** Categories that this program acts on. Others are kept as the source words them. */
export const endpointCategories = [
  'exchange',
  'deposit',
  'mixer',
  'bridge',
  'payment-processor',
  'gambling',
  'lending',
  'dex',
] as const;

export interface Label {
  readonly chain: ChainId;
  readonly address: Address;
  readonly entity: string;
  /** Lower case, kebab: `exchange`, `scam`, `sanctioned`, … */
  readonly category: string;
  /** hot-wallet, deposit, cold, contract, … where the source says. */
  readonly role?: string;
  /** Who says so: a URL or a document. Never empty. */
  readonly source: string;
  /** Unix seconds: since when the source has said so publicly. */
  readonly date?: number;
  /** Unix seconds: the time for which it holds. */
  readonly validFrom?: number;
  readonly validTo?: number;
  /** 0…1 as the source grades itself. */
  readonly confidence?: number;
  /** Pack the row came from: `built-in` or the file's name. */
  readonly pack: string;
}
