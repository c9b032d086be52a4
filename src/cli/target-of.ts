// What --to names: a wallet by its address, or a service by its name.
import type { LedgerMaker } from '../chains/ledgers.ts';
import { placeNamed, refuseSecrets } from '../chains/seeds.ts';
import { KnownError } from '../model/errors.ts';
import { type OwnerPlace, placeKey } from '../model/place.ts';
import type { WalletSeed } from '../model/seed.ts';
import type { Target } from '../trace/target.ts';
import type { Given } from './flags.ts';
import { badFlag } from './usage.ts';

export async function targetOf(
  { to, chain }: Given,
  maker: LedgerMaker,
  seeds: readonly WalletSeed[],
): Promise<Target | undefined> {
  if (to === undefined) return undefined;
  refuseSecrets([to]);
  const place = await addressIn(to, chain, maker);
  const key = place === undefined ? undefined : placeKey(place);
  if (seeds.some((seed) => placeKey(seed.place) === key))
    throw badFlag('--to', to, 'another wallet than the seeds: what comes back to a seed is “returned”');
  if (place === undefined) return { name: to, place };
  return { name: (await maker.ledger(place.chain)).display(place), place };
}

const ADDRESS_LIKE = /(?:^|:)(?:0x|bc1|[13T])[0-9a-z]{20,}$/i;

/** undefined: it has not the form of an address, so it is a name. A damaged address is an error, not a name. */
async function addressIn(
  text: string,
  chain: string | undefined,
  maker: LedgerMaker,
): Promise<OwnerPlace | undefined> {
  try {
    return await placeNamed(text, chain, maker);
  } catch (error) {
    if (error instanceof KnownError && !ADDRESS_LIKE.test(text))
      if (error.code === 'unknown-address-form' || error.code === 'bad-address') return undefined;
    throw error;
  }
}
