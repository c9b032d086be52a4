// The books: accounts are opened when first written in, and keep their sums. Knows no rule and no chain.
import type { CoinId } from '../../model/transfer.ts';
import type { Account, AccountKind, AuditEvent, Entry, StatementLine, Step } from './account.ts';
import { NO_PARTS, type Parts } from './paper.ts';

export interface Posting {
  readonly event: AuditEvent;
  readonly leg?: number | undefined;
  readonly party?: number | undefined;
  readonly in?: bigint;
  readonly out?: bigint;
  readonly taintIn?: Parts;
  readonly taintOut?: Parts;
  readonly steps?: readonly Step[];
}

export interface OpenAccount extends Account {
  readonly entries: Entry[];
  balance: bigint;
  readonly tainted: Map<number, bigint>;
}

export interface Heading {
  readonly kind: AccountKind;
  readonly asset: number;
  readonly place?: number | undefined;
  readonly leg?: number | undefined;
  readonly coin?: CoinId | undefined;
  readonly line?: StatementLine | undefined;
  readonly seed?: number | undefined;
}

export function opened({ kind, asset, place, leg, coin, line, seed }: Heading): OpenAccount {
  return { kind, asset, place, leg, coin, line, seed, entries: [], balance: 0n, tainted: new Map() };
}

/** Writes an entry and gives its number, counted from 1. */
export function post(account: OpenAccount, posting: Posting): number {
  const { event, leg, party, steps = [], taintIn = NO_PARTS, taintOut = NO_PARTS } = posting;
  const entry: Entry = {
    event,
    leg,
    party,
    in: posting.in ?? 0n,
    out: posting.out ?? 0n,
    taintIn,
    taintOut,
    steps,
  };
  account.entries.push(entry);
  account.balance += entry.in - entry.out;
  for (const [seed, amount] of taintIn) account.tainted.set(seed, (account.tainted.get(seed) ?? 0n) + amount);
  for (const [seed, amount] of taintOut)
    account.tainted.set(seed, (account.tainted.get(seed) ?? 0n) - amount);
  return account.entries.length;
}
