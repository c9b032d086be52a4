// What earlier imports stored, as far as the reading of further files asks for it.
import { BITCOIN, type ChainId } from '../../model/chain.ts';
import type { Database } from '../../store/database.ts';
import type { StoredCoins } from './coins.ts';
import { storedText } from './stored-text.ts';

export interface Before {
  /** Times of those of these blocks that are there. */
  times(chain: ChainId, heights: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Scripts of those of these coins whose transaction is there, by `tx:vout`. */
  scripts(coins: readonly Coin[]): Promise<ReadonlyMap<string, string>>;
}

export interface Coin {
  readonly tx: string;
  readonly vout: number;
}

export function beforeIn(database: Database): Before {
  const time = database.prepare(
    'SELECT block.time FROM block JOIN chain ON chain.id = block.chain WHERE chain.name = ? AND height = ?',
  );
  const body = database.prepare(
    `SELECT coins.body FROM tx JOIN coins ON coins.tx = tx.id JOIN chain ON chain.id = tx.chain
     WHERE substr(tx.name, -7) = substr(?1, -7) AND tx.name = ?1 AND chain.name = ?2`,
  );
  return {
    async times(chain, heights) {
      const found = heights.map((height) => [height, time.all(chain, height)[0]?.time] as const);
      return new Map(found.filter((each): each is [number, number] => each[1] !== undefined));
    },
    scripts: async (coins) =>
      scriptsOf(
        coins,
        (tx) => [...body.tuples(storedText(BITCOIN, tx), BITCOIN)][0]?.[0] as string | undefined,
      ),
  };
}

/** `bodyOf`: a transaction as it is stored. */
export function scriptsOf(
  coins: readonly Coin[],
  bodyOf: (tx: string) => string | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { tx, vout } of coins) {
    const body = bodyOf(tx);
    const script = body === undefined ? undefined : (JSON.parse(body) as StoredCoins).outs[vout]?.[1];
    if (script !== undefined) found.set(`${tx}:${vout}`, script);
  }
  return found;
}
