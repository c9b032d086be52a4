// What a JSON result says of issuers, as findings have it.
import type { AssetId } from '../../model/asset.ts';
import type { TxId } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Frozen, IssuerFinding } from '../../trace/issuers/frozen.ts';
import type { RunJson } from '../schema.ts';

export function frozenOf(json: RunJson['held'][number]['frozen']): Frozen | undefined {
  return json === undefined ? undefined : { by: json.by, since: json.since, txId: json.tx as TxId };
}

export function issuerOf(json: NonNullable<RunJson['issuers']>[number]): IssuerFinding {
  const { asset, issuer, asked, free, frozen, destroyed, seeds, wallets } = json;
  return {
    asset: asset as AssetId,
    issuer,
    asked: asked ? 'yes' : 'no',
    free: unitsOf(free),
    frozen: unitsOf(frozen),
    destroyed: unitsOf(destroyed),
    seeds: seeds.map(({ seed, since }) => ({ id: seed as SeedId, since })),
    wallets,
  };
}

function unitsOf(json: Readonly<Record<string, string>>): ReadonlyMap<ConventionName, bigint> {
  return new Map(Object.entries(json).map(([name, units]) => [name as ConventionName, BigInt(units)]));
}
