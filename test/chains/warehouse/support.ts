// Helpers of the warehouse suites: files in a folder of their own, imports through the command line.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgersIn } from '../../../src/chains/warehouse/ledger.ts';
import { openWarehouse } from '../../../src/chains/warehouse/open.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { type CliResult, cli } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-warehouse-'));
let names = 0;

/** A name that no other test has. */
export function fresh(name: string): string {
  names += 1;
  return join(folder, `${names}-${name}`);
}

export function written(name: string, text: string | Uint8Array): string {
  const file = fresh(name);
  writeFileSync(file, text);
  return file;
}

export function imported(warehouse: string, ...argv: readonly string[]): Promise<CliResult> {
  return cli(['warehouse', 'import', '--to', `sqlite:${warehouse}`, ...argv]);
}

/** Throws unless it went well. */
export async function warehouseOf(...argv: readonly string[]): Promise<string> {
  const file = fresh('warehouse.db');
  const { code, err } = await imported(file, ...argv);
  if (code !== 0) throw new Error(err);
  return file;
}

export async function ledgersOf(warehouse: string): Promise<ReadonlyMap<ChainId, Ledger>> {
  return new Map((await ledgersIn(await openWarehouse(warehouse))).map((ledger) => [ledger.chain, ledger]));
}

/** What a query of DuckDB gives, as a file of Parquet. */
export async function parquet(sql: string): Promise<string> {
  const file = fresh('file.parquet');
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  return file;
}
