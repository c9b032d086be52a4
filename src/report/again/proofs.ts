// The cuts behind the bounds of a JSON result as findings have them.
import type { AssetId } from '../../model/asset.ts';
import type { CrossingId } from '../../model/crossing.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { BoundsProofs, Cut, Proof } from '../../trace/bounds/explain.ts';
import type { RunJson } from '../schema.ts';
import type { Places } from './places.ts';

type ProofsJson = NonNullable<RunJson['explainBounds']>;
type ProofJson = ProofsJson['entities'][number];
type CutJson = ProofJson['cuts']['least'];

export function proofsOf({ entities, crossings }: ProofsJson, at: Places): BoundsProofs {
  return {
    entities: entities.map((proof) => ({ entity: proof.entity, ...proofOf(proof, at) })),
    crossings: crossings.map((proof) => ({
      crossing: proof.crossing as CrossingId,
      ...proofOf(proof, at),
      x: BigInt(proof.given),
      y: BigInt(proof.received),
      received: { asset: proof.became.asset as AssetId, ...figuresOf(proof.became) },
    })),
  };
}

function proofOf(json: Omit<ProofJson, 'entity'>, at: Places): Proof {
  const { least, most, mostFollowed } = json.cuts;
  return {
    asset: json.asset as AssetId,
    injected: BigInt(json.injected),
    figures: figuresOf(json),
    cuts: { least: cutOf(least, at), most: cutOf(most, at), followed: cutOf(mostFollowed, at) },
  };
}

function figuresOf(json: {
  readonly least: string;
  readonly most: string;
  readonly mostFollowed: string;
}): Proof['figures'] {
  return { least: BigInt(json.least), most: BigInt(json.most), followed: BigInt(json.mostFollowed) };
}

function cutOf({ sum, parts }: CutJson, at: Places): Cut {
  return {
    sum: BigInt(sum),
    parts: parts.map(({ kind, amount, transfer, tx, time, chain, address, crossing }) => ({
      kind,
      amount: BigInt(amount),
      place: chain === undefined || address === undefined ? undefined : at.at(chain, address),
      transfer:
        transfer === undefined
          ? undefined
          : { id: transfer as TransferId, tx: tx ?? '', time: time ?? Number.NaN },
      crossing: crossing as CrossingId | undefined,
    })),
  };
}
