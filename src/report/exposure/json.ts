// Accounts that were asked about, as JSON.
import type { ExposureFindings } from '../../trace/exposure/accounts.ts';
import { amountsJson, boundsJson, placeJson, sumsJson } from '../json-parts.ts';
import type { RunJson } from '../schema.ts';

export function exposureJson({ file, accounts }: ExposureFindings): NonNullable<RunJson['exposure']> {
  return {
    file: { name: file.name, sha256: file.sha256 },
    accounts: accounts.map(({ name, places, received, amounts, direct, bounds }) => ({
      account: name,
      places: places.map(({ place, display }) => placeJson(place, display)),
      ...(received === undefined
        ? {}
        : { received: { amounts: sumsJson(received.sums), transfers: received.transfers } }),
      amounts: amountsJson(amounts),
      direct: sumsJson(direct),
      bounds: boundsJson(bounds),
    })),
  };
}
