// What one transaction says of bridges: what it hands over to be paid out on another chain, and what it pays out for something
// handed over elsewhere. Only what the chain itself recorded; whether the two sides meet, trace/ finds.
import type { Address } from './address.ts';
import type { AssetId } from './asset.ts';
import type { ChainId } from './chain.ts';
import type { TransferId } from './transfer.ts';

/** Under the same key on both chains: what the protocol itself pairs them by. */
export type BridgeKey = string;

export interface Sending {
  /** `Circle CCTP`, `Across`, `THORChain` */
  readonly bridge: string;
  readonly key: BridgeKey;
  /** `bridge`: by an event of its own contract. `payer`: by whoever paid, in a memo that anyone can write. */
  readonly said: 'bridge' | 'payer';
  /** `once`: the protocol gives a key to one sending alone. `by-content`: an equal sending of the same wallet has it too. */
  readonly keyed: 'once' | 'by-content';
  /** What was handed over: so many units of one of these assets. */
  readonly assets: readonly AssetId[];
  readonly amount: bigint;
  /** Who handed it over, as the bridge has it. */
  readonly sender: Address | undefined;
  /** The transfer itself, where the chain says which it is. */
  readonly leg: TransferId | undefined;
  readonly to: Destination;
  /** Where it goes if it is sent back, as the payer wrote it; undefined: to the payer. */
  readonly refundTo: string | undefined;
  /** What is to be paid out at least and at most, in units of the other chain's asset; undefined: it is not said. */
  readonly pays: { readonly least: bigint; readonly most: bigint } | undefined;
}

export interface Destination {
  /** undefined: a chain that has no name here. */
  readonly chain: ChainId | undefined;
  /** As the protocol has it: `CCTP domain 5`, `BTC`. */
  readonly name: string;
  /** Hostile text: whoever paid wrote it. Not checked to be an address of that chain. */
  readonly address: string;
}

export interface Landing {
  readonly key: BridgeKey;
  /** `refund`: what was handed over on this chain comes back. */
  readonly kind: 'paid-out' | 'refund';
  readonly to: Address;
  readonly assets: readonly AssetId[];
  readonly amount: bigint;
}

export interface BridgeActs {
  readonly sendings: readonly Sending[];
  readonly landings: readonly Landing[];
}

export interface BridgeContract {
  readonly bridge: string;
  /** Who says that it is its contract. */
  readonly source: string;
}

export const NO_ACTS: BridgeActs = { sendings: [], landings: [] };
