// Who received and who paid most of an asset, of all wallets of a chain of a file or of those that dealt with some: one pass over the
// movements in the order in which they lie, so that no more than the answer is held. Sums are exact at any size.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import { chainInfo } from '../../model/chain.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Ranking } from '../../model/ranking.ts';
import type { Value } from '../../store/database.ts';
import { assetsOf, dialectOf } from './dialects.ts';
import { histories } from './histories.ts';
import type { NumberedChain, Warehouse } from './open.ts';
import { type Rankings, SIDES, type TopQuestion } from './rankings.ts';
import { readAmount } from './stored-amount.ts';
import { sinkNumber } from './stored-place.ts';
import { type Best, bestOf, type Sum } from './top-best.ts';

/** What some wallet did with one asset. */
export interface Did {
  readonly wallet: number;
  readonly asset: number;
  readonly received: Sum;
  readonly paid: Sum;
}

/** Wallets of one query. */
const ASKED = 1_000;

export function rankingsIn(warehouse: Warehouse): readonly Rankings[] {
  return warehouse.chains.map((stored): Rankings => {
    const { chain, form } = stored;
    return {
      stored,
      async assets() {
        if (form === 'coin') return [chainInfo(chain)?.native as AssetInfo];
        const { assetInfo } = dialectOf(stored, assetsOf(warehouse, stored));
        return assetsStored(warehouse, stored).map(
          (id) => assetInfo(id) ?? { id, symbol: id, decimals: undefined, genuine: false },
        );
      },
      wallets: (question) => topWallets(warehouse, stored, question),
      counterparties: async (of, question) => topCounterparties(warehouse, stored, of, question),
    };
  });
}

async function topWallets(
  warehouse: Warehouse,
  stored: NumberedChain,
  question: TopQuestion,
): Promise<Ranking[]> {
  if (stored.form !== 'coin') {
    const assets = assetNumbers(warehouse, stored, question.assets);
    return ranked(warehouse, stored, question, assets, byWallet(warehouse, stored, question, assets));
  }
  // With bitcoinjs-lib, which no other chain needs.
  const { COIN, coinsByWallet } = await import('./top-coins.ts');
  const assets = new Map(question.assets.map((asset) => [COIN, asset]));
  return ranked(warehouse, stored, question, assets, coinsByWallet(warehouse, stored, question));
}

function topCounterparties(
  warehouse: Warehouse,
  stored: NumberedChain,
  places: readonly OwnerPlace[],
  question: TopQuestion,
): Ranking[] {
  const { numbersOf } = histories(warehouse.database, stored.chain, stored.number);
  const asked = new Set(numbersOf(places).filter((number) => number !== undefined));
  const assets = assetNumbers(warehouse, stored, question.assets);
  return ranked(warehouse, stored, question, assets, byPeer(warehouse, stored, question, assets, asked));
}

function assetsStored({ database }: Warehouse, { number }: NumberedChain): AssetId[] {
  const rows = database.prepare('SELECT name FROM asset WHERE chain = ? ORDER BY name').tuples(number);
  return [...rows].map(([name]) => name as AssetId);
}

function ranked(
  warehouse: Warehouse,
  stored: NumberedChain,
  { most }: TopQuestion,
  assets: AssetNumbers,
  all: Iterable<Did>,
): Ranking[] {
  const { ownerOf } = histories(warehouse.database, stored.chain, stored.number);
  const bests = new Map<string, Best<number>>();
  for (const did of all)
    for (const side of SIDES) {
      if (did[side].transfers === 0) continue;
      const key = `${did.asset} ${side}`;
      const best = bests.get(key) ?? bestOf(most, ownerOf);
      bests.set(key, best);
      best.offer(did.wallet, did[side]);
    }
  return [...assets]
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .flatMap(([number, asset]) =>
      SIDES.map((side): Ranking => {
        const best = bests.get(`${number} ${side}`) ?? bestOf(most, ownerOf);
        return { asset, side, ...best.done() };
      }),
    );
}

type AssetNumbers = ReadonlyMap<number, AssetId>;

function assetNumbers(
  { database }: Warehouse,
  { number }: NumberedChain,
  assets: readonly AssetId[],
): AssetNumbers {
  const find = database.prepare('SELECT id FROM asset WHERE chain = ? AND name = ?');
  return new Map(assets.flatMap((asset) => find.all(number, asset).map(({ id }) => [id as number, asset])));
}

/** Payments to oneself and fees are left out: what was paid is what somebody else has. */
function movesSql(from: string, { chain }: NumberedChain, { since, until }: TopQuestion): string {
  const isWindow = since !== undefined || until !== undefined;
  return `SELECT leg.wallet, leg.peer, leg.asset, leg.dir, leg.amount FROM ${from}
    ${isWindow ? 'JOIN block ON block.chain = ?2 AND block.height = leg.height' : ''}
    WHERE leg.asset IN (SELECT value FROM json_each(?1)) AND leg.peer <> leg.wallet AND leg.peer <> ${sinkNumber({ kind: 'fee', chain })}
    ${isWindow ? 'AND block.time + leg.late BETWEEN ?3 AND ?4' : ''}`;
}

function windowOf({ number }: NumberedChain, { since, until }: TopQuestion): Value[] {
  if (since === undefined && until === undefined) return [];
  return [number, since ?? 0, until ?? Number.MAX_SAFE_INTEGER];
}

function* byWallet(
  warehouse: Warehouse,
  stored: NumberedChain,
  question: TopQuestion,
  assets: AssetNumbers,
): Generator<Did> {
  const numbers = [...assets.keys()];
  const sql = `${movesSql('leg', stored, question)} ORDER BY leg.wallet`;
  const rows = warehouse.database.prepare(sql).tuples(JSON.stringify(numbers), ...windowOf(stored, question));
  let current: number | undefined;
  let own = sums();
  for (const [wallet, , asset, dir, amount] of rows) {
    if (wallet !== current) {
      yield* own.of(current);
      own = sums();
      current = wallet as number;
    }
    own.add(asset as number, dir === 1 ? 'received' : 'paid', amount);
  }
  yield* own.of(current);
}

/** From the other side: what a wallet that is asked about paid, its peer received. */
function* byPeer(
  warehouse: Warehouse,
  stored: NumberedChain,
  question: TopQuestion,
  assets: AssetNumbers,
  asked: ReadonlySet<number>,
): Generator<Did> {
  const numbers = JSON.stringify([...assets.keys()]);
  const all = [...asked];
  const peers = new Map<number, ReturnType<typeof sums>>();
  // CROSS JOIN: SQLite keeps this order, and reads a range for each wallet.
  const from = 'json_each(?5) AS asked CROSS JOIN leg ON leg.wallet = asked.value';
  // With a window in any case, so that the wallets are always the fifth value.
  const windowed = { ...question, since: question.since ?? 0 };
  const statement = warehouse.database.prepare(movesSql(from, stored, windowed));
  for (let at = 0; at < all.length; at += ASKED) {
    const some = JSON.stringify(all.slice(at, at + ASKED));
    for (const [, peer, asset, dir, amount] of statement.tuples(
      numbers,
      ...windowOf(stored, windowed),
      some,
    )) {
      if ((peer as number) < 0 || asked.has(peer as number)) continue;
      const known = peers.get(peer as number) ?? sums();
      peers.set(peer as number, known);
      known.add(asset as number, dir === 0 ? 'received' : 'paid', amount);
    }
  }
  for (const [peer, known] of peers) yield* known.of(peer);
}

/** What one wallet did, asset by asset. */
function sums() {
  const byAsset = new Map<
    number,
    Readonly<Record<'received' | 'paid', { amount: bigint; transfers: number }>>
  >();
  return {
    add(asset: number, side: 'received' | 'paid', amount: Value | undefined): void {
      let known = byAsset.get(asset);
      if (known === undefined) {
        known = { received: { amount: 0n, transfers: 0 }, paid: { amount: 0n, transfers: 0 } };
        byAsset.set(asset, known);
      }
      known[side].amount += readAmount(Buffer.from(amount as Uint8Array).toString('hex'));
      known[side].transfers += 1;
    },
    *of(wallet: number | undefined): Generator<Did> {
      if (wallet !== undefined) for (const [asset, did] of byAsset) yield { wallet, asset, ...did };
    },
  };
}
