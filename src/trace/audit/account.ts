// The accounts of an audit: what a reader with a pencil adds up. Plain data in base units; what it says in words is report's.
import type { CoinId } from '../../model/transfer.ts';
import type { NotFollowedReason } from '../explore.ts';
import type { Line } from '../sweep/swept.ts';
import type { Parts, Segment } from './paper.ts';

/**
 * `wallet`: one asset in one wallet of an account chain. `passage`: the same in a wallet that was not explored, for the
 * length of one transaction. `transaction`: of a coin chain. `coin`: from its creation to its spending. `line`: a line of
 * the statement, seed by seed.
 */
export type AccountKind = 'wallet' | 'passage' | 'transaction' | 'coin' | 'line';

/** What an entry is; docs/method.md explains each. */
export const auditEvents = [
  'receipt',
  'payment',
  'passed-on',
  'partly-passed-on',
  'injection',
  'before-since',
  'claim',
  'shortage',
  'unexplored',
  'converted-in',
  'converted-out',
  'after-until',
  'excluded',
  'absorbed',
  'returned',
  'reached-seed',
  'self',
  'input',
  'output',
  'fee',
  'created',
  'spent',
  'burnt',
  'held',
  'not-followed',
] as const;
export type AuditEvent = (typeof auditEvents)[number];

/** Why an entry has the tainted part that it has. Numbers of entries are those of the same account. */
export type Step =
  /** Taken from what lay there: `balance` and `tainted` before. `from`: the pool, or the receipt of that number. */
  | {
      readonly is: 'taken';
      readonly from: 'pool' | number;
      readonly amount: bigint;
      readonly balance: bigint;
      readonly tainted: bigint;
      readonly taken: readonly Segment[];
    }
  /** Came as these units, in this order. */
  | { readonly is: 'arrived'; readonly segments: readonly Segment[] }
  /** A front of the payment is a payment seed's, and what was tainted in it before reached that seed. */
  | { readonly is: 'claimed'; readonly seed: number; readonly amount: bigint; readonly displaced: Parts }
  /** Of `x` given `t` were tainted, so `total` of the `y` received; `part` of them with this transfer of `amount`. */
  | {
      readonly is: 'crossed';
      readonly x: bigint;
      readonly t: bigint;
      readonly y: bigint;
      readonly total: bigint;
      readonly amount: bigint;
      readonly part: bigint;
      readonly gave: number;
      readonly got: number;
    };

export interface Entry {
  readonly event: AuditEvent;
  /** Leg of the timeline; undefined where no transfer is the cause. */
  readonly leg: number | undefined;
  readonly in: bigint;
  readonly out: bigint;
  readonly taintIn: Parts;
  readonly taintOut: Parts;
  /** Place on the other side; of a line, where it ended or began. */
  readonly party: number | undefined;
  readonly steps: readonly Step[];
}

/** A line of the statement: what came in (first two), and where it is now. */
export type StatementLine =
  | 'injected'
  | 'convertedIn'
  | Exclude<Line, 'notFollowed' | 'afterUntil'>
  | NotFollowedReason;

export interface Account {
  readonly kind: AccountKind;
  readonly asset: number;
  /** wallet, passage: whose; coin: its owner. */
  readonly place: number | undefined;
  /** passage, transaction: a leg of the transaction that it is about. */
  readonly leg: number | undefined;
  readonly coin: CoinId | undefined;
  readonly line: StatementLine | undefined;
  /** line: rank of its seed. */
  readonly seed: number | undefined;
  readonly entries: readonly Entry[];
  /** After the last entry. A line has no balance but its tainted units. */
  readonly balance: bigint;
  readonly tainted: Parts;
}
