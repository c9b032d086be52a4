// What stands at the end, in full: every transfer that carries anything, and all that the run could not see.
import { chainName } from '../../model/chain.ts';
import { isOwner, placeKey } from '../../model/place.ts';
import type { Findings } from '../../trace/findings.ts';
import { amountText, assetBook } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { type Block, heading, paragraph } from './block.ts';
import { flowTable } from './flow-table.ts';

export function ledgerBlocks(findings: Findings): Block[] {
  const { flows } = findings;
  const title = heading(2, 'Appendix: the ledger');
  if (flows === undefined)
    return [title, paragraph('This result does not hold single transfers: ask for it again with --flows.')];
  return [
    title,
    paragraph(
      `Every transfer that carries anything of the seeds under any rule, in chain order: ${flows.length}. “Amount” is all of the transfer, as the chain records it; the columns after it are what it carries.`,
    ),
    ...(flows.length === 0 ? [] : [flowTable(flows, findings, assetBook(findings.assets))]),
  ];
}

export function gapBlocks(findings: Pick<Findings, 'gaps' | 'names' | 'pending' | 'assets'>): Block[] {
  const { gaps, names, pending } = findings;
  const book = assetBook(findings.assets);
  return [
    heading(2, 'Appendix: gaps'),
    paragraph(
      gaps.length === 0
        ? 'The run met no gap: no source failed, and no history was short.'
        : 'What this run could not see. What is not known is no acquittal.',
    ),
    ...(gaps.length === 0
      ? []
      : [
          {
            kind: 'table',
            head: ['code', 'where', 'amount', 'why'],
            rows: gaps.map(({ code, chain, place, asset, amount, why }) => [
              code,
              place === undefined || !isOwner(place)
                ? chainName(chain)
                : forTerminal(names.get(placeKey(place)) ?? placeKey(place)),
              asset === undefined || amount === undefined ? '' : amountText(book, asset, amount),
              forTerminal(why),
            ]),
            right: [2],
          } as const,
        ]),
    ...(pending.length === 0
      ? []
      : [paragraph(`${pending.length} transfers above the as-of block or unconfirmed are in no sum.`)]),
  ];
}
