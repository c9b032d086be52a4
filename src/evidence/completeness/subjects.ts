// Of which wallets and coins a service can be asked whether the rows of a run have all there is, and what the rows have:
// explored wallets on reported paths, and every coin on them or at rest. Read from a bundle's parts alone.
import { z } from 'zod';
import { placesOf, type Row, type Rows, type RowsByPart, rowsPart } from '../arithmetic/rows.ts';
import type { Claim } from '../verdict.ts';
import type { Parts } from '../zip.ts';

export interface WalletSubject {
  readonly chain: string;
  /** As the rows name it. */
  readonly place: string;
  /** As-of block of the run. */
  readonly height: number;
  /** Transactions whose fee it paid. */
  readonly outgoing: number;
  /** Transactions in which it stands. */
  readonly transactions: number;
  readonly tokenTransfers: number;
  /** All that came in less all that went out, by asset. */
  readonly balances: ReadonlyMap<string, bigint>;
}

export interface CoinSubject {
  readonly chain: string;
  /** `<txid>:<n>` */
  readonly coin: string;
  readonly height: number;
  /** Id of the transaction that spends it in the rows, or `none`. */
  readonly spender: string;
}

export interface Subjects {
  readonly wallets: readonly WalletSubject[];
  readonly coins: readonly CoinSubject[];
}

const resultSchema = z.object({
  runs: z.array(
    z.object({
      name: z.string(),
      asOf: z.array(z.object({ chain: z.string(), height: z.int() })),
    }),
  ),
});

export function subjectsOf(claims: readonly Claim[], parts: Parts, rowsByPart: RowsByPart): Subjects {
  const wallets = new Map<string, WalletSubject>();
  const coins = new Map<string, CoinSubject>();
  for (const { name, asOf } of runsIn(parts)) {
    const rows = rowsByPart.get(rowsPart(name));
    if (rows === undefined) continue;
    for (const { chain, height } of asOf) {
      for (const wallet of walletsOn(chain, height, claims, rows))
        wallets.set(`${wallet.place} ${height}`, wallet);
      for (const coin of coinsOn(chain, height, claims, rows)) coins.set(`${coin.coin} ${height}`, coin);
    }
  }
  return { wallets: [...wallets.values()], coins: [...coins.values()] };
}

function runsIn(parts: Parts): z.infer<typeof resultSchema>['runs'] {
  try {
    return resultSchema.parse(JSON.parse(new TextDecoder().decode(parts.get('result.json')))).runs;
  } catch {
    return [];
  }
}

function walletsOn(chain: string, height: number, claims: readonly Claim[], rows: Rows): WalletSubject[] {
  // A seed's history is had like that of an explored place.
  const explored = new Set([...rows.explored, ...rows.seeds.flatMap(placesOf)]);
  const onPaths = claims.flatMap((claim) =>
    claim.chain === chain ? [claim.from, claim.to].map((shown) => placeOf(chain, shown)) : [],
  );
  const places = new Set(onPaths.filter((place) => explored.has(place)));
  const own = new Map<string, Row[]>([...places].map((place) => [place, []]));
  for (const row of rows.rows) {
    own.get(row.from)?.push(row);
    if (row.to !== row.from) own.get(row.to)?.push(row);
  }
  return [...own].sort(byName).map(([place, all]) => {
    const balances = new Map<string, bigint>();
    for (const { from, to, asset, amount } of all)
      if (from !== to) balances.set(asset, (balances.get(asset) ?? 0n) + (to === place ? amount : -amount));
    const paid = all.filter(({ from, end }) => from === place && end === 'fees');
    return {
      chain,
      place,
      height,
      outgoing: new Set(paid.map(({ tx }) => tx)).size,
      transactions: new Set(all.map(({ tx }) => tx)).size,
      tokenTransfers: all.filter(({ asset }) => asset.includes('/erc20:')).length,
      balances,
    };
  });
}

/** A place as the rows name it; an address of an EVM chain is shown with capitals, and is written without. */
function placeOf(chain: string, shown = ''): string {
  return `${chain}/${chain.startsWith('eip155:') ? shown.toLowerCase() : shown}`;
}

/** Whether a coin at rest was spent is where an answer that is left out does not show. */
function coinsOn(chain: string, height: number, claims: readonly Claim[], rows: Rows): CoinSubject[] {
  const spenders = new Map<string, string>();
  for (const { leg, coin, tx } of rows.rows)
    if (leg === 'in' && coin !== undefined && tx.startsWith(`${chain}|`))
      spenders.set(coin, tx.slice(chain.length + 1));
  const onPaths = new Set(claims.map(({ transfer }) => transfer.replace('/out/', ':')));
  const isHere = new Set(rows.rows.flatMap(({ coin, tx }) => (tx.startsWith(`${chain}|`) ? [coin] : [])));
  return rows.answered
    .filter((coin) => isHere.has(coin) && (onPaths.has(coin) || !spenders.has(coin)))
    .sort()
    .map((coin) => ({ chain, coin, height, spender: spenders.get(coin) ?? 'none' }));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
