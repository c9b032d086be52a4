// Random worlds for the oracle and the engine alike: small, tangled, and with amounts from dust to 2^256 − 1.
import fc from 'fast-check';
import type { AccountWorld } from './oracle.ts';
import type { CoinWorld } from './oracle-coins.ts';

const HIGHEST = 2n ** 256n - 1n;

const amount = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt(1n, 12n) },
  { weight: 3, arbitrary: fc.constant(1n) },
  { weight: 2, arbitrary: fc.bigInt(1n, 10n ** 20n) },
  { weight: 1, arbitrary: fc.bigInt(HIGHEST - 5n, HIGHEST) },
);

type Role = 'plain' | 'seed' | 'endpoint' | 'unexplored';

const role = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Role>('plain') },
  { weight: 2, arbitrary: fc.constant<Role>('endpoint') },
  { weight: 2, arbitrary: fc.constant<Role>('unexplored') },
  { weight: 2, arbitrary: fc.constant<Role>('seed') },
);

interface DrawnLeg {
  readonly from: number;
  readonly to: number;
  /** Pay on from where the leg before paid to, so that routers, splitters and loops are frequent. */
  readonly onward: boolean;
  /** As much as the leg before, or this. */
  readonly amount: bigint | 'same';
}

const leg = fc.record<DrawnLeg>({
  from: fc.nat(7),
  to: fc.nat(7),
  onward: fc.boolean(),
  amount: fc.oneof({ weight: 4, arbitrary: amount }, { weight: 1, arbitrary: fc.constant<'same'>('same') }),
});
const drawnTransactions = fc.array(
  fc.record({
    fee: fc.option(fc.bigInt(1n, 3n)),
    feeLast: fc.boolean(),
    legs: fc.array(leg, { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 14 },
);
const MOST_TRANSFERS = 40;

function draw(
  names: readonly string[],
  transactions: typeof drawnTransactions extends fc.Arbitrary<infer T> ? T : never,
): AccountWorld['transfers'] {
  const rows: { tx: string; from: string; to: string; amount: bigint; fee?: true }[] = [];
  for (const [index, { fee, legs }] of transactions.entries()) {
    if (rows.length + legs.length + 1 > MOST_TRANSFERS) break;
    // Names that do not sort in chain order.
    const tx = `tx${(index * 5 + 3) % 14}`;
    const at = (place: number) => names[place % names.length] as string;
    if (fee !== null)
      rows.push({ tx, from: at((legs[0] as DrawnLeg).from), to: 'fee', amount: fee, fee: true });
    let before: { to: string; amount: bigint } | undefined;
    for (const each of legs) {
      const from = each.onward && before ? before.to : at(each.from);
      const units = each.amount === 'same' ? (before?.amount ?? 1n) : each.amount;
      before = { to: at(each.to), amount: units };
      rows.push({ tx, from, ...before });
    }
  }
  return rows;
}

/** Wallet seeds, one to three; the first place is always one. */
export const accountWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({ roles: fc.array(role, { minLength: 2, maxLength: 7 }), transactions: drawnTransactions })
  .map(({ roles, transactions }) => {
    const names = ['M', ...roles.map((_, index) => 'CXAZBQD'[index] as string)];
    const having = (wanted: Role) => names.filter((_, index) => index > 0 && roles[index - 1] === wanted);
    return {
      transfers: draw(names, transactions),
      seeds: ['M', ...having('seed').slice(0, 2)],
      endpoints: having('endpoint'),
      unexplored: having('unexplored'),
    };
  });

/** As accountWorlds, with a `since` and an `until`, each at the first row of a transaction. */
export const windowedWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({ world: accountWorlds, since: fc.nat(40), until: fc.nat(40) })
  .map(({ world, since, until }) => {
    const firstRow = (row: number) => {
      const tx = world.transfers[row]?.tx;
      return tx === undefined ? world.transfers.length : world.transfers.findIndex((each) => each.tx === tx);
    };
    return { ...world, since: firstRow(since), until: firstRow(until) };
  });

/** Payment seeds that are anybody's payments: tainted already perhaps, and two claims on one payment now and then. */
export const claimWorlds: fc.Arbitrary<AccountWorld> = fc
  .array(
    fc.record({
      from: fc.nat(3),
      to: fc.nat(4),
      amount: fc.oneof({ weight: 9, arbitrary: fc.bigInt(1n, 12n) }, { weight: 1, arbitrary: amount }),
      claims: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }) },
      ),
      sameTransaction: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
    { minLength: 2, maxLength: 14 },
  )
  .map((rows) => {
    const payments: { id: string; row: number; amount: bigint }[] = [];
    let index = 0;
    const transfers = rows.map(({ from, to, amount, claims, sameTransaction }, row) => {
      if (!sameTransaction) index += 1;
      let left = amount;
      for (const share of from === to ? [] : claims) {
        const wanted = (amount * BigInt(share) + 3n) / 4n;
        const units = wanted < left ? wanted : left;
        left -= units;
        if (units > 0n) payments.push({ id: `victim${99 - payments.length}`, row, amount: units });
      }
      return {
        tx: `tx${(index * 5 + 3) % 17}`,
        from: 'ABCD'[from] as string,
        to: 'ABCDE'[to] as string,
        amount,
      };
    });
    return { transfers, seeds: [], endpoints: ['E'], payments };
  });

/** Payment seeds, one to three: payments by victims who are never paid themselves. */
export const paymentWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({
    world: accountWorlds,
    claims: fc.array(
      fc.record({ at: fc.nat(39), to: fc.nat(7), amount, kept: fc.oneof(fc.constant(0n), amount) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  })
  .map(({ world, claims }) => {
    const names = ['M', ...'CXAZBQD'].filter((name) =>
      world.transfers.some((row) => row.to === name || row.from === name),
    );
    const transfers: { tx: string; from: string; to: string; amount: bigint; fee?: true; claim?: string }[] =
      [...world.transfers];
    const amounts = new Map<string, bigint>();
    for (const [index, claim] of claims.entries()) {
      const id = `victim${3 - index}`;
      const paid = claim.amount + claim.kept > HIGHEST ? claim.amount : claim.amount + claim.kept;
      amounts.set(id, claim.amount);
      const at = claim.at % transfers.length;
      // Beside the row that stands there, in its transaction.
      const to = names[claim.to % names.length] as string;
      transfers.splice(at + 1, 0, {
        tx: (transfers[at] as { tx: string }).tx,
        from: id,
        to,
        amount: paid,
        claim: id,
      });
    }
    const payments = transfers.flatMap(({ claim }, row) =>
      claim === undefined ? [] : [{ id: claim, row, amount: amounts.get(claim) as bigint }],
    );
    return {
      ...world,
      seeds: [],
      payments,
      transfers: transfers.map(({ claim: _, ...row }) => row),
    };
  });

/**
 * Worlds of two assets among wallets, two services that swap (r, q) and an exchange, some rows in one transaction; one to
 * three crossings between what a service was given and what it paid later, and now and then an `until`.
 */
export const crossedWorlds: fc.Arbitrary<AccountWorld> = fc
  .record({
    rows: fc.array(
      fc.record({
        from: fc.constantFrom(...'STABCrqr'),
        to: fc.constantFrom(...'ABCrqrqE'),
        amount: fc.oneof({ weight: 9, arbitrary: fc.bigInt(1n, 12n) }, { weight: 1, arbitrary: amount }),
        asset: fc.constantFrom('USD', 'ETH'),
        sameTransaction: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, fc.constant(true)),
      }),
      { minLength: 4, maxLength: 22 },
    ),
    onward: fc.array(amount, { minLength: 4, maxLength: 4 }),
    picks: fc.array(fc.record({ pair: fc.nat(999), more: fc.option(fc.nat(99)) }), {
      minLength: 1,
      maxLength: 3,
    }),
    until: fc.option(fc.nat(22), { freq: 6 }),
  })
  .map(({ rows: drawn, onward, picks, until }) => {
    let tx = 0;
    // Spread over the others: value of S that crosses and goes on.
    const way = [
      { from: 'S', to: 'A', asset: 'USD' },
      { from: 'A', to: 'r', asset: 'USD' },
      { from: 'r', to: 'B', asset: 'ETH' },
      { from: 'B', to: 'E', asset: 'ETH' },
    ].map((row, nth) => ({ ...row, amount: onward[nth] as bigint, sameTransaction: nth === 2 }));
    const part = Math.ceil(drawn.length / way.length);
    const rows = way.flatMap((row, nth) => [row, ...drawn.slice(nth * part, (nth + 1) * part)]);
    const transfers = rows
      .filter(({ from, to }) => from !== to)
      .map(({ sameTransaction, ...row }) => {
        if (!sameTransaction) tx += 1;
        return { tx: `tx${(tx * 5 + 3) % 23}`, ...row };
      });
    const isService = (name: string) => name === 'r' || name === 'q';
    const used = new Set<number>();
    const free = (row: number) => !used.has(row);
    const crossings = picks.flatMap(({ pair, more }) => {
      const indexes = transfers.map((_, row) => row).filter(free);
      const given = indexes.filter((row) => isService(at(row).to) && !isService(at(row).from));
      const received = indexes.filter((row) => isService(at(row).from) && !isService(at(row).to));
      const pairs = given.flatMap((g) =>
        received.filter((r) => r > g && at(r).asset !== at(g).asset).map((r) => [g, r] as const),
      );
      const [g, r] = pairs[pair % Math.max(1, pairs.length)] ?? [];
      if (g === undefined || r === undefined) return [];
      const others = given.filter((row) => row !== g && row < r && at(row).asset === at(g).asset);
      const second = more === null ? undefined : others[more % Math.max(1, others.length)];
      const all = second === undefined ? [g] : [g, second];
      for (const row of [...all, r]) used.add(row);
      return [{ given: all, received: r }];
    });
    function at(row: number) {
      return transfers[row] as (typeof transfers)[number];
    }
    const first = (row: number) => transfers.findIndex(({ tx }) => tx === transfers[row]?.tx);
    return {
      transfers,
      crossings,
      seeds: ['S', 'T'],
      endpoints: ['E'],
      unexplored: ['r', 'q'],
      ...(until === null ? {} : { until: until < transfers.length ? first(until) : transfers.length }),
    };
  });

interface DrawnOutput {
  readonly to: number;
  readonly share: number;
}
const coinTransaction = fc.record({
  spends: fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }),
  outputs: fc.array(fc.record<DrawnOutput>({ to: fc.nat(5), share: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  fee: fc.oneof(fc.constant(0n), fc.bigInt(1n, 5n)),
  sameBlock: fc.boolean(),
});

/** `sameBlock[i]`: transaction i stands in the block of the one before it. */
export interface DrawnCoinWorld {
  readonly world: CoinWorld;
  readonly sameBlock: readonly boolean[];
}

function drawnCoins(kind: 'coins' | 'wallets'): fc.Arbitrary<DrawnCoinWorld> {
  return fc
    .record({
      external: fc.array(fc.record({ amount, owner: fc.nat(5) }), { minLength: 1, maxLength: 6 }),
      seeds: fc.integer({ min: 1, max: 3 }),
      createdSeeds: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
      transactions: fc.array(coinTransaction, { minLength: 1, maxLength: 10 }),
    })
    .map(({ external, seeds, createdSeeds, transactions }) => {
      const owners = ['S', 'R', 'A', 'B', 'E', 'F'];
      const externalCoins = Object.fromEntries(external.map((coin, n) => [`x:${n}`, coin.amount]));
      const unspent = new Map(Object.entries(externalCoins));
      const kept: { id: string; vin: string[]; vout: { amount: bigint; to: string }[]; fee: bigint }[] = [];
      const sameBlock: boolean[] = [];
      for (const drawn of transactions) {
        const vin: string[] = [];
        let total = 0n;
        for (const pick of drawn.spends) {
          const ids = [...unspent.keys()];
          const id = ids[pick % ids.length];
          if (id === undefined) break;
          total += unspent.get(id) as bigint;
          unspent.delete(id);
          vin.push(id);
        }
        if (vin.length === 0) break;
        let fee = drawn.fee < total ? drawn.fee : 0n;
        const weight = drawn.outputs.reduce((sum, output) => sum + BigInt(output.share), 0n);
        const vout = drawn.outputs
          .map(({ to, share }) => ({
            amount: ((total - fee) * BigInt(share)) / weight,
            to: owners[to] as string,
          }))
          .filter((output) => output.amount > 0n);
        const left = total - fee - vout.reduce((sum, output) => sum + output.amount, 0n);
        const first = vout[0];
        if (first) first.amount += left;
        else fee = total;
        const id = `t${(kept.length * 7 + 3) % 10}`; // does not sort in chain order
        kept.push({ id, vin, vout, fee });
        // Only where it spends a coin of the transaction before, or the order would be nobody's.
        sameBlock.push(drawn.sameBlock && vin.some((coin) => coin.startsWith(`${kept.at(-2)?.id}:`)));
        for (const [n, output] of vout.entries()) unspent.set(`${id}:${n}`, output.amount);
      }
      const spent = new Set(kept.flatMap(({ vin }) => vin));
      const created = kept.flatMap(({ id, vout }) => vout.map((_, n) => `${id}:${n}`));
      const candidates = [
        ...created.slice(0, createdSeeds),
        ...Object.keys(externalCoins).filter((coin) => spent.has(coin)),
      ];
      const common = { externalCoins, transactions: kept, endpoints: ['E', 'F'] };
      const world: CoinWorld =
        kind === 'coins'
          ? { ...common, seedCoins: createdSeeds > 0 ? candidates.slice(0, seeds) : candidates.slice(-seeds) }
          : {
              ...common,
              seedCoins: [],
              seedWallets: owners.slice(0, Math.min(seeds, 2)),
              ownerOfExternal: Object.fromEntries(
                external.map((coin, n) => [`x:${n}`, owners[coin.owner] as string]),
              ),
            };
      return { world, sameBlock };
    });
}

export const coinWorlds = drawnCoins('coins');
export const coinWalletWorlds = drawnCoins('wallets');
/** As these, and one or two of the transactions end what goes into them. */
export const mixingWorlds: fc.Arbitrary<DrawnCoinWorld> = fc
  .tuple(fc.oneof(coinWorlds, coinWalletWorlds), fc.nat(9), fc.nat(9))
  .map(([{ world, sameBlock }, ...picks]) => {
    const ids = world.transactions.map(({ id }) => id);
    const mixers = [...new Set(picks.map((pick) => ids[pick % ids.length] as string))];
    return { world: { ...world, mixers }, sameBlock };
  });
