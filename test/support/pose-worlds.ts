// Hands the oracle's worlds to the engine, and writes the engine's sweep down in the oracle's form.
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Crossing, CrossingId } from '../../src/model/crossing.ts';
import { type Place, type PlaceKey, placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import { type CoinId, coinId, type Transfer, type TransferId } from '../../src/model/transfer.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { Question, ResolvedSeed } from '../../src/trace/question.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import type { Booking, Swept } from '../../src/trace/sweep/swept.ts';
import { type Timeline, timelineOf } from '../../src/trace/timeline.ts';
import type { AccountAnswer, AccountWorld } from './oracle.ts';
import type { CoinAnswer, CoinWorld } from './oracle-coins.ts';
import type { Convention, Parts, PartsAt } from './oracle-lots.ts';

const CHAIN = 'list:world' as ChainId;
const ASSET = assetId('UNIT');
const FEE: Place = { kind: 'fee', chain: CHAIN };

export interface Posed {
  readonly transfers: readonly Transfer[];
  readonly question: Question;
}

const place = (name: string, chain: ChainId) => wallet(chain, name as Address);

/** `transfers[i]` is row i of the world; `since` and `until` must be a transaction's first row. `chain`: several worlds can be laid side by side. */
export function posedAccount(world: AccountWorld, chain: ChainId = CHAIN): Posed {
  let index = -1;
  let order = 0;
  const transfers = world.transfers.map((row, n): Transfer => {
    if (world.transfers[n - 1]?.tx !== row.tx) {
      index += 1;
      order = 0;
    }
    const height = Math.floor(index / 2);
    const txId = row.tx as TxId;
    return {
      // Ids that do not sort in chain order.
      id: `${txId}/${row.fee ? 'fee' : `log/${(order * 7 + 3) % 23}`}` as TransferId,
      chain,
      txId,
      at: { height, time: index, txIndex: index % 2, order: order++ },
      from: place(row.from, chain),
      to: row.fee ? { kind: 'fee', chain } : place(row.to, chain),
      asset: row.asset === undefined ? ASSET : assetId(row.asset),
      amount: row.amount,
      coin: undefined,
    };
  });
  const seeds: ResolvedSeed[] = [
    ...world.seeds.map(
      (name): ResolvedSeed => ({
        kind: 'wallet',
        id: name as SeedId,
        places: [placeKey(place(name, chain))],
      }),
    ),
    ...(world.payments ?? []).map(({ id, row, amount }): ResolvedSeed => {
      const transfer = transfers[row] as Transfer;
      return {
        kind: 'payment',
        id: id as SeedId,
        chain,
        txId: transfer.txId,
        transfer: transfer.id,
        coin: undefined,
        amount,
      };
    }),
  ];
  const names = world.transfers.flatMap((row) => (row.fee ? [row.from] : [row.from, row.to]));
  const unexplored = [...world.endpoints, ...(world.unexplored ?? [])];
  const timeAt = (row: number) => transfers[row]?.at?.time ?? index + 1;
  return {
    transfers,
    question: {
      ...asked(seeds, names, unexplored, world.endpoints, [], chain),
      since: world.since === undefined ? undefined : timeAt(world.since),
      until: world.until === undefined ? undefined : timeAt(world.until) - 1,
      ...(world.crossings === undefined ? {} : { crossings: crossingsAmong(transfers, world.crossings) }),
    },
  };
}

function crossingsAmong(
  transfers: readonly Transfer[],
  crossings: AccountWorld['crossings'] & object,
): Crossing[] {
  const ref = (row: number) => {
    const { chain, id } = transfers[row] as Transfer;
    return { chain, transfer: id };
  };
  return crossings.map(({ given, received }, index) => ({
    // Ids that do not sort in chain order.
    id: `crossing ${(index * 5 + 3) % 11}` as CrossingId,
    basis: 'swap',
    given: given.map(ref),
    received: [ref(received)],
  }));
}

function asked(
  seeds: readonly ResolvedSeed[],
  names: readonly string[],
  unexplored: readonly string[],
  endpoints: readonly string[],
  answered: readonly CoinId[],
  chain: ChainId = CHAIN,
): Question {
  const stops = new Set<PlaceKey>(endpoints.map((name) => placeKey(place(name, chain))));
  return {
    seeds,
    explored: new Set(
      names.filter((name) => !unexplored.includes(name)).map((name) => placeKey(place(name, chain))),
    ),
    answered: new Set(answered),
    isEndpoint: (key) => stops.has(key),
    since: undefined,
    until: undefined,
  };
}

function coinNamed(name: string): CoinId {
  const [tx, n] = name.split(':');
  return coinId(tx as TxId, Number(n));
}

/** `sameBlock[i]`: transaction i stands in the block of the one before. No txIndex: the coins tell the order. */
export function posedCoins(world: CoinWorld, sameBlock: readonly boolean[] = []): Posed {
  const coins = new Map<string, { owner: string; amount: bigint }>();
  for (const [name, amount] of Object.entries(world.externalCoins))
    coins.set(name, { owner: world.ownerOfExternal?.[name] ?? `owner of ${name}`, amount });
  const transfers: Transfer[] = [];
  let height = 0;
  for (const [index, { id, vin, vout, fee }] of world.transactions.entries()) {
    if (!sameBlock[index]) height += 1;
    const txId = id as TxId;
    const junction: Place = { kind: 'junction', chain: CHAIN, txId };
    const leg = (n: string, order: number, from: Place, to: Place, amount: bigint, coin?: string) => {
      const at = { height, time: height * 600, txIndex: undefined, order };
      const id = `${txId}/${n}` as TransferId;
      const coinOf = coin === undefined ? undefined : coinNamed(coin);
      transfers.push({ id, chain: CHAIN, txId, at, from, to, asset: ASSET, amount, coin: coinOf });
    };
    for (const [n, name] of vin.entries()) {
      const { owner, amount } = coins.get(name) as { owner: string; amount: bigint };
      leg(`in/${n}`, n, place(owner, CHAIN), junction, amount, name);
    }
    for (const [n, { amount, to }] of vout.entries()) {
      coins.set(`${id}:${n}`, { owner: to, amount });
      leg(`out/${n}`, vin.length + n, junction, place(to, CHAIN), amount, `${id}:${n}`);
    }
    if (fee > 0n) leg('fee', vin.length + vout.length, junction, FEE, fee);
  }
  const seeds: ResolvedSeed[] = [
    ...world.seedCoins.map((name): ResolvedSeed => {
      const coin = coinNamed(name);
      const { amount } = coins.get(name) as { amount: bigint };
      const id = name as SeedId;
      const maker = transfers.find((each) => each.coin === coin && each.from.kind === 'junction');
      const txId = name.split(':')[0] as TxId;
      return { kind: 'payment', id, chain: CHAIN, txId, transfer: maker?.id, coin, amount };
    }),
    ...(world.seedWallets ?? []).map(
      (name): ResolvedSeed => ({
        kind: 'wallet',
        id: name as SeedId,
        places: [placeKey(place(name, CHAIN))],
      }),
    ),
  ];
  const names = [...coins.values()].map(({ owner }) => owner);
  const answered = [...coins.keys()].map(coinNamed);
  const ends = [...world.endpoints, ...(world.mixers ?? []).map((id) => `tx:${id}`)];
  return { transfers, question: asked(seeds, names, world.endpoints, ends, answered) };
}

export interface Run {
  readonly timeline: Timeline;
  readonly swept: Swept;
}

export function run({ transfers, question }: Posed, convention: Convention): Run {
  const timeline = timelineOf(transfers);
  return { timeline, swept: sweep(timeline, question, conventions[convention], 'kept') };
}

function add(to: Parts, key: string, units: bigint): void {
  if (units !== 0n) to[key] = (to[key] ?? 0n) + units;
}

/** Units per seed of the transfer with this id; a transfer that the engine lost is `undefined`, not empty. */
function carriedBy({ timeline, swept }: Run): Map<string, Parts> {
  const found = new Map<string, Parts>();
  for (const [index, leg] of timeline.legs.entries()) {
    const parts: Parts = {};
    for (const lot of swept.carried.get(index) ?? [])
      if (lot.seed >= 0) add(parts, swept.seeds[lot.seed]?.id as string, lot.amount);
    found.set(leg.transfer.id, parts);
  }
  return found;
}

/** Bookings of one line, by `outer` and seed. */
function booked(
  { swept }: Run,
  line: Booking['line'],
  outer: (booking: Booking) => string | undefined,
): PartsAt {
  const sums: PartsAt = {};
  for (const booking of swept.bookings) {
    if (booking.line !== line || booking.amount === 0n) continue;
    const key = outer(booking) ?? 'nowhere';
    sums[key] ??= {};
    add(sums[key], swept.seeds[booking.seed]?.id as string, booking.amount);
  }
  return sums;
}

/** The name of an asset, where a world has several, behind what it is of. */
function ofAsset({ timeline }: Run, asset: number): string {
  return timeline.assets[asset] === ASSET ? '' : ` ${timeline.assets[asset]}`;
}

function booksOf(done: Run) {
  const { swept, timeline } = done;
  const at = ({ place, asset }: { place: number; asset: number }) =>
    `${nameOf(timeline.keys[place])}${ofAsset(done, asset)}`;
  const seedNamed = (rank: number) => swept.seeds[rank]?.id as string;
  const injected: Parts = {};
  for (const [rank, sums] of swept.injected.entries())
    for (const [asset, units] of sums) add(injected, `${seedNamed(rank)}${ofAsset(done, asset)}`, units);
  return {
    endpoints: booked(done, 'endpoint', at),
    returned: booked(done, 'returned', () => 'all').all ?? {},
    reachedSeed: booked(done, 'reachedSeed', (booking) => seedNamed(booking.reached as number)),
    injected,
  };
}

const nameOf = (key: PlaceKey | undefined) => (key ?? '/nowhere').slice((key ?? '/').indexOf('/') + 1);

export function accountAnswer(posed: Posed, convention: Convention): AccountAnswer {
  const done = run(posed, convention);
  const at = ({ place, asset }: { place: number; asset: number }) =>
    `${nameOf(done.timeline.keys[place])}${ofAsset(done, asset)}`;
  const carried = carriedBy(done);
  const shortage: Parts = {};
  for (const gap of done.swept.shortages.values()) add(shortage, at(gap), gap.amount);
  return {
    ...booksOf(done),
    perTransfer: posed.transfers.map((transfer) => carried.get(transfer.id) as Parts),
    held: booked(done, 'held', at),
    notFollowed: booked(done, 'notFollowed', at),
    afterUntil: booked(done, 'afterUntil', at),
    fees: booked(done, 'fees', () => 'all').all ?? {},
    shortage,
    ...(posed.question.crossings === undefined ? {} : { crossed: crossedBy(done, posed.question.crossings) }),
  };
}

/** In the order of the question. */
function crossedBy({ swept }: Run, crossings: readonly Crossing[]): NonNullable<AccountAnswer['crossed']> {
  const parts = (units: ReadonlyMap<number, bigint>) => {
    const sums: Parts = {};
    for (const [rank, sum] of units) add(sums, swept.seeds[rank]?.id as string, sum);
    return sums;
  };
  return crossings.map(({ id }) => {
    const crossed = swept.crossed.find(({ of }) => of.crossing.id === id);
    return { given: parts(crossed?.given ?? new Map()), received: parts(crossed?.received ?? new Map()) };
  });
}

export function coinAnswer(posed: Posed, convention: Convention): CoinAnswer & { notFollowed: PartsAt } {
  const done = run(posed, convention);
  const carried = carriedBy(done);
  const coins: PartsAt = {};
  const fees: PartsAt = {};
  for (const transfer of posed.transfers) {
    const parts = carried.get(transfer.id) as Parts;
    if (Object.keys(parts).length === 0 || transfer.to.kind === 'junction') continue;
    if (transfer.to.kind === 'fee') fees[transfer.txId] = parts;
    else coins[transfer.coin as string] = parts;
  }
  return {
    ...booksOf(done),
    coins,
    fees,
    held: booked(done, 'held', (booking) => booking.coin),
    notFollowed: booked(done, 'notFollowed', (booking) => booking.coin),
  };
}
