// Events of bridges, decoded by their signatures.
import type { Interface, Result } from 'ethers';
import type { Address } from '../../../model/address.ts';
import { type AssetId, assetId } from '../../../model/asset.ts';
import type { ChainId } from '../../../model/chain.ts';
import type { TxId } from '../../../model/place.ts';
import type { EvmChain } from '../chains-table.ts';
import type { RpcLog } from '../tx-answers.ts';

/** What an event is read in. */
export interface BridgeTx {
  readonly chain: EvmChain;
  readonly native: AssetId;
  readonly txId: TxId;
  readonly logs: readonly RpcLog[];
}

export interface Told {
  readonly name: string;
  readonly args: Result;
}

/** Events of these contracts, in order. What cannot be decoded is none of them. */
export function eventsOf(abi: Interface, { logs }: BridgeTx, contracts: readonly Address[]): Told[] {
  return logs.flatMap(({ address, topics, data, removed }) => {
    if (!contracts.includes(address) || removed === true) return [];
    try {
      const told = abi.parseLog({ topics: topics.filter((topic) => topic !== null), data });
      return told === null ? [] : { name: told.name, args: told.args };
    } catch {
      return [];
    }
  });
}

/** A word of 32 bytes as an EVM address; undefined: it is longer. */
export function addressIn(word: string): Address | undefined {
  return /^0x0{24}[0-9a-f]{40}$/i.test(word) ? (`0x${word.slice(26).toLowerCase()}` as Address) : undefined;
}

/** As text for people: an address of another kind of chain stays the word that stands in the event. */
export function addressText(word: string): string {
  return addressIn(word) ?? word.toLowerCase();
}

export function lower(address: string): Address {
  return address.toLowerCase() as Address;
}

export function erc20(chain: ChainId, contract: Address): AssetId {
  return assetId(`${chain}/erc20:${contract}`);
}
