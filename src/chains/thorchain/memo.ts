// THORChain memos: what a payment to one of its vaults asks for, and what one of its payments answers. A memo is written by
// whoever pays, so it is read as hostile text: by its grammar, or not at all. Grammar: docs.thorchain.org, transaction memos.
import { BITCOIN, type ChainId, ETHEREUM, TRON } from '../../model/chain.ts';

/** `=`: to be exchanged for `asset` and paid to `address`; empty: to whoever sent it. */
export interface SwapMemo {
  readonly kind: 'swap';
  /** `BTC`, `ETH`, … */
  readonly chainName: string;
  /** undefined: a chain that is not read here. */
  readonly chain: ChainId | undefined;
  /** As written, or what its short form stands for. */
  readonly asset: string;
  readonly address: string;
  /** Where it goes if it cannot be exchanged; undefined: to the sender. */
  readonly refundTo: string | undefined;
  /** The least that is to be paid out, in 10^-8 of a whole unit; 0: anything. */
  readonly limit: bigint;
}

/** Of a payment out of a vault: what it is for. `inbound`: transaction id, in capitals, without 0x. */
export interface OutMemo {
  readonly kind: 'out' | 'refund';
  readonly inbound: string;
}

/** No chain takes a longer one (constant MaxMemoSize). */
export const LONGEST_MEMO = 250;
const FUNCTIONS = new Set(['=', 's', 'swap']);

/** Short names of assets: dev.thorchain.org, memo length reduction; those after 2024 as wallets write them. */
const SHORT: Readonly<Record<string, string>> = {
  a: 'AVAX.AVAX',
  b: 'BTC.BTC',
  c: 'BCH.BCH',
  d: 'DOGE.DOGE',
  e: 'ETH.ETH',
  f: 'BASE.ETH',
  g: 'GAIA.ATOM',
  l: 'LTC.LTC',
  o: 'SOL.SOL',
  r: 'THOR.RUNE',
  s: 'BSC.BNB',
  tr: 'TRON.TRX',
  x: 'XRP.XRP',
  z: 'ZEC.ZEC',
};

const CHAINS: Readonly<Record<string, ChainId>> = {
  BTC: BITCOIN,
  ETH: ETHEREUM,
  BSC: 'eip155:56' as ChainId,
  BASE: 'eip155:8453' as ChainId,
  AVAX: 'eip155:43114' as ChainId,
  TRON,
};

export function readMemo(text: string): SwapMemo | OutMemo | undefined {
  if (text.length > LONGEST_MEMO || !/^[\x21-\x7e]+$/.test(text)) return undefined;
  const out = /^(OUT|REFUND):([0-9a-f]{64})(?:$|:)/i.exec(text);
  if (out !== null) {
    const kind = out[1]?.toUpperCase() === 'OUT' ? 'out' : 'refund';
    return { kind, inbound: (out[2] as string).toUpperCase() };
  }
  return swapOf(text);
}

/** `=:ASSET:ADDRESS[/REFUND]:LIMIT[/INTERVAL/QUANTITY]:AFFILIATE:FEE…` */
function swapOf(text: string): SwapMemo | undefined {
  const [called = '', named = '', destination = '', limits = ''] = text.split(':');
  if (!FUNCTIONS.has(called.toLowerCase())) return undefined;
  const full = SHORT[named.toLowerCase()] ?? named;
  // `.` a coin of that chain; `/`, `~` and `-` synthetic, traded and secured ones, which stay on THORChain.
  const asset = /^([A-Za-z]{2,10})([./~-])([A-Za-z0-9]{1,20}(?:-[0-9A-Za-z]+)?)$/.exec(full);
  const addresses = /^([0-9A-Za-z.]*)(?:\/([0-9A-Za-z.]*))?$/.exec(destination);
  const limit = limitOf(limits);
  if (asset === null || addresses === null || limit === undefined) return undefined;
  const chainName = asset[2] === '.' ? (asset[1] as string).toUpperCase() : 'THOR';
  const refund = addresses[2];
  return {
    kind: 'swap',
    chainName,
    chain: CHAINS[chainName],
    asset: full,
    address: addresses[1] as string,
    refundTo: refund === undefined || refund === '' ? undefined : refund,
    limit,
  };
}

/** `123`, `1e8`, `123/1/0`, nothing; undefined: none of these. */
function limitOf(text: string): bigint | undefined {
  const [limit = '', ...stream] = text.split('/');
  if (stream.length > 2 || stream.some((part) => !/^\d{0,9}$/.test(part))) return undefined;
  const parts = /^(\d{0,30})(?:[eE](\d{1,2}))?$/.exec(limit);
  if (parts === null || (parts[1] === '' && parts[2] !== undefined)) return undefined;
  return BigInt(parts[1] || 0) * 10n ** BigInt(parts[2] ?? 0);
}
