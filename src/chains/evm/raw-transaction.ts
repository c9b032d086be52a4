// The bytes of a transaction of an EVM chain, read: who signed it, whom it pays, how much. Not whether a chain holds it.
import { getCreateAddress, Transaction } from 'ethers';
import { type Address, normalAddress } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';

export interface RawEvmTransaction {
  readonly from: Address;
  /** The payee; of a creation the contract created. */
  readonly to: Address;
  /** Base units of the native coin. */
  readonly value: bigint;
}

/** undefined: no transaction, none that is signed, or of a type that is not known (those of a rollup's own). */
export function readRawEvmTransaction(chain: ChainId, hex: string): RawEvmTransaction | undefined {
  try {
    const { from, to, value, nonce } = Transaction.from(hex);
    if (from === null) return undefined;
    return {
      from: normalAddress(chain, from),
      to: normalAddress(chain, to ?? getCreateAddress({ from, nonce })),
      value,
    };
  } catch {
    return undefined;
  }
}

/** The chain for which it is signed. undefined: it does not say (before EIP-155), or is of no type that is known. */
export function chainIdOfRaw(hex: string): bigint | undefined {
  try {
    const { chainId } = Transaction.from(hex);
    return chainId === 0n ? undefined : chainId;
  } catch {
    return undefined;
  }
}
