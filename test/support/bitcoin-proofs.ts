// Proofs of Bitcoin transactions made from whole raw blocks, by code that shares nothing with src/evidence.
import { createHash } from 'node:crypto';
import { Block, type Transaction } from 'bitcoinjs-lib';
import { displayPlace } from '../../src/chains/bitcoin/context.ts';
import { placeOfScript } from '../../src/chains/bitcoin/script-place.ts';
import type { BitcoinProofs } from '../../src/evidence/bitcoin/proofs.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import { isOwner } from '../../src/model/place.ts';

const CHAIN = 'bip122:000000000019d6689c085ae165831e93';
const double = (bytes: Buffer): Buffer => {
  const once = createHash('sha256').update(bytes).digest();
  return createHash('sha256').update(once).digest();
};

export interface RawBlock {
  readonly block: Block;
  readonly height: number;
}

/** Siblings from the bottom, as Esplora shows them. */
export function branchOf(ids: readonly string[], position: number): string[] {
  let row = ids.map((id) => Buffer.from(id, 'hex').reverse());
  let at = position;
  const siblings: string[] = [];
  while (row.length > 1) {
    if (row.length % 2 === 1) row.push(row.at(-1) as Buffer<ArrayBuffer>);
    siblings.push(
      Buffer.from(row[at ^ 1] as Buffer)
        .reverse()
        .toString('hex'),
    );
    row = row.flatMap((node, index) =>
      index % 2 === 0 ? [Buffer.from(double(Buffer.concat([node, row[index + 1] as Buffer])))] : [],
    );
    at >>= 1;
  }
  return siblings;
}

export function rawBlock(bytes: Buffer, height: number): RawBlock {
  return { block: Block.fromBuffer(bytes), height };
}

/** `positions`: of each block, which transactions to prove; missing = all. */
export function proofsOf(
  blocks: readonly RawBlock[],
  wanted: (tx: Transaction) => boolean = () => true,
): BitcoinProofs {
  const proved = blocks.map(({ block }) => {
    const txs = block.transactions as Transaction[];
    const ids = txs.map((tx) => tx.getId());
    return {
      header: block.toHex(true),
      coinbase: { raw: (txs[0] as Transaction).toHex(), branch: branchOf(ids, 0) },
      transactions: txs.flatMap((tx, position) =>
        wanted(tx)
          ? [{ block: block.getId(), position, branch: branchOf(ids, position), raw: tx.toHex() }]
          : [],
      ),
    };
  });
  return {
    blocks: proved.map(({ header, coinbase }) => ({ header, coinbase })),
    transactions: proved.flatMap(({ transactions }) => transactions),
    parents: [],
    headers: [],
  };
}

/** Every output that pays somebody, as a result would claim it. */
export function outputClaims(blocks: readonly RawBlock[]): Claim[] {
  return blocks.flatMap(({ block, height }) =>
    (block.transactions as Transaction[]).flatMap((tx) =>
      tx.outs.flatMap(({ value, script }, index) => {
        const place = placeOfScript(Buffer.from(script).toString('hex'));
        if (!isOwner(place)) return [];
        const claim: Claim = {
          chain: CHAIN,
          tx: tx.getId(),
          transfer: `${tx.getId()}/out/${index}`,
          height,
          time: block.timestamp,
          asset: `${CHAIN}/slip44:0`,
          from: undefined,
          to: displayPlace(place),
          amount: value,
          spends: undefined,
          isPart: false,
        };
        return [claim];
      }),
    ),
  );
}
