// What the parts of an import say to each other: what was asked, what becomes of the files, how far it is.

import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { BulkFile } from './bulk-files.ts';
import type { EvmSets } from './evm-sets.ts';
import type { MovedBlock } from './moves.ts';

/** Heights, both ends included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export interface RefusedRow {
  readonly file: string;
  /** Counted from 1, the header not counted. */
  readonly row: number;
  readonly why: string;
}

/** What of a chain an import tells in full, and over which heights. */
export interface Covered extends Span {
  readonly kind: string;
}

/** From the first block that is covered to the last, for the progress of an import. */
export function progressSpan(covered: readonly Covered[]): { readonly span?: Span } {
  if (covered.length === 0) return {};
  const first = Math.min(...covered.map((each) => each.first));
  return { span: { first, last: Math.max(...covered.map(({ last }) => last)) } };
}

export interface ToldAsset {
  readonly symbol: string;
  readonly decimals: number | undefined;
}

/** One chain of an import, checked, and ready to be stored in chain order. */
export interface StagedChain {
  readonly chain: ChainId;
  readonly form: string;
  readonly covered: readonly Covered[];
  /** Symbol and decimals that the import tells. */
  readonly assets: ReadonlyMap<AssetId, ToldAsset>;
  /** Those that concern this chain, with the rows that each has of it. */
  readonly files: readonly { readonly file: BulkFile; readonly kind: string; readonly rows: number }[];
  /** Where all of its movements can be stored as sets. */
  readonly sets?: EvmSets | undefined;
  /** Blocks above this height, ascending. */
  blocks(above: number): AsyncIterable<MovedBlock>;
}

export interface Staged {
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
  readonly chains: readonly StagedChain[];
}
