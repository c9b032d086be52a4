// Which contracts say of themselves, by an event, that they exchanged or took a deposit in a transaction: pools, settlements,
// vaults and lenders of the common kinds. What moved is read from movements alone; an event only tells such a place from one
// that passes payments on, and anyone can write one.
import { id as topicOf } from 'ethers';
import type { ChainId } from '../../model/chain.ts';
import { type PlaceKey, placeKey, wallet } from '../../model/place.ts';
import type { Professed } from '../exchanges.ts';
import type { RpcLog } from './tx-answers.ts';

const exchanges = [
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
];

const deposits = [
  // Uniswap v2 (and cTokens of Compound v2, claims on Aave v2), v3, v4.
  'Mint(address,uint256,uint256)',
  'Mint(address,address,int24,int24,uint128,uint256,uint256)',
  'ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)',
  // Curve: plain pools of two to four coins, of two and three by its later code, and of any number.
  'AddLiquidity(address,uint256[2],uint256[2],uint256,uint256)',
  'AddLiquidity(address,uint256[3],uint256[3],uint256,uint256)',
  'AddLiquidity(address,uint256[4],uint256[4],uint256,uint256)',
  'AddLiquidity(address,uint256[2],uint256,uint256)',
  'AddLiquidity(address,uint256[3],uint256,uint256)',
  'AddLiquidity(address,uint256[],uint256[],uint256,uint256)',
  // Balancer v2.
  'PoolBalanceChanged(bytes32,address,address[],int256[],uint256[])',
  // Vaults (ERC-4626), claims on Aave v3, Compound v3, Morpho.
  'Deposit(address,address,uint256,uint256)',
  'Mint(address,address,uint256,uint256,uint256)',
  'Supply(address,address,uint256)',
  'Supply(bytes32,address,address,uint256,uint256)',
  'SupplyCollateral(bytes32,address,address,uint256)',
];

const topicsOf = (signatures: readonly string[]): ReadonlySet<string> =>
  new Set(signatures.map((signature) => topicOf(signature)));
const [exchanging, taking] = [topicsOf(exchanges), topicsOf([...exchanges, ...deposits])];

export function professedIn(chain: ChainId, logs: readonly RpcLog[]): Professed {
  const saying = (topics: ReadonlySet<string>): ReadonlySet<PlaceKey> => {
    const said = logs.filter(({ topics: [topic], removed }) => removed !== true && topics.has(topic ?? ''));
    return new Set(said.map(({ address }) => placeKey(wallet(chain, address))));
  };
  return { exchangers: saying(exchanging), takers: saying(taking) };
}
