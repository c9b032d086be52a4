// A movement at one of its parties as one value beside its columns, and back: a history of many short ranges costs by the
// columns that are read, and an answer by the values that are sent. The servers make it of the other columns as a row is
// stored (cluster-schema.ts). Its form is for ever: clusters have it.
import { type AssetId, assetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import { type Told, toldWhere } from './cluster-batches.ts';

/** The columns of a leg, but for its wallet, chain and batch. */
export interface Leg {
  readonly tx: TxId;
  readonly peer: string;
  readonly asset: AssetId;
  readonly height: number;
  readonly time: number;
  readonly slot: number;
  readonly dir: number;
  readonly sink: number;
  readonly legs: number;
  readonly version: number;
  readonly amount: bigint;
  readonly place: number | undefined;
  readonly ord: number | undefined;
}

const TOKEN = '/erc20:0x';
/** What may stand before hexadecimal digits, which are kept as bytes; as SQL. */
const HEADS = ["'0x'", "''", `concat(chain, '${TOKEN}')`];
const headsOf = (chain: ChainId): readonly string[] => ['0x', '', `${chain}${TOKEN}`];

/** After a byte that tells its head. Only a text that comes back exactly is kept as bytes; of any other that byte is 0. */
function textSql(column: string): string {
  const cases = HEADS.flatMap((head, at) => {
    const bytes = `unhex(substring(${column}, length(${head}) + 1))`;
    return [`concat(${head}, lower(hex(${bytes}))) = ${column}`, `concat(char(${at + 1}), ${bytes})`];
  });
  return `multiIf(${cases.join(', ')}, concat(char(0), ${column}))`;
}

/** No number that a row has. */
const NONE = -(2 ** 63);
const maybeSql = (column: string): string => `ifNull(${column}, toInt64('${-(2n ** 63n)}'))`;

/**
 * In front, of the length of their types, the lowest byte first: what chooses rows is told by the one value, since every further
 * column costs a question as much again. Each with its SQL, type, first byte and length.
 */
const FRONT = {
  dir: ['dir', 'UInt8', 0, 1],
  sink: ['sink', 'Int8', 1, 1],
  batch: ['batch', 'UInt32', 2, 4],
  legs: ['legs', 'UInt32', 6, 4],
  version: ['version', 'UInt32', 10, 4],
  height: ['height', 'Int64', 14, 8],
  time: ['time', 'Int64', 22, 8],
  slot: ['slot', 'Int64', 30, 8],
  place: [maybeSql('place'), 'Int64', 38, 8],
  ord: [maybeSql('ord'), 'Int64', 46, 8],
} as const;
const FRONT_LENGTH = 54;

/** After it; the amount big-endian without zeros in front. */
const PIECES = ['chain', ...['tx', 'peer', 'asset'].map(textSql), 'reverse(reinterpretAsString(amount))'];
/** The length of a piece: a byte, or 255 and four of them. */
const LENGTH =
  'if(length(piece) < 255, char(length(piece)), concat(char(255), reverse(reinterpretAsFixedString(toUInt32(length(piece))))))';
const joined = (pieces: readonly string[]): string =>
  `arrayStringConcat(arrayMap(piece -> concat(${LENGTH}, piece), [${pieces.join(', ')}]))`;
const fixed = Object.values(FRONT).map(([sql]) => `reinterpretAsFixedString(${sql})`);
/** SQL of the value, of the columns of a leg. */
export const PACKED = `concat(${[...fixed, joined(PIECES)].join(', ')})`;

/** SQL of a column, of the value. */
export function ofPacked(name: keyof typeof FRONT): string {
  const [, type, at, length] = FRONT[name];
  return `reinterpretAs${type}(substring(packed, ${at + 1}, ${length}))`;
}

/** SQL: whether it is of the chain `{chain:String}`, and may be told. */
export const packedTold = (told: Told): string =>
  `startsWith(substring(packed, ${FRONT_LENGTH + 1}), ${joined(['{chain:String}'])}) AND ${toldWhere(told, ofPacked('batch'))}`;

/**
 * SQL of bytes, for `unpacked`. `legs`: SQL from its FROM on, of the columns `wallet` and `packed`. They are put together by the
 * server that is asked: of the others it would be more work, and not less to send.
 */
export const packedTogether = (legs: string): string =>
  `SELECT arrayStringConcat(groupArray(concat(${joined(['wallet'])}, packed))) FROM (SELECT wallet, packed ${legs})`;

export interface Unpacked {
  readonly wallet: string;
  /** In any order. */
  readonly legs: Leg[];
}

/** In any order. Throws SyntaxError if they are cut off. */
export function unpacked(chain: ChainId, bytes: Buffer): Unpacked[] {
  const heads = headsOf(chain);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  /** Of the piece that was read last. */
  let at = 0;
  let end = 0;

  function take(length: number): void {
    at = end;
    end += length;
    // Not a number where its length was cut off.
    if (!(end <= bytes.length)) throw new SyntaxError('movements are cut off');
  }

  function next(): void {
    take(1);
    const length = bytes[at] as number;
    if (length === 255) take(4);
    take(length === 255 ? unsigned() : length);
  }

  /** Of at most six bytes. */
  function unsigned(to = end): number {
    let number = 0;
    for (let byte = at; byte < to; byte += 1) number = number * 256 + (bytes[byte] as number);
    return number;
  }

  const digits = (from = at): string => bytes.toString('hex', from, end);

  function text(): string {
    const head = bytes[at] as number;
    if (head > heads.length) throw new SyntaxError('movements are none');
    return head === 0 ? bytes.toString('utf8', at + 1, end) : `${heads[head - 1]}${digits(at + 1)}`;
  }

  /** What `make` makes of a piece; of one that came before the same. */
  function remembering<T>(make: () => T): () => T {
    const known = new Map<number, { readonly at: number; readonly length: number; readonly made: T }>();
    return () => {
      // Most that are alike in their last bytes are alike.
      const last = end - at < 4 ? at - end : bytes.readUInt32BE(end - 4);
      const before = known.get(last);
      if (before?.length === end - at && isSame(before.at)) return before.made;
      const made = make();
      known.set(last, { at, length: end - at, made });
      return made;
    };
  }

  function isSame(other: number): boolean {
    for (let byte = at; byte < end; byte += 1) if (bytes[byte] !== bytes[other + byte - at]) return false;
    return true;
  }

  /** Of eight bytes that `take` took. */
  function wide(from: number): number {
    return view.getInt32(from + 4, true) * 2 ** 32 + view.getUint32(from, true);
  }

  function maybe(from: number): number | undefined {
    const number = wide(from);
    return number === NONE ? undefined : number;
  }

  function amountOf(): bigint {
    if (end - at <= 6) return BigInt(unsigned());
    if (end - at < 8 || end - at > 14) return BigInt(`0x${digits()}`);
    const low = view.getBigUint64(end - 8);
    return end - at === 8 ? low : (BigInt(unsigned(end - 8)) << 64n) | low;
  }

  const assetOf = remembering(() => assetId(text()));

  function leg(): Leg {
    take(FRONT_LENGTH);
    const front = at;
    next(); // Its chain.
    next();
    const tx = text() as TxId;
    next();
    const peer = text();
    next();
    const asset = assetOf();
    next();
    const amount = amountOf();
    return {
      tx,
      peer,
      asset,
      amount,
      dir: view.getUint8(front + FRONT.dir[2]),
      sink: view.getInt8(front + FRONT.sink[2]),
      legs: view.getUint32(front + FRONT.legs[2], true),
      version: view.getUint32(front + FRONT.version[2], true),
      height: wide(front + FRONT.height[2]),
      time: wide(front + FRONT.time[2]),
      slot: wide(front + FRONT.slot[2]),
      place: maybe(front + FRONT.place[2]),
      ord: maybe(front + FRONT.ord[2]),
    };
  }

  const byWallet = new Map<string, Unpacked>();
  const ofWallet = remembering((): Unpacked => {
    const wallet = bytes.toString('utf8', at, end);
    const own = byWallet.get(wallet) ?? { wallet, legs: [] };
    byWallet.set(wallet, own);
    return own;
  });

  while (end < bytes.length) {
    next();
    const { legs } = ofWallet();
    legs.push(leg());
  }
  return [...byWallet.values()];
}
