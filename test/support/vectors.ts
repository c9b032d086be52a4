// Reads known-answer files in the shape of shared/vectors/README.md and turns each case into a timeline and a question.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { type OwnerPlace, type Place, placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import { type CoinId, coinId, type Transfer, type TransferId } from '../../src/model/transfer.ts';
import type { Question, ResolvedSeed } from '../../src/trace/question.ts';
import { type Timeline, timelineOf } from '../../src/trace/timeline.ts';

const perName = z.record(z.string(), z.string());
const perSeed = z.record(z.string(), perName);
const accountCase = z.object({
  kind: z.literal('account'),
  id: z.string(),
  transfers: z.array(z.object({ from: z.string(), to: z.string(), amount: z.string() })),
  seeds: z.array(z.string()),
  endpoints: z.array(z.string()),
  expect: z.object({
    injected: perName,
    shortage: perName,
    bounds: z.record(z.string(), z.tuple([z.string(), z.string()])).optional(),
    conventions: z.record(
      z.string(),
      z.object({
        perTransfer: z.array(perName),
        endpoints: perSeed,
        held: perSeed,
        returned: perName,
        reachedSeed: perSeed,
      }),
    ),
  }),
});
const coinCase = z.object({
  kind: z.literal('coin'),
  id: z.string(),
  externalCoins: perName,
  seedCoins: z.array(z.string()),
  endpoints: z.array(z.string()),
  transactions: z.array(
    z.object({
      id: z.string(),
      vin: z.array(z.string()),
      vout: z.array(z.object({ amount: z.string(), to: z.string() })),
      fee: z.string(),
    }),
  ),
  expect: z.object({
    bounds: z.record(z.string(), z.tuple([z.string(), z.string()])).optional(),
    conventions: z.record(z.string(), z.object({ coins: perName, fees: perName })),
  }),
});
const vectorFile = z.array(z.discriminatedUnion('kind', [accountCase, coinCase]));

export type AccountVector = z.infer<typeof accountCase>;
export type CoinVector = z.infer<typeof coinCase>;
export type Vector = AccountVector | CoinVector;

export function readVectors(path: string): Vector[] {
  return vectorFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

const CHAIN = 'list:vector' as ChainId;
const ASSET = assetId('UNIT');

function place(name: string): OwnerPlace {
  return wallet(CHAIN, name as Address);
}

export interface Posed {
  readonly timeline: Timeline;
  readonly question: Question;
}

function posed(
  transfers: readonly Transfer[],
  seeds: readonly ResolvedSeed[],
  endpoints: readonly string[],
): Posed {
  const stops = new Set(endpoints.map((name) => placeKey(place(name))));
  const timeline = timelineOf(transfers);
  const explored = new Set(
    timeline.keys.filter((key, index) => timeline.places[index]?.kind === 'wallet' && !stops.has(key)),
  );
  const answered = new Set(
    transfers.flatMap((transfer) => (transfer.coin === undefined ? [] : [transfer.coin])),
  );
  return {
    timeline,
    question: {
      seeds,
      explored,
      answered,
      isEndpoint: (key) => stops.has(key),
      since: undefined,
      until: undefined,
    },
  };
}

export function poseAccount(vector: AccountVector): Posed {
  const transfers = vector.transfers.map(({ from, to, amount }, index): Transfer => {
    const txId = `tx${String(index).padStart(6, '0')}` as TxId;
    return {
      id: `${txId}/value` as TransferId,
      chain: CHAIN,
      txId,
      at: { height: index, time: index, txIndex: 0, order: 0 },
      from: place(from),
      to: place(to),
      asset: ASSET,
      amount: BigInt(amount),
      coin: undefined,
    };
  });
  const seeds = vector.seeds.map(
    (name): ResolvedSeed => ({
      kind: 'wallet',
      id: name as SeedId,
      places: [placeKey(place(name))],
    }),
  );
  return posed(transfers, seeds, vector.endpoints);
}

function coinOf(name: string): CoinId {
  const [tx, n] = name.split(':');
  return coinId(tx as TxId, Number(n));
}

export function poseCoin(vector: CoinVector): Posed {
  const owner = new Map<string, Place>();
  const amount = new Map<string, bigint>();
  for (const [name, units] of Object.entries(vector.externalCoins)) {
    owner.set(name, place(`external ${name}`));
    amount.set(name, BigInt(units));
  }
  const transfers: Transfer[] = [];
  for (const [height, tx] of vector.transactions.entries()) {
    const txId = tx.id as TxId;
    const junction: Place = { kind: 'junction', chain: CHAIN, txId };
    let order = 0;
    function leg(id: string, from: Place, to: Place, units: bigint, coin: CoinId | undefined): void {
      if (units === 0n) return;
      const at = { height, time: height, txIndex: 0, order: order++ };
      transfers.push({
        id: `${txId}/${id}` as TransferId,
        chain: CHAIN,
        txId,
        at,
        from,
        to,
        asset: ASSET,
        amount: units,
        coin,
      });
    }
    for (const [n, name] of tx.vin.entries())
      leg(`in/${n}`, owner.get(name) as Place, junction, amount.get(name) as bigint, coinOf(name));
    for (const [n, out] of tx.vout.entries()) {
      const name = `${tx.id}:${n}`;
      owner.set(name, place(out.to));
      amount.set(name, BigInt(out.amount));
      leg(`out/${n}`, junction, place(out.to), BigInt(out.amount), coinOf(name));
    }
    leg('fee', junction, { kind: 'fee', chain: CHAIN }, BigInt(tx.fee), undefined);
  }
  const seeds = vector.seedCoins.map(
    (name): ResolvedSeed => ({
      kind: 'payment',
      id: name as SeedId,
      chain: CHAIN,
      txId: name.split(':')[0] as TxId,
      transfer: undefined,
      coin: coinOf(name),
      amount: amount.get(name) as bigint,
    }),
  );
  return posed(transfers, seeds, vector.endpoints);
}
