// By which word a price service knows an asset: by chain and contract, never by symbol, which anyone can take.
import type { AssetInfo } from '../model/asset.ts';
import { knownChains } from '../model/chain.ts';

/** What a service calls chains: the native coin of each, and the place of its tokens. */
export interface CoinWords {
  readonly natives: Readonly<Record<string, string>>;
  readonly platforms: Readonly<Record<string, string>>;
  /** Between platform and contract. */
  readonly joint: string;
}

/** Of an asset that `coinOf` has no word for. */
export const NOT_ASKED = {
  missing: 'it is not asked about: no native coin, and on no list of genuine contracts',
} as const;

/** undefined: it is not asked about. */
export function coinOf(
  { id, genuine }: AssetInfo,
  { natives, platforms, joint }: CoinWords,
): string | undefined {
  const chain = knownChains.find((each) => id.startsWith(`${each.id}/`));
  if (chain === undefined || !genuine) return undefined;
  if (id === chain.native.id) return natives[chain.name];
  const contract = /\/[et]rc20:(\w+)$/.exec(id)?.[1];
  const platform = platforms[chain.name];
  return contract === undefined || platform === undefined ? undefined : `${platform}${joint}${contract}`;
}
