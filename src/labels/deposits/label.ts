// An inferred deposit address as a label: it says of itself that it is inferred, wherever it is shown.
import type { Label } from '../../model/label.ts';
import { addressOf } from '../../model/place.ts';
import type { Deposit } from './judgement.ts';

/**
 * The word stands in the name, and at its beginning: a name reaches every table, file and sentence, some of which cut it short,
 * and none may take an inference for a fact.
 */
export function depositName(exchange: string): string {
  return `inferred deposit at ${exchange}`;
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
