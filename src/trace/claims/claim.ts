// What victims say they paid, as data: read from a file, not yet looked for on any chain. A claim names a transaction, or a
// date, an amount and the address that was paid.
import type { ChainId } from '../../model/chain.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';

/** Unix seconds, both ends included: the whole day, minute or second that was written. */
export interface Stated {
  readonly written: string;
  readonly first: number;
  readonly last: number;
}

export interface Claim {
  /** Of the file, from 1. */
  readonly line: number;
  readonly victim: string;
  readonly chain: ChainId;
  readonly txId: TxId | undefined;
  /** As `PaymentSeed.n`. */
  readonly n: number | undefined;
  readonly date: Stated | undefined;
  /** Whole units as decimal text, above 0. With a transaction: the front of the payment. */
  readonly amount: string | undefined;
  /** The most that was taken off on the way, whole units as decimal text; only where there is no transaction. */
  readonly fee: string | undefined;
  /** Who was paid. */
  readonly place: OwnerPlace | undefined;
  /** Symbol of a genuine asset, contract, or id. */
  readonly asset: string | undefined;
}

/** A row that is no claim. `why` never holds the cell itself. */
export interface BrokenRow {
  readonly line: number;
  readonly victim: string | undefined;
  readonly why: string;
}

export interface ClaimFile {
  /** Without its folder. */
  readonly name: string;
  readonly sha256: string;
  /** Columns of the file that mean nothing here, as they are called there. */
  readonly unread: readonly string[];
  readonly claims: readonly Claim[];
  /** None where faults are refused. */
  readonly broken: readonly BrokenRow[];
  /** `refuse`: a claim that cannot be used ends the run. `list`: it is listed, and is in no figure. */
  readonly onFault: OnFault;
}

export const faultPolicies = ['refuse', 'list'] as const;
export type OnFault = (typeof faultPolicies)[number];
