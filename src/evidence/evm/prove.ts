// Proofs of some transactions of one block, made of the whole block and all its receipts. Every hash is held against the
// one that the block names: what does not fit proves nothing and is said.
import { createMerkleProof, createMPT, type MerklePatriciaTrie } from '@ethereumjs/mpt';
import { z } from 'zod';
import { keccak, type Tally } from '../tally.ts';
import { hexOf } from './block.ts';
import {
  headerBytes,
  type RpcBlock,
  receiptBytes,
  receiptSchema,
  transactionBytes,
  transactionSchema,
} from './encode.ts';
import type { EvmProofs } from './proofs.ts';
import { indexKey } from './trie.ts';

/** The RLP of a header; undefined where its fields do not give the hash that the block names. */
export function provedHeader(block: RpcBlock, tally: Tally): Uint8Array | undefined {
  const header = headerBytes(block);
  return hexOf(keccak(header, tally)) === block.hash.toLowerCase() ? header : undefined;
}

/** A text says why the block proves nothing. `receipts`: of all transactions of the block, in order, as JSON or as bytes in hex. */
export async function proveBlock(
  block: RpcBlock,
  receipts: readonly unknown[],
  wanted: ReadonlySet<string>,
  tally: Tally,
): Promise<EvmProofs | string> {
  const name = `block ${Number(block.number)}`;
  const header = provedHeader(block, tally);
  if (header === undefined) return `${name}: its header has fields that this program does not know`;
  const raws: Uint8Array[] = [];
  for (const json of block.transactions) {
    const tx = transactionSchema.safeParse(json);
    const raw = tx.success ? transactionBytes(tx.data) : undefined;
    if (raw === undefined || !tx.success || hexOf(keccak(raw, tally)) !== tx.data.hash.toLowerCase())
      return `${name}: transaction ${raws.length} is of a form that this program does not know`;
    raws.push(raw);
  }
  const told: Uint8Array[] = [];
  for (const json of receipts) {
    const receipt = z.union([rawReceipt, receiptSchema.transform(receiptBytes)]).safeParse(json);
    if (!receipt.success) return `${name}: receipt ${told.length} is not of the expected form`;
    told.push(receipt.data);
  }
  if (told.length !== raws.length) return `${name}: ${told.length} receipts for ${raws.length} transactions`;
  const transactionTrie = await trieOf(raws);
  if (hexOf(transactionTrie.root()) !== block.transactionsRoot.toLowerCase())
    return `${name}: its transactions do not give its root`;
  const receiptTrie = await trieOf(told);
  if (hexOf(receiptTrie.root()) !== block.receiptsRoot.toLowerCase())
    return `${name}: its receipts do not give its root; they are incomplete, or of a form that this program does not know`;
  const transactions: EvmProofs['transactions'] = [];
  for (const [index, raw] of raws.entries()) {
    if (!wanted.has(hexOf(keccak(raw, tally)))) continue;
    const transaction = await proofOf(transactionTrie, index);
    const receipt = await proofOf(receiptTrie, index);
    transactions.push({ block: block.hash.toLowerCase(), index, transaction, receipt });
  }
  return { blocks: [hexOf(header)], transactions };
}

/** As debug_getRawReceipts gives them. */
const rawReceipt = z
  .string()
  .regex(/^0x([0-9a-f]{2})+$/)
  .transform((text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex')));

async function trieOf(values: readonly Uint8Array[]): Promise<MerklePatriciaTrie> {
  const trie = await createMPT();
  for (const [index, value] of values.entries()) await trie.put(indexKey(index), value);
  return trie;
}

/** Nodes that are shorter than their hash stand inside the node above; the library lists them once more. */
async function proofOf(trie: MerklePatriciaTrie, index: number): Promise<string[]> {
  const nodes = await createMerkleProof(trie, indexKey(index));
  return nodes.filter((node, at) => at === 0 || node.length >= 32).map(hexOf);
}
