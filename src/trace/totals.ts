// All that endpoints received from anyone in the window of the question: a fact of the chain, not traced money.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Gap } from '../model/gap.ts';
import type { Block, Ledger, Page } from '../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';
import type { TraceOptions } from './options.ts';

export interface Total {
  readonly sums: ReadonlyMap<AssetId, bigint>;
  readonly transfers: number;
}

export async function totalsOf(
  places: readonly OwnerPlace[],
  ledgers: ReadonlyMap<ChainId, Ledger>,
  asOf: ReadonlyMap<ChainId, Block>,
  options: TraceOptions,
  signal: AbortSignal,
): Promise<{ totals: ReadonlyMap<PlaceKey, Total>; gaps: readonly Gap[] }> {
  const totals = new Map<PlaceKey, Total>();
  const gaps: Gap[] = [];
  for (const [chain, ledger] of ledgers) {
    const own = places.filter((place) => place.chain === chain);
    if (own.length === 0) continue;
    const scope = {
      asOf: asOf.get(chain) as Block,
      hubLimit: options.hubLimit,
      concurrency: options.concurrency,
      signal,
    };
    const pages: Page[] = [];
    for await (const page of ledger.transfersOf(own, scope)) pages.push(page);
    for (const place of own) {
      const key = placeKey(place);
      const ours = pages.filter((page) => typeof page.subject !== 'string' && placeKey(page.subject) === key);
      for (const page of ours) for (const gap of page.gaps) gaps.push(gap);
      const unknown = ours.some(
        (page) => page.hub === true || page.gaps.some(({ code }) => code === 'source-failed'),
      );
      if (!unknown) totals.set(key, receipts(ours, key, options));
    }
  }
  return { totals, gaps };
}

/** On a coin chain what comes back as change to the payer is no receipt: inputs of the same transaction are taken off. */
function receipts(pages: readonly Page[], key: PlaceKey, options: TraceOptions): Total {
  const byId = new Map<string, Transfer>(
    pages.flatMap((page) => page.transfers.map((transfer) => [transfer.id, transfer])),
  );
  const inWindow = [...byId.values()].filter(({ at }) => {
    const time = at?.time ?? 0;
    return time >= (options.since ?? 0) && time <= (options.until ?? Number.POSITIVE_INFINITY);
  });
  const spending = new Set(
    inWindow
      .filter(({ from, to }) => to.kind === 'junction' && placeKey(from) === key)
      .map(({ txId }) => txId),
  );
  const got = inWindow.filter(
    ({ from, to, txId }) => placeKey(to) === key && placeKey(from) !== key && !spending.has(txId),
  );
  const sums = new Map<AssetId, bigint>();
  for (const { asset, amount } of got) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  return { sums: new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1))), transfers: got.length };
}
