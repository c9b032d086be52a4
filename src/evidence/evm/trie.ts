// A proof in a Merkle-Patricia trie, walked from its root: every node hashes to what the node above names. Reads, does not
// build (that is fetch.ts, with a library). Yellow paper, appendix D.
import { RLP } from '@ethereumjs/rlp';
import { keccak, type Tally } from '../tally.ts';

type Node = Uint8Array | Node[];

/** Key of the n-th transaction or receipt of a block. */
export function indexKey(index: number): Uint8Array {
  return RLP.encode(index);
}

/**
 * The value under `key`; a text says why the proof leads nowhere. Each node of the proof must be used, in its order: what
 * is left over or exchanged proves nothing.
 */
export function valueIn(
  root: Uint8Array,
  key: Uint8Array,
  proof: readonly Uint8Array[],
  tally: Tally,
): Uint8Array | string {
  const nibbles = [...key].flatMap((byte) => [byte >> 4, byte & 15]);
  let wanted: Node = root;
  let used = 0;
  let at = 0;
  for (;;) {
    let node: Node | string = wanted;
    if (wanted instanceof Uint8Array) {
      if (wanted.length !== 32) return 'the proof leads to an empty place';
      const bytes = proof[used];
      if (bytes === undefined) return 'the proof is cut short';
      if (!keccak(bytes, tally).equals(wanted)) return `node ${used} of the proof has another hash`;
      used += 1;
      node = decoded(bytes);
      if (typeof node === 'string') return node;
    }
    if (!Array.isArray(node)) return 'a node of the proof is malformed';
    if (node.length === 17) {
      if (at === nibbles.length) return ended(node[16]);
      wanted = node[nibbles[at] as number] as Node;
      at += 1;
      continue;
    }
    const [path, next]: Node[] = node;
    if (node.length !== 2 || !(path instanceof Uint8Array) || path.length === 0 || next === undefined)
      return 'a node of the proof is malformed';
    const { steps, isLeaf } = compact(path);
    if (steps.some((step, offset) => nibbles[at + offset] !== step)) return 'the proof is of another key';
    at += steps.length;
    if (isLeaf) return at === nibbles.length ? ended(next) : 'the proof is of another key';
    wanted = next;
  }

  function ended(value: Node | undefined): Uint8Array | string {
    if (used !== proof.length) return 'the proof has nodes that it does not need';
    return value instanceof Uint8Array && value.length > 0 ? value : 'the proof leads to an empty place';
  }
}

/** Hex-prefix encoding: the first nibble says whether it is a leaf and whether the number of steps is odd. */
function compact(path: Uint8Array): { steps: number[]; isLeaf: boolean } {
  const nibbles = [...path].flatMap((byte) => [byte >> 4, byte & 15]);
  const flag = nibbles[0] as number;
  return { steps: nibbles.slice(flag % 2 === 1 ? 1 : 2), isLeaf: flag >= 2 };
}

function decoded(bytes: Uint8Array): Node | string {
  try {
    return RLP.decode(bytes) as Node;
  } catch {
    return 'a node of the proof is malformed';
  }
}
