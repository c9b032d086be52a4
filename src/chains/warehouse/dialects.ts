// What differs between chains that came from lists and chains that came as they are: names of transfers, what is known of
// assets, and what a ledger of such a chain can say beyond its rows.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Ledger } from '../../model/ledger.ts';
import { evmTokenBook } from '../evm/assets.ts';
import { evmChain } from '../evm/chains-table.ts';
import { wrapsAmong } from '../evm/wraps.ts';
import { exchangeIn } from '../exchanges.ts';
import type { NumberedChain, StoredChain, Warehouse } from './open.ts';
import { evmTransfers, listTransfers, type Naming } from './transfers.ts';

interface Dialect extends Pick<Ledger, 'assetInfo' | 'impliedBy' | 'exchangeIn'> {
  readonly naming: Naming;
}

export type ToldAssets = (asset: AssetId) => Told | undefined;
type Told = Pick<AssetInfo, 'symbol' | 'decimals'>;

/** undefined: no transfer of the asset is in the warehouse. */
export function assetsOf({ database }: Warehouse, { number }: NumberedChain): ToldAssets {
  const find = database.prepare('SELECT symbol, decimals FROM asset WHERE chain = ? AND name = ?');
  const known = new Map<AssetId, Told | undefined>();
  return (asset) => {
    if (known.has(asset)) return known.get(asset);
    const [row] = find.all(number, asset);
    const told =
      row === undefined
        ? undefined
        : {
            symbol: (row.symbol ?? '') as string,
            decimals: (row.decimals ?? undefined) as number | undefined,
          };
    known.set(asset, told);
    return told;
  };
}

/** Of a chain on which wallets pay wallets. */
export function dialectOf({ chain, form }: StoredChain, told: ToldAssets): Dialect {
  return form === 'evm' ? evmDialect(chain, told) : listDialect(chain, told);
}

function listDialect(chain: ChainId, told: ToldAssets): Dialect {
  return {
    naming: (moves) => listTransfers(chain, moves),
    assetInfo(id) {
      const info = told(id);
      return info === undefined ? undefined : { id, ...info, genuine: true };
    },
  };
}

function evmDialect(chain: ChainId, told: ToldAssets): Dialect {
  const row = evmChain(chain);
  if (row === undefined) throw new Error(`no row for ${chain}`);
  const book = evmTokenBook(row);
  const assetInfo = (id: AssetId): AssetInfo | undefined => {
    const info = told(id);
    return book.info(id) ?? (info === undefined ? undefined : { id, ...info, genuine: false });
  };
  return {
    naming: (moves) => evmTransfers(chain, moves),
    assetInfo,
    impliedBy: (transfers) => wrapsAmong(row, book.native.id, transfers),
    exchangeIn: (transfers, wallet) =>
      exchangeIn(transfers, wallet, (asset) => assetInfo(asset)?.genuine === true),
  };
}
