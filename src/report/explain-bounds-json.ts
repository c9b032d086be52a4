// The cuts behind the bounds as JSON: for each service and crossing, what to add up.
import type { OwnerPlace } from '../model/place.ts';
import type { BoundsProofs, Cut, Proof } from '../trace/bounds/explain.ts';
import type { RunJson } from './schema.ts';

type ProofsJson = NonNullable<RunJson['explainBounds']>;
type CutJson = ProofsJson['entities'][number]['cuts']['least'];

export function explainBoundsJson(
  { entities, crossings }: BoundsProofs,
  nameOf: (place: OwnerPlace) => string,
): ProofsJson {
  function cutJson({ sum, parts }: Cut): CutJson {
    return {
      sum: sum.toString(),
      parts: parts.map(({ kind, amount, place, transfer, crossing }) => ({
        kind,
        amount: amount.toString(),
        ...(transfer === undefined ? {} : { transfer: transfer.id, tx: transfer.tx, time: transfer.time }),
        ...(place === undefined ? {} : { chain: place.chain, address: nameOf(place) }),
        ...(crossing === undefined ? {} : { crossing }),
      })),
    };
  }
  function proofJson({
    asset,
    injected,
    figures,
    cuts,
  }: Proof): Omit<ProofsJson['entities'][number], 'entity'> {
    return {
      asset,
      injected: injected.toString(),
      ...figuresJson(figures),
      cuts: { least: cutJson(cuts.least), most: cutJson(cuts.most), mostFollowed: cutJson(cuts.followed) },
    };
  }
  return {
    entities: entities.map((proof) => ({ entity: proof.entity, ...proofJson(proof) })),
    crossings: crossings.map((proof) => ({
      crossing: proof.crossing,
      ...proofJson(proof),
      given: proof.x.toString(),
      received: proof.y.toString(),
      became: { asset: proof.received.asset, ...figuresJson(proof.received) },
    })),
  };
}

function figuresJson({ least, most, followed }: Proof['figures']): {
  least: string;
  most: string;
  mostFollowed: string;
} {
  return { least: least.toString(), most: most.toString(), mostFollowed: followed.toString() };
}
