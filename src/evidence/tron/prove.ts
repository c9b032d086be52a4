// Proofs of some transactions of one block of Tron, made of all its transactions as a node tells them. The root is held
// against the header's: a list that is cut, or has fields that are not known here, proves nothing and is said.
import { z } from 'zod';
import { sha256Once, type Tally } from '../tally.ts';
import { readHeader } from './block.ts';
import type { TronProofs } from './proofs.ts';
import { type Field, message } from './protobuf.ts';

const hex = z.string().regex(/^([0-9a-fA-F]{2})*$/);
export const tronBlockSchema = z.object({
  blockID: hex,
  block_header: z.object({
    raw_data: z.strictObject({
      number: z.int().default(0),
      timestamp: z.int().default(0),
      txTrieRoot: hex,
      parentHash: hex,
      witness_id: z.int().default(0),
      witness_address: hex,
      version: z.int().default(0),
      accountStateRoot: hex.optional(),
    }),
  }),
  transactions: z
    .array(
      z.object({
        txID: hex,
        raw_data_hex: hex,
        signature: z.array(hex).default([]),
        ret: z
          .array(
            z.strictObject({
              fee: z.int().optional(),
              ret: z.string().optional(),
              contractRet: z.string().optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
export type TronBlock = z.infer<typeof tronBlockSchema>;

/** protocol.Transaction.Result.contractResult, in the order of its numbers. */
const RESULTS = [
  'DEFAULT',
  'SUCCESS',
  'REVERT',
  'BAD_JUMP_DESTINATION',
  'OUT_OF_MEMORY',
  'PRECOMPILED_CONTRACT',
  'STACK_TOO_SMALL',
  'STACK_TOO_LARGE',
  'ILLEGAL_OPERATION',
  'STACK_OVERFLOW',
  'OUT_OF_ENERGY',
  'OUT_OF_TIME',
  'JVM_STACK_OVER_FLOW',
  'UNKNOWN',
  'TRANSFER_FAILED',
  'INVALID_CODE',
];

/** A text says why the block proves nothing. */
export function proveTronBlock(
  block: TronBlock,
  wanted: ReadonlySet<string>,
  tally: Tally,
): TronProofs | string {
  const { number, ...rest } = block.block_header.raw_data;
  const name = `block ${number}`;
  const header = message(
    [
      { number: 1, value: BigInt(rest.timestamp) },
      { number: 2, value: Buffer.from(rest.txTrieRoot, 'hex') },
      { number: 3, value: Buffer.from(rest.parentHash, 'hex') },
      { number: 7, value: BigInt(number) },
      { number: 8, value: BigInt(rest.witness_id) },
      { number: 9, value: Buffer.from(rest.witness_address, 'hex') },
      { number: 10, value: BigInt(rest.version) },
      { number: 11, value: Buffer.from(rest.accountStateRoot ?? '', 'hex') },
    ].filter(isSet),
  );
  if (readHeader(header, tally)?.id !== block.blockID.toLowerCase())
    return `${name}: its header has fields that this program does not know`;
  const raws: Uint8Array[] = [];
  for (const { raw_data_hex: raw, signature, ret } of block.transactions) {
    const results = ret.map((each): Field | undefined => {
      const word = RESULTS.indexOf(each.contractRet ?? 'DEFAULT');
      if (word < 0) return undefined;
      const fields = [
        { number: 1, value: BigInt(each.fee ?? 0) },
        { number: 2, value: each.ret === 'FAILED' ? 1n : 0n },
        { number: 3, value: BigInt(word) },
      ];
      return { number: 5, value: message(fields.filter(isSet)) };
    });
    if (results.some((each) => each === undefined))
      return `${name}: transaction ${raws.length} has a result that this program does not know`;
    raws.push(
      message([
        { number: 1, value: Buffer.from(raw, 'hex') },
        ...signature.map((each): Field => ({ number: 2, value: Buffer.from(each, 'hex') })),
        ...(results as Field[]),
      ]),
    );
  }
  const levels = treeOver(
    raws.map((raw) => sha256Once(raw, tally)),
    tally,
  );
  if (levels.at(-1)?.[0]?.toString('hex') !== rest.txTrieRoot.toLowerCase())
    return `${name}: its transactions do not give its root; the list is cut, or has fields that this program does not know`;
  return {
    blocks: [Buffer.from(header).toString('hex')],
    transactions: block.transactions.flatMap(({ txID }, index) =>
      wanted.has(txID.toLowerCase())
        ? [
            {
              block: block.blockID.toLowerCase(),
              raw: Buffer.from(raws[index] as Uint8Array).toString('hex'),
              branch: branchOf(levels, index),
            },
          ]
        : [],
    ),
  };
}

/** Protobuf leaves out what is zero or empty. */
function isSet({ value }: Field): boolean {
  return typeof value === 'bigint' ? value !== 0n : value.length > 0;
}

/** Rows from the leaves to the root; a node without a sibling goes up as it is. */
function treeOver(leaves: readonly Buffer[], tally: Tally): Buffer[][] {
  const levels: Buffer[][] = [[...leaves]];
  for (let row = levels[0] as Buffer[]; row.length > 1; row = levels.at(-1) as Buffer[])
    levels.push(
      row.flatMap((node, index) => {
        if (index % 2 === 1) return [];
        const right = row[index + 1];
        return [right === undefined ? node : sha256Once(Buffer.concat([node, right]), tally)];
      }),
    );
  return levels;
}

function branchOf(levels: readonly Buffer[][], leaf: number): TronProofs['transactions'][number]['branch'] {
  let index = leaf;
  return levels.slice(0, -1).flatMap((row) => {
    const sibling = row[index ^ 1];
    const side = index % 2 === 1 ? ('left' as const) : ('right' as const);
    index >>= 1;
    return sibling === undefined ? [] : [{ hash: sibling.toString('hex'), side }];
  });
}
