// What is said of an address after its history was looked at: that it seems to be a deposit address of an exchange, with
// the sweeps that say so, or why it does not. An inference, never a fact.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import type { LabelBook } from '../book.ts';
import type { DepositParameters } from './parameters.ts';

/** One transaction by which all that lay there of an asset went to a main wallet. */
export interface Sweep {
  readonly txId: TxId;
  /** Unix seconds. */
  readonly time: number;
  readonly asset: AssetId;
  /** Base units. */
  readonly amount: bigint;
  readonly to: OwnerPlace;
  readonly transfers: readonly TransferId[];
  /** How many receipts it passed on. */
  readonly receipts: number;
  /** Seconds since the oldest of them. */
  readonly waited: number;
  /** Base units that stayed behind. */
  readonly left: bigint;
}

export interface Deposit {
  readonly kind: 'deposit';
  readonly place: OwnerPlace;
  /** Of the main wallet that the first sweep went to. */
  readonly exchange: Label;
  /** In chain order. */
  readonly sweeps: readonly Sweep[];
  /** 0 to 1: `1 − ½·left/may be left − ½·waited/within` of the sweep for which it is least (Tutela). */
  readonly confidence: number;
  readonly parameters: DepositParameters;
  /** A wallet of the exchange that gives deposit addresses their gas gave it some: one sweep is then enough. */
  readonly gasBy?: Label;
}

/** Why an address is not taken for one. */
export type NotBecause =
  | 'named' // somebody says who it is
  | 'pays-no-exchange' // nothing of what it paid went to a main wallet
  | 'pays-elsewhere' // something went to somebody else
  | 'several-exchanges'
  | 'paid-by-exchange' // the exchange does not pay out to its own deposit addresses
  | 'mines' // it makes coins itself
  | 'kept' // it did not go on in time
  | 'left-over' // not all of it went on
  | 'too-few' // sweeps
  | 'incomplete'; // more went out than came in, as far as is known

export interface NoDeposit {
  readonly kind: 'none';
  readonly because: NotBecause;
  /** The transfer that says so, where there is one. */
  readonly transfer: TransferId | undefined;
}

export type Judgement = Deposit | NoDeposit;

/** What a history is judged by. `asOf`: unix seconds of the block it goes up to. */
export interface Look {
  readonly book: Pick<LabelBook, 'of'>;
  readonly infoOf: (asset: AssetId) => AssetInfo | undefined;
  readonly asOf: number;
  readonly parameters: DepositParameters;
}

export function none(because: NotBecause, by?: Pick<Transfer, 'id'>): NoDeposit {
  return { kind: 'none', because, transfer: by?.id };
}

/** `mayBeLeft` is that of the sweep's asset. */
export function confidenceOf(sweep: Sweep, mayBeLeft: bigint, { within }: DepositParameters): number {
  const left = mayBeLeft === 0n ? 0 : Number((sweep.left * 10_000n) / mayBeLeft) / 10_000;
  const waited = within === 0 ? 0 : sweep.waited / within;
  return Math.max(0, Math.floor((1 - left / 2 - waited / 2) * 100) / 100);
}
