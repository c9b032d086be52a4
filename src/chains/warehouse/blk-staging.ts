// Block files of Bitcoin Core into the table `coin`: the chain among their blocks, each block read and checked against its
// header, its transactions written to the table in the order of the file. What they spend is looked up there (coin-spends.ts).
import { type RawBlock, type RawTx, readBlock } from '../bitcoin/core/block.ts';
import { type BlkChain, chainOf, type Placed } from './blk-chain.ts';
import { type BlkBlock, blkBytes, scannedBlkFile } from './blk-files.ts';
import { type BulkFile, badFile } from './bulk-files.ts';
import { COIN_TABLE } from './coin-rows.ts';
import type { Duck } from './duck.ts';
import type { RefusedRow } from './import-plan.ts';

export interface BlkRead {
  readonly chain: BlkChain<BulkFile>;
  /** What in the files is no block of Bitcoin. */
  readonly refused: readonly RefusedRow[];
}

/** JSON handed over at once, in characters. */
const HANDED_OVER = 4_000_000;
const COLUMNS =
  '[{"row":"BIGINT","hash":"VARCHAR","height":"BIGINT","time":"BIGINT","block_hash":"VARCHAR","place":"BIGINT","ins":[{"tx":"VARCHAR","vout":"BIGINT"}],"outs":[{"value":"BIGINT","script":"VARCHAR"}]}]';

/** Throws KnownError `bad-bulk-file`. */
export async function readBlkFiles(
  files: readonly BulkFile[],
  heightOf: (hash: string) => Promise<number | undefined>,
  duck: Duck,
  onRows: (rows: number) => Promise<void>,
): Promise<BlkRead> {
  const refused: RefusedRow[] = [];
  const found = new Map<BulkFile, readonly BlkBlock[]>();
  for (const file of files) {
    const { blocks, junk } = await scannedBlkFile(file.path);
    found.set(file, blocks);
    for (const { from, to } of junk)
      refused.push({ file: file.path, row: 0, why: `bytes ${from} to ${to - 1} are no block` });
    await onRows(0);
  }
  const chain = await chainOf(found, heightOf);
  if ('unplaced' in chain)
    throw badFile(
      chain.file.path,
      `the block before block ${chain.unplaced} is in none of the files, nor in the warehouse, and its height is unknown`,
    );
  await duck.run(COIN_TABLE);
  const byFile = new Map<BulkFile, Placed<BulkFile>[]>(files.map((file) => [file, []]));
  for (const placed of chain.blocks) byFile.get(placed.file)?.push(placed);
  let rows = 0;
  for (const [number, file] of files.entries()) {
    const own = (byFile.get(file) ?? []).sort((a, b) => a.block.at - b.block.at);
    rows = await readOne(file, number, own, rows);
  }
  return { chain, refused };

  async function readOne(
    file: BulkFile,
    number: number,
    placed: readonly Placed<BulkFile>[],
    before: number,
  ): Promise<number> {
    let row = 0;
    let texts: string[] = [];
    let length = 0;
    const handOver = async (): Promise<void> => {
      if (texts.length > 0) await duck.run(insertion(number, texts));
      texts = [];
      length = 0;
      await onRows(before + row);
    };
    const blocks = placed.map(({ block }) => block);
    for await (const [index, bytes] of blkBytes(file.path, blocks)) {
      const { block, height } = placed[index] as Placed<BulkFile>;
      const read = readBlock(bytes.toString('hex'));
      if (read === undefined || !isPossible(read)) {
        const why = `the block at byte ${block.at} is not the one that its header names`;
        refused.push({ file: file.path, row: row + 1, why });
        continue;
      }
      for (const [place, tx] of read.txs.entries()) {
        row += 1;
        const text = JSON.stringify({ row, place, height, ...rowOf(read, tx) });
        texts.push(text);
        length += text.length;
      }
      if (length > HANDED_OVER) await handOver();
    }
    await handOver();
    return before + row;
  }
}

/** No output is more than all coins that there will ever be, so that each is an exact number. */
function isPossible({ txs }: RawBlock): boolean {
  return txs.every(({ outputs }) => outputs.every(({ amount }) => amount <= 2_100_000_000_000_000n));
}

function rowOf({ hash, time }: RawBlock, { txId, isCoinbase, inputs, outputs }: RawTx) {
  return {
    hash: txId,
    time,
    block_hash: hash,
    ins: isCoinbase ? [] : inputs.map(({ txId: tx, vout }) => ({ tx, vout })),
    outs: outputs.map(({ amount, script }) => ({ value: Number(amount), script })),
  };
}

/** All of it is hexadecimal and digits: nothing in it can end the text. */
function insertion(file: number, transactions: readonly string[]): string {
  return `INSERT INTO coin SELECT ${file}, t.row, t.hash, t.height, t.time, t.block_hash, t.place,
    [struct_pack(tx := i.tx, vout := i.vout, value := NULL::BIGINT, odd := false, address := NULL::VARCHAR) FOR i IN t.ins], t.outs
    FROM (SELECT unnest(from_json('[${transactions.join()}]', '${COLUMNS}')) AS t)`;
}
