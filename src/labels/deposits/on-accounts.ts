// Deposit addresses on account chains: a wallet that passes all it receives on to the main wallets of one exchange, soon
// and whole (Victor, FC 2020). It judges one whole history; it asks nobody, and changes no label.
import type { AssetId } from '../../model/asset.ts';
import type { Label } from '../../model/label.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { ownerKey } from '../rank.ts';
import { byPosition, type Placed, sumOf, sweepsOf, type Within } from './account-sweeps.ts';
import {
  confidenceOf,
  type Deposit,
  type Judgement,
  type Look,
  type NoDeposit,
  none,
  type Sweep,
} from './judgement.ts';
import { exchangeAt, gasGiverAt } from './main-wallet.ts';
import { DUST, dustOf, GAS_FEES, isOwnCoin, mayBeLeft } from './parameters.ts';

interface Paid {
  readonly transfer: Placed;
  readonly exchange: Label;
}

/** What the wallet took part in, as far as it says anything of it. */
interface Moves {
  readonly in: readonly Placed[];
  readonly out: readonly Placed[];
  readonly fees: readonly Placed[];
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
  const refused = notDeposited(place, own, first.exchange, look);
  if (refused !== undefined) return refused;
  const sweeps: { readonly sweep: Sweep; readonly confidence: number }[] = [];
  const moves = [...own.in, ...own.fees, ...own.out].sort(byPosition);
  const assets = new Set(moves.map(({ asset }) => asset));
  for (const asset of [...assets].filter((each) => look.infoOf(each)?.suspect === undefined).sort()) {
    const ofIt = moves.filter((move) => move.asset === asset);
    const limits = limitsOf(place, asset, ofIt, own.fees, look);
    const found = sweepsOf(placeKey(place), ofIt, limits, look);
    if (!Array.isArray(found)) return found;
    for (const sweep of found)
      sweeps.push({ sweep, confidence: confidenceOf(sweep, limits.left, look.parameters) });
  }
  return {
    kind: 'deposit',
    place,
    exchange: first.exchange,
    sweeps: sweeps.map(({ sweep }) => sweep).sort((a, b) => a.time - b.time || (a.txId < b.txId ? -1 : 1)),
    confidence: Math.min(...sweeps.map(({ confidence }) => confidence)),
    parameters: look.parameters,
    ...gasBy(own, first.exchange, look),
  };
}

function gasBy(own: Moves, exchange: Label, { book }: Look): Pick<Deposit, 'gasBy'> {
  const coin = own.in.filter(({ asset }) => isOwnCoin(asset)).sort(byPosition);
  for (const { from, at } of coin) {
    const label = gasGiverAt(book, from, at.time, exchange);
    if (label !== undefined) return { gasBy: label };
  }
  return {};
}

/**
 * Of genuine assets, and of others that the wallet itself paid with in transactions which it sent: anyone can forge the
 * transfers of a token of his own, but not the acts of a wallet.
 */
function ownMoves(key: PlaceKey, transfers: readonly Transfer[], { infoOf }: Look): Moves {
  const placed = transfers.filter(
    (transfer): transfer is Placed =>
      transfer.at !== undefined && placeKey(transfer.from) !== placeKey(transfer.to),
  );
  const sent = placed.filter(({ from }) => placeKey(from) === key);
  const fees = sent.filter(({ to }) => to.kind === 'fee');
  const acts = new Set(fees.map(({ txId }) => txId));
  const isGenuine = ({ asset }: Placed): boolean => infoOf(asset)?.genuine === true;
  const out = sent
    .filter((transfer) => transfer.to.kind !== 'fee' && (isGenuine(transfer) || acts.has(transfer.txId)))
    .sort(byPosition);
  const taken = new Set(out.map(({ asset }) => asset));
  return {
    in: placed.filter(
      (transfer) => placeKey(transfer.to) === key && (isGenuine(transfer) || taken.has(transfer.asset)),
    ),
    out,
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

/** Coins made there; and payments by the exchange, larger than gas or handed back to it. */
function notDeposited(place: OwnerPlace, own: Moves, exchange: Label, look: Look): NoDeposit | undefined {
  const made = own.in.find(({ from, asset }) => from.kind === 'issued' && isOwnCoin(asset));
  if (made !== undefined) return none('mines', made);
  const isByExchange = ({ from, at }: Placed): boolean => {
    const payer = exchangeAt(look.book, from, at.time);
    return payer !== undefined && ownerKey(payer) === ownerKey(exchange);
  };
  const paid = own.in.filter(isByExchange);
  const token = paid.find(({ asset }) => !isOwnCoin(asset));
  if (token !== undefined) return none('paid-by-exchange', token);
  const [first] = paid;
  if (first === undefined) return undefined;
  const isCoin = ({ asset }: Placed): boolean => asset === first.asset;
  const { left, lying } = limitsOf(place, first.asset, [], own.fees, look);
  const large = paid.find(({ amount }) => amount > lying);
  if (large !== undefined) return none('paid-by-exchange', large);
  const byOthers = sumOf(own.in.filter(isCoin)) - sumOf(paid);
  return sumOf(own.out.filter(isCoin)) > byOthers + left ? none('paid-by-exchange', first) : undefined;
}

/** Of the chain’s own coin a few fees may lie as gas; of a token what strangers may have sent. */
function limitsOf(
  place: OwnerPlace,
  asset: AssetId,
  moves: readonly Placed[],
  fees: readonly Placed[],
  look: Look,
): Within {
  const info = look.infoOf(asset);
  const left = mayBeLeft(place.chain, asset, info, look.parameters);
  if (isOwnCoin(asset)) {
    const gas = largestOf(fees) * GAS_FEES;
    return { kind: 'coin', left, lying: gas > left ? gas : left };
  }
  const key = placeKey(place);
  const isSwept = moves.some(({ from }) => placeKey(from) === key);
  const receipts = moves.filter(({ to }) => placeKey(to) === key);
  return { kind: 'token', left, lying: isSwept ? largestOf(receipts) / DUST : dustOf(info) };
}

function largestOf(transfers: readonly Placed[]): bigint {
  return transfers.reduce((most, { amount }) => (amount > most ? amount : most), 0n);
}
