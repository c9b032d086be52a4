// Coins and blocks of Bitcoin that earlier imports brought.
import { BITCOIN } from '../../model/chain.ts';
import type { Database } from '../../store/database.ts';
import type { CoinsBefore, KnownCoin } from './coin-spends.ts';
import type { StoredCoins } from './coins.ts';
import { storedText } from './stored-text.ts';

export function coinsBefore(database: Database): CoinsBefore {
  const find = database.prepare(
    `SELECT coins.body FROM tx JOIN coins ON coins.tx = tx.id JOIN chain ON chain.id = tx.chain
     WHERE substr(tx.name, -7) = substr(?1, -7) AND tx.name = ?1 AND chain.name = ?2`,
  );
  return async (coins) => {
    const found = new Map<string, KnownCoin>();
    for (const { tx, vout } of coins) {
      const [row] = [...find.tuples(storedText(BITCOIN, tx), BITCOIN)];
      const made = row === undefined ? undefined : (JSON.parse(row[0] as string) as StoredCoins).outs[vout];
      if (made !== undefined) found.set(`${tx}:${vout}`, { value: made[0], script: made[1] });
    }
    return found;
  };
}

/** The height of a block that is there, by its hash. There is no index of them: for a few. */
export function heightsBefore(database: Database): (hash: string) => number | undefined {
  const find = database.prepare(
    'SELECT block.height AS height FROM block JOIN chain ON chain.id = block.chain WHERE chain.name = ? AND block.hash = ?',
  );
  return (hash) => find.all(BITCOIN, storedText(BITCOIN, hash))[0]?.height as number | undefined;
}
