// Accounts that were asked about, of a JSON result, as findings have them.
import type { ExposureFindings } from '../../trace/exposure/accounts.ts';
import type { RunJson } from '../schema.ts';
import { amountsOf, boundsOf, sumsOf } from './parts.ts';
import type { Places } from './places.ts';

export function exposureOf(
  { file, accounts }: NonNullable<RunJson['exposure']>,
  at: Places,
): ExposureFindings {
  return {
    file,
    accounts: accounts.map(({ account, places, received, amounts, direct, bounds }) => ({
      name: account,
      places: places.map((place) => ({ place: at.of(place), display: place.address })),
      received: received && { sums: sumsOf(received.amounts), transfers: received.transfers },
      amounts: amountsOf(amounts),
      direct: sumsOf(direct),
      bounds: boundsOf(bounds),
    })),
  };
}
