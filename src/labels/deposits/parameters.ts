// What a deposit address is, in numbers. Stated with each one that is inferred, so that a reader can judge it.
import { type AssetId, type AssetInfo, parseUnits } from '../../model/asset.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';

export interface DepositParameters {
  /** Seconds within which what arrives goes on to the exchange. */
  readonly within: number;
  /** Whole units of a chain's own coin that may stay behind, as decimal text; undefined: `usualLeft`. Of tokens nothing may. */
  readonly left: string | undefined;
  /** Transactions that must have swept it: a wallet that passed on what it got once may be anybody's. */
  readonly sweeps: number;
}

/** Seconds: Victor (FC 2020), 3,200 blocks, which on Ethereum in 2020 were 11.6 hours. Sweeps: this program's own choice. */
export const defaultDeposits: DepositParameters = { within: 41_760, left: undefined, sweeps: 2 };

/**
 * Ethereum: Victor (FC 2020). The others are this program's own choice, a few dollars of each: on Tron what a top-up for one
 * fee leaves, on Bitcoin a coin that costs more to move than it is worth.
 */
const OF_EVM = '0.01';
const usualLeft: Readonly<Record<string, string>> = {
  tron: '10',
  bitcoin: '0.00001',
  polygon: '10',
  avalanche: '0.1',
};

/** As it holds on this chain: shown beside an inference. */
export function leftText(chain: ChainId, { left }: DepositParameters): string {
  return left ?? usualLeft[chainInfo(chain)?.name ?? ''] ?? OF_EVM;
}

/** Of a token that is swept, what is no more than this part of its largest receipt is dust: it may lie for any time. */
export const DUST = 100n;

/**
 * Of a token that is never swept: what strangers send to get into a history. A dollar’s worth of what is called after one, of
 * others a thousandth of a unit. The names are those of the list of genuine contracts.
 */
export function dustOf(info: AssetInfo | undefined): bigint {
  if (info?.decimals === undefined) return 0n;
  return parseUnits(/USD|DAI/i.test(info.symbol) ? '1' : '0.001', info.decimals) ?? 0n;
}

/** Of its own coin a wallet that pays fees may hold so many times the largest of them for any time: gas that it was given. */
export const GAS_FEES = 5n;

/** The chain's own coin, in which fees are paid. */
export function isOwnCoin(asset: AssetId): boolean {
  return asset.includes('/slip44:');
}

/** Base units of `asset` that may stay behind. */
export function mayBeLeft(
  chain: ChainId,
  asset: AssetId,
  info: AssetInfo | undefined,
  parameters: DepositParameters,
): bigint {
  if (!isOwnCoin(asset) || info?.decimals === undefined) return 0n;
  return parseUnits(leftText(chain, parameters), info.decimals) ?? 0n;
}
