// The transfers that carry anything of the seeds, as JSON.
import { isOwner, type Place, placeKey } from '../model/place.ts';
import type { Findings } from '../trace/findings.ts';
import { record } from './json-parts.ts';
import type { RunJson } from './schema.ts';
import { endKeysJson } from './told-again-json.ts';

export type FlowJson = NonNullable<RunJson['flows']>[number];

export function flowsJson({ flows, names }: Findings): FlowJson[] {
  const nameOf = (place: Place): string =>
    isOwner(place) ? (names.get(placeKey(place)) ?? placeKey(place)) : place.kind;
  return (flows ?? []).map(({ transfer, amounts }) => {
    const carried = record<string>();
    for (const [name, units] of amounts) carried[name] = units.toString();
    return {
      id: transfer.id,
      chain: transfer.chain,
      tx: transfer.txId,
      height: transfer.at?.height as number,
      time: transfer.at?.time as number,
      from: nameOf(transfer.from),
      to: nameOf(transfer.to),
      ...endKeysJson(transfer),
      asset: transfer.asset,
      amount: transfer.amount.toString(),
      carried,
    };
  });
}
