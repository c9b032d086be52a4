// Whether an address seems to be a deposit address of an exchange, from its whole history. Addresses that somebody names are
// left to whoever names them: an inference never overwrites a sourced label.
import type { ChainKind } from '../../model/chain.ts';
import type { WalletPlace } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { type Judgement, type Look, none } from './judgement.ts';
import { judgeAccount } from './on-accounts.ts';
import { judgeCoins } from './on-coins.ts';

/** `transfers`: as `judgeAccount` and `judgeCoins` want them. */
export function judgeDeposit(
  place: WalletPlace,
  kind: ChainKind,
  transfers: readonly Transfer[],
  look: Look,
): Judgement {
  if (look.book.of(place.chain, place.address).length > 0) return none('named');
  const found = kind === 'coin' ? judgeCoins(place, transfers, look) : judgeAccount(place, transfers, look);
  if (found.kind === 'none') return found;
  const swept = new Set(found.sweeps.map(({ txId }) => txId)).size;
  const least = found.gasBy === undefined ? look.parameters.sweeps : 1;
  return swept < least ? none('too-few') : found;
}
