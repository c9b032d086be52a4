// Who received and who paid most of an asset, out of a warehouse on a cluster: its servers add up, and only the best are sent.
// Of a coin chain cluster-top-coins.ts reads. Says what top.ts says of a file with the same rows.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Ranking } from '../../model/ranking.ts';
import type { Cell, Parameters } from '../../store/cluster.ts';
import { clusterAssets } from './cluster-assets.ts';
import { among, inQuestions } from './cluster-histories.ts';
import type { ClusterWarehouse } from './cluster-open.ts';
import { dialectOf } from './dialects.ts';
import type { StoredChain } from './open.ts';
import { type Rankings, SIDES, type TopQuestion } from './rankings.ts';
import { ownerPlace, ownerText } from './stored-owner.ts';
import { FEE } from './stored-place.ts';
import { bestOf, type Sum } from './top-best.ts';

/** Counterparties of one answer. */
const PEERS = 200_000;
const HALF = 2n ** 128n;
/** A sum of 256-bit amounts may be larger than 256 bits: the lower halves are added up, and the upper ones. */
const SUMS = `sum(amount % toUInt256('${HALF}')) AS low, sum(intDiv(amount, toUInt256('${HALF}'))) AS high, count() AS transfers`;
const TOLD = 'toString(low), toString(high), toString(transfers)';
/** The larger sum has the larger first number or, of equal ones, the larger second. */
const CARRIED = `high + intDiv(low, toUInt256('${HALF}')) AS upper, low % toUInt256('${HALF}') AS lower`;

export async function rankingsOn(warehouse: ClusterWarehouse): Promise<readonly Rankings[]> {
  return Promise.all(
    warehouse.chains.map(async (stored) => {
      if (stored.form !== 'coin') return accountRankings(warehouse, stored);
      // With bitcoinjs-lib, which no other chain needs.
      const { coinRankingsOn } = await import('./cluster-top-coins.ts');
      return coinRankingsOn(warehouse, stored);
    }),
  );
}

function accountRankings(warehouse: ClusterWarehouse, stored: StoredChain): Rankings {
  const { chain } = stored;
  return {
    stored,
    async assets() {
      const assets = clusterAssets(warehouse, chain);
      const names = await assets.all();
      const { assetInfo } = dialectOf(stored, assets.told);
      return names.map((id) => assetInfo(id) ?? { id, symbol: id, decimals: undefined, genuine: false });
    },
    async wallets(question) {
      const found: Ranking[] = [];
      for (const asset of inOrder(question.assets))
        for (const side of SIDES) found.push(await best(warehouse, chain, asset, side, question));
      return found;
    },
    async counterparties(of, question) {
      const found: Ranking[] = [];
      for (const asset of inOrder(question.assets))
        for (const side of SIDES) found.push(await bestPeers(warehouse, chain, asset, side, of, question));
      return found;
    },
  };
}

function inOrder(assets: readonly AssetId[]): AssetId[] {
  return [...assets].sort((a, b) => (a < b ? -1 : 1));
}

type Side = Ranking['side'];

/** What a wallet received, or paid, in the table of legs. */
function legsSql({ cluster, told }: ClusterWarehouse): string {
  return `FROM ${cluster.name.database}.history FINAL WHERE chain = {chain:String} AND ${told} AND asset = {asset:String}
    AND dir = {dir:UInt8} AND peer <> wallet AND sink <> ${FEE} AND time BETWEEN {since:Int64} AND {until:Int64}`;
}

function parametersOf(
  chain: ChainId,
  asset: AssetId,
  dir: number,
  { since, until }: TopQuestion,
): Parameters {
  return { chain, asset, dir, since: since ?? 0, until: until ?? Number.MAX_SAFE_INTEGER };
}

async function best(
  warehouse: ClusterWarehouse,
  chain: ChainId,
  asset: AssetId,
  side: Side,
  question: TopQuestion,
): Promise<Ranking> {
  const { cluster } = warehouse;
  const parameters = parametersOf(chain, asset, side === 'received' ? 1 : 0, question);
  const [[wallets, ...whole] = []] = await cluster.rows(
    `SELECT toString(wallets), ${TOLD} FROM (SELECT uniqExact(wallet) AS wallets, ${SUMS} ${legsSql(warehouse)})`,
    parameters,
  );
  // Of equal amounts all, so that the addresses decide as everywhere.
  const rows = await cluster.rows(
    `SELECT wallet, ${TOLD} FROM (SELECT wallet, ${SUMS}, ${CARRIED} ${legsSql(warehouse)} GROUP BY wallet)
     ORDER BY upper DESC, lower DESC LIMIT {most:UInt64} WITH TIES`,
    { ...parameters, most: question.most },
  );
  const all = { wallets: Number(wallets), ...sumOf(whole) };
  return { asset, side, ...ranked(chain, question.most, rows), all };
}

/** From the other side: what a wallet that is asked about paid, its peer received. Its rows lie together, those of a peer not. */
async function bestPeers(
  warehouse: ClusterWarehouse,
  chain: ChainId,
  asset: AssetId,
  side: Side,
  of: readonly OwnerPlace[],
  question: TopQuestion,
): Promise<Ranking> {
  const { cluster } = warehouse;
  const parameters = parametersOf(chain, asset, side === 'received' ? 0 : 1, question);
  const asked = new Set(of.map(ownerText));
  const peers = new Map<string, Sum>();
  for (const wallets of inQuestions([...asked], (wallet) => wallet))
    for (let after = ''; ; ) {
      const rows = await cluster.rows(
        `SELECT peer, ${TOLD} FROM (SELECT peer, ${SUMS} ${legsSql(warehouse)}
         AND ${among(wallets)} AND peer > {after:String} GROUP BY peer)
         ORDER BY peer LIMIT {peers:UInt64}`,
        { ...parameters, after, peers: PEERS },
      );
      for (const [peer, ...sum] of rows) {
        const { amount, transfers } = sumOf(sum);
        const known = peers.get(String(peer)) ?? { amount: 0n, transfers: 0 };
        if (!asked.has(String(peer)))
          peers.set(String(peer), { amount: known.amount + amount, transfers: known.transfers + transfers });
      }
      if (rows.length < PEERS) break;
      after = String(rows.at(-1)?.[0]);
    }
  const best = bestOf(question.most, (peer: string) => ownerPlace(chain, peer));
  for (const [peer, sum] of peers) best.offer(peer, sum);
  return { asset, side, ...best.done() };
}

/** Of a name and a sum each. */
function ranked(chain: ChainId, most: number, rows: readonly (readonly Cell[])[]): Pick<Ranking, 'wallets'> {
  const best = bestOf(most, (wallet: string) => ownerPlace(chain, wallet));
  for (const [wallet, ...sum] of rows) best.offer(String(wallet), sumOf(sum));
  return { wallets: best.done().wallets };
}

function sumOf([low, high, transfers]: readonly Cell[]): Sum {
  return {
    amount: BigInt(String(low)) + BigInt(String(high)) * HALF,
    transfers: Number(transfers),
  };
}
