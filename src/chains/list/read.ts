// Reads a transfer list whole or not at all: half a list would be a wrong number. What the ledgers answer is ledger.ts.
import { createHash } from 'node:crypto';
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { BlockHash } from '../../model/ledger.ts';
import type { TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { listColumns } from './columns.ts';
import { positioned } from './positions.ts';
import { listRecords } from './records.ts';
import { checkedRow, type ListRow, type Seen } from './row.ts';

/** All rows of one chain. */
export interface ListedChain {
  readonly chain: ChainId;
  readonly rows: number;
  /** Rows of amount 0: counted and left out. */
  readonly zeroRows: number;
  /** In chain order. */
  readonly transfers: readonly Transfer[];
  readonly assets: ReadonlyMap<AssetId, AssetInfo>;
  /** Ascending, each once; `time` is the greatest of all rows at or below it. */
  readonly heights: readonly { readonly height: number; readonly time: number }[];
}

export interface TransferList {
  readonly fileName: string;
  /** `sha256:<hex>` of the bytes. */
  readonly hash: BlockHash;
  /** Sorted by chain id. */
  readonly chains: readonly ListedChain[];
  readonly zeroRows: number;
}

/** How many broken rows an error names. */
const MOST_NAMED = 10;

/**
 * Throws KnownError `bad-ledger-row` (which rows, and why) and `bad-ledger-file` (no text, or nothing in it).
 * `fileName`: for messages and the report's head.
 */
export async function readTransferList(
  content: string | Uint8Array,
  fileName: string,
): Promise<TransferList> {
  const hash = `sha256:${createHash('sha256').update(content).digest('hex')}` as BlockHash;
  const rows = checkedRows(textOf(content, fileName), fileName);
  const byChain = new Map<ChainId, ListRow[]>();
  for (const row of rows) {
    const others = byChain.get(row.chain);
    if (others === undefined) byChain.set(row.chain, [row]);
    else others.push(row);
  }
  const chains = [...byChain.keys()]
    .sort()
    .map((chain) => listedChain(chain, byChain.get(chain) as ListRow[], fileName));
  const zeroRows = chains.reduce((sum, chain) => sum + chain.zeroRows, 0);
  return { fileName, hash, chains, zeroRows };
}

function textOf(content: string | Uint8Array, fileName: string): string {
  let text: string;
  try {
    text = typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    throw new KnownError('bad-ledger-file', `${fileName} is not UTF-8 text.`, {
      hint: 'Save the list as CSV in UTF-8, or as JSON lines. A compressed file or a spreadsheet must be exported first.',
      exit: 2,
      cause: error,
    });
  }
  if (text.includes('\0')) {
    throw new KnownError(
      'bad-ledger-file',
      `${fileName} holds bytes of 0: it is no text, or text in UTF-16.`,
      {
        hint: 'Save the list as CSV in UTF-8, or as JSON lines.',
        exit: 2,
      },
    );
  }
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function checkedRows(text: string, fileName: string): readonly ListRow[] {
  const rows: ListRow[] = [];
  const faults: string[] = [];
  const seen: Seen = new Map();
  for (const record of listRecords(text)) {
    const row = checkedRow(record, seen);
    if (typeof row === 'string') faults.push(`line ${record.line}: ${row}`);
    else rows.push(row);
  }
  if (faults.length > 0) throw brokenRows(fileName, faults);
  if (rows.length === 0) {
    throw new KnownError('bad-ledger-file', `${fileName} holds a header and no transfer.`, {
      hint: 'Check that the export was finished.',
      exit: 2,
    });
  }
  return rows;
}

function brokenRows(fileName: string, faults: readonly string[]): KnownError {
  const more = faults.length - MOST_NAMED;
  return new KnownError('bad-ledger-row', `${fileName}, ${faults[0]}.`, {
    facts: [
      ...faults.slice(1, MOST_NAMED),
      ...(more > 0 ? [`and ${more} more`] : []),
      'Nothing of this file was used: half a list would give wrong sums.',
    ],
    exit: 2,
    hint: `Correct the file. Its columns are ${listColumns.map(({ name }) => name).join(',')}.`,
  });
}

function listedChain(chain: ChainId, rows: readonly ListRow[], fileName: string): ListedChain {
  const heightOf = new Map<TxId, ListRow>();
  const decimalsOf = new Map<AssetId, ListRow>();
  const times = new Map<number, number>();
  const faults: string[] = [];
  let zeroRows = 0;
  for (const row of rows) {
    if (row.amount === 0n) zeroRows += 1;
    times.set(row.height, Math.max(times.get(row.height) ?? 0, row.time));
    const sameTx = heightOf.get(row.txId);
    const sameAsset = decimalsOf.get(row.asset);
    if (sameTx === undefined) heightOf.set(row.txId, row);
    else if (sameTx.height !== row.height) {
      faults.push(
        `line ${row.line}: height ${row.height} for a transaction that stands at ${sameTx.height} in line ${sameTx.line}`,
      );
    }
    if (sameAsset === undefined) decimalsOf.set(row.asset, row);
    else if (sameAsset.decimals !== row.decimals) {
      faults.push(
        `line ${row.line}: ${row.decimals} decimals for an asset that has ${sameAsset.decimals} in line ${sameAsset.line}`,
      );
    }
  }
  if (faults.length > 0) throw brokenRows(fileName, faults);
  const assets = new Map<AssetId, AssetInfo>();
  for (const id of [...decimalsOf.keys()].sort()) {
    assets.set(id, { id, symbol: id, decimals: decimalsOf.get(id)?.decimals, genuine: true });
  }
  let time = 0;
  const heights = [...times.keys()]
    .sort((a, b) => a - b)
    .map((height) => {
      time = Math.max(time, times.get(height) ?? 0);
      return { height, time };
    });
  return { chain, rows: rows.length, zeroRows, transfers: positioned(rows), assets, heights };
}
