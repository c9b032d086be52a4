// Which block spends a coin: all blocks of a range are read once, and of each input is kept where it is, under a short
// number. The block is then read again, and says which transaction it is.
import type { Block, BlockHash } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import type { Asking } from '../esplora-ask.ts';
import type { RawTx } from './block.ts';
import { blockOf, blocksFrom } from './reading.ts';
import type { Placed } from './whole.ts';

export interface Spends {
  /** Reads on down to this block, if it was not read before. */
  readTo(asking: Asking, height: number): Promise<void>;
  /** Whether this block is among those read, which are all of the chain of the run. */
  holds(block: { readonly height: number; readonly hash: string }): boolean;
  /** The transaction that spends the coin in what was read; undefined: none. */
  spenderOf(
    asking: Asking,
    coin: { txId: TxId; vout: number },
  ): Promise<(Placed & { tx: RawTx }) | undefined>;
}

/** 48 bits: two of millions of coins may share one, which is why the block has the last word. */
function shortName({ txId, vout }: { readonly txId: TxId; readonly vout: number }): number {
  return (Number.parseInt(txId.slice(0, 12), 16) + vout) % 2 ** 48;
}

export function spendsUpTo(asOf: Block): Spends {
  const blocks = new Map<number, { hash: BlockHash; time: number }>();
  /** Heights by short name. */
  const heights = new Map<number, number | number[]>();
  let low = asOf.height + 1;
  let work: Promise<void> = Promise.resolve();

  function note(name: number, height: number): void {
    const known = heights.get(name);
    if (known === undefined) heights.set(name, height);
    else heights.set(name, [...(typeof known === 'number' ? [known] : known), height]);
  }

  async function read(asking: Asking, from: number): Promise<void> {
    if (from >= low) return;
    const seen: { name: number; height: number }[] = [];
    const found = new Map<number, { hash: BlockHash; time: number }>();
    // Down to what is known already, whose lowest block is read again: it must be the child of what is new.
    const known = blocks.get(low);
    const last = known === undefined ? asOf : { height: low, hash: known.hash };
    for await (const { height, hash, time, txs } of blocksFrom(asking, from, last, asOf)) {
      if (height >= low) break;
      found.set(height, { hash, time });
      for (const { isCoinbase, inputs } of txs)
        if (!isCoinbase) for (const input of inputs) seen.push({ name: shortName(input), height });
    }
    // All of it or nothing: what a failure cut short proves no coin unspent.
    for (const [height, block] of found) blocks.set(height, block);
    for (const { name, height } of seen) note(name, height);
    low = from;
  }

  return {
    readTo(asking, height) {
      // One after another, so that what is asked does not depend on who comes first. A failure is the asker's alone.
      const mine = work.then(() => read(asking, height));
      work = mine.catch(() => {});
      return mine;
    },
    holds: ({ height, hash }) => blocks.get(height)?.hash === hash,
    async spenderOf(asking, coin) {
      for (const height of [heights.get(shortName(coin)) ?? []].flat()) {
        const { hash, time } = blocks.get(height) as { hash: BlockHash; time: number };
        const { txs } = await blockOf(asking, hash);
        const tx = txs.find(({ isCoinbase, inputs }) => {
          return !isCoinbase && inputs.some(({ txId, vout }) => txId === coin.txId && vout === coin.vout);
        });
        if (tx !== undefined) return { height, hash, time, tx };
      }
      return undefined;
    },
  };
}
