// Tokens whose contract lets the one who issues them freeze what a holder has: the only list of these. Each contract's own
// source, as verified at its address, has the function and the event behind it. Elsewhere a token of the name is a bridge's,
// or its events are not known here. Not how a contract tells of it (chains/issuers.ts).
import type { AssetId } from './asset.ts';

export type IssuerName = 'Tether' | 'Circle';

/** Addresses in their inside form. Published at tether.to and developers.circle.com (chains/evm/genuine-tokens.ts). */
const issued: Readonly<Record<IssuerName, readonly string[]>> = {
  Tether: [
    'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7',
    'eip155:43114/erc20:0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7',
    'tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  ],
  Circle: [
    'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
    'eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85',
    'eip155:137/erc20:0x3c499c542cef5e3811e1192ce70d8cc03d5c3359',
    'eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    'eip155:42161/erc20:0xaf88d065e77c8cc2239327c5edb3a432268e5831',
    'eip155:43114/erc20:0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e',
  ],
};

const byAsset: ReadonlyMap<string, IssuerName> = new Map(
  (Object.keys(issued) as IssuerName[]).flatMap((name) =>
    issued[name].map((asset) => [asset, name] as const),
  ),
);

export function issuerName(asset: AssetId): IssuerName | undefined {
  return byAsset.get(asset);
}
