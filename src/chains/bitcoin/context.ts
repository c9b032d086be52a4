// What the parts of one Esplora ledger share. Not the ledger itself (ledger.ts).
import { BITCOIN } from '../../model/chain.ts';
import type { Gap } from '../../model/gap.ts';
import type { Http, Keep } from '../../model/http.ts';
import type { Block } from '../../model/ledger.ts';
import type { OwnerPlace, Place } from '../../model/place.ts';
import type { SourceFailure } from './esplora-ask.ts';
import type { EsploraStatus } from './esplora-shapes.ts';
import type { KnownTransactions } from './known-transactions.ts';

export interface Context {
  readonly http: Http;
  /** In the order in which they are asked. */
  readonly services: readonly string[];
  readonly known: KnownTransactions;
}

export function pinnedTo(block: Block): Keep {
  return { kind: 'pinned', block: block.hash };
}

/** Path of a wallet's or script's statistics; its lists lie below it. */
export function pathOf(place: OwnerPlace): string {
  return place.kind === 'wallet' ? `/address/${place.address}` : `/scripthash/${place.scriptHash}`;
}

/** An address; a script by the address of its key, or by its hash. */
export function displayPlace(place: OwnerPlace): string {
  if (place.kind === 'wallet') return place.address;
  return place.keyAddress ?? `script:${place.scriptHash}`;
}

export function gapOf(error: SourceFailure, place: Place, missing: string): Gap {
  return { code: error.gap, chain: BITCOIN, place, why: `${missing}: ${error.message}. ${error.hint}` };
}

/** In a block at or below `block`. */
export function standsAt(status: EsploraStatus, block: Block): boolean {
  return status.confirmed && status.block_height <= block.height;
}
