// The blocks of a node's files as one chain: which of them it consists of, and at which heights. Files have no heights and
// hold the blocks of every branch that the node saw; the branch with the most work is the chain, as for the node itself.
import { createHash } from 'node:crypto';
import type { BlkBlock } from './blk-files.ts';
import type { Span } from './import-plan.ts';

export interface Placed<F> {
  readonly file: F;
  readonly block: BlkBlock;
  readonly height: number;
}

export interface BlkChain<F> {
  readonly blocks: readonly Placed<F>[];
  /** Heights of the chain, in parts without holes. */
  readonly spans: readonly Span[];
  /** Blocks of other branches, by file. */
  readonly left: ReadonlyMap<F, number>;
}

interface Node<F> {
  readonly file: F;
  readonly block: BlkBlock;
  readonly previous: string;
  readonly children: Node<F>[];
  height: number;
  /** From the root of its part on. */
  work: bigint;
}

const NONE = '0'.repeat(64);
const GENESIS = '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f';
/** From here on a coinbase says its height: https://github.com/bitcoin/bips/blob/master/bip-0034.mediawiki */
const BIP34 = 227_931;

/**
 * `heightOf`: of a block that the warehouse has. Returns the hash of a block whose height nobody tells instead, if there is one.
 */
export async function chainOf<F>(
  files: ReadonlyMap<F, readonly BlkBlock[]>,
  heightOf: (hash: string) => Promise<number | undefined>,
): Promise<BlkChain<F> | { readonly unplaced: string; readonly file: F }> {
  const nodes = new Map<string, Node<F>>();
  for (const [file, blocks] of files)
    for (const block of blocks) {
      const hash = hashOf(block);
      if (nodes.has(hash)) continue;
      const previous = reversed(block.head.subarray(4, 36));
      nodes.set(hash, { file, block, previous, children: [], height: -1, work: 0n });
    }
  const roots: Node<F>[] = [];
  for (const [hash, node] of nodes) {
    const parent = nodes.get(node.previous);
    if (parent !== undefined) {
      parent.children.push(node);
      continue;
    }
    const height = await rootHeight(node, heightOf);
    if (height === undefined) return { unplaced: hash, file: node.file };
    node.height = height;
    roots.push(node);
  }
  const tips = roots.map(heaviestTip);
  tips.sort((a, b) => (a.work > b.work ? -1 : a.work < b.work ? 1 : 0));
  const byHeight = new Map<number, Node<F>>();
  for (const tip of tips) {
    const branch = branchTo(tip, nodes);
    // A part that stands where a heavier one does is a branch whose beginning lies in no file.
    if (branch.some(({ height }) => byHeight.has(height))) continue;
    for (const node of branch) byHeight.set(node.height, node);
  }
  const blocks = [...byHeight.values()].sort((a, b) => a.height - b.height);
  const left = new Map<F, number>();
  for (const node of nodes.values())
    if (byHeight.get(node.height) !== node) left.set(node.file, (left.get(node.file) ?? 0) + 1);
  return { blocks, spans: spansOf(blocks.map(({ height }) => height)), left };
}

function hashOf({ head }: BlkBlock): string {
  const once = createHash('sha256').update(head.subarray(0, 80)).digest();
  return reversed(createHash('sha256').update(once).digest());
}

function reversed(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex');
}

/** Of a block whose predecessor is in no file. */
async function rootHeight<F>(
  { block, previous }: Node<F>,
  heightOf: (hash: string) => Promise<number | undefined>,
): Promise<number | undefined> {
  if (previous === NONE) return 0;
  if (previous === GENESIS) return 1;
  const before = await heightOf(previous);
  return before === undefined ? saidHeight(block.head) : before + 1;
}

/** The height in the script of a coinbase, where the rules of the chain make it say it. */
function saidHeight(head: Buffer): number | undefined {
  try {
    if (head.readInt32LE(0) < 2) return undefined;
    let at = 80;
    const first = head[at] as number;
    at += first < 0xfd ? 1 : first === 0xfd ? 3 : 5;
    at += 4;
    // Marker and flag of a transaction with witnesses.
    if (head[at] === 0) at += 2;
    // One input that spends nothing, and the length of its script.
    at += 1 + 36 + 1;
    const size = head[at] as number;
    if (size < 3 || size > 4) return undefined;
    const height = head.readUIntLE(at + 1, size);
    return height < BIP34 ? undefined : height;
  } catch {
    return undefined;
  }
}

/** Counts heights and work from a root on; of equal branches the one that came first. */
function heaviestTip<F>(root: Node<F>): Node<F> {
  root.work = workOf(root.block.head);
  let best = root;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.work > best.work) best = node;
    for (const child of [...node.children].reverse()) {
      child.height = node.height + 1;
      child.work = node.work + workOf(child.block.head);
      open.push(child);
    }
  }
  return best;
}

/** Tries that the header took on the average; nBits is a number of base 256 with one byte of exponent. */
function workOf(head: Buffer): bigint {
  const bits = head.readUInt32LE(72);
  const exponent = BigInt(bits >>> 24);
  const mantissa = BigInt(bits & 0x7fffff);
  const target = exponent <= 3n ? mantissa >> (8n * (3n - exponent)) : mantissa << (8n * (exponent - 3n));
  return (1n << 256n) / (target + 1n);
}

function branchTo<F>(tip: Node<F>, nodes: ReadonlyMap<string, Node<F>>): Node<F>[] {
  const branch: Node<F>[] = [];
  for (let node: Node<F> | undefined = tip; node !== undefined; node = nodes.get(node.previous))
    branch.push(node);
  return branch;
}

function spansOf(heights: readonly number[]): Span[] {
  const spans: { first: number; last: number }[] = [];
  for (const height of heights) {
    const last = spans.at(-1);
    if (last !== undefined && last.last === height - 1) last.last = height;
    else spans.push({ first: height, last: height });
  }
  return spans;
}
