// The sweeps of one asset in the history of a wallet on an account chain, or what speaks against them: something stayed
// behind, or lay there for too long.
import { isOwner, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Position, Transfer } from '../../model/transfer.ts';
import { type Look, type NoDeposit, none, type Sweep } from './judgement.ts';

export type Placed = Transfer & { readonly at: Position };

/** Base units of one asset. */
export interface Within {
  readonly kind: 'coin' | 'token';
  /** May stay behind after a sweep. */
  readonly left: bigint;
  /** Receipts up to this may lie for any time: gas in a chain's own coin, dust in a token. */
  readonly lying: bigint;
}

/** `moves`: of one asset, in chain order. Empty where it was never swept and nothing of substance came. */
export function sweepsOf(
  key: PlaceKey,
  moves: readonly Placed[],
  { kind, left, lying }: Within,
  { asOf, parameters: { within } }: Pick<Look, 'asOf' | 'parameters'>,
): Sweep[] | NoDeposit {
  const sweeps: Sweep[] = [];
  let balance = 0n;
  let waiting: Placed[] = [];
  const oldestOf = (receipts: readonly Placed[]): Placed | undefined =>
    earliest(receipts.filter(({ amount }) => amount > lying)) ?? earliest(receipts);
  for (const step of stepsOf(moves)) {
    const receipts = step.filter(({ to }) => placeKey(to) === key);
    const others = step.filter(({ to }) => placeKey(to) !== key);
    waiting.push(...receipts);
    balance += sumOf(receipts) - sumOf(others);
    if (balance < 0n) return none('incomplete', others[0]);
    const swept = others.filter(({ to }) => to.kind !== 'fee');
    const last = swept.at(-1);
    if (last === undefined || !isOwner(last.to)) continue;
    // Of a token a sweep takes all, or all but dust.
    const stays = kind === 'token' ? dustUpTo(balance, waiting, lying) : [];
    if (balance > left + sumOf(stays)) return none('left-over', last);
    const staying = new Set(stays);
    const went = waiting.filter((receipt) => !staying.has(receipt));
    const oldest = oldestOf(went);
    const waited = last.at.time - (oldest?.at.time ?? last.at.time);
    waiting = stays;
    if (waited > within) {
      if (oldest !== undefined && oldest.amount > lying) return none('kept', oldest);
      // Gas or dust alone that goes at last: nothing against it, and no evidence.
      continue;
    }
    sweeps.push({
      txId: last.txId,
      time: last.at.time,
      asset: last.asset,
      amount: sumOf(swept),
      to: last.to,
      transfers: swept.map(({ id }) => id),
      receipts: went.length,
      waited,
      left: balance,
    });
  }
  const kept = oldestOf(waiting);
  const isMuch = kind === 'token' ? (kept?.amount ?? 0n) > lying : balance > lying;
  return isMuch && kept !== undefined && asOf - kept.at.time > within ? none('kept', kept) : sweeps;
}

function earliest(receipts: readonly Placed[]): Placed | undefined {
  return receipts.reduce<Placed | undefined>(
    (first, one) => (first === undefined || one.at.time < first.at.time ? one : first),
    undefined,
  );
}

/** The smallest receipts of dust, as many as make up `balance`: all of them, where they make up less. */
function dustUpTo(balance: bigint, receipts: readonly Placed[], most: bigint): Placed[] {
  const dust: Placed[] = [];
  let sum = 0n;
  for (const receipt of receipts.filter(({ amount }) => amount <= most).sort(byAmount)) {
    if (sum >= balance) break;
    dust.push(receipt);
    sum += receipt.amount;
  }
  return dust;
}

function byAmount(a: Placed, b: Placed): number {
  return a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0;
}

/** Transactions, one after the other; a block whose order is not known is one step, in which receipts come first. */
function stepsOf(moves: readonly Placed[]): Placed[][] {
  const unordered = new Set(moves.filter(({ at }) => at.txIndex === undefined).map(({ at }) => at.height));
  const steps = new Map<string, Placed[]>();
  for (const move of moves) {
    const { height, txIndex } = move.at;
    const key = unordered.has(height) ? `${height}` : `${height}/${txIndex}`;
    const step = steps.get(key);
    if (step === undefined) steps.set(key, [move]);
    else step.push(move);
  }
  return [...steps.values()];
}

export function byPosition(a: Placed, b: Placed): number {
  return (
    a.at.height - b.at.height ||
    (a.at.txIndex ?? 0) - (b.at.txIndex ?? 0) ||
    (a.at.order ?? 0) - (b.at.order ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

export function sumOf(transfers: readonly Pick<Placed, 'amount'>[]): bigint {
  return transfers.reduce((sum, { amount }) => sum + amount, 0n);
}
