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
  const seed = wallet(CHAIN, 'seed' as Address);
  const wallets = Array.from({ length: Math.max(10, count / 10) }, (_, n) =>
    wallet(CHAIN, `w${n}` as Address),
  );
  // Rank r with a weight of about 1/r: the inverse of its distribution at a uniform number.
  const anyone = (): number => Math.min(wallets.length - 1, Math.floor(wallets.length ** next()) - 1);
  const transfers = Array.from({ length: count }, (_, height): Transfer => {
    const to = anyone();
    const other = anyone();
    const from = other === to ? (to + 1) % wallets.length : other;
    return {
      id: `t${height}/value` as TransferId,
      chain: CHAIN,
      txId: `t${height}` as TxId,
      at: { height, time: height, txIndex: 0, order: 0 },
      from: height % 100 === 0 ? seed : (wallets[from] as WalletPlace),
      to: wallets[to] as WalletPlace,
      asset: ASSET,
      amount: 1n + BigInt(Math.floor(next() * 1_000_000_000)),
      coin: undefined,
    };
  });
  const key = placeKey(seed);
  return {
    transfers,
    wallets,
    questionOf: (explored) => ({
      seeds: [{ kind: 'wallet', id: key as string as SeedId, chain: CHAIN, place: key }],
      explored,
      answered: new Set(),
      isEndpoint: () => false,
      since: undefined,
      until: undefined,
    }),
  };
}
