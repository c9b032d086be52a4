// Files of bitcoin-etl, and of the public datasets made with it, into blocks of whole transactions. Outputs are told by their
// scripts, as everywhere; the output that an input spends is looked up where it was made, and only where that is not at hand
// is the address believed that the file has for it.

import { BITCOIN, type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { TxId } from '../../model/place.ts';
import { scriptOfAddress } from '../bitcoin/script-place.ts';
import type { Before } from './before.ts';
import { readBlkFiles } from './blk-staging.ts';
import type { BulkFile } from './bulk-files.ts';
import { checkedCoinBlocks } from './coin-blocks.ts';
import { readCoins } from './coin-rows.ts';
import { everySpentIsKnown, findSpent } from './coin-spends.ts';
import type { StoredCoins } from './coins.ts';
import type { Duck } from './duck.ts';
import { spansAbove } from './height-spans.ts';
import type { Covered, RefusedRow, Span, Staged, StagedChain } from './import-plan.ts';
import type { MovedBlock, MovedTx } from './moves.ts';

const SUM_OUT = 'list_sum([o.value FOR o IN outs])';
const FAULT = `CASE
  WHEN hash IS NULL OR NOT regexp_full_match(hash, '[0-9a-f]{64}') THEN 'hash is no id of 64 hexadecimal digits'
  WHEN height IS NULL OR height < 0 THEN 'block_number is no whole number'
  WHEN time IS NULL THEN 'block_timestamp is neither unix seconds nor a time'
  WHEN ins IS NULL THEN 'inputs is no list'
  WHEN outs IS NULL THEN 'outputs is no list'
  WHEN len(outs) = 0 THEN 'outputs is empty'
  WHEN len([1 FOR o IN outs IF o.value IS NULL OR o.value < 0 OR o.script IS NULL OR NOT regexp_full_match(o.script, '([0-9a-f]{2})*')]) > 0
    THEN 'an output has no exact value or no script'
  WHEN len([1 FOR i IN ins IF i.odd OR i.tx IS NULL OR i.vout IS NULL OR NOT regexp_full_match(i.tx, '[0-9a-f]{64}')]) > 0
    THEN 'an input does not say exactly what it spends'
END`;
/** Of a transaction and what it spends. */
const TOGETHER = `CASE
  WHEN contradicts THEN 'an input says another value than the coin has that it spends'
  WHEN total < ${SUM_OUT} THEN 'it pays more than it spends'
END`;

export async function stageCoins(
  files: readonly BulkFile[],
  blockFiles: readonly BulkFile[],
  chain: ChainId | undefined,
  covers: Span | undefined,
  duck: Duck,
  before: Before,
  onRows: (rows: number) => Promise<void>,
): Promise<Staged> {
  mustBeBitcoin(chain);
  await readCoins(files, duck);
  const beside = await checkedCoinBlocks(blockFiles, duck);
  const staged = await stagedCoins(files, covers, beside.refused, duck, before, onRows);
  const chains = staged.chains.map((each) => ({ ...each, files: [...each.files, ...beside.files] }));
  return { ...staged, rows: staged.rows + beside.rows, chains };
}

/** Block files of a node. */
export async function stageBlkFiles(
  files: readonly BulkFile[],
  chain: ChainId | undefined,
  duck: Duck,
  before: Before,
  onRows: (rows: number) => Promise<void>,
): Promise<Staged> {
  mustBeBitcoin(chain);
  const read = await readBlkFiles(files, before.height, duck, onRows);
  const { spans, left } = read.chain;
  const staged = await stagedCoins(files, spans, read.refused, duck, before, onRows);
  const kindOf = ({ file }: { readonly file: BulkFile }): string => {
    const others = left.get(file);
    return others === undefined ? 'raw blocks' : `raw blocks without ${others} of other branches`;
  };
  const chains = staged.chains.map((each) => ({
    ...each,
    files: each.files.map((own) => ({ ...own, kind: kindOf(own) })),
  }));
  return { ...staged, chains };
}

function mustBeBitcoin(chain: ChainId | undefined): void {
  if (chain !== undefined && chain !== BITCOIN)
    throw new KnownError('unknown-chain', `${chainName(chain)} is no chain that such files are read for.`, {
      facts: ['transactions with inputs and outputs are read for bitcoin'],
      hint: 'Name another chain with --chain, or none.',
      exit: 2,
    });
}

/** From the table `coin` on. `parts`: heights that the files tell in full; undefined: as far as the rows of each go. */
async function stagedCoins(
  files: readonly BulkFile[],
  parts: Span | readonly Span[] | undefined,
  refusedBefore: readonly RefusedRow[],
  duck: Duck,
  before: Before,
  onRows: (rows: number) => Promise<void>,
): Promise<Staged> {
  const [[rows] = []] = await duck.rows('SELECT count(*) FROM coin');
  await onRows(Number(rows));
  const refused = [...refusedBefore];
  async function leaveOut(fault: string, from: string): Promise<void> {
    const wrong = await duck.rows(
      `SELECT coin.file, coin.row, ${fault} AS why FROM ${from} WHERE why IS NOT NULL ORDER BY coin.file, coin.row`,
    );
    for (const [file, row, why] of wrong)
      refused.push({ file: files[Number(file)]?.path as string, row: Number(row), why: String(why) });
    if (wrong.length > 0)
      await duck.run(
        `DELETE FROM coin WHERE (file, row) IN (SELECT (coin.file, coin.row) FROM ${from} WHERE ${fault} IS NOT NULL)`,
      );
  }
  await leaveOut(FAULT, 'coin');
  await findSpent(duck, before);
  await leaveOut(TOGETHER, 'coin JOIN spent ON spent.file = coin.file AND spent.row = coin.row');
  await everySpentIsKnown(duck, scriptOfAddress);
  const spans = await duck.rows(
    'SELECT file, count(*), min(height), max(height) FROM coin GROUP BY file ORDER BY file',
  );
  const told = spans.map(([, , first, last]): Span => ({ first: Number(first), last: Number(last) }));
  const covered = (parts === undefined ? told : [parts].flat()).map(
    (span): Covered => ({ kind: 'coin', ...span }),
  );
  const staged: StagedChain = {
    chain: BITCOIN,
    form: 'coin',
    covered,
    assets: new Map(),
    files: spans.map(([file, own]) => ({
      file: files[Number(file)] as BulkFile,
      kind: 'coins',
      rows: Number(own),
    })),
    blocks: (above) => blocks(above, duck),
  };
  return { rows: Number(rows), refused, chains: [staged] };
}

interface RawInput {
  readonly tx: string;
  readonly vout: number;
  readonly value: number;
  readonly address: string | null;
  readonly script: string | null;
}

/** Transactions that are sorted at once. */
const SORTED = 200_000;

async function* blocks(above: number, duck: Duck): ReturnType<StagedChain['blocks']> {
  for (const span of await spansAbove(above, SORTED, { duck, rows: 'FROM coin' }))
    yield* blocksOf(span, duck);
}

async function* blocksOf({ first, last }: Span, duck: Duck): ReturnType<StagedChain['blocks']> {
  const sql = `
    SELECT coin.height::DOUBLE, coin.time::DOUBLE, block_hash, coin.hash, coalesce(to_json(spent.ins), '[]')::VARCHAR, to_json(outs)::VARCHAR, place::DOUBLE
    FROM (SELECT DISTINCT ON (hash, height) * FROM coin WHERE height BETWEEN ${first} AND ${last} ORDER BY file, row) AS coin
    LEFT JOIN spent ON spent.file = coin.file AND spent.row = coin.row
    ORDER BY coin.height, place, coin.hash`;
  let head: Pick<MovedBlock, 'height' | 'time' | 'hash'> | undefined;
  let transactions: MovedTx[] = [];
  const whole = (): MovedBlock => {
    const basis = transactions.every(({ place }) => place !== undefined) ? 'index' : 'none';
    const placed = basis === 'index' ? transactions : transactions.map((tx) => ({ ...tx, place: undefined }));
    return { ...(head as MovedBlock), basis, transactions: placed };
  };
  for await (const columns of duck.columns(sql)) {
    const [heights, times, hashes, ids, ins, outs, places] = columns as readonly (readonly unknown[])[];
    for (const [at, height] of (heights as readonly number[]).entries()) {
      if (head !== undefined && head.height !== height) {
        yield whole();
        head = undefined;
        transactions = [];
      }
      head ??= { height, time: times?.[at] as number, hash: (hashes?.[at] as string | null) ?? undefined };
      const txId = ids?.[at] as TxId;
      transactions.push({
        txId,
        place: (places?.[at] as number | null) ?? undefined,
        moves: [],
        coins: coinsOf(JSON.parse(ins?.[at] as string), JSON.parse(outs?.[at] as string)),
      });
    }
  }
  if (head !== undefined) yield whole();
}

function coinsOf(
  ins: readonly RawInput[],
  outs: readonly { readonly value: number; readonly script: string }[],
): StoredCoins {
  return {
    ins: ins.map(({ tx, vout, value, address, script }) => [
      tx,
      vout,
      script ?? (scriptOfAddress(address as string) as string),
      value,
    ]),
    outs: outs.map(({ value, script }) => [value, script]),
  };
}
