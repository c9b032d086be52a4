// Deposit addresses on account chains: a wallet that passes all it receives on to the main wallets of one exchange, soon
// and whole (Victor, FC 2020). It judges one whole history; it asks nobody, and changes no label.
import type { Label } from '../../model/label.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Position, Transfer } from '../../model/transfer.ts';
import { ownerKey } from '../rank.ts';
import { confidenceOf, type Judgement, type Look, type NoDeposit, none, type Sweep } from './judgement.ts';
import { exchangeAt } from './main-wallet.ts';
import { DUST, isOwnCoin, mayBeLeft } from './parameters.ts';

type Placed = Transfer & { readonly at: Position };

interface Paid {
  readonly transfer: Placed;
  readonly exchange: Label;
}

/** `transfers`: all of the wallet up to the block, in any order, each once. */
export function judgeAccount(place: OwnerPlace, transfers: readonly Transfer[], look: Look): Judgement {
  const own = ownMoves(placeKey(place), transfers, look);
  const { paid, elsewhere } = paidBy(own.out, look);
  const [first] = paid;
  if (first === undefined) return none('pays-no-exchange');
  if (elsewhere !== undefined) return none('pays-elsewhere', elsewhere);
  const other = paid.find(({ exchange }) => ownerKey(exchange) !== ownerKey(first.exchange));
  if (other !== undefined) return none('several-exchanges', other.transfer);
  for (const receipt of own.in) {
    const { from, asset, amount, at } = receipt;
    if (from.kind === 'issued' && isOwnCoin(asset)) return none('mines', receipt);
    const payer = exchangeAt(look.book, from, at.time);
    const gas = mayBeLeft(place.chain, asset, look.infoOf(asset), look.parameters);
    if (payer !== undefined && ownerKey(payer) === ownerKey(first.exchange) && amount > gas)
      return none('paid-by-exchange', receipt);
  }
  const genuine = (transfer: Placed): boolean => look.infoOf(transfer.asset)?.genuine === true;
  const swept = paid.map(({ transfer }) => transfer).filter(genuine);
  if (swept.length === 0) return none('pays-no-exchange');
  const moves = [...own.in, ...own.fees, ...swept].sort(byPosition);
  const sweeps: { readonly sweep: Sweep; readonly confidence: number }[] = [];
  // A token that is never swept is what the exchange does not take, or what strangers send: it says nothing.
  const sent = new Set(swept.map(({ asset }) => asset));
  const assets = [...new Set(moves.map(({ asset }) => asset))].sort();
  for (const asset of assets.filter((each) => sent.has(each) || isOwnCoin(each))) {
    const left = mayBeLeft(place.chain, asset, look.infoOf(asset), look.parameters);
    const found = sweepsOf(
      placeKey(place),
      moves.filter((move) => move.asset === asset),
      left,
      look,
    );
    if (!Array.isArray(found)) return found;
    for (const sweep of found) sweeps.push({ sweep, confidence: confidenceOf(sweep, left, look.parameters) });
  }
  return {
    kind: 'deposit',
    place,
    exchange: first.exchange,
    sweeps: sweeps.map(({ sweep }) => sweep).sort((a, b) => a.time - b.time || (a.txId < b.txId ? -1 : 1)),
    confidence: Math.min(...sweeps.map(({ confidence }) => confidence)),
    parameters: look.parameters,
  };
}

/**
 * Receipts and fees of genuine assets; payments of these, and of others in transactions that the wallet sent itself: anyone
 * can forge the transfers of a token of his own.
 */
function ownMoves(key: PlaceKey, transfers: readonly Transfer[], { infoOf }: Look) {
  const placed = transfers.filter(
    (transfer): transfer is Placed =>
      transfer.at !== undefined && placeKey(transfer.from) !== placeKey(transfer.to),
  );
  const sent = placed.filter(({ from }) => placeKey(from) === key);
  const fees = sent.filter(({ to }) => to.kind === 'fee');
  const acts = new Set(fees.map(({ txId }) => txId));
  const isGenuine = ({ asset }: Placed): boolean => infoOf(asset)?.genuine === true;
  return {
    in: placed.filter((transfer) => placeKey(transfer.to) === key && isGenuine(transfer)),
    out: sent
      .filter((transfer) => transfer.to.kind !== 'fee' && (isGenuine(transfer) || acts.has(transfer.txId)))
      .sort(byPosition),
    fees,
  };
}

function paidBy(out: readonly Placed[], { book }: Look) {
  const paid: Paid[] = [];
  let elsewhere: Placed | undefined;
  for (const transfer of out) {
    const exchange = exchangeAt(book, transfer.to, transfer.at.time);
    if (exchange !== undefined) paid.push({ transfer, exchange });
    else elsewhere ??= transfer;
    if (elsewhere !== undefined && paid.length > 0) break;
  }
  return { paid, elsewhere };
}

/**
 * Of one asset: after each sweep no more than `left` stays, and nothing larger waits for longer than it may; nor, of a token,
 * anything but dust.
 */
function sweepsOf(key: PlaceKey, moves: readonly Placed[], left: bigint, look: Look): Sweep[] | NoDeposit {
  const { within } = look.parameters;
  const sweeps: Sweep[] = [];
  let balance = 0n;
  let waiting: Placed[] = [];
  const small = smallOf(key, moves, left);
  const oldestLarge = (): Placed | undefined => waiting.find(({ amount }) => amount > small);
  for (const step of stepsOf(moves)) {
    const receipts = step.filter(({ to }) => placeKey(to) === key);
    const others = step.filter(({ to }) => placeKey(to) !== key);
    waiting.push(...receipts);
    for (const { amount } of receipts) balance += amount;
    for (const { amount } of others) balance -= amount;
    if (balance < 0n) return none('incomplete', others[0]);
    const swept = others.filter(({ to }) => to.kind !== 'fee');
    const last = swept.at(-1);
    if (last === undefined || !isOwner(last.to)) continue;
    if (balance > left) return none('left-over', last);
    const oldest = oldestLarge() ?? waiting[0];
    const waited = last.at.time - (oldest?.at.time ?? last.at.time);
    if (waited > within) return none('kept', oldest);
    sweeps.push({
      txId: last.txId,
      time: last.at.time,
      asset: last.asset,
      amount: swept.reduce((sum, { amount }) => sum + amount, 0n),
      to: last.to,
      transfers: swept.map(({ id }) => id),
      receipts: waiting.length,
      waited,
      left: balance,
    });
    waiting = [];
  }
  const open = oldestLarge() ?? (left > 0n ? waiting[0] : undefined);
  if (balance > left && open !== undefined && look.asOf - open.at.time > within) return none('kept', open);
  return sweeps;
}

/** Of a token a hundredth of its largest receipt: what anybody may have sent, and no exchange sweeps. */
function smallOf(key: PlaceKey, moves: readonly Placed[], left: bigint): bigint {
  const receipts = moves.filter(({ to }) => placeKey(to) === key);
  const largest = receipts.reduce((most, { amount }) => (amount > most ? amount : most), 0n);
  return left > 0n ? left : largest / DUST;
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

function byPosition(a: Placed, b: Placed): number {
  return (
    a.at.height - b.at.height ||
    (a.at.txIndex ?? 0) - (b.at.txIndex ?? 0) ||
    (a.at.order ?? 0) - (b.at.order ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
