// Inferred deposit addresses as JSON, and the options by which they were looked for where these are not the usual ones.

import type { Deposit } from '../../labels/deposits/judgement.ts';
import { depositName } from '../../labels/deposits/label.ts';
import { type DepositParameters, defaultDeposits, leftText } from '../../labels/deposits/parameters.ts';
import type { OwnerPlace } from '../../model/place.ts';
import { whoSaysJson } from '../who-says.ts';
import type { DepositJson } from './schema.ts';

export function depositJson(deposit: Deposit, nameOf: (place: OwnerPlace) => string): DepositJson {
  const { place, exchange, confidence, gasBy, parameters, sweeps } = deposit;
  const where = (at: OwnerPlace) => ({ chain: at.chain, address: nameOf(at) });
  return {
    ...where(place),
    inferred: true,
    exchange: exchange.entity,
    entity: depositName(exchange.entity),
    ...whoSaysJson(exchange),
    confidence,
    ...(gasBy === undefined ? {} : { gasBy: { entity: gasBy.entity, ...whoSaysJson(gasBy) } }),
    parameters: {
      within: parameters.within,
      left: leftText(place.chain, parameters),
      sweeps: parameters.sweeps,
    },
    sweeps: sweeps.map(({ txId, time, asset, amount, to, transfers, receipts, waited, left }) => ({
      tx: txId,
      time,
      asset,
      amount: amount.toString(),
      to: where(to),
      transfers: [...transfers],
      receipts,
      waited,
      left: left.toString(),
    })),
  };
}

export function depositOptionsJson(parameters: DepositParameters | undefined): Record<string, unknown> {
  if (parameters === undefined) return { deposits: 'off' };
  const { within, left, sweeps } = parameters;
  return {
    ...(within === defaultDeposits.within ? {} : { depositWithin: within }),
    ...(left === undefined ? {} : { depositLeft: left }),
    ...(sweeps === defaultDeposits.sweeps ? {} : { depositSweeps: sweeps }),
  };
}
