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

/** Who stands behind a label, the most trusted first: whoever works the case, the owner of the address, an authority, people who checked it, an explorer's tag, a rule. */
export const tiers = ['analyst', 'owner', 'official', 'curated', 'explorer', 'inferred'] as const;
export type Tier = (typeof tiers)[number];

export interface Label {
  readonly chain: ChainId;
  readonly address: Address;
  readonly entity: string;
  /** Lower case, kebab: `exchange`, `scam`, `sanctioned`, … */
  readonly category: string;
  /** hot-wallet, deposit, cold, contract, … where the source says. */
  readonly role?: string;
  /** Who says so: a name, a document, a page. Never empty. */
  readonly source: string;
  /** Where it says so. As the source words it: only what `isLink` holds of may be made a link. */
  readonly url?: string;
  /** Unix seconds: since when the source has said so publicly. */
  readonly date?: number;
  /** Unix seconds: the time for which it holds. */
  readonly validFrom?: number;
  readonly validTo?: number;
  /** 0…1 as the source grades itself. */
  readonly confidence?: number;
  /** Absent where neither the source nor the user says. */
  readonly tier?: Tier;
  /** One short name for one owner, where the source has such names: `binance` for "Binance 14" and "binance.com". */
  readonly actor?: string;
  /** The source says it of the whole cluster of the address (TagPack `is_cluster_definer`). */
  readonly clusterDefiner?: true;
  /** Pack the row came from: `built-in` or the file's name. */
  readonly pack: string;
}

/** One address of a page, to which a report may lead: no `javascript:`, no file, no text around it, nothing hidden in it. */
export function isLink(text: string): boolean {
  return /^https?:\/\/[!-~]+$/i.test(text) && !/[<>"'`\\]/.test(text);
}
