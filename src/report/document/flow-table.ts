// Transfers as rows: all of each, and what it carries under each rule.
import type { Findings, Flow } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { header, placeName, type TextStyle } from '../text/style.ts';
import type { Table } from './block.ts';

export function flowTable(flows: readonly Flow[], findings: Findings, book: AssetBook): Table {
  const { conventions } = findings.options;
  return {
    kind: 'table',
    head: ['time (UTC)', 'transaction', 'from', 'to', 'amount', ...conventions.map(header)],
    rows: flows.map((flow) => flowCells(flow, findings, book)),
    right: [4, ...conventions.map((_, index) => index + 5)],
  };
}

const FULL: Pick<TextStyle, 'addresses'> = { addresses: 'full' };

/** A row for a transfer: all of it, and what it carries under each rule. */
function flowCells({ transfer, amounts }: Flow, findings: Findings, book: AssetBook): string[] {
  const { from, to, asset, at } = transfer;
  const where = (place: typeof from): string =>
    place.kind === 'wallet' || place.kind === 'script'
      ? placeName(place, findings, FULL as TextStyle)
      : place.kind === 'junction'
        ? 'the transaction'
        : place.kind;
  return [
    at === undefined ? '' : timeText(at.time),
    forTerminal(transfer.txId),
    where(from),
    where(to),
    amountText(book, asset, transfer.amount),
    ...findings.options.conventions.map((name) => amountText(book, asset, amounts.get(name) ?? 0n)),
  ];
}
