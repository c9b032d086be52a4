// What of an import a file has already: its blocks, and where its transactions stand. What contradicts it is refused.
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { Database, Row } from '../../store/database.ts';
import { checkKnown, conflict } from './conflicts.ts';
import { type Basis, bases, type MovedBlock } from './moves.ts';
import { makeNameIndex } from './name-index.ts';
import { readText, storedText } from './stored-text.ts';

export interface StoredTx {
  readonly id: number;
  /** Where it is to be found. */
  readonly wallet: number | null;
}

export interface StoredBefore {
  /** Heights that an earlier import, or this one before it was killed, has stored. */
  heights(blocks: readonly MovedBlock[]): ReadonlyMap<number, Basis>;
  numberOf(txId: TxId): number | undefined;
  /** A transaction of a block that is there. */
  inBlock(txId: TxId, place: number | undefined, height: number): StoredTx | undefined;
  mustBeNew(txId: TxId, height: number): void;
  /** A transaction of the database was undone. */
  forget(): void;
}

/** All of it throws KnownError `import-conflict`. */
export function storedBefore(database: Database, chain: ChainId, chainNumber: number): StoredBefore {
  const knownBlocks = database.prepare(
    'SELECT height, time, hash, basis FROM block WHERE chain = ? AND height BETWEEN ? AND ?',
  );
  const findTx = database.prepare(
    'SELECT id, height, place, wallet FROM tx WHERE substr(name, -7) = substr(?1, -7) AND name = ?1 AND chain = ?2',
  );
  let isIndexed = false;

  function named(txId: TxId): readonly Row[] {
    if (!isIndexed) makeNameIndex(database);
    isIndexed = true;
    return findTx.all(storedText(chain, txId), chainNumber);
  }

  return {
    forget() {
      isIndexed = false;
    },
    heights(blocks) {
      const first = blocks[0]?.height ?? 0;
      const last = blocks.at(-1)?.height ?? 0;
      const byHeight = new Map(blocks.map((block) => [block.height, block]));
      const heights = new Map<number, Basis>();
      for (const [height, time, hash, number] of knownBlocks.tuples(chainNumber, first, last)) {
        const told = byHeight.get(height as number);
        if (told === undefined) continue;
        const basis = bases[number as number] as Basis;
        const known = hash === null || hash === undefined ? undefined : readText(chain, hash);
        checkKnown(chain, told, { time: time as number, hash: known, basis });
        heights.set(told.height, basis);
      }
      return heights;
    },
    numberOf: (txId) => named(txId)[0]?.id as number | undefined,
    inBlock(txId, place, height) {
      for (const row of named(txId)) {
        if (row.height !== height) continue;
        if (place !== undefined && row.place !== null && row.place !== place)
          throw conflict(chain, height, `transaction ${txId} stands elsewhere in it in the warehouse`);
        return { id: row.id as number, wallet: row.wallet as number | null };
      }
      return undefined;
    },
    mustBeNew(txId, height) {
      const [other] = named(txId);
      if (other !== undefined)
        throw conflict(
          chain,
          height,
          `transaction ${txId} stands at height ${other.height} in the warehouse`,
        );
    },
  };
}
