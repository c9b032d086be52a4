// Parts of what an account received, beside the second interpreter: it is handed the whole world with every source as a
// seed, knows nothing of exploration, and must give each source the same units.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../../src/model/address.ts';
import type { ChainId, ChainKind } from '../../../src/model/chain.ts';
import type { Label } from '../../../src/model/label.ts';
import { placeKey, wallet } from '../../../src/model/place.ts';
import { flaggedFindings } from '../../../src/trace/account/flagged.ts';
import { sourceFindings } from '../../../src/trace/backward/backward.ts';
import { partsOf } from '../../../src/trace/backward/parts.ts';
import { type UpstreamWalk, walkUpstream } from '../../../src/trace/backward/walk-upstream.ts';
import { defaultOptions, type TraceOptions } from '../../../src/trace/options.ts';
import type { Labels } from '../../../src/trace/stops.ts';
import { blockOf, memoryLedger } from '../../support/memory-ledger.ts';
import { type AccountWorld, accountOracle } from '../../support/oracle.ts';
import { type CoinWorld, coinOracle } from '../../support/oracle-coins.ts';
import { type Convention, conserving, conventions, type Parts } from '../../support/oracle-lots.ts';
import { type Posed, posedAccount, posedCoins } from '../../support/pose-worlds.ts';
import { accountWorlds, coinWalletWorlds } from '../../support/worlds.ts';

const CHAIN = 'list:world' as ChainId;
const runs = { seed: 478_000, numRuns: Number(process.env.ORACLE_RUNS ?? 200) };

/** Everything is explored that the limits do not keep back: no share is too small, no place too far. */
const widest: TraceOptions = {
  ...defaultOptions,
  conventions,
  hops: 99,
  minValue: { kind: 'share', numerator: 0n, denominator: 1n },
};

function labelsOf(named: readonly string[]): Labels {
  return {
    of(chain, address): Label[] {
      if (!named.includes(address)) return [];
      return [{ chain, address, entity: address, category: 'exchange', source: 'a test', pack: 'test' }];
    },
  };
}

function walked(
  kind: ChainKind,
  { transfers }: Posed,
  account: readonly string[],
  named: readonly string[],
  options: Partial<TraceOptions> = {},
): Promise<UpstreamWalk> {
  return walkUpstream({
    account: account.map((name) => wallet(CHAIN, name as Address)),
    ledgers: new Map([[CHAIN, memoryLedger(CHAIN, kind, transfers)]]),
    asOf: new Map([[CHAIN, blockOf(CHAIN)]]),
    labels: labelsOf(named),
    options: { ...widest, ...options },
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

/** Units of the receipts by the name of their source; `own` for the account itself, `clean` for what nobody paid. */
function partsByName(walk: UpstreamWalk, convention: Convention): Parts {
  const swept = walk.swepts[conventions.indexOf(convention)] as UpstreamWalk['headline'];
  const parts: Parts = {};
  const add = (name: string, units: bigint) => {
    parts[name] = (parts[name] ?? 0n) + units;
  };
  let rest = walk.receipts.inWindow.reduce(
    (sum, index) => sum + (walk.timeline.legs[index]?.transfer.amount ?? 0n),
    0n,
  );
  for (const [{ kind, place }, { amount }] of partsOf(walk, swept)) {
    const name = place === undefined ? 'small' : placeKey(place).slice(CHAIN.length + 1);
    add(kind === 'own' ? 'own' : name, amount);
    rest -= amount;
  }
  if (convention !== 'poison') add('clean', rest);
  return withoutZeros(parts);
}

function withoutZeros(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, units]) => units !== 0n));
}

/** What the oracle says: its parts of every receipt, those of the account under `own`, the rest clean. */
function told(
  receipts: readonly { readonly amount: bigint; readonly parts: Parts }[],
  account: readonly string[],
  convention: Convention,
): Parts {
  const sums: Parts = {};
  for (const { amount, parts } of receipts) {
    let rest = amount;
    for (const [name, units] of Object.entries(parts)) {
      const key = account.includes(name) ? 'own' : name;
      sums[key] = (sums[key] ?? 0n) + units;
      rest -= units;
    }
    if (convention !== 'poison') sums.clean = (sums.clean ?? 0n) + rest;
  }
  return withoutZeros(sums);
}

/** In the order in which units left over by rounding are given out, only what the run has seen counts. */
function seen(walk: UpstreamWalk): ReadonlySet<string> {
  return new Set(walk.timeline.legs.map(({ transfer }) => transfer.id));
}

function accountReceipts(
  world: AccountWorld,
  walk: UpstreamWalk,
  account: readonly string[],
  seeds: readonly string[],
  convention: Convention,
) {
  const ids = posedAccount(world).transfers.map(({ id }) => id);
  const told = seen(walk);
  const transfers = world.transfers.filter((_, row) => told.has(ids[row] as string));
  const { perTransfer } = accountOracle(
    { transfers, seeds: [...account, ...seeds], endpoints: [] },
    convention,
  );
  return transfers.flatMap(({ from, to, amount, fee }, row) =>
    fee !== true && account.includes(to) && !account.includes(from)
      ? [{ amount, parts: perTransfer[row] as Parts }]
      : [],
  );
}

/** The transactions that the run has seen; coins made in others are there from the beginning. */
function seenCoins(world: CoinWorld, walk: UpstreamWalk): CoinWorld {
  const told = seen(walk);
  const made = new Map(
    world.transactions.flatMap(({ id, vout }) =>
      vout.map((output, n): [string, (typeof vout)[number]] => [`${id}:${n}`, output]),
    ),
  );
  const transactions = world.transactions.filter(({ id }) => told.has(`${id}/in/0`));
  const within = new Set<string>(transactions.flatMap(({ id, vout }) => vout.map((_, n) => `${id}:${n}`)));
  const before = transactions.flatMap(({ vin }) => vin).filter((coin) => !within.has(coin));
  const amountOf = (coin: string) => made.get(coin)?.amount ?? (world.externalCoins[coin] as bigint);
  const ownerOf = (coin: string) => made.get(coin)?.to ?? (world.ownerOfExternal?.[coin] as string);
  return {
    ...world,
    transactions,
    externalCoins: Object.fromEntries(before.map((coin) => [coin, amountOf(coin)])),
    ownerOfExternal: Object.fromEntries(before.map((coin) => [coin, ownerOf(coin)])),
  };
}

const namesIn = (world: AccountWorld) => [
  ...new Set(world.transfers.flatMap(({ from, to, fee }) => (fee ? [from] : [from, to]))),
];

/** Who is the account and who has a name, drawn beside the world. */
const roles = fc.array(fc.constantFrom('plain', 'plain', 'named', 'account'), { minLength: 8, maxLength: 8 });
const having = (names: readonly string[], drawn: readonly string[], role: string) =>
  names.filter((_, index) => drawn[index] === role);

/** An account of one place at least, and named places that are not of it. */
function cast(names: readonly string[], drawn: readonly string[]): { account: string[]; named: string[] } {
  const account = [...new Set([names[0] as string, ...having(names, drawn, 'account')])];
  return { account, named: having(names, drawn, 'named').filter((name) => !account.includes(name)) };
}

describe('what an account received, source by source', () => {
  for (const convention of conserving)
    test(`equals the oracle with every named place as seed: ${convention}`, async () => {
      await fc.assert(
        fc.asyncProperty(accountWorlds, roles, async (world, drawn) => {
          const { account, named } = cast(namesIn(world), drawn);
          const walk = await walked('account', posedAccount(world), account, named);
          expect(partsByName(walk, convention)).toEqual(
            told(accountReceipts(world, walk, account, named, convention), account, convention),
          );
        }),
        runs,
      );
    });

  // Exploration follows what conserving rules could bring; reach beyond that is not looked at, forward neither.
  test('under poison is within the reach that the oracle finds', async () => {
    await fc.assert(
      fc.asyncProperty(accountWorlds, roles, async (world, drawn) => {
        const { account, named } = cast(namesIn(world), drawn);
        const walk = await walked('account', posedAccount(world), account, named);
        const reach = told(accountReceipts(world, walk, account, named, 'poison'), account, 'poison');
        for (const [name, units] of Object.entries(partsByName(walk, 'poison')))
          if (named.includes(name)) expect([name, units <= (reach[name] ?? 0n)]).toEqual([name, true]);
      }),
      runs,
    );
  });

  // One movement for each transaction: with more, what a place that is no pool passes on is not its own.
  for (const convention of conserving)
    test(`equals the oracle with every place as seed that limits kept back: ${convention}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          accountWorlds,
          roles,
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 3 }),
          async (drawnWorld, drawn, hubLimit, hops) => {
            const transfers = drawnWorld.transfers.map((row, index) => ({ ...row, tx: `tx${index}` }));
            const world = { ...drawnWorld, transfers };
            const { account, named } = cast(namesIn(world), drawn);
            const walk = await walked('account', posedAccount(world), account, named, { hubLimit, hops });
            const kept = namesIn(world).filter(
              (name) => !walk.explored.question.explored.has(placeKey(wallet(CHAIN, name as Address))),
            );
            const seeds = kept.filter((name) => !account.includes(name));
            expect(partsByName(walk, convention)).toEqual(
              told(accountReceipts(world, walk, account, seeds, convention), account, convention),
            );
          },
        ),
        runs,
      );
    });

  for (const convention of conserving)
    test(`equals the oracle on coin chains, with the first owners of all coins as seeds: ${convention}`, async () => {
      await fc.assert(
        fc.asyncProperty(coinWalletWorlds, async ({ world: drawnWorld, sameBlock }) => {
          const owners = [...new Set(Object.values(drawnWorld.ownerOfExternal ?? {}))];
          const account = ['E', 'F'];
          const named = owners.filter((name) => !account.includes(name));
          const walk = await walked('coin', posedCoins(drawnWorld, sameBlock), account, named);
          const world = { ...seenCoins(drawnWorld, walk), endpoints: [] };
          const { coins } = coinOracle({ ...world, seedWallets: [...account, ...named] }, convention);
          const ownerOf = new Map(Object.entries(world.ownerOfExternal ?? {}));
          const receipts = world.transactions.flatMap(({ id, vin, vout }) => {
            const isOwn = vin.every((coin) => account.includes(ownerOf.get(coin) as string));
            return vout.flatMap(({ amount, to }, n) => {
              ownerOf.set(`${id}:${n}`, to);
              return account.includes(to) && !isOwn ? [{ amount, parts: coins[`${id}:${n}`] as Parts }] : [];
            });
          });
          expect(partsByName(walk, convention)).toEqual(told(receipts, account, convention));
        }),
        runs,
      );
    });
});

describe('the bounds of a source', () => {
  test('hold under every conserving convention, and no convention leaves them', async () => {
    await fc.assert(
      fc.asyncProperty(
        accountWorlds,
        roles,
        fc.integer({ min: 2, max: 12 }),
        async (world, drawn, hubLimit) => {
          const { account, named } = cast(namesIn(world), drawn);
          const walk = await walked('account', posedAccount(world), account, named, { hubLimit });
          const { entities, categories, received } = await sourceFindings(walk);
          for (const { bounds, amounts } of [
            ...entities,
            ...categories.filter(({ kind }) => kind === 'labelled'),
          ])
            for (const [asset, whole] of received) {
              const { least, most, mostFollowed } = bounds?.get(asset) ?? {
                least: 0n,
                most: 0n,
                mostFollowed: 0n,
              };
              expect([least <= mostFollowed, mostFollowed <= most, most <= whole]).toEqual([
                true,
                true,
                true,
              ]);
              for (const name of conserving) {
                const amount = amounts.get(name)?.get(asset) ?? 0n;
                expect([name, least <= amount, amount <= mostFollowed]).toEqual([name, true, true]);
              }
            }
        },
      ),
      runs,
    );
  });
});

describe('what came from flagged wallets', () => {
  // One movement for each transaction, as above: what an unexplored place passes on at once counts as its own here.
  for (const convention of conserving)
    test(`equals a trace forward from them that ends at the account: ${convention}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          accountWorlds,
          roles,
          fc.integer({ min: 2, max: 12 }),
          async (drawnWorld, drawn, hubLimit) => {
            const world = {
              ...drawnWorld,
              transfers: drawnWorld.transfers.map((row, index) => ({ ...row, tx: `tx${index}` })),
            };
            const { account, named } = cast(namesIn(world), drawn);
            const walk = await walked('account', posedAccount(world), account, named, { hubLimit });
            const { wallets, bounds, amounts } = flaggedFindings(
              walk,
              () => true,
              (place) => placeKey(place).slice(CHAIN.length + 1),
            );
            const ids = posedAccount(world).transfers.map(({ id }) => id);
            const told = seen(walk);
            const unexplored = namesIn(world).filter(
              (name) =>
                !walk.explored.question.explored.has(placeKey(wallet(CHAIN, name as Address))) &&
                !named.includes(name) &&
                !account.includes(name),
            );
            const { endpoints } = accountOracle(
              {
                transfers: world.transfers.filter((_, row) => told.has(ids[row] as string)),
                seeds: named,
                endpoints: account,
                unexplored,
              },
              convention,
            );
            const expected: Parts = {};
            for (const name of account)
              for (const [seed, units] of Object.entries(endpoints[name] ?? {}))
                expected[seed] = (expected[seed] ?? 0n) + units;
            const units = (of: typeof amounts) => [...(of.get(convention)?.values() ?? [0n])][0] ?? 0n;
            const found = Object.fromEntries(wallets.map((each) => [each.display, units(each.amounts)]));
            expect(withoutZeros(found)).toEqual(withoutZeros(expected));
            for (const { least, mostFollowed, most } of bounds.values())
              expect([least <= units(amounts), units(amounts) <= mostFollowed, mostFollowed <= most]).toEqual(
                [true, true, true],
              );
          },
        ),
        runs,
      );
    });
});
