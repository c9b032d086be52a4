// THORChain memos in the note of a Tron transaction: beside one payment of TRX or of a TRC-20 token, to a vault, which is an
// account like any other, or out of one. Anyone can write one, so it is a claim until the other chain answers to it.
import { type BridgeActs, NO_ACTS } from '../../model/bridge.ts';
import { TRON } from '../../model/chain.ts';
import { placeKey, wallet } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { actsByMemo } from '../thorchain/sending.ts';
import type { TokenBook } from '../token-book.ts';
import { trc20Asset } from './chain-row.ts';
import type { TxWords } from './tx-words.ts';

/** `transfer(address,uint256)` */
const PAY_TOKEN = 'a9059cbb';

/**
 * `transfers`: all that are known of the transaction. THORNode reads payments of these two kinds and no others, and knows few
 * tokens: one that anybody can issue is never exchanged.
 */
export function memoActs(
  book: TokenBook,
  { txId, act, memo }: TxWords,
  transfers: readonly Transfer[],
): BridgeActs {
  const [paid, ...more] = transfers.filter(({ to }) => to.kind !== 'fee');
  if (memo === undefined || paid === undefined || more.length > 0) return NO_ACTS;
  const { from, to, asset, amount, id: leg } = paid;
  const { owner: sender, type, call } = act;
  const isToken =
    call?.contract !== undefined &&
    call.data.toLowerCase().startsWith(PAY_TOKEN) &&
    asset === trc20Asset(call.contract);
  if (!(type === 'TransferContract' || isToken) || book.info(asset)?.genuine !== true) return NO_ACTS;
  if (to.kind !== 'wallet' || placeKey(from) !== placeKey(wallet(TRON, sender))) return NO_ACTS;
  return actsByMemo({ txId, memo, asset, amount, sender, leg }, to.address);
}
