// Which contracts say of themselves, by an event, that they exchanged in a transaction: pools and settlements of the common
// exchanges. What was exchanged is read from movements alone; an event only tells an exchange from a payment passed on, and
// anyone can write one.
import { id as topicOf } from 'ethers';
import type { ChainId } from '../../model/chain.ts';
import { type PlaceKey, placeKey, wallet } from '../../model/place.ts';
import type { RpcLog } from './tx-answers.ts';

const topics: ReadonlySet<string> = new Set(
  [
    // Uniswap v2, v3, v4 and what was made after them: PancakeSwap v3, Solidly and Aerodrome.
    'Swap(address,uint256,uint256,uint256,uint256,address)',
    'Swap(address,address,int256,int256,uint160,uint128,int24)',
    'Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)',
    'Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)',
    'Swap(address,address,uint256,uint256,uint256,uint256)',
    // Curve.
    'TokenExchange(address,int128,uint256,int128,uint256)',
    'TokenExchange(address,uint256,uint256,uint256,uint256)',
    'TokenExchangeUnderlying(address,int128,uint256,int128,uint256)',
    'TokenExchange(address,uint256,uint256,uint256,uint256,uint256,uint256)',
    // Balancer v2, CoW, 0x.
    'Swap(bytes32,address,address,uint256,uint256)',
    'Trade(address,address,address,uint256,uint256,uint256,bytes)',
    'TransformedERC20(address,address,address,uint256,uint256)',
  ].map((signature) => topicOf(signature)),
);

export function exchangersIn(chain: ChainId, logs: readonly RpcLog[]): ReadonlySet<PlaceKey> {
  const said = logs.filter(({ topics: [topic], removed }) => removed !== true && topics.has(topic ?? ''));
  return new Set(said.map(({ address }) => placeKey(wallet(chain, address))));
}
