// What a JSON result says of spam and poisoning, as findings have it.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Place, WalletPlace } from '../../model/place.ts';
import type { SpamFindings } from '../../trace/spam/spam-findings.ts';
import type { RunJson } from '../schema.ts';
import { NO_OWNERS } from '../told-again-json.ts';
import { sumsOf } from './parts.ts';
import type { Places } from './places.ts';

export function spamOf(json: NonNullable<RunJson['spam']>, places: Places): SpamFindings {
  // On account chains alone, where no address is a word.
  const end = (chain: string, display: string): Place =>
    NO_OWNERS.has(display)
      ? { kind: display as 'issued' | 'fee' | 'burnt', chain: chain as ChainId }
      : places.at(chain, display);
  return {
    isFollowed: json.followed,
    tokens: json.tokens.map(({ asset, reason, imitates, amount, ...span }) => ({
      asset: asset as AssetId,
      reason,
      imitates: imitates as AssetId | undefined,
      ...span,
      amount: BigInt(amount),
    })),
    empties: json.zeroValue.map(({ chain, from, to, asset, ...rest }) => ({
      from: end(chain, from),
      to: end(chain, to),
      asset: asset as AssetId,
      ...rest,
    })),
    lookAlikes: json.lookAlikes.map(
      ({ chain, wallet, address, resembles, zeroValue, spam, dust, paid, first }) => ({
        wallet: places.at(chain, wallet) as WalletPlace,
        place: places.at(chain, address) as WalletPlace,
        resembles: places.at(chain, resembles) as WalletPlace,
        empty: zeroValue,
        spam,
        dust: sumsOf(dust),
        paid: sumsOf(paid),
        first,
      }),
    ),
  };
}
