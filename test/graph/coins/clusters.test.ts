// Clusters by common input: what joins, what does not, why; and that the order in which transactions come never matters.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clusters, clusters, commonInput, DUST } from '../../../src/graph/coins/clusters.ts';
import type { CoinTransaction } from '../../../src/graph/coins/transaction.ts';
import type { Address } from '../../../src/model/address.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import { type OwnerPlace, wallet } from '../../../src/model/place.ts';
import { graphSense } from '../../support/graphsense-clusters.ts';
import { absent, type Part, written } from './support.ts';

const at = (name: string): OwnerPlace => wallet(BITCOIN, name as Address);
const nameOf = (place: OwnerPlace): string => (place.kind === 'wallet' ? place.address : place.scriptHash);
const OUT: readonly Part[] = [['out', 5_000]];

function spending(txId: string, height: number, ...owners: string[]): CoinTransaction {
  return written(
    txId,
    height,
    owners.map((owner) => [owner, 5_000]),
    OUT,
  );
}

function clustered(transactions: readonly CoinTransaction[], rules = commonInput): Clusters {
  const found = clusters(rules);
  for (const transaction of transactions) found.add(transaction);
  return found;
}

function check(transactions: readonly CoinTransaction[], expected: readonly string[]): void {
  expect(
    clustered(transactions)
      .all()
      .map((members) => members.map(nameOf).join(' ')),
  ).toEqual(expected);
}

function why(found: Clusters, from: string, to: string): string[] | undefined {
  return found
    .why(at(from), at(to))
    ?.map((step) => `${nameOf(step.from)} ${nameOf(step.to)} ${step.txId} ${step.height}`);
}

describe('places that are spent together', () => {
  test('are one cluster, and so are clusters that share a place', () => {
    check([spending('t1', 1, 'a', 'b'), spending('t2', 2, 'c', 'd')], ['a b', 'c d']);
    check(
      [spending('t1', 1, 'a', 'b'), spending('t2', 2, 'c', 'd'), spending('t3', 3, 'd', 'a')],
      ['a b c d'],
    );
  });

  test('but not those that only pay or are paid', () => {
    check([spending('t1', 1, 'a'), spending('t2', 2, 'out')], []);
    expect(clustered([spending('t1', 1, 'a')]).of(at('a'))).toEqual([at('a')]);
  });

  test('are none where the transaction has the shape of a CoinJoin, which is then named', () => {
    const round = written(
      'round',
      600_000,
      ['a', 'b', 'c', 'd', 'e'].map((name) => [name, 5_000_000]),
      ['p', 'q', 'r', 's', 't'].map((name) => [name, 5_000_000]),
    );
    check([round], []);
    expect(
      clustered([round])
        .mixed()
        .map(({ txId }) => txId),
    ).toEqual(['round']);
    const ordinary = { ...round, height: 500_000 };
    check([ordinary], ['a b c d e']);
  });

  test('are told by inputs above dust alone', () => {
    const with_ = (satoshi: number): CoinTransaction =>
      written(
        't',
        1,
        [
          ['a', 50_000],
          ['marked', satoshi],
        ],
        OUT,
      );
    check([with_(Number(DUST))], []);
    check([with_(Number(DUST) + 1)], ['a marked']);
    // A place that pays dust and more in one transaction is there with the more.
    const both = written(
      't',
      1,
      [
        ['a', 50_000],
        ['b', 546],
        ['b', 9_000],
      ],
      OUT,
    );
    check([both], ['a b']);
  });

  test('are one owner by this rule in a PayJoin too, which is why it is named as a limit', () =>
    check(
      [
        written(
          'payjoin',
          700_000,
          [
            ['payer', 90_000],
            ['payee', 40_000],
          ],
          [
            ['payee2', 60_000],
            ['change', 69_000],
          ],
        ),
      ],
      ['payee payer'],
    ));
});

describe('why two are together', () => {
  const found = clustered([
    spending('t1', 1, 'a', 'b'),
    spending('t2', 2, 'b', 'c'),
    spending('t3', 3, 'c', 'd'),
    spending('t4', 4, 'b', 'e', 'd'),
    spending('t5', 5, 'x', 'y'),
  ]);

  test('is a shortest chain of transactions', () => {
    expect(why(found, 'a', 'd')).toEqual(['a b t1 1', 'b d t4 4']);
    expect(why(found, 'd', 'a')).toEqual(['d b t4 4', 'b a t1 1']);
    expect(why(found, 'a', 'b')).toEqual(['a b t1 1']);
    expect(why(found, 'a', 'a')).toEqual([]);
  });

  test('is nothing for places of two clusters, or never seen', () => {
    expect(why(found, 'a', 'x')).toBeUndefined();
    expect(why(found, 'a', 'nobody')).toBeUndefined();
    expect(why(found, 'nobody', 'no one')).toBeUndefined();
  });

  test('is told of several at once, what their chains share once', () => {
    const steps = found.tie(at('a'), [at('d'), at('c'), at('e'), at('x'), at('a')]);
    expect(steps.map(({ from, to, txId }) => `${nameOf(from)} ${nameOf(to)} ${txId}`)).toEqual([
      'a b t1',
      'b c t2',
      'b d t4',
      'b e t4',
    ]);
    expect(found.tie(at('nobody'), [at('a')])).toEqual([]);
  });

  test('takes the earliest of several transactions, whichever came first', () => {
    const [late, early] = [spending('t1', 9, 'a', 'b'), spending('t2', 8, 'a', 'b')];
    for (const order of [
      [late, early],
      [early, late],
    ])
      expect(why(clustered(order), 'a', 'b')).toEqual(['a b t2 8']);
  });
});

describe('in random worlds', () => {
  const worlds = fc
    .array(fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { minLength: 1, maxLength: 4 }), {
      maxLength: 14,
    })
    .map((all) => all.map((owners, n) => spending(`t${String(n).padStart(2, '0')}`, 1 + (n % 3), ...owners)));
  const shuffled = worlds.chain((world) =>
    fc.tuple(fc.constant(world), fc.shuffledSubarray(world, { minLength: world.length })),
  );

  /** The same by another way: a table of who reaches whom, closed step by step; and how many steps it takes. */
  function distances(world: readonly CoinTransaction[]): (a: string, b: string) => number | undefined {
    const names = [...'abcdefghijklmnop'];
    const table = new Map<string, number>(names.map((name) => [`${name}${name}`, 0]));
    for (const { inputs } of world)
      for (const { place: one } of inputs)
        for (const { place: other } of inputs)
          if (one !== other) table.set(nameOf(one as OwnerPlace) + nameOf(other as OwnerPlace), 1);
    for (const via of names)
      for (const a of names)
        for (const b of names) {
          const [there, on] = [table.get(a + via), table.get(via + b)];
          if (there === undefined || on === undefined) continue;
          if (there + on < (table.get(a + b) ?? Number.POSITIVE_INFINITY)) table.set(a + b, there + on);
        }
    return (a, b) => table.get(a + b);
  }

  test('one at a time or all at once, in any order, told twice: the same clusters and the same reasons', () =>
    fc.assert(
      fc.property(shuffled, ([world, order]) => {
        const [one, other] = [clustered(world), clustered([...order, ...world])];
        expect(other.all()).toEqual(one.all());
        for (const a of 'abcd') for (const b of 'efgh') expect(why(other, a, b)).toEqual(why(one, a, b));
      }),
    ));

  test('a cluster that is extended is, after every transaction, the one that is worked out from scratch', () =>
    fc.assert(
      fc.property(shuffled, ([, order]) => {
        // A round among them, so that what is left out is compared too.
        const round = written(
          'round',
          600_000,
          [...'abcde'].map((name) => [name, 5_000_000]),
          [...'pqrst'].map((name) => [name, 5_000_000]),
        );
        const all = [...order.slice(0, 3), round, ...order.slice(3)];
        const grown = clusters();
        for (const [count, transaction] of all.entries()) {
          grown.add(transaction);
          const scratch = clustered(all.slice(0, count + 1).reverse());
          expect(grown.all()).toEqual(scratch.all());
          expect(grown.mixed()).toEqual(scratch.mixed());
          for (const name of 'abcd') {
            expect(grown.of(at(name))).toEqual(scratch.of(at(name)));
            const others = grown.of(at(name));
            expect(grown.tie(at(name), others)).toEqual(scratch.tie(at(name), others));
          }
        }
      }),
      { numRuns: 50 },
    ));

  test('places are together exactly where spending links them, and the chain is as short as can be', () =>
    fc.assert(
      fc.property(worlds, (world) => {
        const found = clustered(world);
        const apart = distances(world);
        for (const a of 'abcdefgh')
          for (const b of 'abcdefgh') {
            const steps = found.why(at(a), at(b));
            expect(steps?.length).toBe(apart(a, b));
            if (steps === undefined || steps.length === 0) continue;
            expect(found.of(at(a))).toContainEqual(at(b));
            // Every step is a transaction that spends from both of its places.
            for (const { from, to, txId } of steps) {
              const spent = world.find((one) => one.txId === txId)?.inputs.map(({ place }) => place);
              expect(spent).toEqual(expect.arrayContaining([from, to]));
            }
            expect([steps[0]?.from, steps.at(-1)?.to]).toEqual([at(a), at(b)]);
          }
      }),
    ));
});

/** The reference knows CoinJoins by a flag of its own, which is why it is asked here in place of the shapes. */
for (const kind of ['without', 'with'] as const)
  test.skipIf(absent('utxo-clusters'))(
    `GraphSense’s reference clusters come out, ${kind} CoinJoins (skipped: no shared data)`,
    () => {
      const { transactions, addresses, expected } = graphSense(kind);
      const found = clustered(transactions.all, {
        dust: DUST,
        mixes: ({ txId }) => kind === 'without' && transactions.flagged.has(txId),
      });
      const own = addresses.map((address) => found.of(at(address)).map(nameOf));
      for (const [index, address] of addresses.entries()) {
        const together = addresses.filter((_, other) => expected[other] === expected[index]);
        expect([address, own[index]?.filter((name) => addresses.includes(name)).sort()]).toEqual([
          address,
          together.sort(),
        ]);
      }
      expect(new Set(expected).size).toBe(kind === 'with' ? 11 : 12);
    },
  );
