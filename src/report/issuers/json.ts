// What issuers can do and have done to what is held, as JSON.
import type { Frozen, IssuerFinding } from '../../trace/issuers/frozen.ts';
import type { RunJson } from '../schema.ts';

export function frozenJson(frozen: Frozen | undefined): Pick<RunJson['held'][number], 'state' | 'frozen'> {
  if (frozen === undefined) return { state: 'free' };
  const { by, since, txId } = frozen;
  return { state: 'frozen', frozen: { by, since, tx: txId } };
}

export function issuerJson({
  asset,
  issuer,
  asked,
  free,
  frozen,
  destroyed,
  seeds,
  wallets,
}: IssuerFinding): NonNullable<RunJson['issuers']>[number] {
  return {
    asset,
    issuer,
    asked: asked === 'yes',
    free: texts(free),
    frozen: texts(frozen),
    destroyed: texts(destroyed),
    seeds: seeds.map(({ id, since }) => ({ seed: id, since })),
    wallets: { ...wallets },
  };
}

function texts(sums: ReadonlyMap<string, bigint>): Record<string, string> {
  return Object.fromEntries([...sums].map(([name, amount]) => [name, amount.toString()]));
}
