// An inferred deposit address as a label: it says of itself that it is inferred, wherever it is shown.
import type { Label } from '../../model/label.ts';
import { addressOf } from '../../model/place.ts';
import { ownerName } from '../rank.ts';
import type { Deposit } from './judgement.ts';

/**
 * `exchange`: the name of a main wallet; a customer's address is not at one of its owner's wallets but at the owner.
 * The word stands in the name, and at its beginning: a name reaches every table, file and sentence, some of which cut it short,
 * and none may take an inference for a fact.
 */
export function depositName(exchange: string): string {
  return `inferred deposit at ${ownerName(exchange)}`;
}

/** Whose deposit address a name of `depositName` is of; undefined: it is no such name. */
export function depositedAt(name: string): string | undefined {
  return /^inferred deposit at (.+)$/.exec(name)?.[1];
}

export function depositLabel({ place, exchange, sweeps, confidence }: Deposit): Label {
  const [first] = sweeps;
  const more = sweeps.length === 1 ? '' : ` and ${sweeps.length - 1} more`;
  return {
    chain: place.chain,
    address: addressOf(place) as Label['address'],
    entity: depositName(exchange.entity),
    category: 'deposit',
    role: 'deposit',
    source: `inferred: passes all it receives on to ${exchange.entity} (sweep ${first?.txId}${more})`,
    confidence,
    tier: 'inferred',
    ...(exchange.actor === undefined ? {} : { actor: exchange.actor }),
    pack: 'inferred',
  };
}
