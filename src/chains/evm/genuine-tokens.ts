// Contracts known to be what their symbol says, chain by chain, each with who says so; every other contract may lie about
// itself. The list is of facts, not of what the program
// can ask.
import type { ChainId } from '../../model/chain.ts';
import { aaveTokens } from './aave-tokens.ts';

export interface GenuineToken {
  /** EIP-55, so that a slip of the pen fails its checksum. */
  readonly contract: string;
  /** As people name it: some bridged contracts call themselves by the symbol of the token that they stand for. */
  readonly symbol: string;
  readonly decimals: number;
  /** Where the address was published. */
  readonly source: string;
}

const TETHER = 'https://tether.to/en/supported-protocols';
const CIRCLE = 'https://developers.circle.com/stablecoins/usdc-contract-addresses';
const BINANCE = 'https://www.binance.com/en/collateral-btokens';
/** Version 22.21.0 of the package @uniswap/default-token-list. */
const UNISWAP = 'https://tokens.uniswap.org';
/** What Aave lends, as its own list has it: tokenlist.json of its package @bgd-labs/aave-address-book 4.44.22. */
const AAVE = 'https://github.com/bgd-labs/aave-address-book';
/** LIDO_L2_CONTRACT_ADDRESSES of its package @lidofinance/lido-ethereum-sdk 4.9.0. */
const LIDO = 'https://github.com/lidofinance/lido-ethereum-sdk';
/** The list of the Superchain: OP Mainnet and Base. */
const SUPERCHAIN = 'https://github.com/ethereum-optimism/ethereum-optimism.github.io';
/** BitGo, who issues WBTC, in its package @bitgo/statics 59.16.0. */
const BITGO = 'https://github.com/BitGo/BitGoJS';
/** Issued here by BitGo itself since 2024, at the address that its package has for Base: only one deployer can use it anywhere. */
const BITGO_OFT =
  'https://medium.com/layerzero-ecosystem/layerzero-selected-as-official-interoperability-protocol-by-bitgo-for-wbtc-5f01f9fa7c61';
/** Bridged to Avalanche in 2021, as its explorer names them. */
const ETHERSCAN_LABELS = 'https://github.com/brianleect/etherscan-labels';

function token(contract: string, symbol: string, decimals: number, source: string): GenuineToken {
  return { contract, symbol, decimals, source };
}

/** Tether's own contracts. */
function tether(contract: string): GenuineToken {
  return token(contract, 'USDT', 6, TETHER);
}

/** Circle's own contracts. */
function circle(contract: string): GenuineToken {
  return token(contract, 'USDC', 6, CIRCLE);
}

const rows: Readonly<Record<string, readonly GenuineToken[]>> = {
  // Ethereum
  'eip155:1': [
    tether('0xdAC17F958D2ee523a2206206994597C13D831ec7'),
    circle('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'),
    token('0x6B175474E89094C44Da98b954EedeAC495271d0F', 'DAI', 18, 'https://chainlog.skyeco.com, MCD_DAI'),
    token('0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', 'WETH', 18, 'https://weth.io, WETH9'),
    token('0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599', 'WBTC', 8, 'https://wbtc.network'),
    // Rebasing: its balances grow without transfers.
    token(
      '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84',
      'stETH',
      18,
      'https://docs.lido.fi/deployed-contracts',
    ),
    token('0x4Fabb145d64652a948d72533023f6E7A623C7C53', 'BUSD', 18, UNISWAP),
    token('0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0', 'wstETH', 18, AAVE),
    token('0xae78736Cd615f374D3085123A210448E74Fc6393', 'rETH', 18, AAVE),
    token('0xBe9895146f7AF43049ca1c1AE358B0541Ea49704', 'cbETH', 18, UNISWAP),
    token('0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf', 'cbBTC', 8, UNISWAP),
    token('0xdC035D45d973E3EC169d2276DDab16f1e407384F', 'USDS', 18, UNISWAP),
    token('0x83F20F44975D03b1b09e64809B757c47f942BEeA', 'sDAI', 18, AAVE),
  ],
  // BNB: pegged by Binance, but for WBTC and wstETH. WETH is ETH here, an own contract of it there is none.
  'eip155:56': [
    token('0x55d398326f99059fF775485246999027B3197955', 'USDT', 18, BINANCE),
    token('0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d', 'USDC', 18, BINANCE),
    token('0xe9e7CEA3DedcA5984780Bafc599bD69ADd087D56', 'BUSD', 18, BINANCE),
    token('0x1AF3F329e8BE154074D8769D1FFa4eE058B1DBc3', 'DAI', 18, UNISWAP),
    token('0x2170Ed0880ac9A755fd29B2688956BD959F933F8', 'ETH', 18, ETHERSCAN_LABELS),
    token('0x7130d2A12B9BCbFAe4f2634d864A1Ee1Ce3Ead9c', 'BTCB', 18, ETHERSCAN_LABELS),
    token('0x0555E30da8f98308EdB960aa94C0Db47230d2B9c', 'WBTC', 8, BITGO_OFT),
    token('0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c', 'WBNB', 18, UNISWAP),
    token('0x26c5e01524d2E6280A48F2c50fF6De7e52E9611C', 'wstETH', 18, AAVE),
  ],
  // Polygon
  'eip155:137': [
    token('0xc2132D05D31c914a87C6611C10748AEb04B58e8F', 'USDT', 6, UNISWAP),
    circle('0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359'),
    token('0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', 'USDC.e', 6, UNISWAP),
    token('0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063', 'DAI', 18, UNISWAP),
    token('0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', 'WETH', 18, UNISWAP),
    token('0x1BFD67037B42Cf73acF2047067bd4F2C47D9BfD6', 'WBTC', 8, UNISWAP),
    token('0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270', 'WMATIC', 18, UNISWAP),
    token('0x03b54A6e9a984069379fae1a4fC4dBAE93B3bCCD', 'wstETH', 18, AAVE),
  ],
  // Arbitrum One
  'eip155:42161': [
    token('0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', 'USDT', 6, UNISWAP),
    circle('0xaf88d065e77c8cC2239327C5EDb3A432268e5831'),
    token('0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8', 'USDC.e', 6, UNISWAP),
    token('0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', 'DAI', 18, UNISWAP),
    token('0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', 'WETH', 18, UNISWAP),
    token('0x2f2a2543B76A4166549F7aaB2e75Bef0aefC5B0f', 'WBTC', 8, UNISWAP),
    token('0x5979D7b546E38E414F7E9822514be443A4800529', 'wstETH', 18, AAVE),
    token('0xEC70Dcb4A1EFa46b8F2D97C310C9c4790ba5ffA8', 'rETH', 18, AAVE),
    token('0x1DEBd73E752bEaF79865Fd6446b0c970EaE7732f', 'cbETH', 18, UNISWAP),
    token('0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf', 'cbBTC', 8, UNISWAP),
  ],
  // OP Mainnet
  'eip155:10': [
    token('0x94b008aA00579c1307B0EF2c499aD98a8ce58e58', 'USDT', 6, SUPERCHAIN),
    token('0x01bFF41798a0BcF287b996046Ca68b395DbC1071', 'USDT0', 6, UNISWAP),
    circle('0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85'),
    token('0x7F5c764cBc14f9669B88837ca1490cCa17c31607', 'USDC.e', 6, UNISWAP),
    token('0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', 'DAI', 18, SUPERCHAIN),
    token('0x4200000000000000000000000000000000000006', 'WETH', 18, UNISWAP),
    token('0x68f180fcCe6836688e9084f035309E29Bf0A2095', 'WBTC', 8, SUPERCHAIN),
    token('0x1F32b1c2345538c0c6f582fCB022739c4A194Ebb', 'wstETH', 18, AAVE),
    token('0x76A50b8c7349cCDDb7578c6627e79b5d99D24138', 'stETH', 18, LIDO),
    token('0x9Bcef72be871e61ED4fBbc7630889beE758eb81D', 'rETH', 18, AAVE),
  ],
  // Base
  'eip155:8453': [
    circle('0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'),
    token('0xd9aAEc86B65D86f6A7B5B1b0c42FFA531710b6CA', 'USDbC', 6, UNISWAP),
    token('0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2', 'USDT', 6, SUPERCHAIN),
    token('0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb', 'DAI', 18, SUPERCHAIN),
    token('0x0555E30da8f98308EdB960aa94C0Db47230d2B9c', 'WBTC', 8, BITGO),
    token(
      '0x4200000000000000000000000000000000000006',
      'WETH',
      18,
      'https://docs.base.org/chain/base-contracts, predeploy',
    ),
    token('0xc1CBa3fCea344f92D9239c08C0568f6F2F0ee452', 'wstETH', 18, AAVE),
    token('0x2Ae3F1Ec7F1F5012CFEab0185bfc7aa3cf0DEc22', 'cbETH', 18, UNISWAP),
    token('0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf', 'cbBTC', 8, UNISWAP),
  ],
  // Avalanche C-Chain
  'eip155:43114': [
    tether('0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7'),
    token('0xc7198437980c041c805A1EDcbA50c1Ce5db95118', 'USDT.e', 6, ETHERSCAN_LABELS),
    circle('0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E'),
    token('0xA7D7079b0FEaD91F3e65f86E8915Cb59c1a4C664', 'USDC.e', 6, ETHERSCAN_LABELS),
    token('0xd586E7F844cEa2F87f50152665BCbc2C279D8d70', 'DAI.e', 18, UNISWAP),
    token('0x49D5c2BdFfac6CE2BFdB6640F4F80f226bc10bAB', 'WETH.e', 18, UNISWAP),
    token('0x50b7545627a5162F82A992c33b87aDc75187B218', 'WBTC.e', 8, UNISWAP),
    token('0x0555E30da8f98308EdB960aa94C0Db47230d2B9c', 'WBTC', 8, BITGO_OFT),
    token('0x152b9d0FdC40C096757F570A51E494bd4b943E50', 'BTC.b', 8, AAVE),
    token('0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7', 'WAVAX', 18, UNISWAP),
  ],
};

/** In the order of the list; none where nothing is known of the chain. */
export function genuineTokensOf(chain: ChainId): readonly GenuineToken[] {
  const claims = (aaveTokens[chain] ?? []).map(([contract, symbol, decimals]) =>
    token(contract, symbol, decimals, AAVE),
  );
  return [...(rows[chain] ?? []), ...claims];
}

export const chainsWithGenuineTokens = Object.keys(rows) as ChainId[];
