// Deposit addresses on coin chains: an address all of whose coins are spent into the main wallets of one exchange, each soon
// after it came. It judges one whole history, given as whole transactions; it asks nobody, and changes no label.
import type { Label } from '../../model/label.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { CoinId, Position, Transfer } from '../../model/transfer.ts';
import { ownerKey } from '../rank.ts';
import { confidenceOf, type Judgement, type Look, type NoDeposit, none, type Sweep } from './judgement.ts';
import { exchangeAt } from './main-wallet.ts';
import { mayBeLeft } from './parameters.ts';

type Placed = Transfer & { readonly at: Position };

/** `transfers`: all of every transaction of the address up to the block, in any order, each once. */
export function judgeCoins(place: OwnerPlace, transfers: readonly Transfer[], look: Look): Judgement {
  const key = placeKey(place);
  const placed = transfers.filter((transfer): transfer is Placed => transfer.at !== undefined);
  const byTx = new Map<TxId, Placed[]>();
  for (const transfer of placed) byTx.set(transfer.txId, [...(byTx.get(transfer.txId) ?? []), transfer]);
  const txs = [...byTx.values()].sort(byTime);
  const spending = txs.filter((legs) => legs.some(({ from }) => placeKey(from) === key));
  const paid = spending.map((legs) => paidIn(legs, look));
  const known = paid.flatMap(({ exchanges }) => exchanges);
  const [exchange] = known;
  if (exchange === undefined) return none('pays-no-exchange');
  const elsewhere = paid.find((one) => one.elsewhere !== undefined)?.elsewhere;
  if (elsewhere !== undefined) return none('pays-elsewhere', elsewhere);
  if (known.some((other) => ownerKey(other) !== ownerKey(exchange))) return none('several-exchanges');
  const coins = new Map<CoinId, Placed>();
  for (const legs of txs) {
    const received = legs.filter(({ to, coin }) => placeKey(to) === key && coin !== undefined);
    for (const leg of received) coins.set(leg.coin as CoinId, leg);
    const refused = received[0] && notDepositedBy(legs, received[0], exchange, look);
    if (refused !== undefined) return refused;
  }
  const sweeps: Sweep[] = [];
  const open = new Map(coins);
  const [[{ asset }]] = spending as [[Placed]];
  const dust = mayBeLeft(place.chain, asset, look.infoOf(asset), look.parameters);
  for (const legs of spending) {
    const sweep = sweepIn(key, legs, coins, dust, look);
    if (sweep !== undefined && 'kind' in sweep) return sweep;
    if (sweep !== undefined) sweeps.push(sweep);
    for (const { coin } of legs.filter(({ from }) => placeKey(from) === key)) open.delete(coin as CoinId);
  }
  const kept = [...open.values()].find(
    ({ amount, at }) => amount > dust && look.asOf - at.time > look.parameters.within,
  );
  if (kept !== undefined) return none('kept', kept);
  return {
    kind: 'deposit',
    place,
    exchange,
    sweeps,
    confidence: Math.min(...sweeps.map((sweep) => confidenceOf(sweep, 0n, look.parameters))),
    parameters: look.parameters,
  };
}

/** Who was paid in a transaction that spends a coin of the address: every output must be the exchange's. */
function paidIn(legs: readonly Placed[], { book }: Look): { exchanges: Label[]; elsewhere?: Placed } {
  const outputs = legs.filter(({ from, to }) => from.kind === 'junction' && to.kind !== 'fee');
  const said = outputs.map((leg) => ({ leg, label: exchangeAt(book, leg.to, leg.at.time) }));
  const elsewhere = said.find(({ label }) => label === undefined)?.leg;
  return {
    exchanges: said.flatMap(({ label }) => label ?? []),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

function notDepositedBy(
  legs: readonly Placed[],
  receipt: Placed,
  exchange: Label,
  { book }: Look,
): NoDeposit | undefined {
  const inputs = legs.filter(({ to }) => to.kind === 'junction');
  if (inputs.some(({ from }) => from.kind === 'issued') || inputs.length === 0) return none('mines', receipt);
  const payers = inputs.flatMap(({ from, at }) => exchangeAt(book, from, at.time) ?? []);
  return payers.some((payer) => ownerKey(payer) === ownerKey(exchange))
    ? none('paid-by-exchange', receipt)
    : undefined;
}

/** undefined: nothing but dust went that had lain for long, which says nothing. */
function sweepIn(
  key: PlaceKey,
  legs: readonly Placed[],
  coins: ReadonlyMap<CoinId, Placed>,
  dust: bigint,
  { parameters }: Look,
): Sweep | NoDeposit | undefined {
  const total = (some: readonly Placed[]): bigint => some.reduce((sum, { amount }) => sum + amount, 0n);
  const inputs = legs.filter(({ from }) => placeKey(from) === key);
  const whole =
    total(legs.filter(({ to }) => to.kind === 'junction')) ===
    total(legs.filter(({ from }) => from.kind === 'junction'));
  const received = inputs.flatMap(({ coin }) => (coin === undefined ? [] : (coins.get(coin) ?? [])));
  const [first] = inputs as [Placed];
  if (!whole || received.length < inputs.length) return none('incomplete', first);
  const large = received.filter(({ amount }) => amount > dust);
  const timed = large.length === 0 ? received : large;
  const waited = first.at.time - Math.min(...timed.map(({ at }) => at.time));
  if (waited > parameters.within) return large.length === 0 ? undefined : none('kept', first);
  const largest = legs
    .filter(({ from, to }) => from.kind === 'junction' && isOwner(to))
    .reduce((most, leg) => (leg.amount > most.amount ? leg : most));
  return {
    txId: first.txId,
    time: first.at.time,
    asset: first.asset,
    amount: total(inputs),
    to: largest.to as OwnerPlace,
    transfers: inputs.map(({ id }) => id),
    receipts: inputs.length,
    waited,
    left: 0n,
  };
}

function byTime([a]: readonly Placed[], [b]: readonly Placed[]): number {
  const [one, other] = [a as Placed, b as Placed];
  return one.at.height - other.at.height || (one.txId < other.txId ? -1 : 1);
}
