// The blocks of one chain in a warehouse: to which of them a run is pinned.
import { createHash } from 'node:crypto';
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Block, BlockHash } from '../../model/ledger.ts';
import type { Value } from '../../store/database.ts';
import type { StoredChain, Warehouse } from './open.ts';
import { readText } from './stored-text.ts';

export interface Stack {
  /** Throws KnownError `as-of-unknown`. */
  head(want: { height?: number; time?: number }): Block;
}

export function stackOf({ database, file }: Warehouse, { chain, number, sources }: StoredChain): Stack {
  const COLUMNS = 'height, time, hash';
  const below = database.prepare(
    `SELECT ${COLUMNS} FROM block WHERE chain = ? AND height <= ? ORDER BY height DESC LIMIT 1`,
  );
  const firstAfter = database.prepare('SELECT min(height) AS height FROM block WHERE chain = ? AND time > ?');
  const latest = database.prepare('SELECT max(time) AS time FROM block WHERE chain = ? AND height <= ?');
  const pin = pinOf(sources.map(({ sha256 }) => sha256));

  function early(): KnownError {
    return new KnownError('as-of-unknown', `The warehouse has no block of ${chainName(chain)} that early.`, {
      facts: [`file: ${file}`],
      hint: 'Name a later --as-of, or none: then the last block of the warehouse counts.',
      exit: 2,
    });
  }

  return {
    head({ height, time }) {
      const last = [...below.tuples(number, Number.MAX_SAFE_INTEGER)][0]?.[0] as number | undefined;
      if (last === undefined) throw early();
      const top = Math.min(height ?? last, last);
      const after = time === undefined ? null : (firstAfter.all(number, time)[0]?.height ?? null);
      const row = [...below.tuples(number, after === null ? top : Math.min(top, Number(after) - 1))][0];
      if (row === undefined) throw early();
      const [found, , hash] = row as readonly [number, number, Value];
      // Only a height that was asked for by itself may lie between two blocks of the warehouse.
      const at = height !== undefined && time === undefined ? top : found;
      return {
        chain,
        height: at,
        hash: (hash === null || at !== found ? pin : readText(chain, hash)) as BlockHash,
        // Times of a list need not ascend.
        time: latest.all(number, found)[0]?.time as number,
      };
    },
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
