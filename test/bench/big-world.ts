// A made-up account chain of any size: power-law degrees (few wallets take part in much), one transfer in a hundred from
// the seed. The same for the same size, every time.
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { type PlaceKey, placeKey, type TxId, type WalletPlace, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';
import type { Question } from '../../src/trace/question.ts';

const CHAIN = 'list:bench' as ChainId;
const ASSET = assetId('UNIT');
const SEED = wallet(CHAIN, 'seed' as Address);

export interface BigWorld {
  readonly transfers: readonly Transfer[];
  /** All but the seed, the busiest first. */
  readonly wallets: readonly WalletPlace[];
  questionOf(explored: ReadonlySet<PlaceKey>): Question;
}

/** Numbers from 0 to 1 that are the same every time (Lehmer, 31 bits). */
function chance(): () => number {
  let state = 20_260_101;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** One wallet for ten transfers. */
export function bigWorld(count: number): BigWorld {
  const next = chance();
  const wallets = walletsNamed('w', Math.max(10, count / 10));
  // Rank r with a weight of about 1/r: the inverse of its distribution at a uniform number.
  const anyone = (): number => Math.min(wallets.length - 1, Math.floor(wallets.length ** next()) - 1);
  const transfers = Array.from({ length: count }, (_, height): Transfer => {
    const to = anyone();
    const other = anyone();
    const from = other === to ? (to + 1) % wallets.length : other;
    const amount = 1n + BigInt(Math.floor(next() * 1_000_000_000));
    return payment(
      height,
      height % 100 === 0 ? SEED : (wallets[from] as WalletPlace),
      wallets[to] as WalletPlace,
      amount,
    );
  });
  return { transfers, wallets, questionOf };
}

/** A wallet that gets one unit at a time, tainted and clean by turns, and after ten receipts pays nine units on. */
export function dustWorld(receipts: number): BigWorld {
  const [dusty, clean, sink] = walletsNamed('w', 3) as [WalletPlace, WalletPlace, WalletPlace];
  const transfers: Transfer[] = [];
  for (let at = 0; at < receipts; at += 1) {
    transfers.push(payment(transfers.length, at % 2 === 0 ? SEED : clean, dusty, 1n));
    if (at % 10 === 9) transfers.push(payment(transfers.length, dusty, sink, 9n));
  }
  return { transfers, wallets: [dusty, clean, sink], questionOf };
}

function walletsNamed(name: string, count: number): WalletPlace[] {
  return Array.from({ length: count }, (_, n) => wallet(CHAIN, `${name}${n}` as Address));
}

function payment(height: number, from: WalletPlace, to: WalletPlace, amount: bigint): Transfer {
  return {
    id: `t${height}/value` as TransferId,
    chain: CHAIN,
    txId: `t${height}` as TxId,
    at: { height, time: height, txIndex: 0, order: 0 },
    from,
    to,
    asset: ASSET,
    amount,
    coin: undefined,
  };
}

function questionOf(explored: ReadonlySet<PlaceKey>): Question {
  const key = placeKey(SEED);
  return {
    seeds: [{ kind: 'wallet', id: key as string as SeedId, places: [key] }],
    explored,
    answered: new Set(),
    isEndpoint: () => false,
    since: undefined,
    until: undefined,
  };
}
