// Small made-up Bitcoin worlds by names: transactions as `[coin, owner, satoshi]` and `[owner, satoshi]`, served as Esplora would.
import type { Http } from '../../src/model/http.ts';
import { type EsploraTx, esploraWorld, type FlatTx, fabricatedHash, fromFlat } from './esplora-world.ts';
import { inventedId, namesOf } from './world-names.ts';

const names = namesOf('coin story', new Map());

/** The address that stands for a name. */
export const addressOf = names.bitcoin;

/** The id that stands for the name of a transaction. */
export function txOf(name: string): string {
  return inventedId('coin story', name);
}

export interface Told {
  readonly name: string;
  readonly height: number;
  /** `t1:0`: a coin of this story or of before it. */
  readonly vin: readonly (readonly [coin: string, owner: string, satoshi: number])[];
  readonly vout: readonly (readonly [owner: string, satoshi: number])[];
}

/** What the inputs have more is the fee. */
export function coinStory(told: readonly Told[], tipHeight: number): Http {
  const txs = told.map(({ name, height, vin, vout }): FlatTx => {
    const [given, paid] = [vin.map((row) => row[2]), vout.map((row) => row[1])].map((all) =>
      all.reduce((sum, satoshi) => sum + satoshi, 0),
    ) as [number, number];
    return {
      txid: txOf(name),
      height,
      time: 1_231_006_505 + 600 * height,
      fee: given - paid,
      vin: vin.map(([coin, owner, value]) => {
        const [tx, n] = coin.split(':') as [string, string];
        return { txid: txOf(tx), n: Number(n), addr: addressOf(owner), value };
      }),
      vout: vout.map(([owner, value], n) => ({ n, addr: addressOf(owner), value })),
    };
  });
  // Blocks that are named need not be looked for among all of a chain.
  const named = fromFlat(txs).map((tx, index) => {
    const { height } = told[index] as Told;
    return { ...tx, status: { ...tx.status, block_hash: fabricatedHash(height) } } as EsploraTx;
  });
  const answer = esploraWorld(named, { tipHeight });
  return async (request) => answer(request);
}
