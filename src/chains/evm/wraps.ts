// Wrapping and unwrapping of the native coin: movements of the wrapped token that its contract makes without a Transfer event.
// Whoever pays the contract gets as much of the token, and whom it pays has given as much of it back (WETH9: deposit credits
// and withdraw pays the caller), so they follow from the coin's own movements. Some explorers list them; then nothing is added.
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Transfer } from '../../model/transfer.ts';
import { tokenAsset } from './assets.ts';
import type { EvmChain } from './chains-table.ts';
import { tokenTransfers, ZERO } from './transfers.ts';

/** `told`: all that a source tells of a wallet or of a transaction. */
export function wrapsAmong(chain: EvmChain, native: AssetId, told: readonly Transfer[]): Transfer[] {
  const contract = chain.wrappedNative;
  const wrapped = tokenAsset(chain.id, contract);
  const listed = new Set(told.filter(({ asset }) => asset === wrapped).map(({ id }) => id));
  const moves = told.flatMap(({ txId, at, from, to, asset, amount: value }) => {
    const isCoin = asset === native && at !== undefined && from.kind === 'wallet' && to.kind === 'wallet';
    const pair = isCoin ? ends(contract, from.address, to.address) : undefined;
    if (at === undefined || pair === undefined) return [];
    const { height, time, txIndex, order } = at;
    const move = { height, time, txId, txIndex, ...pair, value, contract };
    return [order === undefined ? move : { ...move, order }];
  });
  // The name of a token movement says all of it: one that is listed has the same.
  return tokenTransfers(chain.id, moves).filter(({ id }) => !listed.has(id));
}

function ends(contract: Address, from: Address, to: Address): { from: Address; to: Address } | undefined {
  if (from === to) return undefined;
  if (to === contract) return { from: ZERO, to: from };
  return from === contract ? { from: to, to: ZERO } : undefined;
}
