// The question of a sweep as a program asks it, and from there to the engine's: names are looked up in the list, and what
// stands nowhere is refused, since a misspelt seed would give a zero that looks like an answer.
import type { Crossing, CrossingId, TransferRef } from '../model/crossing.ts';
import { KnownError } from '../model/errors.ts';
import { placeKey, type TxId } from '../model/place.ts';
import type { SeedId } from '../model/seed.ts';
import type { CoinId, TransferId } from '../model/transfer.ts';
import { type ConventionName, conventionNames } from '../trace/conventions/convention.ts';
import type { Question, ResolvedSeed } from '../trace/question.ts';
import { badArgument, quoted } from './bad-argument.ts';
import { CHAIN, checkText, checkTime, isWalletName, type Line, placeCalled } from './plain-transfers.ts';

/** What leaves this wallet is tainted. `name`: what the result calls it, else the wallet itself. */
export interface WalletSeed {
  readonly wallet: string;
  readonly name?: string | undefined;
}

/** Exactly this payment is tainted when it arrives; `payment`: `tx:n`, or `tx` where it makes only one. */
export interface PaymentSeed {
  readonly payment: string;
  /** Base units claimed, from the front of the payment; all of it where left out. */
  readonly amount?: bigint | undefined;
  readonly name?: string | undefined;
}

/** Transfers by which value changed asset, as `tx:n`: what is tainted of those given is tainted of those received. */
export interface SweepCrossing {
  readonly id: string;
  readonly given: readonly string[];
  readonly received: readonly string[];
}

export interface SweepQuestion {
  /** All wallets or all payments: the two are separate questions, and are never mixed in one sweep. */
  readonly seeds: readonly WalletSeed[] | readonly PaymentSeed[];
  readonly convention: ConventionName;
  /** Places where value has arrived and goes no further. A seed is none. */
  readonly endpoints?: Iterable<string> | undefined;
  /** Places whose whole history the list holds; all but the endpoints where left out. */
  readonly explored?: Iterable<string> | undefined;
  readonly crossings?: readonly SweepCrossing[] | undefined;
  /** Unix seconds: wallet seeds are tainted from here on. */
  readonly since?: number | undefined;
  /** Unix seconds: what moves later is not followed. */
  readonly until?: number | undefined;
}

/** Throws KnownError `bad-argument`, `no-seed`, `seed-unknown`, `seed-ambiguous`, `seed-too-large`, `seed-claimed-twice`. */
export function questionOf(asked: SweepQuestion, lines: readonly Line[]): Question {
  const { convention, since, until } = asked;
  if (!conventionNames.includes(convention))
    throw badArgument('question.convention', `is none of ${conventionNames.join(', ')}`);
  for (const [name, time] of [
    ['since', since],
    ['until', until],
  ] as const) {
    checkTime(time, `question.${name}`);
    if (time !== undefined && lines.some((line) => line.time === undefined))
      throw badArgument(`question.${name}`, 'needs the time of every transfer');
  }
  const keyOf = (name: string) => placeKey(placeCalled(name));
  const endpoints = new Set(Array.from(asked.endpoints ?? [], keyOf));
  const explored = new Set(Array.from(asked.explored ?? walletsOf(lines), keyOf));
  for (const key of endpoints) explored.delete(key);
  return {
    seeds: seedsOf(asked.seeds, lines),
    explored,
    answered: coinsOf(lines),
    isEndpoint: (key) => endpoints.has(key),
    crossings: (asked.crossings ?? []).map((crossing, index) => crossingOf(crossing, index, lines)),
    since,
    until,
  };
}

function walletsOf(lines: readonly Line[]): ReadonlySet<string> {
  const wallets = new Set<string>();
  for (const { from, to } of lines) {
    if (isWalletName(from)) wallets.add(from);
    if (isWalletName(to)) wallets.add(to);
  }
  return wallets;
}

function coinsOf(lines: readonly Line[]): ReadonlySet<CoinId> {
  const coins = new Set<CoinId>();
  for (const { coin } of lines) if (coin !== undefined) coins.add(coin as CoinId);
  return coins;
}

function seedsOf(asked: SweepQuestion['seeds'], lines: readonly Line[]): ResolvedSeed[] {
  if (asked.length === 0)
    throw new KnownError('no-seed', 'There is nothing to sweep.', {
      hint: 'Give question.seeds a wallet or a payment.',
      exit: 2,
    });
  const seeds = asked.map((seed: WalletSeed | PaymentSeed, index): ResolvedSeed => {
    const where = `question.seeds[${index}]`;
    if ('wallet' in seed) return walletSeed(seed, where, lines);
    return paymentSeed(seed, where, lines);
  });
  if (new Set(seeds.map(({ kind }) => kind)).size > 1)
    throw badArgument('question.seeds', 'mixes wallets with payments, which are separate questions');
  if (new Set(seeds.map(({ id }) => id)).size < seeds.length)
    throw badArgument('question.seeds', 'holds two seeds of one name');
  const wallets = seeds.flatMap((seed) => (seed.kind === 'wallet' ? seed.places : []));
  if (new Set(wallets).size < wallets.length) throw badArgument('question.seeds', 'names a wallet twice');
  refuseDoubleClaims(seeds, lines);
  return seeds;
}

function walletSeed(
  { wallet, name = wallet }: WalletSeed,
  where: string,
  lines: readonly Line[],
): ResolvedSeed {
  checkText(wallet, `${where}.wallet`);
  checkText(name, `${where}.name`);
  if (!isWalletName(wallet) || !lines.some(({ from, to }) => from === wallet || to === wallet))
    throw new KnownError('seed-unknown', `${where}.wallet takes part in no transfer: ${quoted(wallet)}.`, {
      hint: 'Wallets are compared as they are written.',
    });
  return { kind: 'wallet', id: name as SeedId, places: [placeKey(placeCalled(wallet))] };
}

function paymentSeed(
  { payment, amount, name = payment }: PaymentSeed,
  where: string,
  lines: readonly Line[],
): ResolvedSeed {
  checkText(payment, `${where}.payment`);
  checkText(name, `${where}.name`);
  const line = paymentCalled(payment, lines);
  if (line === undefined)
    throw new KnownError('seed-unknown', `${where}.payment is in no transfer: ${quoted(payment)}.`, {
      hint: 'A payment is tx:n, n being its position in the transaction, or the number of the output.',
    });
  if (amount !== undefined && typeof amount !== 'bigint')
    throw badArgument(`${where}.amount`, 'is no bigint');
  const claimed = amount ?? line.amount;
  if (claimed <= 0n || claimed > line.amount)
    throw new KnownError('seed-too-large', `${where} claims more than the payment holds, or nothing.`, {
      facts: [`claimed ${claimed}`, `payment ${line.amount}`],
      hint: 'Claim at most the amount of the payment.',
      exit: 2,
    });
  return {
    kind: 'payment',
    id: name as SeedId,
    chain: CHAIN,
    txId: line.tx as TxId,
    // A coin from before the list begins is claimed where it is spent.
    transfer: line.kind === 'input' ? undefined : (line.id as TransferId),
    coin: line.coin as CoinId | undefined,
    amount: claimed,
  };
}

/** A payment into a wallet by its name or, if it is the only one, by that of its transaction; or a coin from before the list. */
function paymentCalled(name: string, lines: readonly Line[]): Line | undefined {
  const payments = lines.filter(({ to }) => isWalletName(to));
  const exact = payments.find(({ id }) => id === name) ?? lines.find(({ coin }) => coin === name);
  if (exact !== undefined) return exact.to !== undefined && !isWalletName(exact.to) ? undefined : exact;
  const [only, second] = payments.filter(({ tx }) => tx === name);
  if (second === undefined) return only;
  throw new KnownError('seed-ambiguous', `The transaction ${quoted(name)} makes several payments.`, {
    facts: payments.filter(({ tx }) => tx === name).map(({ id, amount }) => `${quoted(id)}: ${amount}`),
    hint: 'Say which: tx:n.',
    exit: 2,
  });
}

function refuseDoubleClaims(seeds: readonly ResolvedSeed[], lines: readonly Line[]): void {
  const claimed = new Map<string, bigint>();
  for (const seed of seeds) {
    if (seed.kind === 'wallet') continue;
    const name = (seed.transfer ?? seed.coin) as string;
    const sum = (claimed.get(name) ?? 0n) + seed.amount;
    claimed.set(name, sum);
    const whole = lines.find(({ id, coin }) => id === name || coin === name)?.amount ?? 0n;
    if (sum > whole)
      throw new KnownError('seed-claimed-twice', 'Two seeds claim the same payment beyond its amount.', {
        facts: [`claimed ${sum} of ${whole} base units`],
        hint: 'Name each payment once.',
        exit: 2,
      });
  }
}

function crossingOf(crossing: SweepCrossing, index: number, lines: readonly Line[]): Crossing {
  const where = `question.crossings[${index}]`;
  checkText(crossing.id, `${where}.id`);
  const refs = (side: 'given' | 'received') =>
    crossing[side].map((name, n): TransferRef => {
      const line = lines.find(({ id }) => id === name);
      if (line === undefined || line.amount === 0n)
        throw badArgument(`${where}.${side}[${n}]`, `is no transfer of the list: ${quoted(name)}`);
      return { chain: CHAIN, transfer: line.id as TransferId };
    });
  const id = crossing.id as CrossingId;
  return { id, basis: 'named by the caller', given: refs('given'), received: refs('received') };
}
