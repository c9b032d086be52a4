// What an account received in a currency, and what of it came from named sources and from flagged wallets: each receipt at the
// price of its own time, beside the exact amounts and never instead of them.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import type { SourceFindings } from '../backward/findings.ts';
import { partsOf } from '../backward/parts.ts';
import type { Source } from '../backward/sources.ts';
import type { UpstreamWalk } from '../backward/walk-upstream.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import type { Leg } from '../timeline.ts';
import { type AssetValue, type PriceFindings, type Receipt, summed, type Values, valued } from './priced.ts';

export interface AccountPrices extends Omit<PriceFindings, 'endpoints' | 'entities'> {
  readonly received: ReadonlyMap<AssetId, AssetValue>;
  /** Under the name that `sourceName` gives. */
  readonly entities: ReadonlyMap<string, Values>;
  /** Where they were asked about. */
  readonly flagged?: Values;
}

/** Parts of the receipts with what sources they are of, under one sweep each. */
export type FlaggedParts = readonly { readonly swept: Swept; readonly parts: Iterable<[Source, Booking]> }[];

export function sourceName({ category, entity }: { category: string; entity: string | undefined }): string {
  return `${category} ${entity ?? ''}`;
}

/** As they are where no prices were asked for. */
export async function withPrices(
  found: SourceFindings,
  walked: UpstreamWalk,
  flagged?: FlaggedParts,
): Promise<SourceFindings> {
  const { request, timeline, receipts, headline, swepts } = walked;
  const { prices: source, signal } = request;
  if (source === undefined) return found;
  const legAt = (index: number): Leg => timeline.legs[index] as Leg;
  function receipt(key: string, convention: Receipt<string>['convention'], index: number, amount: bigint) {
    const { transfer } = legAt(index);
    return { key, convention, asset: transfer.asset, time: transfer.at?.time as number, amount };
  }
  /** One receipt of each transfer and name, however many parts of it stand under it. */
  function perTransfer(swept: Swept, parts: Iterable<[Source, Booking]>, keyOf: (source: Source) => string) {
    const sums = new Map<string, Receipt<string>>();
    for (const [of, { leg, amount }] of parts) {
      if (leg === undefined || of.label === undefined) continue;
      const key = keyOf(of);
      const before = sums.get(`${leg} ${key}`)?.amount ?? 0n;
      sums.set(`${leg} ${key}`, receipt(key, swept.convention.name, leg, before + amount));
    }
    return [...sums.values()];
  }
  const adding = swepts.filter(({ convention }) => convention.conserving);
  const all = receipts.inWindow.map((leg) =>
    receipt('received', headline.convention.name, leg, legAt(leg).transfer.amount),
  );
  const named = adding.flatMap((swept) =>
    perTransfer(swept, partsOf(walked, swept), ({ label }) => `from ${sourceName(label as Label)}`),
  );
  const flags = (flagged ?? [])
    .filter(({ swept }) => swept.convention.conserving)
    .flatMap(({ swept, parts }) => perTransfer(swept, parts, () => 'flagged'));
  const info = new Map(found.assets.map((asset) => [asset.id, asset]));
  const told = await valued([...all, ...named, ...flags], info, source, signal);
  const values = summed(told.receipts, ({ key }) => key);
  return {
    ...found,
    prices: {
      currency: source.currency,
      source: source.name,
      ...(source.sha256 === undefined ? {} : { sha256: source.sha256 }),
      rows: told.rows,
      received: values.get('received')?.get(headline.convention.name) ?? new Map(),
      entities: new Map(
        found.entities.flatMap((group) => {
          const own = values.get(`from ${sourceName(group)}`);
          return own === undefined ? [] : [[sourceName(group), own] as const];
        }),
      ),
      ...(flagged === undefined ? {} : { flagged: values.get('flagged') ?? new Map() }),
    },
  };
}
