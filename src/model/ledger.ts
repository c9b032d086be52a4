// What every chain must be able to answer. chains/* implement it, trace is handed it, cli alone introduces them.
import type { Address } from './address.ts';
import type { AllowanceUse } from './allowance.ts';
import type { AssetId, AssetInfo } from './asset.ts';
import type { Brand } from './brand.ts';
import type { BridgeActs, BridgeContract } from './bridge.ts';
import type { ChainId, ChainKind } from './chain.ts';
import type { Exchange } from './crossing.ts';
import type { EmptyTransfer } from './empty-transfer.ts';
import type { Gap } from './gap.ts';
import type { IssuerAct } from './issuer-act.ts';
import type { OwnActs } from './own-acts.ts';
import type { OwnerPlace, PlaceKey, TxId } from './place.ts';
import type { CoinId, Transfer } from './transfer.ts';

export type BlockHash = Brand<string, 'BlockHash'>;

/** One block. `hash` of a transfer list is `sha256:` of the file: it pins the run just as well. `time`: unix seconds. */
export interface Block {
  readonly chain: ChainId;
  readonly height: number;
  readonly hash: BlockHash;
  readonly time: number;
}

/** How a run looks at a chain. */
export interface Scope {
  /** Nothing above this block is in any sum. */
  readonly asOf: Block;
  /** Stop pulling a history once it has more transfers than this (Infinity = never). */
  readonly hubLimit: number;
  /** How many histories may be asked for at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Assets that the question is about; missing: all. Only a ledger that `narrows` looks at it. */
  readonly wants?: (asset: AssetId) => boolean;
}

/**
 * A part of one history. All pages of a subject together are complete unless one of them carries a gap or `hub`.
 * A page may hold transfers of other places too (a whole transaction of a coin chain); the same transfer may come twice.
 */
export interface Page {
  readonly subject: OwnerPlace | CoinId;
  /** At or below as-of. */
  readonly transfers: readonly Transfer[];
  /** Above as-of or unconfirmed: listed, in no sum. */
  readonly pending: readonly Transfer[];
  readonly gaps: readonly Gap[];
  /** Where the source tells them. */
  readonly allowances?: readonly AllowanceUse[];
  /** Transfers of nothing at or below as-of, where the source tells them. */
  readonly empties?: readonly EmptyTransfer[];
  /** Of a whole history, where the source tells it. */
  readonly own?: OwnActs;
  /** More than `hubLimit` transfers: what is in the page is no history. */
  readonly hub?: true;
}

export interface Balance {
  readonly asset: AssetId;
  readonly amount: bigint;
}

/** Facts about a wallet as of a block. A missing field = the source cannot tell. */
export interface WalletFacts {
  readonly contract?: boolean;
  /** Balances at that block, only of the assets asked for and only where the source can tell them as of that block. */
  readonly balances: readonly Balance[];
  /** Number of transactions in the service's own count, for completeness checks. */
  readonly transactions?: number;
}

export interface Issuing {
  /** Who can freeze, or destroy, what a holder has of it; undefined: nobody is known to. */
  issuerOf(asset: AssetId): string | undefined;
  /**
   * All that its issuer did to holders up to as-of, in no particular order; what it issued and redeemed only in transactions
   * that are met, since the events of that do not say whose wallet it was. Throws KnownError `source-failed`.
   */
  actsOn(asset: AssetId, scope: Scope, isMet: (tx: TxId) => boolean): Promise<readonly IssuerAct[]>;
}

export interface Ledger {
  readonly chain: ChainId;
  readonly kind: ChainKind;
  /** Depth below the tip at which this chain is taken as final. */
  readonly finality: number;
  /** Names of the services that may be asked, for the report's head. */
  readonly services: readonly string[];
  /** The only maker of this chain's Address. Throws KnownError `bad-address`; never echoes what looks like a secret. */
  parseAddress(text: string): Address;
  /** For people and exports: EIP-55, the address of a P2PK key, … */
  display(place: OwnerPlace): string;
  assetInfo(asset: AssetId): AssetInfo | undefined;
  /**
   * The block to pin a run to: the one at `height` (at most the tip), or the last at or before `time` (unix seconds),
   * else tip − finality. Throws KnownError `as-of-unknown` or `source-failed`.
   */
  head(want: { height?: number; time?: number }, signal: AbortSignal): Promise<Block>;
  /** The same block asked again at the end of a run, past every cache. */
  isCanonical(block: Block, signal: AbortSignal): Promise<boolean>;
  /**
   * Histories of a scope with `wants` leave out transactions that move none of these assets, but for the coin that the
   * wallet itself moved, and for what is pending. Missing: they hold all.
   */
  readonly narrows?: true;
  /** Histories of many wallets. A failure for good is a page with a `source-failed` gap, not a throw. */
  transfersOf(places: readonly OwnerPlace[], scope: Scope): AsyncIterable<Page>;
  /** Coin chains: the whole transactions that spent these coins; a page without transfers = unspent as of the block. */
  spendsOf(coins: readonly CoinId[], scope: Scope): AsyncIterable<Page>;
  /** All transfers of one transaction, in order. Throws KnownError `transaction-unknown`. */
  transfersIn(tx: TxId, scope: Scope): Promise<readonly Transfer[]>;
  /** Movements that no source lists and that follow from these: a wrapped coin is made as its contract is paid. */
  impliedBy?(transfers: readonly Transfer[]): readonly Transfer[];
  /**
   * What a transaction, all of whose transfers these are, exchanged for a wallet; undefined: nothing. Missing: this ledger
   * cannot tell what is worth anything.
   */
  exchangeIn?(transfers: readonly Transfer[], wallet: PlaceKey): Exchange | undefined;
  /**
   * What a transaction that `transfersIn` or a history told says of bridges; undefined: only `transfersIn` tells enough of it.
   * Missing: none is read on this chain.
   */
  bridgesIn?(tx: TxId): BridgeActs | undefined;
  /** The bridge that is read here whose contract this is: what reaches it is looked at, whatever labels say. */
  bridgeAt?(place: PlaceKey): BridgeContract | undefined;
  /** Missing: no issuer of this chain's assets is known to have power over single holders, or none can be asked about. */
  readonly issuing?: Issuing;
  /** Throws KnownError `source-failed`. */
  describe(
    place: OwnerPlace,
    at: Block,
    assets: readonly AssetId[],
    signal: AbortSignal,
  ): Promise<WalletFacts>;
}
