// The order in which an import stores: a batch that is larger than what is sorted at once is stored all the same.
import { expect, test } from 'vitest';
import { internedAssets } from '../../../src/chains/warehouse/intern.ts';
import { byWallet } from '../../../src/chains/warehouse/leg-columns.ts';
import type { MovedBlock } from '../../../src/chains/warehouse/moves.ts';
import { TUNING, warehouseForms } from '../../../src/chains/warehouse/schema.ts';
import { blockWriter } from '../../../src/chains/warehouse/write.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import { wallet } from '../../../src/model/place.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { fresh } from './support.ts';

const DEMO = 'list:demo' as ChainId;

test('legs are sorted by wallet and stay in chain order, in parts where they are too many', () => {
  const wallets = [7, 3, 7, 1, 3, 1, 2];
  expect([...byWallet(wallets, 100)]).toEqual([3, 5, 6, 1, 4, 0, 2]);
  expect([...byWallet(wallets, 7)]).toEqual([3, 5, 6, 1, 4, 0, 2]);
  // Parts of three: 7 3 7, 1 3 1, 2.
  expect([...byWallet(wallets, 3)]).toEqual([1, 0, 2, 3, 5, 4, 6]);
  expect([...byWallet([], 3)]).toEqual([]);
});

/** One block in which W pays P0, P1 and so on. */
function block(payments: number): MovedBlock {
  const transactions = Array.from({ length: payments }, (_, at) => ({
    txId: `t${at}` as never,
    place: at,
    moves: [
      {
        from: wallet(DEMO, 'W' as never),
        to: wallet(DEMO, `P${at}` as never),
        asset: 'USD' as never,
        amount: BigInt(at + 1),
        slot: 0,
        order: undefined,
        late: 0,
      },
    ],
  }));
  return { height: 5, time: 1_600_000_000, hash: undefined, basis: 'index', transactions };
}

test.each([2, 3, 39, 40, 41])(
  'a block of forty legs is stored whole where %i are sorted at once',
  async (most) => {
    const database = await openDatabase(fresh('w.db'), 'write', warehouseForms, TUNING);
    const writer = blockWriter(
      database,
      DEMO,
      1,
      internedAssets(database, 1, () => undefined),
      most,
    );
    await database.transaction(async () => writer.write([block(20)]));
    const legs = database
      .prepare(
        `SELECT own.address AS own, other.address AS other, tx.name AS tx, dir, hex(amount) AS amount FROM leg
       JOIN wallet AS own ON own.id = leg.wallet JOIN wallet AS other ON other.id = leg.peer JOIN tx ON tx.id = leg.tx
       ORDER BY dir, tx.id`,
      )
      .all();
    database.close();
    const amount = (at: number): string => (at + 1).toString(16).toUpperCase().padStart(2, '0');
    const told = (at: number, own: string, other: string, dir: 0 | 1) => ({
      ...{ own, other, tx: `t${at}`, dir, amount: amount(at) },
    });
    const all = [...Array(20).keys()];
    expect(legs).toEqual([
      ...all.map((at) => told(at, 'W', `P${at}`, 0)),
      ...all.map((at) => told(at, `P${at}`, 'W', 1)),
    ]);
  },
);
