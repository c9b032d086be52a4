// Movements of wrapped TRX that its contract makes without a Transfer event (WTRX, as WETH9: deposit credits and withdraw pays the
// caller), so they follow from the coin's own movements. Where a list tells one all the same, nothing is added.
import { type Address, normalAddress } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { TRON } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { ZERO } from './address.ts';
import { trc20Asset, tronTokens } from './chain-row.ts';
import { type TokenMove, type TxPosition, tokenTransfers } from './transfers.ts';

const WTRX = normalAddress(TRON, tronTokens.find(({ symbol }) => symbol === 'WTRX')?.contract as string);

/** `told`: all that a source tells of a wallet or of a transaction. */
export function wrapsAmong(native: AssetId, told: readonly Transfer[]): Transfer[] {
  const wrapped = trc20Asset(WTRX);
  const listed = new Set(told.filter(({ asset }) => asset === wrapped).map(({ id }) => id));
  const byTx = new Map<
    TxId,
    { readonly at: TxPosition; readonly moves: (TokenMove & { order?: number })[] }
  >();
  for (const { txId, at, from, to, asset, amount } of told) {
    if (asset !== native || at === undefined || from.kind !== 'wallet' || to.kind !== 'wallet') continue;
    const ends = endsOf(from.address, to.address);
    if (ends === undefined) continue;
    const { order, ...place } = at;
    const known = byTx.get(txId) ?? { at: place, moves: [] };
    known.moves.push({
      ...ends,
      contract: WTRX,
      amount,
      at: undefined,
      ...(order === undefined ? {} : { order }),
    });
    byTx.set(txId, known);
  }
  return [...byTx].flatMap(([txId, { at, moves }]) =>
    tokenTransfers(txId, moves, at)
      // At the place of the coin that it follows from.
      .map((made, n): Transfer => {
        const order = moves[n]?.order;
        return order === undefined || made.at === undefined ? made : { ...made, at: { ...made.at, order } };
      })
      .filter(({ id }) => !listed.has(id)),
  );
}

function endsOf(from: Address, to: Address): { from: Address; to: Address } | undefined {
  if (from === to) return undefined;
  if (to === WTRX) return { from: ZERO, to: from };
  return from === WTRX ? { from: to, to: ZERO } : undefined;
}
