// The library's sweep beside the interpreter of test/support: nothing is lost or renamed on the way in or out.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlainTransfer, type Stand, type Swept, sweep } from '../../src/library/fundtrace.ts';
import { type AccountAnswer, type AccountWorld, accountOracle } from '../support/oracle.ts';
import { type CoinAnswer, type CoinWorld, coinOracle } from '../support/oracle-coins.ts';
import { type Convention, conventions, type Parts, type PartsAt } from '../support/oracle-lots.ts';
import {
  accountWorlds,
  claimWorlds,
  coinWalletWorlds,
  coinWorlds,
  paymentWorlds,
  windowedWorlds,
} from '../support/worlds.ts';

const runs = { seed: 20_250_131, numRuns: Number(process.env.ORACLE_RUNS ?? 60) };
const asset = 'UNIT';

function parts(bySeed: ReadonlyMap<string, bigint>): Parts {
  return Object.fromEntries(bySeed);
}

function stood(swept: Swept, where: Stand['where'], outer: (stand: Stand) => string | undefined): PartsAt {
  const sums: PartsAt = {};
  for (const stand of swept.stands.filter((each) => each.where === where)) {
    const key = outer(stand) as string;
    sums[key] ??= {};
    const own = sums[key];
    own[stand.seed] = (own[stand.seed] ?? 0n) + stand.amount;
  }
  return sums;
}

const all = () => 'all';
const atPlace = ({ place }: Stand) => place;

function books(swept: Swept) {
  return {
    endpoints: stood(swept, 'endpoint', atPlace),
    returned: stood(swept, 'returned', all).all ?? {},
    reachedSeed: stood(swept, 'reachedSeed', ({ reached }) => reached),
    injected: Object.fromEntries(swept.injected.map(({ seed, injected }) => [seed, injected])),
  };
}

/** undefined: a world none of whose seeds takes part in anything, which the library refuses to answer. */
function accountSweep(world: AccountWorld, convention: Convention): AccountAnswer | undefined {
  const transactions = [...new Set(world.transfers.map(({ tx }) => tx))];
  const timeOf = (tx: string | undefined) => (tx === undefined ? 1_000 : transactions.indexOf(tx));
  const transfers = world.transfers.map(({ tx, from, to, amount }) => ({
    ...{ tx, from, to, amount, asset },
    time: timeOf(tx),
  }));
  const nth = (row: number) => {
    const { tx } = world.transfers[row] as { tx: string };
    return `${tx}:${row - world.transfers.findIndex((each) => each.tx === tx)}`;
  };
  const wallets = world.seeds.filter((name) =>
    transfers.some(({ from, to }) => from === name || to === name),
  );
  const payments = (world.payments ?? []).map(({ id, row, amount }) => ({
    ...{ name: id, amount },
    payment: nth(row),
  }));
  if (wallets.length + payments.length === 0) return undefined;
  const swept = sweep(transfers, {
    seeds: payments.length > 0 ? payments : wallets.map((wallet) => ({ wallet })),
    convention,
    endpoints: world.endpoints,
    explored: world.transfers
      .flatMap(({ from, to }) => [from, to])
      .filter((name) => name !== 'fee' && !world.unexplored?.includes(name)),
    since: world.since === undefined ? undefined : timeOf(world.transfers[world.since]?.tx),
    until: world.until === undefined ? undefined : timeOf(world.transfers[world.until]?.tx) - 1,
  });
  return {
    ...books(swept),
    perTransfer: swept.transfers.map(({ bySeed }) => parts(bySeed)),
    held: stood(swept, 'held', atPlace),
    notFollowed: stood(swept, 'notFollowed', atPlace),
    afterUntil: stood(swept, 'afterUntil', atPlace),
    fees: stood(swept, 'fees', all).all ?? {},
    shortage: Object.fromEntries(swept.shortages.map(({ place, amount }) => [place, amount])),
  };
}

function coinSweep(world: CoinWorld, convention: Convention): CoinAnswer | undefined {
  const transfers = world.transactions.map(
    ({ id, vin, vout }): PlainTransfer => ({
      tx: id,
      asset,
      inputs: vin.map((coin) =>
        coin in world.externalCoins
          ? { coin, from: world.ownerOfExternal?.[coin] ?? 'outsider', amount: world.externalCoins[coin] }
          : { coin },
      ),
      outputs: vout,
    }),
  );
  const owners = transfers.flatMap((each) =>
    'inputs' in each ? [...each.inputs.map(({ from }) => from), ...each.outputs.map(({ to }) => to)] : [],
  );
  const wallets = (world.seedWallets ?? []).filter((name) => owners.includes(name));
  if (wallets.length + world.seedCoins.length === 0) return undefined;
  const swept = sweep(transfers, {
    seeds:
      wallets.length > 0
        ? wallets.map((wallet) => ({ wallet }))
        : world.seedCoins.map((payment) => ({ payment })),
    convention,
    endpoints: world.endpoints,
  });
  const tainted = swept.transfers.filter(({ bySeed }) => bySeed.size > 0);
  const outputs = tainted.filter(({ from, to }) => from === undefined && to !== 'fee');
  const fees = tainted.filter(({ to }) => to === 'fee');
  return {
    ...books(swept),
    coins: Object.fromEntries(outputs.map(({ id, bySeed }) => [id, parts(bySeed)])),
    fees: Object.fromEntries(fees.map(({ tx, bySeed }) => [tx, parts(bySeed)])),
    held: stood(swept, 'held', ({ coin }) => coin),
  };
}

for (const convention of conventions)
  describe(`the library’s sweep equals the oracle under ${convention}`, () => {
    test.each([
      ['where wallets are seeds', accountWorlds],
      ['where payments are seeds', paymentWorlds],
      ['with a since and an until', windowedWorlds],
      // Reach has no front and no rest of a payment.
      ...(convention === 'poison' ? [] : ([['where tainted payments are seeds', claimWorlds]] as const)),
    ] as const)('%s', (_, worlds) => {
      fc.assert(
        fc.property(worlds, (world) => {
          const answer = accountSweep(world, convention);
          fc.pre(answer !== undefined);
          expect(answer).toEqual(accountOracle(world, convention));
        }),
        runs,
      );
    });

    test.each([
      ['where coins are seeds', coinWorlds],
      ['where wallets of a coin chain are seeds', coinWalletWorlds],
    ] as const)('%s', (_, worlds) => {
      fc.assert(
        fc.property(worlds, ({ world }) => {
          const answer = coinSweep(world, convention);
          fc.pre(answer !== undefined);
          expect(answer).toEqual(coinOracle(world, convention));
        }),
        runs,
      );
    });
  });
