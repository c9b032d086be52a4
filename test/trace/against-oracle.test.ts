// The engine beside an interpreter that was written from the specification alone and shares no line with it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Transfer } from '../../src/model/transfer.ts';
import { type AccountWorld, accountOracle } from '../support/oracle.ts';
import { coinOracle } from '../support/oracle-coins.ts';
import { conventions } from '../support/oracle-lots.ts';
import { accountAnswer, coinAnswer, posedAccount, posedCoins } from '../support/pose-worlds.ts';
import {
  accountWorlds,
  claimWorlds,
  coinWalletWorlds,
  coinWorlds,
  crossedWorlds,
  mixingWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../support/worlds.ts';

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

    test('with a since and an until', () => {
      fc.assert(
        fc.property(windowedWorlds, (world) => {
          expect(accountAnswer(posedAccount(world), convention)).toEqual(accountOracle(world, convention));
        }),
        runs,
      );
    });

    test('with crossings from asset to asset', () => {
      fc.assert(
        fc.property(crossedWorlds, (world) => {
          expect(accountAnswer(posedAccount(world), convention)).toEqual(accountOracle(world, convention));
        }),
        runs,
      );
    });

    // Reach has no front and no rest of a payment.
    test.skipIf(convention === 'poison')('where tainted payments are seeds, in whole or in part', () => {
      fc.assert(
        fc.property(claimWorlds, (world) => {
          expect(accountAnswer(posedAccount(world), convention)).toEqual(accountOracle(world, convention));
        }),
        runs,
      );
    });

    test('asset by asset, where one transaction moves two assets', () => {
      fc.assert(
        fc.property(accountWorlds, (drawn) => {
          const world = { ...drawn, seeds: ['M'] };
          const posed = posedAccount(world);
          const isOther = (index: number) => index % 3 === 0;
          const asset = 'OTHER' as Transfer['asset'];
          const mixed = posed.transfers.map((each, index) => (isOther(index) ? { ...each, asset } : each));
          const { perTransfer } = accountAnswer({ ...posed, transfers: mixed }, convention);
          for (const wanted of [true, false]) {
            const ofAsset = (_: unknown, index: number) => isOther(index) === wanted;
            const alone = { ...world, transfers: world.transfers.filter(ofAsset) };
            expect(perTransfer.filter(ofAsset)).toEqual(accountOracle(alone, convention).perTransfer);
          }
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

    test('where transactions of a coin chain end what goes into them', () => {
      fc.assert(
        fc.property(mixingWorlds, ({ world, sameBlock }) => {
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

// In the random worlds the fee is paid first, as on every chain; a transfer list may have it last.
test.each(['fifo', 'libr'] as const)('a fee is not matched with what came in before it: %s', (convention) => {
  const world: AccountWorld = {
    transfers: [
      { tx: '1', from: 'X', to: 'A', amount: 10n },
      { tx: '2', from: 'M', to: 'A', amount: 10n },
      { tx: '2', from: 'A', to: 'fee', amount: 4n, fee: true },
    ],
    seeds: ['M'],
    endpoints: [],
  };
  const answer = accountAnswer(posedAccount(world), convention);
  expect(answer).toEqual(accountOracle(world, convention));
  expect(answer.fees).toEqual({});
});
