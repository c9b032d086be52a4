// What earlier imports stored, as far as the reading of further files asks for it.
import { BITCOIN, type ChainId } from '../../model/chain.ts';
import type { Database } from '../../store/database.ts';
import type { StoredCoins } from './coins.ts';
import { storedText } from './stored-text.ts';

export interface Before {
  /** Times of those of these blocks that are there. */
  times(chain: ChainId, heights: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Those of these coins whose transaction is there, by `tx:vout`. */
  coins(coins: readonly Coin[]): Promise<ReadonlyMap<string, KnownCoin>>;
  /** Of a block of Bitcoin. There is no index of hashes: for a few. */
  height(hash: string): Promise<number | undefined>;
}

export interface Coin {
  readonly tx: string;
  readonly vout: number;
}

export interface KnownCoin {
  readonly script: string;
  /** Satoshi. */
  readonly value: number;
}

export function beforeIn(database: Database): Before {
  const time = database.prepare(
    'SELECT block.time FROM block JOIN chain ON chain.id = block.chain WHERE chain.name = ? AND height = ?',
  );
  const body = database.prepare(
    `SELECT coins.body FROM tx JOIN coins ON coins.tx = tx.id JOIN chain ON chain.id = tx.chain
     WHERE substr(tx.name, -7) = substr(?1, -7) AND tx.name = ?1 AND chain.name = ?2`,
  );
  const height = database.prepare(
    'SELECT block.height AS height FROM block JOIN chain ON chain.id = block.chain WHERE chain.name = ? AND block.hash = ?',
  );
  return {
    async times(chain, heights) {
      const found = heights.map((height) => [height, time.all(chain, height)[0]?.time] as const);
      return new Map(found.filter((each): each is [number, number] => each[1] !== undefined));
    },
    coins: async (coins) =>
      coinsIn(
        coins,
        (tx) => [...body.tuples(storedText(BITCOIN, tx), BITCOIN)][0]?.[0] as string | undefined,
      ),
    height: async (hash) => height.all(BITCOIN, storedText(BITCOIN, hash))[0]?.height as number | undefined,
  };
}

/** `bodyOf`: a transaction as it is stored. */
export function coinsIn(
  coins: readonly Coin[],
  bodyOf: (tx: string) => string | undefined,
): ReadonlyMap<string, KnownCoin> {
  const found = new Map<string, KnownCoin>();
  for (const { tx, vout } of coins) {
    const body = bodyOf(tx);
    const made = body === undefined ? undefined : (JSON.parse(body) as StoredCoins).outs[vout];
    if (made !== undefined) found.set(`${tx}:${vout}`, { value: made[0], script: made[1] });
  }
  return found;
}
