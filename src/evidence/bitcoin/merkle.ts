// The Merkle branch of a Bitcoin transaction: from its id to the root that the header names.

import { sha256Twice, type Tally } from '../tally.ts';
import { displayed } from './header.ts';

export interface Branch {
  /** Place in the block, from 0. */
  readonly position: number;
  /** As Esplora gives them: from the bottom, as displayed. */
  readonly siblings: readonly string[];
}

/** The root that the branch leads to, in the order of the header; a text says why it leads nowhere. */
export function rootOfBranch(txId: string, branch: Branch, tally: Tally): Buffer | string {
  const { position, siblings } = branch;
  if (!Number.isSafeInteger(position) || position < 0 || siblings.length > 32)
    return 'the branch is malformed';
  let node: Buffer = Buffer.from(txId, 'hex').reverse();
  let place = position;
  for (const sibling of siblings) {
    if (!/^[0-9a-f]{64}$/.test(sibling)) return 'the branch is malformed';
    const other = Buffer.from(sibling, 'hex').reverse();
    const isRight = place % 2 === 1;
    // CVE-2012-2459: a row of odd length repeats its last node; as a right-hand node that is the same leaf a second time.
    if (isRight && other.equals(node))
      return `the branch repeats ${displayed(node)}: a position past the end of the block`;
    node = sha256Twice(isRight ? Buffer.concat([other, node]) : Buffer.concat([node, other]), tally);
    place = Math.floor(place / 2);
  }
  return place === 0 ? node : 'the position lies outside the branch';
}
