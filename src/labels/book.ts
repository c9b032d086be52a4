// The label book of a run: the user's files, the installed packs and the built-in one, looked up by address. It answers
// what was said and by whom; what a label means for a trace is the tracer's business. Contradictions are kept, in a stated
// order (rank.ts).
import type { Address } from '../model/address.ts';
import type { ChainId } from '../model/chain.ts';
import type { Label } from '../model/label.ts';
import { BUILT_IN } from './built-in.ts';
import { byRank, byText } from './rank.ts';

export interface Pack {
  readonly pack: string;
  readonly rows: number;
  /** Of the file's bytes, where the caller told it. */
  readonly sha256?: string;
  /** Unix seconds: the newest `date` of its rows; absent where no row has one. */
  readonly newest?: number;
  /** Unix seconds: when it was imported into the label book; absent for files and the built-in pack. */
  readonly imported?: number;
}

/** Labels that are not held in memory (installed.ts). */
export interface Shelf {
  of(chain: ChainId, address: Address): readonly Label[];
  packs(): readonly Pack[];
  /** Every label, in an order of its own. */
  all(packs: readonly string[] | undefined): Iterable<Label>;
}

export interface LabelBook {
  /**
   * Best first: labels of the user's files before all others; then by tier, newest date, highest confidence, and source,
   * entity, category and pack as plain text. A label without a date or confidence stands after those that have one.
   * With `time` (unix seconds) only those that held then; without, all.
   */
  of(chain: ChainId, address: Address, time?: number): readonly Label[];
  /** The first of `of`. */
  best(chain: ChainId, address: Address, time?: number): Label | undefined;
  /** Files by name, then installed packs by name, then the built-in one. */
  packs(): readonly Pack[];
  /** Every label of all of them, in no order that means anything. */
  all(): Iterable<Label>;
}

export interface BookParts {
  /** SHA-256 of the files by pack. */
  readonly hashes?: ReadonlyMap<string, string>;
  readonly installed?: Shelf | undefined;
}

/** `labels`: of the user's files and the built-in pack, in any order; the same label said twice stands once. */
export function labelBook(
  labels: readonly Label[],
  { hashes = new Map(), installed }: BookParts = {},
): LabelBook {
  const files = new Map<string, Label[]>();
  const builtIn = new Map<string, Label[]>();
  const byPack = new Map<string, Label[]>();
  for (const label of labels) {
    add(label.pack === BUILT_IN ? builtIn : files, keyOf(label.chain, label.address), label);
    add(byPack, label.pack, label);
  }
  const own = [...byPack].map(([pack, rows]) => packOf(pack, rows, hashes.get(pack))).sort(byName);
  const packs = [
    ...own.filter(({ pack }) => pack !== BUILT_IN),
    ...[...(installed?.packs() ?? [])].sort(byName),
    ...own.filter(({ pack }) => pack === BUILT_IN),
  ];
  const found = new Map<string, readonly Label[]>();

  function all(chain: ChainId, address: Address): readonly Label[] {
    const key = keyOf(chain, address);
    let labels = found.get(key);
    if (labels === undefined) {
      const others = [...(installed?.of(chain, address) ?? []), ...(builtIn.get(key) ?? [])];
      labels = [...ranked(files.get(key) ?? []), ...ranked(others)];
      found.set(key, labels);
    }
    return labels;
  }
  function of(chain: ChainId, address: Address, time?: number): readonly Label[] {
    const labels = all(chain, address);
    return time === undefined ? labels : labels.filter((label) => holds(label, time));
  }
  function* everything(): Generator<Label> {
    yield* labels;
    yield* installed?.all(undefined) ?? [];
  }
  return {
    of,
    best: (chain, address, time) => of(chain, address, time)[0],
    packs: () => packs,
    all: everything,
  };
}

/** A book that was written down: of each address the labels that are given here, in this very order. */
export function bookAsWritten(labels: readonly Label[], packs: readonly Pack[]): LabelBook {
  const byAddress = new Map<string, Label[]>();
  for (const label of labels) add(byAddress, keyOf(label.chain, label.address), label);
  const of: LabelBook['of'] = (chain, address, time) => {
    const all = byAddress.get(keyOf(chain, address)) ?? [];
    return time === undefined ? all : all.filter((label) => holds(label, time));
  };
  return {
    of,
    best: (chain, address, time) => of(chain, address, time)[0],
    packs: () => packs,
    all: () => labels,
  };
}

/** The book as it could be read at `time` (unix seconds): a label whose source gives no date is not in it. */
export function knownBy(book: LabelBook, time: number): LabelBook {
  const isKnown = ({ date }: Label): boolean => date !== undefined && date <= time;
  const of: LabelBook['of'] = (chain, address, at) => book.of(chain, address, at).filter(isKnown);
  function* all(): Generator<Label> {
    for (const label of book.all()) if (isKnown(label)) yield label;
  }
  return { ...book, of, best: (chain, address, at) => of(chain, address, at)[0], all };
}

function keyOf(chain: ChainId, address: Address): string {
  return `${chain}/${address}`;
}

function add(groups: Map<string, Label[]>, key: string, label: Label): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [label]);
  else group.push(label);
}

function ranked(labels: readonly Label[]): readonly Label[] {
  if (labels.length < 2) return labels;
  const sorted = [...labels].sort(byRank);
  return sorted.filter((label, index) => index === 0 || byRank(sorted[index - 1] as Label, label) !== 0);
}

function holds(label: Label, time: number): boolean {
  return (label.validFrom ?? time) <= time && time <= (label.validTo ?? time);
}

function byName(a: Pack, b: Pack): number {
  return byText(a.pack, b.pack);
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
