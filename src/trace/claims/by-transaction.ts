// A claim that names its transaction: the payment of it that the claim means. What else the claim says must be true of it.
import { KnownError } from '../../model/errors.ts';
import type { Ledger, Scope } from '../../model/ledger.ts';
import { placeKey, type TxId } from '../../model/place.ts';
import { coinId, type Transfer } from '../../model/transfer.ts';
import { type Payment, paymentsIn, spendOf, withoutChange } from '../payments.ts';
import type { Claim } from './claim.ts';
import { type Outcome, refused } from './outcome.ts';
import { isOfAsset, isOfTime, rangeOf } from './receipts.ts';

export async function byTransaction(
  claim: Claim,
  txId: TxId,
  ledger: Ledger,
  scope: Scope,
): Promise<Outcome> {
  const transfers = await transactionOrWhy(txId, ledger, scope);
  if (typeof transfers === 'string')
    return (await byItsSpending(claim, txId, ledger, scope)) ?? refused(transfers);
  const at = transfers[0]?.at;
  if (at === undefined || at.height > scope.asOf.height)
    return refused(`its transaction is not settled as of block ${scope.asOf.height}`);
  const all = paymentsIn(transfers, ledger.kind);
  const named = claim.n === undefined ? withoutChange(all, transfers) : all.filter(({ n }) => n === claim.n);
  if (named.length === 0)
    return refused(
      `its transaction makes no payment${claim.n === undefined ? '' : ` number ${claim.n}`}`,
      all,
    );
  if (!named.some(({ transfer }) => isOfTime(claim, transfer)))
    return refused('its transaction was not made at the time that it states', named);
  const { place } = claim;
  const there = named.filter(
    ({ transfer: { to } }) => place === undefined || placeKey(to) === placeKey(place),
  );
  if (there.length === 0) return refused('its transaction pays nothing to the address that it states', named);
  const fitting = there.filter(
    ({ transfer }) => claim.asset === undefined || isOfAsset(claim, transfer, ledger),
  );
  const [payment, second] = fitting;
  if (payment === undefined)
    return refused('its transaction pays nothing of the asset that it states', there);
  if (second !== undefined)
    return {
      state: 'ambiguous',
      candidates: fitting,
      why: `${fitting.length} payments of its transaction fit: name one of them as txid:n`,
    };
  return frontOf(claim, payment, ledger);
}

async function transactionOrWhy(
  txId: TxId,
  ledger: Ledger,
  scope: Scope,
): Promise<readonly Transfer[] | string> {
  try {
    return await ledger.transfersIn(txId, scope);
  } catch (error) {
    if (!(error instanceof KnownError) || error.code !== 'transaction-unknown') throw error;
    return [error.message, ...error.facts].join(' ');
  }
}

/** A coin that only its spending tells of: whose it is and how much, and not when it was paid. */
async function byItsSpending(
  claim: Claim,
  txId: TxId,
  ledger: Ledger,
  scope: Scope,
): Promise<Outcome | undefined> {
  const { n, place, date } = claim;
  if (ledger.kind !== 'coin' || n === undefined) return undefined;
  const { spend } = await spendOf(coinId(txId, n), ledger, scope);
  if (spend === undefined) return undefined;
  const payment = { transfer: spend, txId, n };
  if (date !== undefined)
    return refused('its transaction is not at hand, and the spending of its coin does not tell its time', [
      payment,
    ]);
  if (place !== undefined && placeKey(spend.from) !== placeKey(place))
    return refused('its transaction pays nothing to the address that it states', [payment]);
  if (claim.asset !== undefined && !isOfAsset(claim, spend, ledger))
    return refused('its transaction pays nothing of the asset that it states', [payment]);
  return frontOf(claim, payment, ledger);
}

function frontOf(claim: Claim, payment: Payment, ledger: Ledger): Outcome {
  const { asset, amount: whole } = payment.transfer;
  if (claim.amount === undefined) return { state: 'used', payment, amount: whole };
  const range = rangeOf(claim, asset, ledger);
  if (typeof range === 'string') return refused(range, [payment]);
  if (range.most > whole)
    return refused(`it claims ${range.most} base units of ${asset}, and its payment is one of ${whole}`, [
      payment,
    ]);
  return { state: 'used', payment, amount: range.most };
}
