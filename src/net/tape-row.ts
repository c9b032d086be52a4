// What a tape is made of, as types. Reading and writing: tape.ts.
import type { Response } from '../model/http.ts';
import type { StoredRequest } from './stored-answer.ts';

/** `recorded`: facts of the real chain. `rendered`: printed from a world, a text of who paid whom. */
export type TapeKind = 'recorded' | 'rendered';

export interface TapeHeader {
  readonly kind: TapeKind;
  /** Present: the world is invented, and every output must say so in these words. */
  readonly synthetic?: string;
  readonly note?: string;
  readonly source?: string;
}

export interface TapeRow {
  /** requestKey of the request. It alone decides; `request` is there for the reader. */
  readonly key: string;
  /** The n-th different answer to the same key, from 0. */
  readonly n: number;
  readonly request: StoredRequest;
  readonly response: Response;
}

export interface Tape {
  /** One per file that has one. */
  readonly headers: readonly TapeHeader[];
  readonly rows: readonly TapeRow[];
}
