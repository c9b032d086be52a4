// What a run notes on its way for the sake of a bundle: label rows looked up, files read, answers used. Writes nothing.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { SourceName } from '../chains/ledgers.ts';
import type { LabelBook } from '../labels/book.ts';
import type { Label } from '../model/label.ts';
import type { Transport } from '../net/transport.ts';

export type ReadInput = (file: string, flag: string) => Promise<Buffer>;

export interface Input {
  readonly flag: string;
  /** Without its folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Evidence {
  readonly explorers: readonly SourceName[];
  /** Files read, by the path that an option named. */
  readonly inputs: ReadonlyMap<string, Input>;
  /** All that is said of any address that was looked up, sorted; rows of addresses never met are not among them. */
  labels(): readonly Label[];
  answers(): string;
  access(): string;
}

/** Two runs of a case may name two files by one option: so by what the file holds. */
export function inputPart({ flag, bytes }: Input): string {
  return `inputs/${flag.slice(2)}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
}

interface Notes {
  readonly labels: LabelBook;
  readonly read: ReadInput;
  evidence(explorers: readonly SourceName[], kept: Pick<Transport, 'answers' | 'access'>): Evidence;
}

export function noting(book: LabelBook, read: ReadInput): Notes {
  const found = new Map<string, readonly Label[]>();
  const inputs = new Map<string, Input>();
  const labels: LabelBook = {
    ...book,
    of(chain, address, time) {
      const key = `${chain}/${address}`;
      if (!found.has(key)) found.set(key, book.of(chain, address));
      return book.of(chain, address, time);
    },
  };
  return {
    labels,
    async read(file, flag) {
      const bytes = await read(file, flag);
      inputs.set(file, { flag, name: basename(file), bytes });
      return bytes;
    },
    evidence: (explorers, { answers, access }) => ({
      explorers,
      inputs,
      labels: () => [...found].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, rows]) => rows),
      answers,
      access,
    }),
  };
}
