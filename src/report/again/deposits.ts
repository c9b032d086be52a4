// What a JSON result says of inferred deposit addresses, as findings have it.
import type { Deposit } from '../../labels/deposits/judgement.ts';
import { type DepositParameters, defaultDeposits } from '../../labels/deposits/parameters.ts';
import type { AssetId } from '../../model/asset.ts';
import type { TxId } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { DepositJson } from '../deposits/schema.ts';
import type { RunJson } from '../schema.ts';
import { toldBy } from './labels.ts';
import type { Places } from './places.ts';

type OptionsJson = RunJson['options'];

export function depositOptionsOf({
  deposits,
  depositWithin,
  depositLeft,
  depositSweeps,
}: OptionsJson): DepositParameters | undefined {
  if (deposits === 'off') return undefined;
  return {
    ...defaultDeposits,
    ...(depositWithin === undefined ? {} : { within: depositWithin }),
    ...(depositLeft === undefined ? {} : { left: depositLeft }),
    ...(depositSweeps === undefined ? {} : { sweeps: depositSweeps }),
  };
}

export function depositOf(
  { exchange, source, url, tier, confidence, gasBy, sweeps, ...json }: DepositJson,
  options: OptionsJson,
  places: Places,
): Deposit {
  const place = places.of(json);
  const main = { chain: json.chain, address: json.address, category: 'exchange' };
  return {
    kind: 'deposit',
    place,
    exchange: toldBy({ ...main, entity: exchange, source, url, tier }),
    confidence,
    ...(gasBy === undefined ? {} : { gasBy: toldBy({ ...main, ...gasBy }) }),
    parameters: depositOptionsOf(options) ?? defaultDeposits,
    sweeps: sweeps.map(({ tx, time, asset, amount, to, transfers, receipts, waited, left }) => ({
      txId: tx as TxId,
      time,
      asset: asset as AssetId,
      amount: BigInt(amount),
      to: places.of(to),
      transfers: transfers as TransferId[],
      receipts,
      waited,
      left: BigInt(left),
    })),
  };
}
