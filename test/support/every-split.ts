// Bounds by trying: every choice of a tainted part that the balances of a small world allow, one after the other (engine.md
// §6, first formula). Imports nothing from src/. Every row is a transaction of its own: nothing is matched.
import type { AccountWorld } from './oracle.ts';

export interface Extremes {
  least: number;
  /** Of what was followed. */
  followed: number;
  /** With all of the asset that was not followed. */
  most: number;
}

type Sums = Map<string, number>;
const of = (sums: Sums, name: string) => sums.get(name) ?? 0;
const add = (sums: Sums, name: string, amount: number) => sums.set(name, of(sums, name) + amount);

/** What each pool must have had at the start: all that it is short of, row by row. */
function openingsOf(world: AccountWorld): Sums {
  const balances: Sums = new Map();
  const short: Sums = new Map();
  for (const { from, to, amount, asset = '' } of world.transfers) {
    if (from === to) continue;
    const [payer, payee, x] = [`${from} ${asset}`, `${to} ${asset}`, Number(amount)];
    if (isPool(world, from)) {
      const missing = Math.max(0, x - of(balances, payer));
      add(short, payer, missing);
      add(balances, payer, missing - x);
    }
    if (isPool(world, to)) add(balances, payee, x);
  }
  return short;
}

function isPool({ seeds, endpoints, unexplored = [] }: AccountWorld, name: string): boolean {
  return ![...seeds, ...endpoints, ...unexplored].includes(name);
}

/** By `endpoint asset`, over all that the seeds of `asked` send; what the others send is clean. */
export function everySplit(world: AccountWorld, asked: readonly string[]): Map<string, Extremes> {
  const found = new Map<string, Extremes>();
  const balance = openingsOf(world);
  const taint: Sums = new Map();
  const reached: Sums = new Map();
  const lost: Sums = new Map();
  const crossed = (world.crossings ?? []).map(() => 0);
  const assets = [...new Set(world.transfers.map(({ asset = '' }) => asset))];

  function done(): void {
    for (const end of world.endpoints)
      for (const asset of assets) {
        const here = of(reached, `${end} ${asset}`);
        const open = here + of(lost, asset);
        const known = found.get(`${end} ${asset}`) ?? { least: here, followed: here, most: open };
        found.set(`${end} ${asset}`, {
          least: Math.min(known.least, here),
          followed: Math.max(known.followed, here),
          most: Math.max(known.most, open),
        });
      }
  }

  function step(index: number): void {
    const row = world.transfers[index];
    if (row === undefined) {
      done();
      return;
    }
    if (row.from === row.to) {
      step(index + 1);
      return;
    }
    const { from, asset = '' } = row;
    const payer = `${from} ${asset}`;
    const x = Number(row.amount);
    const crossing = (world.crossings ?? []).findIndex(({ received }) => received === index);
    if (crossing >= 0) {
      const rows = world.crossings?.[crossing]?.given ?? [];
      const given = rows.reduce((sum, each) => sum + Number(world.transfers[each]?.amount), 0);
      const exact = ((crossed[crossing] as number) * x) / given;
      for (const t of new Set([Math.floor(exact), Math.ceil(exact)])) paid(index, t);
    } else if (world.seeds.includes(from)) {
      const isIts = asked.includes(from) && index >= (world.since ?? 0);
      paid(index, isIts ? x : 0);
    } else if (!isPool(world, from)) paid(index, 0);
    else {
      const [had, dirty] = [of(balance, payer), of(taint, payer)];
      for (let t = Math.max(0, x - (had - dirty)); t <= Math.min(x, dirty); t += 1) {
        add(balance, payer, -x);
        add(taint, payer, -t);
        paid(index, t);
        add(balance, payer, x);
        add(taint, payer, t);
      }
    }
  }

  /** Of the `t` tainted, those in front that seeds claim end here; their own begin here. */
  function paid(index: number, t: number): void {
    const claims = (world.payments ?? []).filter(({ row }) => row === index);
    const front = claims.reduce((sum, { amount }) => sum + Number(amount), 0);
    const own = claims.reduce((sum, { id, amount }) => sum + (asked.includes(id) ? Number(amount) : 0), 0);
    const behind = Number(world.transfers[index]?.amount) - front;
    for (let ends = Math.max(0, t - behind); ends <= Math.min(t, front); ends += 1)
      arrive(index, t - ends + own);
  }

  function arrive(index: number, t: number): void {
    const { to, asset = '', amount } = world.transfers[index] as AccountWorld['transfers'][number];
    const isLate = index >= (world.until ?? Number.POSITIVE_INFINITY);
    const crossing = (world.crossings ?? []).findIndex(({ given }) => given.includes(index));
    const payee = `${to} ${asset}`;
    const x = isPool(world, to) ? Number(amount) : 0;
    add(balance, payee, x);
    if (crossing >= 0 && !isLate) {
      crossed[crossing] = (crossed[crossing] as number) + t;
      step(index + 1);
      crossed[crossing] = (crossed[crossing] as number) - t;
    } else if (world.seeds.includes(to)) step(index + 1);
    else {
      const isLost = isLate || world.unexplored?.includes(to) === true;
      const [sums, name] = isLost
        ? [lost, asset]
        : world.endpoints.includes(to)
          ? [reached, payee]
          : [taint, payee];
      add(sums, name, t);
      step(index + 1);
      add(sums, name, -t);
    }
    add(balance, payee, -x);
  }

  step(0);
  return found;
}
