// Patterns again, out of their JSON.
import type { AssetId } from '../../model/asset.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { PatternFinding } from '../../trace/patterns/patterns.ts';
import type { RunJson } from '../schema.ts';
import type { Places } from './places.ts';

export function patternsOf(json: RunJson['patterns'], at: Places): PatternFinding[] {
  return json.map(({ exchanged, ...pattern }) => ({
    ...pattern,
    asset: pattern.asset as AssetId,
    places: pattern.places.map(at.of),
    amount: BigInt(pattern.amount),
    transfers: pattern.transfers as TransferId[],
    ...(exchanged === undefined
      ? {}
      : {
          exchanged: {
            given: BigInt(exchanged.given),
            asset: exchanged.asset as AssetId,
            received: BigInt(exchanged.received),
          },
        }),
  }));
}
