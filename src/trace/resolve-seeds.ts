// From what the analyst typed to transfers: finds each seed's payment on its chain. Refuses what is ambiguous.
import type { ChainId } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import type { Ledger, Page, Scope } from '../model/ledger.ts';
import { placeKey } from '../model/place.ts';
import type { PaymentSeed, Seed } from '../model/seed.ts';
import { coinId, type Transfer } from '../model/transfer.ts';
import { type Payment, paymentsIn, spendOf, withoutChange } from './payments.ts';
import type { ResolvedSeed } from './question.ts';
import { asOneSeed, type SeedsTaken } from './together.ts';

export interface Resolved {
  readonly seeds: readonly ResolvedSeed[];
  /** What was learnt on the way: the seeds' own transactions. */
  readonly transfers: readonly Transfer[];
  /** Answers about the spending of seed coins whose own transaction is not at hand. */
  readonly pages: readonly Page[];
}

type Found = { seed: ResolvedSeed; transfers: readonly Transfer[]; pages: readonly Page[] };

export async function resolveSeeds(
  seeds: readonly Seed[],
  ledgerOf: (chain: ChainId) => Ledger,
  scopeOf: (chain: ChainId) => Scope,
  taken: SeedsTaken,
): Promise<Resolved> {
  const found = await Promise.all(
    seeds.map(async (seed): Promise<Found> => {
      if (seed.kind === 'wallet') {
        const { id, place } = seed;
        return {
          seed: { kind: 'wallet', id, places: [placeKey(place)] },
          transfers: [],
          pages: [],
        };
      }
      return findPayment(seed, ledgerOf(seed.chain), scopeOf(seed.chain));
    }),
  );
  refuseDoubleClaims(found);
  const resolved = found.map(({ seed }) => seed);
  return {
    seeds: taken === 'together' ? asOneSeed(resolved) : resolved,
    transfers: found.flatMap(({ transfers }) => transfers),
    pages: found.flatMap(({ pages }) => pages),
  };
}

async function findPayment(seed: PaymentSeed, ledger: Ledger, scope: Scope): Promise<Found> {
  let transfers: readonly Transfer[];
  try {
    transfers = await ledger.transfersIn(seed.txId, scope);
  } catch (error) {
    const unknown = error instanceof KnownError && error.code === 'transaction-unknown';
    if (!unknown || ledger.kind !== 'coin' || seed.n === undefined) throw error;
    return coinBySpender(seed, ledger, scope, error);
  }
  const at = transfers[0]?.at;
  if (at === undefined || at.height > scope.asOf.height)
    throw new KnownError('seed-not-final', `Transaction ${seed.txId} is not settled as of this run.`, {
      facts: [`as of block ${scope.asOf.height}`, `the transaction: ${at?.height ?? 'unconfirmed'}`],
      hint: 'Run again later, or name a later block with --as-of.',
    });
  const payment = paymentOf(seed, transfers, ledger.kind);
  return {
    seed: claimOn(seed, payment, payment.id),
    transfers,
    pages: [],
  };
}

function claimOn(
  seed: PaymentSeed,
  payment: Transfer,
  transfer: Transfer['id'] | undefined,
): ResolvedSeed & { kind: 'payment' } {
  const amount = seed.amount ?? payment.amount;
  if (amount > payment.amount || amount <= 0n)
    throw new KnownError('seed-too-large', `Seed ${seed.id} claims more than the payment holds.`, {
      facts: [`claimed ${amount}`, `payment ${payment.amount} base units of ${payment.asset}`],
      hint: 'Claim at most the amount of the transfer.',
      exit: 2,
    });
  return {
    kind: 'payment',
    id: seed.id,
    chain: seed.chain,
    txId: seed.txId,
    transfer,
    coin: payment.coin,
    amount,
  };
}

function listed(payments: readonly Payment[]): string[] {
  return payments.slice(0, 20).map(({ transfer: { amount, asset, from, to }, n }) => {
    return `:${n}  ${amount} of ${asset} from ${placeKey(from)} to ${placeKey(to)}`;
  });
}

function paymentOf(seed: PaymentSeed, transfers: readonly Transfer[], kind: Ledger['kind']): Transfer {
  const payments = paymentsIn(transfers, kind);
  if (seed.n === undefined) return onlyOne(seed, withoutChange(payments, transfers));
  const payment = payments.find(({ n }) => n === seed.n);
  if (payment !== undefined) return payment.transfer;
  throw noSuchPayment(seed, listed(payments));
}

function onlyOne(seed: PaymentSeed, payments: readonly Payment[]): Transfer {
  const [payment, second] = payments;
  const facts = listed(payments);
  if (payment !== undefined && second === undefined) return payment.transfer;
  if (payment === undefined) throw noSuchPayment(seed, facts);
  throw new KnownError('seed-ambiguous', `Transaction ${seed.txId} makes ${payments.length} payments.`, {
    facts,
    hint: `Say which: --tx ${seed.txId}:<n>`,
    exit: 2,
  });
}

function noSuchPayment(seed: PaymentSeed, facts: readonly string[]): KnownError {
  const which = seed.n === undefined ? '' : ` number ${seed.n}`;
  return new KnownError('seed-unknown', `Transaction ${seed.txId} makes no payment${which}.`, {
    facts,
    hint: facts.length > 0 ? 'Choose one of the payments above.' : 'Check the transaction id.',
  });
}

async function coinBySpender(
  seed: PaymentSeed,
  ledger: Ledger,
  scope: Scope,
  unknown: unknown,
): Promise<Found> {
  const { spend, pages } = await spendOf(coinId(seed.txId, seed.n as number), ledger, scope);
  if (spend === undefined) throw unknown;
  return { seed: claimOn(seed, spend, undefined), transfers: [], pages };
}

function refuseDoubleClaims(found: readonly Found[]): void {
  const claims = new Map<string, { sum: bigint; whole: bigint; ids: string[]; name: string | undefined }>();
  for (const { seed, transfers, pages } of found) {
    if (seed.kind !== 'payment') continue;
    const known = [...transfers, ...pages.flatMap((page) => page.transfers)];
    const payment = known.find((transfer) =>
      seed.transfer === undefined ? transfer.coin === seed.coin : transfer.id === seed.transfer,
    );
    const name = seed.transfer ?? seed.coin;
    const key = `${seed.chain}|${name}`;
    const claim = claims.get(key) ?? { sum: 0n, whole: payment?.amount ?? 0n, ids: [], name };
    claim.sum += seed.amount;
    claim.ids.push(seed.id);
    claims.set(key, claim);
  }
  for (const { sum, whole, ids, name } of claims.values())
    if (sum > whole)
      throw new KnownError('seed-claimed-twice', 'Two seeds claim the same payment beyond its amount.', {
        facts: [...ids, `claimed ${sum} of the ${whole} base units of ${name}`],
        hint: 'Name each payment once.',
        exit: 2,
      });
}
