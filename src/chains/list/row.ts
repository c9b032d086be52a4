// One row of a transfer list, checked: what each cell may hold. What rows say together (order, one asset's decimals, one
// transaction's height) is read.ts and positions.ts.
import { type AssetId, assetId, parseUnits } from '../../model/asset.ts';
import { type ChainId, chainOfList, isEvm } from '../../model/chain.ts';
import { type Place, type TxId, wallet } from '../../model/place.ts';
import { looksLikeMilliseconds, unixTime } from '../../model/time.ts';
import { looksLikeSecret } from '../secret.ts';
import { addressFault, listAddress, listTx, txFault } from './address.ts';
import type { Cells, ListRecord } from './records.ts';

export interface ListRow {
  readonly line: number;
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly height: number;
  readonly time: number;
  /** As the list gives it; undefined = the list does not say. */
  readonly order: number | undefined;
  readonly from: Place;
  readonly to: Place;
  readonly asset: AssetId;
  readonly decimals: number;
  /** May be 0 here. */
  readonly amount: bigint;
}

/** Words in the place of an address. An empty cell stands for the first of its side. */
const placeWords = {
  from: { mint: 'issued', issued: 'issued' },
  to: { burn: 'burnt', burnt: 'burnt', fee: 'fee' },
} as const;

/** As in the EVM adapters: the zero address is nobody's, tokens are made out of it and destroyed into it. */
const ZERO = `0x${'0'.repeat(40)}`;
const MOST_DECIMALS = 255;
const LONGEST_AMOUNT = 120;

class Fault extends Error {}

/** A cell for a message: short, on one line, and not at all if it may be a secret. */
function shown(text: string): string {
  if (looksLikeSecret(text) !== undefined) return '(not shown)';
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function cell(cells: Cells, name: keyof Cells): string {
  const text = cells[name];
  if (text === undefined) throw new Fault(`${name} is missing`);
  return text;
}

function chainOf(text: string): ChainId {
  const chain = chainOfList(text);
  if (text === '' || chain === undefined)
    throw new Fault(text === '' ? 'chain is empty' : `chain ${shown(text)} is no chain's name`);
  return chain;
}

function wholeNumber(name: string, text: string, shape: RegExp): number {
  const value = Number(text);
  if (!shape.test(text) || !Number.isSafeInteger(value)) {
    throw new Fault(
      `${name} ${text === '' ? 'is empty' : `${shown(text)} is no whole number in the safe range`}`,
    );
  }
  return value;
}

function timeOf(text: string): number {
  const time = unixTime(text);
  if (time !== undefined) return time;
  if (text === '') throw new Fault('time is empty');
  if (looksLikeMilliseconds(text))
    throw new Fault(`time ${shown(text)} looks like milliseconds: give seconds`);
  throw new Fault(`time ${shown(text)} is neither unix seconds nor a date such as 2024-08-02 00:24:23`);
}

function placeOf(chain: ChainId, side: 'from' | 'to', text: string): Place {
  const nobody = side === 'from' ? 'issued' : 'burnt';
  if (text === '') return { kind: nobody, chain };
  const words: Readonly<Record<string, 'issued' | 'burnt' | 'fee'>> = placeWords[side];
  const word = text.toLowerCase();
  const kind = Object.hasOwn(words, word) ? words[word] : undefined;
  if (kind !== undefined) return { kind, chain };
  const other = placeWords[side === 'from' ? 'to' : 'from'];
  if (Object.hasOwn(other, word)) throw new Fault(`${side} cannot be ${word}`);
  const fault = addressFault(chain, text);
  if (fault !== undefined) throw new Fault(`${side} ${fault}`);
  const address = listAddress(chain, text);
  return isEvm(chain) && address === ZERO ? { kind: nobody, chain } : wallet(chain, address);
}

function amountOf(text: string, decimals: number): bigint {
  if (text === '') throw new Fault('amount is empty');
  if (text.length > LONGEST_AMOUNT) throw new Fault(`amount is longer than ${LONGEST_AMOUNT} characters`);
  const amount = parseUnits(text, decimals);
  if (amount !== undefined && amount < 0n) throw new Fault(`amount ${shown(text)} is negative`);
  if (amount !== undefined) return amount;
  // With as many decimals as it could have it is a number: then only its decimals are too many.
  if (parseUnits(text, LONGEST_AMOUNT + 999) !== undefined) {
    throw new Fault(`amount ${shown(text)} is finer than the ${decimals} decimals of its row`);
  }
  throw new Fault(`amount ${shown(text)} is no decimal number`);
}

/** What cells of one chain were found to say: a list names the same few wallets again and again. */
interface SeenChain {
  readonly chain: ChainId;
  readonly from: Map<string, Place>;
  readonly to: Map<string, Place>;
}

/** By the text of the chain's cell. */
export type Seen = Map<string, SeenChain>;

/** The row, or in one line what is wrong with it. */
export function checkedRow(record: ListRecord, seen: Seen): ListRow | string {
  if (record.cells === undefined) return record.fault ?? 'cannot be read';
  try {
    return rowOf(record.line, record.cells, seen);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

function seenChain(text: string, seen: Seen): SeenChain {
  const known = seen.get(text);
  if (known !== undefined) return known;
  const found = { chain: chainOf(text), from: new Map(), to: new Map() };
  seen.set(text, found);
  return found;
}

function seenPlace(known: SeenChain, side: 'from' | 'to', text: string): Place {
  const place = known[side].get(text);
  if (place !== undefined) return place;
  const found = placeOf(known.chain, side, text);
  known[side].set(text, found);
  return found;
}

function rowOf(line: number, cells: Cells, seen: Seen): ListRow {
  const known = seenChain(cell(cells, 'chain'), seen);
  const { chain } = known;
  const tx = cell(cells, 'tx');
  const wrongTx = txFault(tx);
  if (wrongTx !== undefined) throw new Fault(`tx ${wrongTx}`);
  const height = wholeNumber('height', cell(cells, 'height'), /^\d+$/);
  const time = timeOf(cell(cells, 'time'));
  const order =
    cells.order === undefined || cells.order === ''
      ? undefined
      : wholeNumber('order', cells.order, /^-?\d+$/);
  const from = seenPlace(known, 'from', cell(cells, 'from'));
  const to = seenPlace(known, 'to', cell(cells, 'to'));
  if (from.kind !== 'wallet' && to.kind !== 'wallet') throw new Fault('neither from nor to is an address');
  const asset = cell(cells, 'asset');
  if (asset === '') throw new Fault('asset is empty');
  const places = cells.decimals ?? '';
  const decimals = places === '' ? 0 : wholeNumber('decimals', places, /^\d+$/);
  if (decimals > MOST_DECIMALS) throw new Fault(`decimals ${decimals} is more than ${MOST_DECIMALS}`);
  const amount = amountOf(cell(cells, 'amount'), decimals);
  return {
    line,
    chain,
    txId: listTx(tx),
    height,
    time,
    order,
    from,
    to,
    asset: assetId(asset),
    decimals,
    amount,
  };
}
