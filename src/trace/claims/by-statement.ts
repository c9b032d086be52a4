// A claim without a transaction, looked for in what the address that it names received. The rule: of the asset, at the
// time as precisely as it was written, and of the amount, less at most the fee that the claim states. One receipt that
// fits is the payment; of several none is chosen.
import type { Ledger, Scope } from '../../model/ledger.ts';
import type { Transfer } from '../../model/transfer.ts';
import { paymentsIn } from '../payments.ts';
import type { Claim } from './claim.ts';
import { type Candidate, type Outcome, refused } from './outcome.ts';
import { isOfAsset, isOfTime, nearestTo, type Receipts, rangeOf } from './receipts.ts';

export async function byStatement(
  claim: Claim,
  { transfers, gaps, isHub }: Receipts,
  ledger: Ledger,
  scope: Scope,
): Promise<Outcome> {
  if (isHub)
    return {
      state: 'unsearched',
      candidates: [],
      why: `the address has more than ${scope.hubLimit} transfers: name the transaction, or raise --hub-limit`,
    };
  const inAsset = transfers.filter((receipt) => isOfAsset(claim, receipt, ledger));
  const ranges = new Map(
    [...new Set(inAsset.map(({ asset }) => asset))].map((asset) => [asset, rangeOf(claim, asset, ledger)]),
  );
  const [unreadable] = ranges.values();
  if (claim.asset !== undefined && typeof unreadable === 'string') return refused(unreadable);
  const fitting = inAsset.filter((receipt) => {
    const range = ranges.get(receipt.asset);
    if (range === undefined || typeof range === 'string' || !isOfTime(claim, receipt)) return false;
    return range.least <= receipt.amount && receipt.amount <= range.most;
  });
  if (gaps.length > 0)
    return {
      state: 'unsearched',
      candidates: fitting.map(unnumbered),
      why: 'the history of the address could not be had in full, so that no match would be sure (see the gaps)',
    };
  const [receipt, second] = fitting;
  if (second !== undefined)
    return {
      state: 'ambiguous',
      candidates: fitting.map(unnumbered),
      why: `${fitting.length} payments to the address fit: name the transaction`,
    };
  if (receipt !== undefined) return numbered(receipt, ledger, scope);
  return {
    state: 'unmatched',
    candidates: nearestTo(claim, inAsset, ledger).map(unnumbered),
    why:
      inAsset.length > 0
        ? 'no payment to the address fits'
        : `the address received nothing${claim.asset === undefined ? '' : ' of that asset'} up to block ${scope.asOf.height}`,
  };
}

function unnumbered(transfer: Transfer): Candidate {
  return { transfer, txId: transfer.txId, n: undefined };
}

/** A seed names its payment by its number in the transaction, which the history does not tell. */
async function numbered(receipt: Transfer, ledger: Ledger, scope: Scope): Promise<Outcome> {
  const payments = paymentsIn(await ledger.transfersIn(receipt.txId, scope), ledger.kind);
  const payment = payments.find(({ transfer }) => transfer.id === receipt.id);
  if (payment !== undefined) return { state: 'used', payment, amount: receipt.amount };
  return {
    state: 'unsearched',
    candidates: [unnumbered(receipt)],
    why: 'the payment stands in the history of the address, and not in its own transaction as the source tells it',
  };
}
