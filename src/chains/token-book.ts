// The assets of one account chain: the native coin, the list of genuine contracts, and what rows say of all others.
import type { AssetId, AssetInfo } from '../model/asset.ts';
import { type ChainId, chainInfo } from '../model/chain.ts';
import { suspicions } from './suspicions.ts';
import { wellKnown } from './well-known.ts';

/** What a row says of its token. */
export interface TokenTelling {
  readonly asset: AssetId;
  readonly symbol: string | undefined;
  readonly decimals: number | undefined;
}

export interface TokenBook {
  readonly native: AssetInfo;
  learn(tellings: readonly TokenTelling[]): void;
  info(asset: AssetId): AssetInfo | undefined;
}

/** Two sources may describe a contract differently: what is kept must not depend on which answered first. */
function merged(a: AssetInfo, b: AssetInfo): AssetInfo {
  const symbols = [a.symbol, b.symbol].filter((symbol) => symbol !== '').sort();
  const decimals = [a.decimals, b.decimals].filter((value) => value !== undefined).sort((x, y) => x - y);
  return { id: a.id, symbol: symbols[0] ?? '', decimals: decimals[0], genuine: false };
}

export function tokenBook(chain: ChainId, genuineTokens: readonly TokenTelling[]): TokenBook {
  const native = chainInfo(chain)?.native;
  if (!native) throw new Error(`no native coin known for ${chain}`);
  const plain = ({ asset, symbol, decimals }: TokenTelling) => ({
    id: asset,
    symbol: symbol ?? '',
    decimals,
  });
  const genuine = new Map<AssetId, AssetInfo>(
    genuineTokens.map((token) => [token.asset, { ...plain(token), genuine: true }]),
  );
  const suspect = suspicions([native, ...genuine.values(), ...wellKnown]);
  const learnt = new Map<AssetId, AssetInfo>();
  return {
    native,
    learn(tellings) {
      for (const telling of tellings) {
        if (genuine.has(telling.asset)) continue;
        const said: AssetInfo = { ...plain(telling), genuine: false };
        const known = learnt.get(telling.asset);
        const told = known ? merged(known, said) : said;
        learnt.set(telling.asset, { ...told, ...suspect(told.symbol) });
      }
    },
    info: (asset) => (asset === native.id ? native : (genuine.get(asset) ?? learnt.get(asset))),
  };
}
