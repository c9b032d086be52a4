// As oracle.ts, for coin chains: value rests in coins and mixes in transactions only.
import {
  addPartsAt,
  addUnits,
  amountOf,
  apportionPlainly,
  arriveAtSeed,
  type Convention,
  clean,
  isOrdered,
  type Lot,
  type Parts,
  type PartsAt,
  partsOf,
  shareOut,
  smaller,
  subtract,
  sumOf,
  takeFront,
} from './oracle-lots.ts';

export interface CoinWorld {
  /** Coins that exist before the first transaction, with their amounts. */
  readonly externalCoins: Readonly<Record<string, bigint>>;
  /** Each a seed of its own, its id the coin's. May be created here: what it carried then has reached this seed. */
  readonly seedCoins: readonly string[];
  /** Wallet seeds: every coin of theirs that is spent carries their name. */
  readonly seedWallets?: readonly string[];
  readonly ownerOfExternal?: Readonly<Record<string, string>>;
  readonly transactions: readonly {
    id: string;
    vin: readonly string[];
    vout: readonly { amount: bigint; to: string }[];
    fee: bigint;
  }[];
  readonly endpoints: readonly string[];
  /** Transactions in which value ends: what goes in stands at `tx:<id>`, and all that comes out is clean. */
  readonly mixers?: readonly string[];
}

export interface CoinAnswer {
  /** Tainted parts of every coin created. */
  readonly coins: PartsAt;
  /** Tainted parts of every transaction's fee. */
  readonly fees: PartsAt;
  readonly endpoints: PartsAt;
  /** By coin, of those that are unspent at the end. */
  readonly held: PartsAt;
  readonly returned: Parts;
  readonly reachedSeed: PartsAt;
  readonly injected: Parts;
}

export function coinOracle(world: CoinWorld, convention: Convention): CoinAnswer {
  const answer: CoinAnswer = {
    coins: {},
    fees: {},
    endpoints: {},
    held: {},
    returned: {},
    reachedSeed: {},
    injected: {},
  };
  const seedOrder = coinSeedOrder(world);
  const coins = new Map<string, { owner: string | undefined; lots: Lot[] }>();
  const create = (id: string, owner: string | undefined, amount: bigint, lots: Lot[]): Parts => {
    let own = lots;
    if (world.seedCoins.includes(id)) {
      addUnits(answer.injected, id, amount);
      addPartsAt(answer.reachedSeed, id, partsOf(lots));
      own = [{ amount, parts: { [id]: amount } }];
    }
    coins.set(id, { owner, lots: own });
    return partsOf(own);
  };
  const spend = (id: string): Lot[] => {
    const coin = coins.get(id);
    if (!coin) throw new Error(`no coin ${id}, or spent twice`);
    coins.delete(id);
    const amount = amountOf(coin.lots);
    if (coin.owner !== undefined && world.seedWallets?.includes(coin.owner)) {
      addUnits(answer.injected, coin.owner, amount);
      return [{ amount, parts: { [coin.owner]: amount } }];
    }
    return coin.owner !== undefined && world.endpoints.includes(coin.owner) ? [clean(amount)] : coin.lots;
  };

  for (const [id, amount] of Object.entries(world.externalCoins))
    create(id, world.ownerOfExternal?.[id], amount, [clean(amount)]);
  for (const { id, vin, vout, fee } of world.transactions) {
    let inputs = vin.flatMap(spend);
    if (world.mixers?.includes(id)) {
      addPartsAt(answer.endpoints, `tx:${id}`, partsOf(inputs));
      inputs = [clean(amountOf(inputs))];
    }
    const dealt = deal(convention, inputs, [...vout.map((output) => output.amount), fee], seedOrder);
    for (const [n, { amount, to }] of vout.entries()) {
      const parts = create(`${id}:${n}`, to, amount, dealt[n] as Lot[]);
      addPartsAt(answer.coins, `${id}:${n}`, parts);
      if (world.seedWallets?.includes(to)) arriveAtSeed(answer, to, parts);
      else if (world.endpoints.includes(to)) addPartsAt(answer.endpoints, to, parts);
    }
    addPartsAt(answer.fees, id, partsOf(dealt[vout.length] as Lot[]));
  }
  if (convention === 'poison') return answer; // reach has no place where it stands
  const absorbs = (owner: string) => world.seedWallets?.includes(owner) || world.endpoints.includes(owner);
  for (const [id, { owner, lots }] of coins)
    if (owner === undefined || !absorbs(owner)) addPartsAt(answer.held, id, partsOf(lots));
  return answer;
}

/** By the first leg that is the seed's (an input of its coins, or the output that is the seed), then id. */
function coinSeedOrder(world: CoinWorld): string[] {
  const owner = new Map(Object.entries(world.ownerOfExternal ?? {}));
  const legs: string[] = [];
  for (const { id, vin, vout } of world.transactions) {
    for (const coin of vin) legs.push(world.seedCoins.includes(coin) ? coin : (owner.get(coin) ?? ''));
    for (const [n, { to }] of vout.entries()) {
      owner.set(`${id}:${n}`, to);
      legs.push(`${id}:${n}`);
    }
  }
  const first = (seed: string) => (legs.includes(seed) ? legs.indexOf(seed) : legs.length);
  return [...world.seedCoins, ...(world.seedWallets ?? [])].sort(
    (a, b) => first(a) - first(b) || (a < b ? -1 : 1),
  );
}

/** What each place (the outputs in vout order, then the fee) gets of the inputs. */
function deal(
  convention: Convention,
  inputs: readonly Lot[],
  amounts: readonly bigint[],
  seedOrder: readonly string[],
): Lot[][] {
  if (convention === 'poison') {
    const seeds = Object.keys(partsOf(inputs));
    return amounts.map((amount) => [
      { amount, parts: Object.fromEntries(seeds.filter(() => amount > 0n).map((seed) => [seed, amount])) },
    ]);
  }
  if (isOrdered(convention)) {
    const sequence = convention === 'lifo' ? [...inputs].reverse() : [...inputs];
    return amounts.map((amount) => takeFront(sequence, amount, convention, seedOrder));
  }
  const total = amountOf(inputs);
  let left = partsOf(inputs);
  const tainted = sumOf(left);
  const result = amounts.map((amount) => [clean(amount)]);
  const haircut = apportionPlainly(tainted, amounts);
  let leftTainted = tainted;
  let leftClean = total - tainted;
  const fee = amounts.length - 1;
  const order = amounts.map((_, index) => index);
  if (convention === 'tiho')
    order.sort((a, b) =>
      a === fee
        ? 1
        : b === fee
          ? -1
          : amounts[a] === amounts[b]
            ? a - b
            : (amounts[a] as bigint) > (amounts[b] as bigint)
              ? -1
              : 1,
    );
  for (const index of order) {
    const amount = amounts[index] as bigint;
    const t =
      convention === 'haircut'
        ? (haircut[index] as bigint)
        : convention === 'libr'
          ? amount - smaller(amount, leftClean)
          : smaller(amount, leftTainted);
    const parts = shareOut(t, left, seedOrder);
    left = subtract(left, parts);
    leftTainted -= t;
    leftClean -= amount - t;
    result[index] = [{ amount, parts }];
  }
  return result;
}
