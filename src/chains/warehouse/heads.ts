// The blocks of one chain in a warehouse: to which of them a run is pinned.
import { createHash } from 'node:crypto';
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Block, BlockHash } from '../../model/ledger.ts';
import type { Database, Value } from '../../store/database.ts';
import type { NumberedChain, StoredChain } from './open.ts';
import { readText } from './stored-text.ts';

export interface Stack {
  /** Throws KnownError `as-of-unknown`. */
  head(want: { height?: number; time?: number }): Promise<Block>;
}

/** What is asked of the blocks of one chain, wherever they are stored. */
export interface StoredBlocks {
  /** The last one at or below a height. */
  below(height: number): Promise<StoredBlock | undefined>;
  /** The lowest height whose time is later. */
  firstAfter(time: number): Promise<number | undefined>;
  /** The latest time at or below a height. */
  latest(height: number): Promise<number>;
}

export interface StoredBlock {
  readonly height: number;
  readonly hash: string | undefined;
}

/** `place`: where the warehouse is, for messages. */
export function stackOf(place: string, { chain, sources }: StoredChain, blocks: StoredBlocks): Stack {
  const pin = pinOf(sources.map(({ sha256 }) => sha256));

  function early(): KnownError {
    return new KnownError('as-of-unknown', `The warehouse has no block of ${chainName(chain)} that early.`, {
      facts: [place],
      hint: 'Name a later --as-of, or none: then the last block of the warehouse counts.',
      exit: 2,
    });
  }

  return {
    async head({ height, time }) {
      const last = await blocks.below(Number.MAX_SAFE_INTEGER);
      if (last === undefined) throw early();
      const top = Math.min(height ?? last.height, last.height);
      const after = time === undefined ? undefined : await blocks.firstAfter(time);
      const found = await blocks.below(after === undefined ? top : Math.min(top, after - 1));
      if (found === undefined) throw early();
      // Only a height that was asked for by itself may lie between two blocks of the warehouse.
      const at = height !== undefined && time === undefined ? top : found.height;
      return {
        chain,
        height: at,
        hash: (at === found.height ? (found.hash ?? pin) : pin) as BlockHash,
        // Times of a list need not ascend.
        time: await blocks.latest(found.height),
      };
    },
  };
}

export function blocksIn(database: Database, { chain, number }: NumberedChain): StoredBlocks {
  const below = database.prepare(
    'SELECT height, hash FROM block WHERE chain = ? AND height <= ? ORDER BY height DESC LIMIT 1',
  );
  const firstAfter = database.prepare('SELECT min(height) AS height FROM block WHERE chain = ? AND time > ?');
  const latest = database.prepare('SELECT max(time) AS time FROM block WHERE chain = ? AND height <= ?');
  return {
    async below(height) {
      const [row] = [...below.tuples(number, height)];
      if (row === undefined) return undefined;
      const [found, hash] = row as readonly [number, Value];
      return { height: found, hash: hash === null ? undefined : readText(chain, hash) };
    },
    firstAfter: async (time) => (firstAfter.all(number, time)[0]?.height ?? undefined) as number | undefined,
    latest: async (height) => latest.all(number, height)[0]?.time as number,
  };
}

/** Where blocks have no hash, the files pin the run: one by its own checksum, several by that of theirs. */
function pinOf(checksums: readonly string[]): string {
  const [only, second] = [...checksums].sort();
  if (only !== undefined && second === undefined) return `sha256:${only}`;
  return `sha256:${createHash('sha256')
    .update([...checksums].sort().join('\n'))
    .digest('hex')}`;
}
