// Transfers as a program writes them down by hand, and from there to recorded transfers of the engine. The list itself is
// the order: nothing is sorted, so one list may hold several chains. What contradicts itself is refused, never repaired.
import type { Address } from '../model/address.ts';
import { assetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { type Place, type TxId, wallet } from '../model/place.ts';
import type { CoinId, Transfer, TransferId } from '../model/transfer.ts';
import { badArgument, quoted } from './bad-argument.ts';

/** From wallet to wallet. Movements of one transaction stand together, in their order. */
export interface Movement {
  readonly tx: string;
  /** `issued`: the value is new. */
  readonly from: string;
  /** `fee`: to the chain. `burnt`: destroyed. */
  readonly to: string;
  readonly asset: string;
  /** Base units. */
  readonly amount: bigint;
  /** Unix seconds; needed for `since` and `until` alone. */
  readonly time?: number | undefined;
}

/** A transaction that melts its inputs. What the outputs leave is the fee. Output `n` is the coin `tx:n`. */
export interface CoinTransaction {
  readonly tx: string;
  /** In vin order; none: all that it pays is issued. */
  readonly inputs: readonly CoinInput[];
  /** In vout order. */
  readonly outputs: readonly CoinOutput[];
  readonly asset: string;
  readonly time?: number | undefined;
}

export interface CoinInput {
  readonly coin: string;
  /** Owner and base units; may be left out for a coin that an earlier transaction of the list made. */
  readonly from?: string | undefined;
  readonly amount?: bigint | undefined;
}

export interface CoinOutput {
  /** `burnt`: nobody can spend it. */
  readonly to: string;
  readonly amount: bigint;
}

export type PlainTransfer = Movement | CoinTransaction;

/** One thing that a transfer list says, under a name: `t:0` for a movement or an output, `t/in/0`, `t/fee`. */
export interface Line {
  readonly id: string;
  readonly kind: 'movement' | 'input' | 'output' | 'fee';
  readonly tx: string;
  /** undefined: out of the transaction, where inputs melt. */
  readonly from: string | undefined;
  /** undefined: into the transaction. */
  readonly to: string | undefined;
  readonly asset: string;
  readonly amount: bigint;
  readonly coin: string | undefined;
  readonly time: number | undefined;
}

/** One chain for all: only what stands on one chain keeps the order of the list. */
export const CHAIN = 'list:library' as ChainId;

const SINKS: ReadonlySet<string> = new Set(['issued', 'fee', 'burnt']);

/** The prefix keeps a wallet apart from a transaction or a sink, whatever it is called. */
const WALLET = 'wallet:';

export function placeCalled(name: string): Place {
  if (SINKS.has(name)) return { kind: name as 'issued' | 'fee' | 'burnt', chain: CHAIN };
  return wallet(CHAIN, `${WALLET}${name}` as Address);
}

export function nameOf(place: Place): string {
  if (place.kind === 'wallet') return place.address.slice(WALLET.length);
  return place.kind === 'junction' || place.kind === 'script' ? '' : place.kind;
}

export function isWalletName(name: string | undefined): name is string {
  return name !== undefined && !SINKS.has(name);
}

interface Coin {
  readonly owner: string;
  readonly amount: bigint;
  readonly asset: string;
}

/** Throws KnownError `bad-argument`, naming the transfer by its place in the list. */
export function linesOf(transfers: readonly PlainTransfer[]): Line[] {
  const lines: Line[] = [];
  const seen = new Set<string>();
  const made = new Map<string, Coin>();
  const spent = new Set<string>();
  let number = 0;
  for (const [index, transfer] of transfers.entries()) {
    const where = (part: string) => `transfers[${index}]${part}`;
    checkText(transfer.tx, '.tx', where);
    checkText(transfer.asset, '.asset', where);
    checkTime(transfer.time, '.time', where);
    const before = transfers[index - 1];
    const goesOn = before?.tx === transfer.tx && !('inputs' in before) && !('inputs' in transfer);
    if (!goesOn && seen.has(transfer.tx))
      throw badArgument(where('.tx'), `is ${quoted(transfer.tx)} again: a transaction stands in one place`);
    if (goesOn && before.time !== transfer.time)
      throw badArgument(where('.time'), 'is another than that of the same transaction before it');
    seen.add(transfer.tx);
    number = goesOn ? number + 1 : 0;
    if ('inputs' in transfer)
      for (const line of linesOfCoins(transfer, where(''), made, spent)) lines.push(line);
    else lines.push(lineOfMovement(transfer, number, where));
  }
  return lines;
}

function lineOfMovement({ tx, from, to, asset, amount, time }: Movement, n: number, where: Where): Line {
  checkText(from, '.from', where);
  checkText(to, '.to', where);
  checkAmount(amount, '.amount', where);
  if (from === 'fee' || from === 'burnt') throw badArgument(where('.from'), `is ${from}, which pays nobody`);
  if (to === 'issued') throw badArgument(where('.to'), 'is issued, which nobody pays');
  return { id: `${tx}:${n}`, kind: 'movement', tx, from, to, asset, amount, coin: undefined, time };
}

function linesOfCoins(
  { tx, inputs, outputs, asset, time }: CoinTransaction,
  where: string,
  made: Map<string, Coin>,
  spent: Set<string>,
): Line[] {
  const into = inputs.map((input, n): Line => {
    const at = `${where}.inputs[${n}]`;
    const { owner, amount } = coinOf(input, asset, at, made);
    if (spent.has(input.coin)) throw badArgument(`${at}.coin`, `is ${quoted(input.coin)}, spent before`);
    spent.add(input.coin);
    const id = `${tx}/in/${n}`;
    return { id, kind: 'input', tx, from: owner, to: undefined, asset, amount, coin: input.coin, time };
  });
  const out = outputs.map(({ to, amount }, n): Line => {
    const at = `${where}.outputs[${n}]`;
    checkText(to, `${at}.to`);
    checkAmount(amount, `${at}.amount`);
    if (to === 'issued' || to === 'fee')
      throw badArgument(`${at}.to`, `is ${to}: what is left over is the fee`);
    const id = `${tx}:${n}`;
    if (spent.has(id)) throw badArgument(at, 'is a coin that stands as spent before it is made');
    made.set(id, { owner: to, amount, asset });
    return { id, kind: 'output', tx, from: undefined, to, asset, amount, coin: id, time };
  });
  const paid = sumOf(out);
  const rest = sumOf(into) - paid;
  const side = { tx, asset, coin: undefined, time };
  if (inputs.length === 0) {
    const id = `${tx}/in/0`;
    return [{ id, kind: 'input', from: 'issued', to: undefined, amount: paid, ...side }, ...out];
  }
  if (rest < 0n) throw badArgument(where, `pays ${-rest} base units more than its inputs hold`);
  return [
    ...into,
    ...out,
    { id: `${tx}/fee`, kind: 'fee', from: undefined, to: 'fee', amount: rest, ...side },
  ];
}

/** What the list said of this coin when it was made, else what the input says of it. */
function coinOf(input: CoinInput, asset: string, where: string, made: ReadonlyMap<string, Coin>): Coin {
  checkText(input.coin, `${where}.coin`);
  const known = made.get(input.coin);
  if (known === undefined) {
    checkText(input.from, `${where}.from`);
    checkAmount(input.amount, `${where}.amount`);
    if (SINKS.has(input.from)) throw badArgument(`${where}.from`, `is ${input.from}, which owns no coin`);
    return { owner: input.from, amount: input.amount, asset };
  }
  const said = [input.from ?? known.owner, input.amount ?? known.amount, asset];
  if (
    said[0] !== known.owner ||
    said[1] !== known.amount ||
    said[2] !== known.asset ||
    known.owner === 'burnt'
  )
    throw badArgument(where, `is not the coin ${quoted(input.coin)} as the list made it`);
  return known;
}

function sumOf(lines: readonly Line[]): bigint {
  return lines.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Names a part of an argument. Made into words only for an error: a list has millions of parts. */
type Where = (part: string) => string;
const asItIs: Where = (part) => part;

export function checkText(value: unknown, part: string, where = asItIs): asserts value is string {
  if (typeof value !== 'string' || value === '') throw badArgument(where(part), 'is no text, or empty');
}

function checkAmount(value: unknown, part: string, where = asItIs): asserts value is bigint {
  if (typeof value !== 'bigint') throw badArgument(where(part), `is no bigint but of type ${typeof value}`);
  if (value < 0n) throw badArgument(where(part), 'is below zero');
}

export function checkTime(value: unknown, part: string, where = asItIs): void {
  if (value !== undefined && !Number.isSafeInteger(value))
    throw badArgument(where(part), 'is no whole number of seconds');
}

/** As the chain would have recorded them; what moves nothing is left out. */
export function recorded(lines: readonly Line[]): Transfer[] {
  const transfers: Transfer[] = [];
  const places = new Map<string, Place>();
  function placeOf(name: string): Place {
    let place = places.get(name);
    if (place === undefined) {
      place = placeCalled(name);
      places.set(name, place);
    }
    return place;
  }
  let height = 0;
  for (const [order, { id, tx, from, to, asset, amount, coin, time = 0 }] of lines.entries()) {
    if (lines[order - 1]?.tx !== tx) height += 1;
    if (amount === 0n) continue;
    const txId = tx as TxId;
    const melted: Place = { kind: 'junction', chain: CHAIN, txId };
    transfers.push({
      id: id as TransferId,
      chain: CHAIN,
      txId,
      at: { height, time, txIndex: 0, order },
      from: from === undefined ? melted : placeOf(from),
      to: to === undefined ? melted : placeOf(to),
      asset: assetId(asset),
      amount,
      coin: coin as CoinId | undefined,
    });
  }
  return transfers;
}
