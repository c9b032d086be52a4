// The chains by name. Not what a chain can answer (ledger.ts), nor which service answers for it (chains/).
import type { AssetInfo } from './asset.ts';
import { assetId } from './asset.ts';
import type { Brand } from './brand.ts';

/** CAIP-2 identifier, such as `eip155:1`. A transfer list may bring a chain of its own: `list:<name>`. */
export type ChainId = Brand<string, 'ChainId'>;

/** `coin`: value rests in coins and mixes in transactions. `account`: value rests in wallets and mixes there. */
export type ChainKind = 'coin' | 'account';

export interface ChainInfo {
  readonly id: ChainId;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: ChainKind;
  readonly native: AssetInfo;
}

function known(
  id: string,
  name: string,
  aliases: readonly string[],
  kind: ChainKind,
  symbol: string,
  decimals: number,
  slip44: number,
): ChainInfo {
  const native = assetId(`${id}/slip44:${slip44}`);
  return {
    id: id as ChainId,
    name,
    aliases,
    kind,
    native: { id: native, symbol, decimals, genuine: true },
  };
}

/** CAIP-2 ids: https://chainagnostic.org/CAIPs/caip-2; coin types: SLIP-44. */
export const knownChains: readonly ChainInfo[] = [
  known('bip122:000000000019d6689c085ae165831e93', 'bitcoin', ['btc', 'xbt'], 'coin', 'BTC', 8, 0),
  known('eip155:1', 'ethereum', ['eth', 'mainnet'], 'account', 'ETH', 18, 60),
  known('eip155:56', 'bnb', ['bsc', 'binance-smart-chain'], 'account', 'BNB', 18, 714),
  known('eip155:137', 'polygon', ['matic'], 'account', 'POL', 18, 966),
  known('eip155:42161', 'arbitrum', ['arb', 'arbitrum-one'], 'account', 'ETH', 18, 60),
  known('eip155:10', 'optimism', ['op', 'op-mainnet'], 'account', 'ETH', 18, 60),
  known('eip155:8453', 'base', [], 'account', 'ETH', 18, 60),
  known('eip155:43114', 'avalanche', ['avax'], 'account', 'AVAX', 18, 9000),
  known('tron:0x2b6653dc', 'tron', ['trx'], 'account', 'TRX', 6, 195),
];

export const BITCOIN = 'bip122:000000000019d6689c085ae165831e93' as ChainId;
export const ETHEREUM = 'eip155:1' as ChainId;
export const TRON = 'tron:0x2b6653dc' as ChainId;

const CAIP2 = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/;
const SLUG = /^[-_a-zA-Z0-9]{1,32}$/;

export function chainInfo(chain: ChainId): ChainInfo | undefined {
  return knownChains.find((info) => info.id === chain);
}

/** The chain that a name, an alias or a CAIP-2 id stands for; undefined where nothing here knows it. */
export function chainNamed(text: string): ChainId | undefined {
  const wanted = text.trim().toLowerCase();
  const info = knownChains.find(
    (row) => row.name === wanted || row.id === wanted || row.aliases.includes(wanted),
  );
  return info?.id ?? (CAIP2.test(text.trim()) ? (text.trim() as ChainId) : undefined);
}

/** As `chainNamed`, but a plain word becomes a chain of its own: transfer lists and labels may name any. */
export function chainOfList(text: string): ChainId | undefined {
  const word = text.trim();
  return chainNamed(word) ?? (SLUG.test(word) ? (`list:${word}` as ChainId) : undefined);
}

/** Name for people: `ethereum`, else the id itself. */
export function chainName(chain: ChainId): string {
  return chainInfo(chain)?.name ?? (chain.startsWith('list:') ? chain.slice(5) : chain);
}

export function isEvm(chain: ChainId): boolean {
  return chain.startsWith('eip155:');
}
