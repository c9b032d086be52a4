// What ledgers told a run, taken in: transfers onto the timeline, each once; gaps, coins that were answered, places that were
// refused. It asks nobody, and judges nothing by amounts.
import { type Added, addTransfers, type TransferGraph, transferGraph } from '../graph/transfer-graph.ts';
import type { AllowanceUse } from '../model/allowance.ts';
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import type { EmptyTransfer } from '../model/empty-transfer.ts';
import { type Gap, isSourceGap } from '../model/gap.ts';
import type { Ledger, Page } from '../model/ledger.ts';
import { isOwner, type PlaceKey, placeKey } from '../model/place.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';
import type { NotFollowedReason } from './explore.ts';
import { groupBy } from './group-by.ts';
import { type TraceOptions, wanted } from './options.ts';
import type { Settled } from './settlement.ts';
import { type Timeline, timelineBuilder } from './timeline.ts';

export interface Intake {
  /** All that was told, also of assets that the question leaves out. */
  readonly graph: TransferGraph;
  readonly gaps: Gap[];
  readonly pending: readonly Transfer[];
  readonly allowances: readonly AllowanceUse[];
  readonly empties: readonly EmptyTransfer[];
  readonly answered: ReadonlySet<CoinId>;
  readonly failedCoins: ReadonlySet<CoinId>;
  readonly refused: Map<PlaceKey, NotFollowedReason>;
  /** Those given to the question, and exchanges found on the way. */
  readonly crossings: readonly Crossing[];
  timeline(): Timeline;
  /** Pages are taken in at the end of a round, by subject: which of them arrived first never shows. */
  take(pages: readonly Page[]): void;
  /** Of any chains. */
  add(transfers: readonly Transfer[]): void;
  /** An exchange is one act: what was received stands after all else of its transaction, whatever a source numbers first. */
  settle(settled: Settled, explored: ReadonlySet<PlaceKey>): void;
}

export function intake(
  options: TraceOptions,
  given: readonly Crossing[],
  ledgerOf: (chain: ChainId) => Ledger,
): Intake {
  const graph = transferGraph();
  const builder = timelineBuilder();
  const gaps: Gap[] = [];
  const answered = new Set<CoinId>();
  const failedCoins = new Set<CoinId>();
  const refused = new Map<PlaceKey, NotFollowedReason>();
  for (const { place } of options.evidenceEnds) refused.set(place, 'evidence-ends');
  const crossings: Crossing[] = [...given];
  /** Received in an exchange found on the way, as `<chain>|<id>`. */
  const last = new Set<string>();
  const pending: Transfer[] = [];
  const allowances: AllowanceUse[] = [];
  const empties: EmptyTransfer[] = [];

  function isWanted(transfer: Transfer): boolean {
    if (options.assets === undefined) return true;
    const symbol = ledgerOf(transfer.chain).assetInfo(transfer.asset);
    return wanted(options.assets, transfer.asset, symbol?.genuine === true ? symbol.symbol : undefined);
  }

  function inOrder(transfer: Transfer): Transfer {
    const { at, chain, id } = transfer;
    if (at === undefined || !last.has(`${chain}|${id}`)) return transfer;
    return { ...transfer, at: { ...at, order: Number.MAX_SAFE_INTEGER } };
  }

  /** Of one chain. Into the graph, which knows what was told before, and from there onto the timeline. */
  function keep(told: readonly Transfer[]): void {
    const chain = told[0]?.chain;
    const implied = chain === undefined ? undefined : ledgerOf(chain).impliedBy?.(told);
    const transfers = implied === undefined ? told : [...told, ...implied];
    const { fresh, improved, contradicted } = addTransfers(graph, transfers);
    builder.add(fresh.filter(isWanted).map(inOrder));
    builder.replace(improved.filter(isWanted).map(inOrder));
    gaps.push(...disagreements(contradicted));
  }

  function add(transfers: readonly Transfer[]): void {
    for (const group of groupBy(transfers, ({ chain }) => chain).values()) keep(group);
  }

  function take(pages: readonly Page[]): void {
    const sorted = [...pages].sort((a, b) => (subjectKey(a) < subjectKey(b) ? -1 : 1));
    for (const page of sorted) {
      // One by one: as arguments of one call, what a large history has pending would overflow the stack.
      for (const gap of page.gaps) gaps.push(gap);
      // An answer that was refused, contradicted or never came; a history with some rows missing still has rows.
      const failed = page.transfers.length === 0 && page.gaps.some(isSourceGap);
      const { subject } = page;
      if (typeof subject === 'string') {
        if (failed) failedCoins.add(subject);
        else answered.add(subject);
      } else if (page.hub === true) refused.set(placeKey(subject), 'hub');
      else if (failed) refused.set(placeKey(subject), 'source-failed');
      if (page.hub === true) continue;
      for (const transfer of page.pending) pending.push(transfer);
      for (const allowance of page.allowances ?? []) allowances.push(allowance);
      for (const empty of page.empties ?? []) empties.push(empty);
      keep(page.transfers);
    }
  }

  function settle(
    { transfers, gaps: said, crossings: exchanged, ambiguous }: Settled,
    explored: ReadonlySet<PlaceKey>,
  ): void {
    gaps.push(...said);
    for (const { received } of exchanged)
      for (const { chain, transfer } of received) last.add(`${chain}|${transfer}`);
    add(transfers);
    // Some of them may have been on the timeline already, in another order.
    builder.replace(
      transfers.filter((each) => last.has(`${each.chain}|${each.id}`) && isWanted(each)).map(inOrder),
    );
    const unsure = new Set(ambiguous.map(({ chain, transfer }) => `${chain}|${transfer}`));
    for (const { chain, id, to } of transfers)
      if (unsure.has(`${chain}|${id}`) && !explored.has(placeKey(to)))
        refused.set(placeKey(to), 'ambiguous-crossing');
    const known = new Set(crossings.map(({ id }) => id));
    crossings.push(...exchanged.filter(({ id }) => !known.has(id)));
  }

  return {
    graph,
    gaps,
    pending,
    allowances,
    empties,
    answered,
    failedCoins,
    refused,
    crossings,
    timeline: builder.timeline,
    take,
    add,
    settle,
  };
}

function disagreements(contradicted: Added['contradicted']): Gap[] {
  return contradicted.map(({ known, told }) => ({
    code: 'source-disagreement',
    chain: known.chain,
    place: isOwner(told.from) ? told.from : told.to,
    why: `Transfer ${known.id} was told twice: ${known.amount} and ${told.amount} of ${known.asset}; the first stands.`,
    asset: known.asset,
    amount: told.amount,
  }));
}

function subjectKey(page: Page): string {
  const subject = typeof page.subject === 'string' ? page.subject : placeKey(page.subject);
  return `${subject}|${page.transfers[0]?.id ?? ''}`;
}
