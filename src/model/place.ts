// Where value can be. A closed union, and the text key by which places are compared.
import type { Address } from './address.ts';
import type { Brand } from './brand.ts';
import type { ChainId } from './chain.ts';

export type TxId = Brand<string, 'TxId'>;
/** sha256 of the scriptPubKey, hex, not reversed (Esplora's form). */
export type ScriptHash = Brand<string, 'ScriptHash'>;

export interface WalletPlace {
  readonly kind: 'wallet';
  readonly chain: ChainId;
  readonly address: Address;
}
/** Spendable but without an address form: P2PK, bare multisig. `keyAddress`: the address of its one key, for display and labels. */
export interface ScriptPlace {
  readonly kind: 'script';
  readonly chain: ChainId;
  readonly scriptHash: ScriptHash;
  readonly keyAddress?: Address;
}
/** A transaction of a coin chain: melts its inputs. */
export interface JunctionPlace {
  readonly kind: 'junction';
  readonly chain: ChainId;
  readonly txId: TxId;
}
export interface SinkPlace {
  readonly kind: 'issued' | 'fee' | 'burnt';
  readonly chain: ChainId;
}
/** What can own value and be explored. */
export type OwnerPlace = WalletPlace | ScriptPlace;
export type Place = OwnerPlace | JunctionPlace | SinkPlace;

/** `<chain>/<address>`, `<chain>/script:<hash>`, `<chain>/tx:<txid>`, `<chain>/fee`: equal exactly for equal places. */
export type PlaceKey = Brand<string, 'PlaceKey'>;

export function placeKey(place: Place): PlaceKey {
  switch (place.kind) {
    case 'wallet':
      return `${place.chain}/${place.address}` as PlaceKey;
    case 'script':
      return `${place.chain}/script:${place.scriptHash}` as PlaceKey;
    case 'junction':
      return `${place.chain}/tx:${place.txId}` as PlaceKey;
    default:
      return `${place.chain}/${place.kind}` as PlaceKey;
  }
}

export function wallet(chain: ChainId, address: Address): WalletPlace {
  return { kind: 'wallet', chain, address };
}

/**
 * Where value rests that ended at `place`, among places of owners. A transaction stands there under its own key, as
 * `tx:<txid>`: no ledger is ever asked about it.
 */
export function restingPlace(place: Place): OwnerPlace {
  return place.kind === 'junction'
    ? wallet(place.chain, `tx:${place.txId}` as Address)
    : (place as OwnerPlace);
}

export function isOwner(place: Place): place is OwnerPlace {
  return place.kind === 'wallet' || place.kind === 'script';
}

/** Under which labels are kept. A P2PK script answers to those of the address of its key: one key spends both. */
export function addressOf(place: OwnerPlace): Address | undefined {
  return place.kind === 'wallet' ? place.address : place.keyAddress;
}
