// A fake Esplora service made from a list of transactions: every answer, error text and trap as in the real one
// (Blockstream/electrs src/rest.rs; shared/reference/apis.md §1). Independent of the code under test: places are found
// by bitcoinjs-lib, not by src/chains/bitcoin. Blocks that no transaction names get a fabricated hash.
import { createHash } from 'node:crypto';
import * as ecc from '@bitcoinerlab/secp256k1';
import { address as codec, initEccLib } from 'bitcoinjs-lib';
import type { EsploraOutput, EsploraStatus, EsploraTx } from '../../src/chains/bitcoin/esplora-shapes.ts';
import type { Request, Response } from '../../src/model/http.ts';

initEccLib(ecc);

export type { EsploraTx };

export interface WorldOptions {
  readonly tipHeight: number;
  readonly pageSize?: number;
  readonly blockHash?: (height: number) => string;
  /** Unix seconds */
  readonly blockTime?: (height: number) => number;
}

const GENESIS_TIME = 1_231_006_505;
const NO_TX = '0'.repeat(64);

/** Not a block hash of any chain: the digest of a text that says so. */
export function fabricatedHash(height: number): string {
  return createHash('sha256').update(`fabricated block ${height}`).digest('hex');
}

function json(value: unknown): Response {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function text(body: string, status = 200): Response {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function heightOf(tx: EsploraTx): number {
  return tx.status.confirmed ? tx.status.block_height : Number.POSITIVE_INFINITY;
}

function scriptHashOf(script: string): string {
  return createHash('sha256').update(Buffer.from(script, 'hex')).digest('hex');
}

function scriptHashOfAddress(word: string): string | undefined {
  try {
    return scriptHashOf(Buffer.from(codec.toOutputScript(word)).toString('hex'));
  } catch {
    return undefined;
  }
}

/** Fabricated times: even steps between the blocks that are known, 600 s a block beyond them. */
function timesBetween(known: ReadonlyMap<number, number>): (height: number) => number {
  const heights = [...known.keys()].sort((a, b) => a - b);
  const timeAt = (height: number) => known.get(height) ?? GENESIS_TIME;
  return (height) => {
    const below = heights.findLast((one) => one <= height);
    const above = heights.find((one) => one >= height);
    if (below === undefined && above === undefined) return GENESIS_TIME + 600 * height;
    if (below === undefined) return timeAt(above as number) - 600 * ((above as number) - height);
    if (above === undefined) return timeAt(below) + 600 * (height - below);
    if (above === below) return timeAt(below);
    const share = (height - below) / (above - below);
    return Math.floor(timeAt(below) + share * (timeAt(above) - timeAt(below)));
  };
}

/** Heights by hash; all of them are worked out only when one is asked for that no transaction names. */
function heightFinder(hashAt: (height: number) => string, tip: number, named: ReadonlyMap<number, string>) {
  const heights = new Map([...named].map(([height, hash]) => [hash, height]));
  let worked = false;
  return (hash: string) => {
    if (!heights.has(hash) && !worked) {
      for (let height = 0; height <= tip; height += 1) heights.set(hashAt(height), height);
      worked = true;
    }
    return heights.get(hash);
  };
}

interface World {
  readonly txs: ReadonlyMap<string, EsploraTx>;
  /** Confirmed newest first; the order inside a block is by txid, as in electrs, and not the block's own. */
  readonly histories: ReadonlyMap<string, readonly EsploraTx[]>;
  readonly spenders: ReadonlyMap<string, { readonly tx: EsploraTx; readonly vin: number }>;
  readonly tip: number;
  readonly pageSize: number;
  readonly hashAt: (height: number) => string;
  readonly timeAt: (height: number) => number;
  readonly heightAt: (hash: string) => number | undefined;
}

function build(given: readonly EsploraTx[], options: WorldOptions): World {
  const hashes = new Map<number, string>();
  const times = new Map<number, number>();
  for (const { status } of given) {
    if (!status.confirmed) continue;
    times.set(status.block_height, status.block_time);
    if (status.block_hash !== undefined) hashes.set(status.block_height, status.block_hash);
  }
  const hashAt = (height: number) =>
    hashes.get(height) ?? options.blockHash?.(height) ?? fabricatedHash(height);
  const evenly = timesBetween(times);
  const timeAt = (height: number) => times.get(height) ?? options.blockTime?.(height) ?? evenly(height);
  const statusOf = (status: EsploraStatus): EsploraStatus =>
    status.confirmed ? { ...status, block_hash: hashAt(status.block_height) } : status;
  const sorted = given
    .map((tx) => ({ ...tx, status: statusOf(tx.status) }))
    .sort((a, b) => heightOf(b) - heightOf(a) || (a.txid < b.txid ? 1 : -1));
  const histories = new Map<string, EsploraTx[]>();
  const spenders = new Map<string, { tx: EsploraTx; vin: number }>();
  for (const tx of sorted) {
    tx.vin.forEach((input, vin) => {
      spenders.set(`${input.txid}:${input.vout}`, { tx, vin });
    });
    const outputs = [...tx.vin.flatMap((input) => input.prevout ?? []), ...tx.vout];
    for (const hash of new Set(outputs.map((output) => scriptHashOf(output.scriptpubkey)))) {
      const rows = histories.get(hash);
      if (rows) rows.push(tx);
      else histories.set(hash, [tx]);
    }
  }
  const tip = options.tipHeight;
  return {
    txs: new Map(sorted.map((tx) => [tx.txid, tx])),
    histories,
    spenders,
    tip,
    pageSize: options.pageSize ?? 25,
    hashAt,
    timeAt,
    heightAt: heightFinder(hashAt, tip, hashes),
  };
}

function outspend(world: World, txid: string, vout: number) {
  const spender = world.spenders.get(`${txid}:${vout}`);
  if (!spender) return { spent: false };
  return { spent: true, txid: spender.tx.txid, vin: spender.vin, status: spender.tx.status };
}

function statsOf(rows: readonly EsploraTx[], hash: string) {
  const isIts = (output: EsploraOutput) => scriptHashOf(output.scriptpubkey) === hash;
  const funded = rows.flatMap((tx) => tx.vout.filter(isIts));
  const spent = rows.flatMap((tx) => tx.vin.flatMap((input) => input.prevout ?? []).filter(isIts));
  const total = (outputs: readonly EsploraOutput[]) => outputs.reduce((sum, output) => sum + output.value, 0);
  return {
    funded_txo_count: funded.length,
    funded_txo_sum: total(funded),
    spent_txo_count: spent.length,
    spent_txo_sum: total(spent),
    tx_count: rows.length,
  };
}

/** `/address/:a` and `/scripthash/:h`, and the lists below them. */
function placeAnswer(
  world: World,
  kind: string,
  name: string,
  rest: readonly string[],
): Response | undefined {
  const hash = kind === 'address' ? scriptHashOfAddress(name) : name;
  if (hash === undefined) return text('Invalid Bitcoin address', 400);
  if (!/^[0-9a-f]{64}$/.test(hash)) return text('Invalid scripthash', 400);
  const rows = world.histories.get(hash) ?? [];
  const confirmed = rows.filter((tx) => tx.status.confirmed);
  const mempool = rows.filter((tx) => !tx.status.confirmed);
  const list = rest.join('/');
  if (list === '') {
    return json({
      [kind]: name,
      chain_stats: statsOf(confirmed, hash),
      mempool_stats: statsOf(mempool, hash),
    });
  }
  if (list === 'txs') return json([...mempool.slice(0, 50), ...confirmed.slice(0, world.pageSize)]);
  if (list === 'txs/mempool') return json(mempool.slice(0, 50));
  if (rest[0] !== 'txs' || rest[1] !== 'chain' || rest.length > 3) return undefined;
  const cursor = rest[2];
  // A cursor that is no hash counts as none; one that is not in the history gives nothing, like its end.
  if (cursor === undefined || !/^[0-9a-f]{64}$/.test(cursor)) return json(confirmed.slice(0, world.pageSize));
  const at = confirmed.findIndex((tx) => tx.txid === cursor);
  return json(at < 0 ? [] : confirmed.slice(at + 1, at + 1 + world.pageSize));
}

function txAnswer(world: World, txid: string, rest: readonly string[]): Response | undefined {
  if (!/^[0-9a-f]{64}$/.test(txid)) return text('Invalid hex string', 400);
  const tx = world.txs.get(txid);
  // These two answer for unknown transactions as if they existed (rest.rs: no existence check).
  if (rest[0] === 'status') return json(tx?.status ?? { confirmed: false });
  if (rest[0] === 'outspend' && rest.length === 2) return json(outspend(world, txid, Number(rest[1])));
  if (!tx) return text('Transaction not found', 404);
  if (rest.length === 0) return json(tx);
  if (rest[0] === 'outspends') return json(tx.vout.map((_, vout) => outspend(world, txid, vout)));
  return undefined;
}

function blockAnswer(world: World, hash: string, rest: readonly string[]): Response | undefined {
  const height = world.heightAt(hash);
  if (height === undefined) return text('Block not found', 404);
  const txs = [...world.txs.values()].filter((tx) => heightOf(tx) === height).map((tx) => tx.txid);
  const next = height < world.tip ? world.hashAt(height + 1) : null;
  if (rest[0] === 'status') return json({ in_best_chain: true, height, next_best: next });
  if (rest[0] === 'txids') return json(txs);
  if (rest.length > 0) return undefined;
  const previous = height > 0 ? world.hashAt(height - 1) : null;
  const timestamp = world.timeAt(height);
  return json({ id: hash, height, timestamp, tx_count: txs.length, previousblockhash: previous });
}

/** Answers by `request.path` alone; service, query and keep do not matter to it. */
export function esploraWorld(
  txs: readonly EsploraTx[],
  options: WorldOptions,
): (request: Request) => Response {
  const world = build(txs, options);
  return ({ path }) => {
    const [root = '', name = '', ...rest] = path.slice(1).split('/');
    const missing = text(`endpoint does not exist "${path}"`, 404);
    if (path === '/blocks/tip/height') return text(String(world.tip));
    if (path === '/blocks/tip/hash') return text(world.hashAt(world.tip));
    if (root === 'block-height') {
      if (!/^\d+$/.test(name)) return text('Invalid number', 400);
      return Number(name) <= world.tip ? text(world.hashAt(Number(name))) : text('Block not found', 404);
    }
    if (root === 'block') return blockAnswer(world, name, rest) ?? missing;
    if (root === 'tx') return txAnswer(world, name, rest) ?? missing;
    if (root === 'address' || root === 'scripthash') return placeAnswer(world, root, name, rest) ?? missing;
    return missing;
  };
}

/** The shape of shared/data/colonial/txs.json: no scripts, no block hashes. `vin.n` is the previous vout. */
export interface FlatTx {
  readonly txid: string;
  readonly height: number;
  readonly time: number;
  readonly fee: number;
  readonly vin: readonly { txid: string; n: number; addr: string; type?: string; value: number }[];
  readonly vout: readonly { n: number; addr?: string | null; type?: string; value: number }[];
}

/** An output without an address must be an OP_RETURN: its data is not known, so it gets none. */
function outputOf(addr: string | null | undefined, type: string | undefined, value: number): EsploraOutput {
  if (type === 'op_return') return { scriptpubkey: '6a', value };
  if (!addr) throw new Error(`output of type ${type} without an address`);
  const script = Buffer.from(codec.toOutputScript(addr)).toString('hex');
  return { scriptpubkey: script, scriptpubkey_address: addr, value };
}

export function fromFlat(txs: readonly FlatTx[]): EsploraTx[] {
  return txs.map((tx) => ({
    txid: tx.txid,
    version: 2,
    locktime: 0,
    vin: tx.vin.map((input) => ({
      txid: input.txid,
      vout: input.n,
      prevout: outputOf(input.addr, input.type, input.value),
      is_coinbase: input.txid === NO_TX,
    })),
    vout: [...tx.vout]
      .sort((a, b) => a.n - b.n)
      .map((output) => outputOf(output.addr, output.type, output.value)),
    fee: tx.fee,
    status: { confirmed: true as const, block_height: tx.height, block_time: tx.time },
  }));
}
