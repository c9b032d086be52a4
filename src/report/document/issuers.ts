// Tokens whose contract lets the issuer freeze them at an address, and what of them is still held where the run followed
// it: frozen, free, or not asked.
import { chainName } from '../../model/chain.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { header } from '../text/style.ts';
import { type Block, heading, paragraph } from './block.ts';

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
