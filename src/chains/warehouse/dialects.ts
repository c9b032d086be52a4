// What differs between chains that came from lists and chains that came as they are: names of transfers, what is known of
// assets, and what a ledger of such a chain can say beyond its rows.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Ledger } from '../../model/ledger.ts';
import { evmTokenBook } from '../evm/assets.ts';
import { evmChain } from '../evm/chains-table.ts';
import { wrapsAmong } from '../evm/wraps.ts';
import { exchangeIn } from '../exchanges.ts';
import type { StoredChain, Warehouse } from './open.ts';
import { evmTransfers, listTransfers, type Naming } from './transfers.ts';

interface Dialect extends Pick<Ledger, 'assetInfo' | 'impliedBy' | 'exchangeIn'> {
  readonly naming: Naming;
}

type Told = Pick<AssetInfo, 'symbol' | 'decimals'>;

/** undefined: no transfer of the asset is in the warehouse. */
function assetsOf({ database }: Warehouse, { number }: StoredChain): (asset: AssetId) => Told | undefined {
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

export function listDialect(warehouse: Warehouse, stored: StoredChain): Dialect {
  const told = assetsOf(warehouse, stored);
  return {
    naming: (moves) => listTransfers(stored.chain, moves),
    assetInfo(id) {
      const info = told(id);
      return info === undefined ? undefined : { id, ...info, genuine: true };
    },
  };
}

export function evmDialect(warehouse: Warehouse, stored: StoredChain): Dialect {
  const told = assetsOf(warehouse, stored);
  const row = evmChain(stored.chain);
  if (row === undefined) throw new Error(`no row for ${stored.chain}`);
  const book = evmTokenBook(row);
  const assetInfo = (id: AssetId): AssetInfo | undefined => {
    const info = told(id);
    return book.info(id) ?? (info === undefined ? undefined : { id, ...info, genuine: false });
  };
  return {
    naming: (moves) => evmTransfers(stored.chain, moves),
    assetInfo,
    impliedBy: (transfers) => wrapsAmong(row, book.native.id, transfers),
    exchangeIn: (transfers, wallet) =>
      exchangeIn(transfers, wallet, (asset) => assetInfo(asset)?.genuine === true),
  };
}
