// The last row of a wallet in an audit: its closing balance beside the chain's own.
import type { Account } from '../../trace/audit/account.ts';
import type { Audit } from '../../trace/audit/audit.ts';

export interface ClosingRow {
  /** The chain's balance; undefined: not known, `why` says why. */
  readonly chain: bigint | undefined;
  /** The chain's less ours. */
  readonly difference: bigint | undefined;
  readonly why: string;
}

export function closingRow({ closings, seedPlaces }: Audit, { place, asset, balance }: Account): ClosingRow {
  const found = closings.get(`${place}|${asset}`);
  const unknown = (why: string): ClosingRow => ({ chain: undefined, difference: undefined, why });
  if (seedPlaces.has(place as number))
    return unknown("A seed's balance divides nothing and is not compared with the chain's.");
  if (found === undefined)
    return unknown(
      "All that came went on in the same transactions: no pool to compare with the chain's balance.",
    );
  if (found.failed !== undefined)
    return unknown(`The chain's balance could not be asked for (${found.failed}).`);
  if (found.theirs === undefined) return unknown("The source cannot tell the chain's balance as of the run.");
  const difference = found.theirs - balance;
  return {
    chain: found.theirs,
    difference,
    why:
      difference === 0n
        ? "Equal to the chain's balance."
        : "Differs from the chain's balance: some movement is missing here, or the token changes balances without transfers.",
  };
}
