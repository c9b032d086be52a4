// What the inputs of the table `coin` spend: looked up among its own outputs, else among the coins of earlier imports, and
// only then believed of the file. Makes the table `spent`: of each transaction its inputs, as far as they are known.
import { KnownError } from '../../model/errors.ts';
import type { Before, Coin } from './before.ts';
import type { Duck } from './duck.ts';

/** Coins looked up at once. */
const ASKED = 10_000;

export async function findSpent(duck: Duck, before: Pick<Before, 'coins'>): Promise<void> {
  // Two files may tell of the same transaction; only the two coinbases that were made twice stand in two blocks.
  await duck.run(
    `CREATE TABLE made AS SELECT hash AS tx, generate_subscripts(outs, 1) - 1 AS vout, unnest(outs).script AS script, unnest(outs).value AS value
     FROM (SELECT hash, any_value(outs) AS outs FROM coin GROUP BY hash)`,
  );
  await duck.run(
    `CREATE TABLE input AS SELECT file, row, unnest(ins) AS i, generate_subscripts(ins, 1) AS nth FROM coin`,
  );
  await duck.run(
    `CREATE TABLE asked AS SELECT row_number() OVER () AS n, tx, vout FROM (
       SELECT DISTINCT i.tx AS tx, i.vout AS vout FROM input ANTI JOIN made ON made.tx = input.i.tx AND made.vout = input.i.vout
       WHERE i.tx IS NOT NULL AND i.vout IS NOT NULL)`,
  );
  for (let from = 0; ; from += ASKED) {
    const asked = (
      await duck.rows(`SELECT tx, vout::DOUBLE FROM asked WHERE n > ${from} AND n <= ${from + ASKED}`)
    ).map(([tx, vout]): Coin => ({ tx: tx as string, vout: vout as number }));
    if (asked.length === 0) break;
    const found = await before.coins(asked.filter(({ tx }) => /^[0-9a-f]{64}$/.test(tx)));
    const rows = asked.flatMap(({ tx, vout }) => {
      const coin = found.get(`${tx}:${vout}`);
      return coin === undefined ? [] : `('${tx}', ${vout}, '${coin.script}', ${coin.value})`;
    });
    if (rows.length > 0) await duck.run(`INSERT INTO made VALUES ${rows.join()}`);
  }
  await duck.run('DROP TABLE asked');
  await duck.run(
    `CREATE TABLE spent AS SELECT file, row,
       list(struct_pack(tx := i.tx, vout := i.vout, value := coalesce(i.value, made.value), address := i.address, script := made.script) ORDER BY nth) AS ins,
       CASE WHEN count(*) = count(coalesce(i.value, made.value)) THEN sum(coalesce(i.value, made.value)) END AS total, bool_or(i.odd) AS odd,
       bool_or(i.value IS NOT NULL AND made.value IS NOT NULL AND i.value <> made.value) AS contradicts
     FROM input LEFT JOIN made ON made.tx = input.i.tx AND made.vout = input.i.vout GROUP BY file, row`,
  );
  await duck.run('DROP TABLE input; DROP TABLE made');
}

/** Whether every input says, or has made known, what it spends. Throws KnownError `coin-unknown`. */
export async function everySpentIsKnown(
  duck: Duck,
  scriptOf: (address: string) => string | undefined,
): Promise<void> {
  const sql = `SELECT hash, nth::DOUBLE, i.tx, i.vout::DOUBLE, i.value IS NULL, i.address FROM (
      SELECT file, row, unnest(ins) AS i, generate_subscripts(ins, 1) AS nth FROM spent
    ) AS each JOIN coin ON coin.file = each.file AND coin.row = each.row
    WHERE i.script IS NULL ORDER BY height, place, hash, nth`;
  for await (const [
    hashes = [],
    nths = [],
    txs = [],
    vouts = [],
    valueless = [],
    addresses = [],
  ] of duck.columns(sql))
    for (const [at, hash] of hashes.entries()) {
      const address = addresses[at] as string | null;
      if (valueless[at] === false && address !== null && scriptOf(address) !== undefined) continue;
      throw new KnownError(
        'coin-unknown',
        `Input ${Number(nths[at]) - 1} of transaction ${hash} spends what nobody tells.`,
        {
          facts: [
            `it spends ${txs[at]}:${vouts[at]}, which is in no file and not in the warehouse, and has no ${valueless[at] === true ? 'value' : 'address'}`,
            'nothing of this import was stored',
          ],
          hint: 'Import the blocks before these first.',
        },
      );
    }
}
