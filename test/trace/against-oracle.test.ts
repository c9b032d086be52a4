// The engine beside an interpreter that was written from the specification alone and shares no line with it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOracle } from '../support/oracle.ts';
import { coinOracle } from '../support/oracle-coins.ts';
import { conventions } from '../support/oracle-lots.ts';
import { accountAnswer, coinAnswer, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import { accountWorlds, coinWalletWorlds, coinWorlds, paymentWorlds } from '../support/worlds.ts';

const runs = { seed: 20_240_802, numRuns: Number(process.env.ORACLE_RUNS ?? 300) };

for (const convention of conventions)
  describe(`the engine equals the oracle under ${convention}`, () => {
    test('where wallets are seeds', () => {
      fc.assert(
        fc.property(accountWorlds, (world) => {
          expect(accountAnswer(posedAccount(world), convention)).toEqual(accountOracle(world, convention));
        }),
        runs,
      );
    });

    test('where payments are seeds', () => {
      fc.assert(
        fc.property(paymentWorlds, (world) => {
          expect(accountAnswer(posedAccount(world), convention)).toEqual(accountOracle(world, convention));
        }),
        runs,
      );
    });

    test('where coins are seeds', () => {
      fc.assert(
        fc.property(coinWorlds, ({ world, sameBlock }) => {
          expect(coinAnswer(posedCoins(world, sameBlock), convention)).toEqual({
            ...coinOracle(world, convention),
            notFollowed: {},
          });
        }),
        runs,
      );
    });

    test('where wallets of a coin chain are seeds', () => {
      fc.assert(
        fc.property(coinWalletWorlds, ({ world, sameBlock }) => {
          expect(coinAnswer(posedCoins(world, sameBlock), convention)).toEqual({
            ...coinOracle(world, convention),
            notFollowed: {},
          });
        }),
        runs,
      );
    });
  });
