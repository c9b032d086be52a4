// What an analyst decided about a trace, as data: read from a file, never made up here. Author, date and reason are always
// there, since a decision is somebody's word and is printed as such.
import type { ChainId } from '../../model/chain.ts';
import type { OwnerPlace } from '../../model/place.ts';

export const decisionKinds = ['follow', 'stop', 'same-owner', 'relabel', 'exclude'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export interface Decision {
  /** Its place in the file, from 1. */
  readonly entry: number;
  readonly kind: DecisionKind;
  /** All kinds but `exclude`. */
  readonly places: readonly OwnerPlace[];
  /** `exclude`: the id of a transaction, of a transfer, or of the coin that it makes. */
  readonly transfers: readonly { readonly chain: ChainId; readonly id: string }[];
  /** `stop`, `relabel`, `same-owner`: the service or the owner. */
  readonly name: string | undefined;
  /** `stop`, `relabel`. */
  readonly category: string | undefined;
  readonly author: string;
  /** As written; a date, a time or unix seconds. */
  readonly date: string;
  readonly reason: string;
}

export interface DecisionFile {
  /** Without its folder. */
  readonly name: string;
  readonly sha256: string;
  readonly entries: readonly Decision[];
}
