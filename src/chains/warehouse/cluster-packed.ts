// A movement at one of its parties as one value beside its columns, and back: a history of many short ranges costs by the
// columns that are read, and an answer by the values that are sent. The servers make it of the other columns as a row is
// stored (cluster-schema.ts). Its form is for ever: clusters have it.
import { type AssetId, assetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { Told } from './cluster-batches.ts';
import { readAmount } from './stored-amount.ts';

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

/** Big-endian without zeros in front: 0 has no bytes. A number below 0 has all eight of its own. */
const numberSql = (column: string): string => `reverse(reinterpretAsString(${column}))`;
/** None: a zero, which no number has in front. */
const maybeSql = (column: string): string => `ifNull(${numberSql(column)}, char(0))`;

const PIECES = [
  ...['tx', 'peer', 'asset'].map(textSql),
  ...['height', 'time', 'slot', 'dir', 'toInt64(sink)', 'legs', 'version', 'amount'].map(numberSql),
  ...['place', 'ord'].map(maybeSql),
];
/** The length of a piece: a byte, or 255 and four of them. */
const LENGTH =
  'if(length(piece) < 255, char(length(piece)), concat(char(255), reverse(reinterpretAsFixedString(toUInt32(length(piece))))))';
/** SQL of the value, of the columns of a leg. */
export const PACKED = `arrayStringConcat(arrayMap(piece -> concat(${LENGTH}, piece), [${PIECES.join(', ')}]))`;

/** SQL of two columns of a group: the sum of its heights, to hold all values against; and all values, for `unpacked`. */
export const PACKED_TOGETHER = 'toString(sum(height)), base64Encode(arrayStringConcat(groupArray(packed)))';

/**
 * Condition of the legs of a chain, where many wallets are named: an index that is asked for each of them with its chain takes
 * as long as reading their rows does.
 */
export const ofMany = (told: Told): string => `concat(chain, '') = {chain:String} AND ${told}`;

/** In any order. Throws Error if they are cut off. */
export function unpacked(chain: ChainId, together: string): Leg[] {
  const bytes = Buffer.from(together, 'base64');
  // Once for all of them: slices of it cost nothing.
  const hex = bytes.toString('hex');
  const heads = headsOf(chain);
  let at = 0;
  let end = 0;

  function next(): void {
    const length = bytes[end] as number;
    at = end + (length < 255 ? 1 : 5);
    end = at + (length < 255 ? length : bytes.readUInt32BE(end + 1));
    if (!(end <= bytes.length)) throw new Error('a movement is cut off');
  }

  function text(): string {
    next();
    const head = bytes[at] as number;
    return head === 0
      ? bytes.toString('utf8', at + 1, end)
      : `${heads[head - 1]}${hex.slice(2 * (at + 1), 2 * end)}`;
  }

  function read(): number {
    if (end === at) return 0;
    if (end - at <= 6) return bytes.readUIntBE(at, end - at);
    return Number(BigInt.asIntN(64, BigInt(`0x${hex.slice(2 * at, 2 * end)}`)));
  }

  function number(): number {
    next();
    return read();
  }

  function maybe(): number | undefined {
    next();
    return end - at === 1 && bytes[at] === 0 ? undefined : read();
  }

  function leg(): Leg {
    const tx = text() as TxId;
    const peer = text();
    const asset = assetId(text());
    const height = number();
    const time = number();
    const slot = number();
    const dir = number();
    const sink = number();
    const legs = number();
    const version = number();
    next();
    const amount = readAmount(hex.slice(2 * at, 2 * end));
    const place = maybe();
    const ord = maybe();
    return { tx, peer, asset, height, time, slot, dir, sink, legs, version, amount, place, ord };
  }

  const legs: Leg[] = [];
  while (end < bytes.length) legs.push(leg());
  return legs;
}
