// Differences of two results as lines for people. Amounts in whole units where the results say how many decimals they have.
import { z } from 'zod';
import { type AssetId, assetId } from '../../model/asset.ts';
import { knownChains } from '../../model/chain.ts';
import { type AssetBook, amountText, symbolOf } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import type { RunJson } from '../schema.ts';
import type { Difference } from './differences.ts';

/** Characters of a place or a value that are shown; all of it is in the results themselves. */
const SHOWN = 240;
/** Likewise of a sentence: the answer is one. */
const TEXT = 2_000;

const lineSchema = z.object({
  amounts: z.record(z.string(), z.record(z.string(), z.string().regex(/^\d+$/))),
});

/** `book`: the assets of both results. */
export function differenceLine({ at, before, after }: Difference, book: AssetBook): string {
  const place = at.map((step) => (typeof step === 'string' ? step : clipped(step.named, SHOWN)));
  const asset = place
    .flatMap((step) => step.split(' '))
    .map(assetId)
    .find((word) => book.has(word));
  const shown = (value: unknown): string => valueText(value, asset, book);
  const isOrder = at.at(-1) === 'order' && Array.isArray(before) && Array.isArray(after);
  return `${place.map((step) => stepText(step, book)).join(' › ') || 'all of it'}: ${isOrder ? 'the same in another order' : changeText(before, after, shown)}`;
}

function changeText(before: unknown, after: unknown, shown: (value: unknown) => string): string {
  if (before === undefined) return `new: ${shown(after)}`;
  if (after === undefined) return `gone: ${shown(before)}`;
  return `${shown(before)} → ${shown(after)}`;
}

/** Assets by their symbols, chains by their names. */
function stepText(step: string, book: AssetBook): string {
  const words = step.split(' ').map((word) => {
    if (book.has(assetId(word))) return symbolOf(book, assetId(word));
    const chain = knownChains.find(({ id }) => word === id || word.startsWith(`${id}/`));
    return forTerminal(chain === undefined ? word : word.replace(chain.id, chain.name));
  });
  return words.join(' ');
}

function valueText(value: unknown, asset: AssetId | undefined, book: AssetBook): string {
  if (typeof value === 'string' && /^\d+$/.test(value) && asset !== undefined)
    return amountText(book, asset, BigInt(value));
  if (typeof value === 'string') return clipped(forTerminal(value), TEXT);
  const parts = amountParts(value, book);
  return parts.length > 0 ? parts.join(', ') : clipped(forTerminal(JSON.stringify(value)), SHOWN);
}

/** `fifo 1.5 ETH` for each convention and asset of a line that has amounts. */
function amountParts(line: unknown, book: AssetBook): string[] {
  const parsed = lineSchema.safeParse(line);
  if (!parsed.success) return [];
  return Object.entries(parsed.data.amounts).flatMap(([convention, sums]) =>
    Object.entries(sums).map(
      ([asset, units]) => `${forTerminal(convention)} ${amountText(book, assetId(asset), BigInt(units))}`,
    ),
  );
}

/** Of runs as JSON. */
export function bookOfJson(runs: readonly { readonly assets?: RunJson['assets'] }[]): AssetBook {
  const rows = runs.flatMap(({ assets = {} }) => Object.entries(assets));
  return new Map(
    rows.map(([id, { symbol, decimals, genuine }]) => [
      assetId(id),
      { id: assetId(id), symbol, decimals, genuine },
    ]),
  );
}
