// A name of the Ethereum Name Service beside an address, as it stood at one block. Not a label: whoever registers a name
// chooses it, and it says nothing of who that is.
import type { Address } from './address.ts';

export interface EnsName {
  /** Normalised (ENSIP-15). */
  readonly name: string;
  readonly address: Address;
  /** As it is displayed, EIP-55. */
  readonly display: string;
  /** `asked`: the question named it, and it leads to the address. `claimed`: the address claims it, and it leads back. */
  readonly how: 'asked' | 'claimed';
  /** Height of the block of Ethereum at which the registry was asked. */
  readonly block: number;
  /** What makes it look like another name; empty: nothing that is known. */
  readonly looks: readonly string[];
}

/** What names are asked of. */
export interface Names {
  /** At this block. Throws KnownError `bad-name` or `name-unresolved`. */
  addressOf(
    name: string,
    at: { readonly height: number; readonly hash: string },
    signal: AbortSignal,
  ): Promise<EnsName>;
  /** Those that addresses claim and that lead back to them at this block; of others nothing. Throws `source-failed`. */
  claimedBy(
    addresses: readonly Address[],
    at: { readonly height: number; readonly hash: string },
    signal: AbortSignal,
  ): Promise<readonly EnsName[]>;
}
