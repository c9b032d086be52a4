// Tokens whose contract lets the issuer freeze them at an address, and what of them is still held where the run followed
// it: frozen, free, or not asked.
import { type AssetId, assetId } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { header } from '../text/style.ts';
import { type Block, heading, paragraph } from './block.ts';

interface Issuer {
  readonly name: string;
  readonly symbol: string;
}

/** Each contract's own source, as verified at its address, has the event and the function behind it. */
const tether: Issuer = { name: 'Tether', symbol: 'USDT' };
const circle: Issuer = { name: 'Circle', symbol: 'USDC' };
const issuers: ReadonlyMap<AssetId, Issuer> = new Map([
  [assetId('eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7'), tether],
  [assetId('tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'), tether],
  [assetId('eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'), circle],
  [assetId('eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'), circle],
]);

export function issuerOf(asset: AssetId): Issuer | undefined {
  return issuers.get(asset);
}

export function freezableBlocks({ held, options, issuers: found = [] }: Findings, book: AssetBook): Block[] {
  const rows = held.flatMap(({ place, display, amounts, frozen }) => {
    const assets = new Set([...amounts.values()].flatMap((sums) => [...sums.keys()]));
    return [...assets].flatMap((asset) => {
      const issuer = found.find((each) => each.asset === asset);
      if (issuer === undefined) return [];
      const open = issuer.asked === 'yes' ? 'free' : 'not asked';
      return [
        [
          issuer.issuer,
          chainName(place.chain),
          forTerminal(display),
          frozen === undefined ? open : `frozen since ${timeText(frozen.since)}`,
          ...options.conventions.map((name) => amountText(book, asset, amounts.get(name)?.get(asset) ?? 0n)),
        ],
      ];
    });
  });
  if (rows.length === 0) return [];
  return [
    heading(2, 'Still held, in tokens that their issuer can freeze'),
    paragraph(
      'As of the blocks above. Frozen or free is what the events of the contract say; where they could not be asked, the gaps say why.',
    ),
    {
      kind: 'table',
      head: ['issuer', 'chain', 'address', 'state', ...options.conventions.map(header)],
      rows,
      right: options.conventions.map((_, index) => index + 4),
    },
  ];
}
