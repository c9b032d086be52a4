// An import into a warehouse on a cluster: batches of whole blocks, streamed. A batch has a number; that it may be told is the
// last that is said of it, so that one that was cut off stays hidden and the next import begins where it began.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BITCOIN, type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { type Cluster, type ClusterAccess, type ClusterName, openCluster } from '../../store/cluster.ts';
import { claimedCluster, importClaim } from '../../store/cluster-claim.ts';
import { type Before, coinsIn } from './before.ts';
import { batchesOf } from './cluster-batches.ts';
import { inQuestions } from './cluster-histories.ts';
import { checkForm } from './cluster-schema.ts';
import { clusterWriter } from './cluster-write.ts';
import { type Covered, progressSpan, type Staged, type StagedChain } from './import-plan.ts';
import { type ImportOutcome, type ImportRequest, type ImportTarget, imported } from './imported.ts';
import type { MovedBlock } from './moves.ts';

/** Throws KnownError as importBulk does, `no-warehouse`, `amount-too-large` and those of openCluster. */
export async function importToCluster(
  request: ImportRequest,
  name: ClusterName,
  access: ClusterAccess,
): Promise<ImportOutcome> {
  const cluster = await openCluster(name, access, request.signal);
  const folder = await mkdtemp(join(tmpdir(), 'trace-import-'));
  try {
    await checkForm(cluster);
    const claim = await claimedCluster(cluster, access, importClaim(name.database));
    try {
      return await imported(request, join(folder, 'sorting'), {
        before: beforeOn(cluster),
        known: knownOn(cluster),
        store: (stage, title) => store(cluster, stage, title, request, claim.check),
      });
    } finally {
      await claim.giveUp();
    }
  } finally {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function knownOn(cluster: Cluster): ImportTarget['known'] {
  return async ({ sha256 }, chain) => {
    const { told } = await batchesOf(cluster);
    const [row] = await cluster.rows(
      `SELECT kind, toString(rows) FROM ${cluster.name.database}.source
       WHERE sha256 = {sha256:String} AND ${told} AND ({chain:String} = '' OR chain = {chain:String}) ORDER BY chain, batch DESC`,
      { sha256, chain: chain ?? '' },
    );
    return row === undefined ? undefined : { kind: String(row[0]), rows: Number(row[1]) };
  };
}

function beforeOn(cluster: Cluster): Before {
  const { database } = cluster.name;
  return {
    async times(chain, heights) {
      const { told } = await batchesOf(cluster);
      const times = new Map<number, number>();
      for (const part of inQuestions(heights, String))
        for (const [height, time] of await cluster.rows(
          `SELECT toString(height), toString(time) FROM ${database}.block
           WHERE chain = {chain:String} AND ${told} AND height IN {heights:Array(Int64)}`,
          { chain, heights: part },
        ))
          times.set(Number(height), Number(time));
      return times;
    },
    async coins(coins) {
      if (coins.length === 0) return new Map();
      const { told } = await batchesOf(cluster);
      const bodies = new Map<string, string>();
      for (const txs of inQuestions([...new Set(coins.map(({ tx }) => tx))], (tx) => tx))
        for (const [tx, body] of await cluster.rows(
          `SELECT tx, body FROM ${database}.coins WHERE ${told} AND tx IN {txs:Array(String)}`,
          { txs },
        ))
          bodies.set(String(tx), String(body));
      return coinsIn(coins, (tx) => bodies.get(tx));
    },
    async height(hash) {
      const { told } = await batchesOf(cluster);
      const [row] = await cluster.rows(
        `SELECT toString(height) FROM ${database}.block WHERE chain = {chain:String} AND ${told} AND hash = {hash:String}`,
        { chain: BITCOIN, hash },
      );
      return row === undefined ? undefined : Number(row[0]);
    },
  };
}

async function store(
  cluster: Cluster,
  stage: Staged,
  title: string,
  request: ImportRequest,
  check: () => void,
): Promise<ImportOutcome['chains']> {
  const chains: ImportOutcome['chains'][number][] = [];
  for (const each of stage.chains) chains.push(await storeChain(cluster, each, stage, title, request, check));
  return chains;
}

async function storeChain(
  cluster: Cluster,
  staging: StagedChain,
  { rows, refused: left }: Staged,
  title: string,
  { batch: most, now, signal, onProgress }: ImportRequest,
  check: () => void,
): Promise<ImportOutcome['chains'][number]> {
  const { chain, form, covered } = staging;
  await refuseOtherForm(cluster, staging);
  const writer = clusterWriter(cluster, staging);
  const total = { chain, blocks: 0, transfers: 0 };
  let batch: MovedBlock[] = [];
  let moves = 0;

  /** What `job` stores is told once it has ended, and not at all if it throws. */
  async function asBatch(height: number, job: (number: number) => Promise<void>): Promise<void> {
    signal.throwIfAborted();
    check();
    const { next } = await batchesOf(cluster);
    const row = (done: 0 | 1) =>
      cluster.insert(
        'batch',
        ['number', 'import', 'chain', 'height', 'done'],
        [[next, title, chain, height, done]],
      );
    await row(0);
    await cluster.insert('chain', ['chain', 'form', 'batch'], [[chain, form, next]]);
    await job(next);
    check();
    await row(1);
  }

  async function flush(): Promise<void> {
    const height = batch.at(-1)?.height;
    if (height === undefined) return;
    await asBatch(height, async (number) => {
      await writer.write(batch, number);
      await cover(cluster, chain, covered, height, number);
    });
    total.blocks += batch.length;
    total.transfers += moves;
    batch = [];
    moves = 0;
    onProgress({ doing: 'storing', rows, transfers: total.transfers, height, ...progressSpan(covered) });
  }

  for await (const block of staging.blocks(await doneTo(cluster, title, chain))) {
    batch.push(block);
    for (const { moves: own, coins } of block.transactions)
      moves += own.length + (coins === undefined ? 0 : coins.ins.length + coins.outs.length);
    if (moves >= most || batch.length >= most) await flush();
  }
  await flush();
  await asBatch(-1, async (number) => {
    await cover(cluster, chain, covered, Number.POSITIVE_INFINITY, number);
    const sources = staging.files.map(({ file, kind, rows: own }) => {
      const refused = left.filter((row) => row.file === file.path).length;
      return [chain, file.sha256, file.name, kind, own, refused, now, number];
    });
    const columns = ['chain', 'sha256', 'name', 'kind', 'rows', 'refused', 'imported', 'batch'];
    await cluster.insert('source', columns, sources);
  });
  return total;
}

/** The height up to which an import of these files has come. */
async function doneTo({ name, rows }: Cluster, title: string, chain: ChainId): Promise<number> {
  const [[height] = []] = await rows(
    `SELECT toString(maxOrNull(height)) FROM ${name.database}.batch
     WHERE done = 1 AND import = {title:String} AND chain = {chain:String}`,
    { title, chain },
  );
  return height === null || height === undefined ? -1 : Number(height);
}

/** Of what is covered, as much as is stored. */
async function cover(
  cluster: Cluster,
  chain: ChainId,
  covered: readonly Covered[],
  upTo: number,
  batch: number,
): Promise<void> {
  const rows = covered
    .filter(({ first }) => first <= upTo)
    .map(({ kind, first, last }) => [chain, kind, first, Math.min(last, upTo), batch]);
  await cluster.insert('coverage', ['chain', 'kind', 'first', 'last', 'batch'], rows);
}

/** A chain in a warehouse is of one form: rows of a list and blocks of the chain itself tell the same twice. */
async function refuseOtherForm(cluster: Cluster, { chain, form, assets }: StagedChain): Promise<void> {
  const { database } = cluster.name;
  const { told } = await batchesOf(cluster);
  const refuse = (what: string): never => {
    throw new KnownError('import-conflict', `${chainName(chain)}: ${what}.`, {
      facts: ['nothing of this import was stored'],
      hint: 'Import these files into a warehouse of their own.',
    });
  };
  const [[known] = []] = await cluster.rows(
    `SELECT form FROM ${database}.chain WHERE chain = {chain:String} AND ${told} LIMIT 1`,
    { chain },
  );
  if (known !== undefined && known !== form)
    refuse(`it is in this warehouse from files of another kind (${known}), not ${form}`);
  for (const names of inQuestions([...assets.keys()], (name) => name))
    for (const [name, decimals] of await cluster.rows(
      `SELECT name, decimals FROM ${database}.asset FINAL
       WHERE chain = {chain:String} AND ${told} AND decimals IS NOT NULL AND name IN {names:Array(String)}`,
      { chain, names },
    )) {
      const here = assets.get(name as never)?.decimals;
      if (here !== undefined && here !== decimals)
        refuse(`${here} decimals for an asset that has ${decimals} in the warehouse: ${name}`);
    }
}
