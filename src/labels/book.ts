// The label book: all labels of a run, looked up by address. It answers what was said and by whom; what a label means
// for a trace is the tracer's business. Contradictions are kept, in a stated order.
import type { Address } from '../model/address.ts';
import type { ChainId } from '../model/chain.ts';
import type { Label } from '../model/label.ts';
import { BUILT_IN } from './built-in.ts';

interface Pack {
  readonly pack: string;
  readonly rows: number;
  /** Of the file's bytes, where the caller told it. */
  readonly sha256?: string;
  /** Unix seconds: the newest `date` of its rows; absent where no row has one. */
  readonly newest?: number;
}

export interface LabelBook {
  /**
   * Best first: labels of the user's files before built-in ones; then the newest date, the highest confidence, and source,
   * entity, category and pack as plain text. A label without a date or confidence stands after those that have one.
   * With `time` (unix seconds) only those that held then; without, all.
   */
  of(chain: ChainId, address: Address, time?: number): readonly Label[];
  /** The first of `of`. */
  best(chain: ChainId, address: Address, time?: number): Label | undefined;
  /** Sorted by name, the built-in one last. */
  packs(): readonly Pack[];
}

/** `hashes`: SHA-256 of the files by pack. The order of `labels` never matters; the same label said twice stands once. */
export function labelBook(
  labels: readonly Label[],
  hashes: ReadonlyMap<string, string> = new Map(),
): LabelBook {
  const byAddress = new Map<string, Label[]>();
  const byPack = new Map<string, Label[]>();
  for (const label of labels) {
    add(byAddress, keyOf(label.chain, label.address), label);
    add(byPack, label.pack, label);
  }
  for (const [key, own] of byAddress) {
    own.sort(byRank);
    byAddress.set(
      key,
      own.filter((label, index) => index === 0 || byRank(own[index - 1] as Label, label) !== 0),
    );
  }
  const packs = [...byPack]
    .map(([pack, rows]) => packOf(pack, rows, hashes.get(pack)))
    .sort((a, b) => tier(a.pack) - tier(b.pack) || byText(a.pack, b.pack));

  function of(chain: ChainId, address: Address, time?: number): readonly Label[] {
    const all = byAddress.get(keyOf(chain, address)) ?? [];
    return time === undefined ? all : all.filter((label) => holds(label, time));
  }
  return { of, best: (chain, address, time) => of(chain, address, time)[0], packs: () => packs };
}

function keyOf(chain: ChainId, address: Address): string {
  return `${chain}/${address}`;
}

function add(groups: Map<string, Label[]>, key: string, label: Label): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [label]);
  else group.push(label);
}

function holds(label: Label, time: number): boolean {
  return (label.validFrom ?? time) <= time && time <= (label.validTo ?? time);
}

function packOf(pack: string, rows: readonly Label[], sha256: string | undefined): Pack {
  const newest = rows.reduce<number | undefined>(
    (most, { date }) => (date === undefined || (most !== undefined && most >= date) ? most : date),
    undefined,
  );
  return {
    pack,
    rows: rows.length,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(newest === undefined ? {} : { newest }),
  };
}

function tier(pack: string): number {
  return pack === BUILT_IN ? 1 : 0;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Greater first, absent last. */
function byNumber(a: number | undefined, b: number | undefined): number {
  return a === b ? 0 : (b ?? Number.NEGATIVE_INFINITY) - (a ?? Number.NEGATIVE_INFINITY);
}

/** 0 only for labels that say the same in every field. */
function byRank(a: Label, b: Label): number {
  return (
    tier(a.pack) - tier(b.pack) ||
    byNumber(a.date, b.date) ||
    byNumber(a.confidence, b.confidence) ||
    byText(a.source, b.source) ||
    byText(a.entity, b.entity) ||
    byText(a.category, b.category) ||
    byText(a.pack, b.pack) ||
    byText(a.role ?? '', b.role ?? '') ||
    byNumber(a.validFrom, b.validFrom) ||
    byNumber(a.validTo, b.validTo)
  );
}
