// What one transaction exchanged for a wallet, seen from the wallet's net: one asset out, one in. Pools, routers and what
// they do among themselves need not be known. Only facts of the chain; whether it can be reckoned with, trace/ says.
import type { AssetId } from '../model/asset.ts';
import type { CrossingId, Exchange, TransferRef } from '../model/crossing.ts';
import { isOwner, type PlaceKey, placeKey } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';

/**
 * `transfers`: all of one transaction. What came back in genuine assets decides, whatever tokens of no list stand beside it;
 * only where nothing genuine did, other tokens and other takers make a payment doubtful. `exchangers`: contracts whose own
 * events say that they exchanged in this transaction. undefined: nothing was exchanged.
 */
export function exchangeIn(
  transfers: readonly Transfer[],
  wallet: PlaceKey,
  isGenuine: (asset: AssetId) => boolean,
  exchangers: ReadonlySet<PlaceKey> = new Set(),
): Exchange | undefined {
  const legs = transfers
    .filter(({ from, to }) => to.kind !== 'fee' && placeKey(from) !== placeKey(to))
    .map((transfer) => ({ transfer, from: placeKey(transfer.from), to: placeKey(transfer.to) }));
  const back = waysBack(legs, wallet);
  const own = seen(legs, back, wallet, wallet, isGenuine);
  if (own?.isPlain === true && own.isWhole) return crossingOf(own, wallet);
  if (own !== undefined) return ambiguous([...own.paid, ...own.kept]);
  const any = seen(legs, back, wallet, wallet, () => true);
  const elsewhere = takersFrom(legs, wallet).flatMap(
    (taker) => seen(legs, back, wallet, taker, () => true) ?? [],
  );
  const isSent = transfers.some(({ from, to }) => to.kind === 'fee' && placeKey(from) === wallet);
  const [only, ...others] = elsewhere;
  if (
    any === undefined &&
    only !== undefined &&
    others.length === 0 &&
    isTold(only, legs, wallet, isGenuine, exchangers)
  )
    return crossingOf(only, wallet);
  // Anyone can write that a wallet paid with a token of his own; that it paid a genuine one, or sent all this itself, he cannot.
  const kept = [...(any === undefined ? [] : [any]), ...elsewhere]
    .flatMap((each) => each.kept)
    .filter(({ transfer: { asset } }) => isSent || isGenuine(asset));
  return kept.length === 0 ? undefined : ambiguous([...new Set(kept)]);
}

/** What a wallet paid and what somebody, itself or another, received for it. */
interface Seen {
  readonly paid: readonly End[];
  readonly received: readonly End[];
  /** Movements of what was paid into places where it ended and which gave something for it. */
  readonly kept: readonly End[];
  /** From whom what was received came, through all hands. */
  readonly sources: ReadonlySet<PlaceKey>;
  /** One asset for one other, and nothing of either the other way. */
  readonly isPlain: boolean;
  /** All that was paid ended with those who gave something for it. */
  readonly isWhole: boolean;
}

/** `counts`: assets that are looked at. undefined: nothing was received for what the wallet paid. */
function seen(
  legs: readonly End[],
  back: WaysBack,
  wallet: PlaceKey,
  taker: PlaceKey,
  counts: (asset: AssetId) => boolean,
): Seen | undefined {
  const counted = legs.filter(({ transfer: { asset } }) => counts(asset));
  const [lost, won] = [netOf(counted, wallet), netOf(counted, taker)];
  const isLost = (asset: AssetId): boolean => (lost.get(asset) ?? 0n) < 0n;
  const gained = counted.filter(
    ({ transfer: { asset }, to }) => to === taker && (won.get(asset) ?? 0n) > 0n && !isLost(asset),
  );
  const sources = back(gained);
  const paid = counted.filter(
    ({ transfer: { asset }, from, to }) => from === wallet && isLost(asset) && sources.has(to),
  );
  // What pays the taker without having been given anything of it is not in return for anything.
  const received = gained.filter((leg) => paid.some(({ to }) => back([leg]).has(to)));
  if (paid.length === 0) return undefined;
  const [given, got] = [assetsOf(paid), assetsOf(received)];
  const isOneWay = counted.every(
    ({ transfer: { asset }, from, to }) =>
      !(given.has(asset) && to === wallet) && !(got.has(asset) && from === taker),
  );
  const moved = legs.filter((leg) => leg.from !== wallet || paid.includes(leg));
  const ends = new Set(endsWith(moved, given).filter((place) => place !== wallet));
  return {
    ...{ paid, received, sources },
    kept: moved.filter(({ transfer, to }) => given.has(transfer.asset) && ends.has(to) && sources.has(to)),
    isPlain: given.size === 1 && got.size === 1 && isOneWay,
    isWhole: [...ends].every((place) => sources.has(place)),
  };
}

/** Whether what another received is what the wallet bought for him: both genuine, an exchange says so, and nobody else paid. */
function isTold(
  { isPlain, isWhole, paid, received, sources }: Seen,
  legs: readonly End[],
  wallet: PlaceKey,
  isGenuine: (asset: AssetId) => boolean,
  exchangers: ReadonlySet<PlaceKey>,
): boolean {
  const isListed = [...paid, ...received].every(({ transfer: { asset } }) => isGenuine(asset));
  const isAlone = [...sources].every((place) => place === wallet || !onlyPays(legs, place));
  return isPlain && isWhole && isListed && isAlone && [...sources].some((place) => exchangers.has(place));
}

/** Whether a place has less after these movements than before, and more of nothing. */
function onlyPays(legs: readonly End[], place: PlaceKey): boolean {
  const isGiven = legs.some((leg) => leg.transfer.to.kind === 'burnt' && payeeOf(leg) === place);
  const nets = [...netOf(legs, place).values()];
  return !isGiven && nets.some((net) => net < 0n) && nets.every((net) => net <= 0n);
}

/** Whoever else has more after these movements than before, and less of nothing. */
function takersFrom(legs: readonly End[], wallet: PlaceKey): PlaceKey[] {
  const owners = new Set(legs.flatMap(({ transfer: { to }, to: key }) => (isOwner(to) ? key : [])));
  const paid = new Set(legs.filter(({ from }) => from === wallet).map(({ to }) => to));
  return [...owners].filter((place) => {
    if (place === wallet || paid.has(place)) return false;
    const nets = [...netOf(legs, place).values()];
    return nets.some((net) => net > 0n) && nets.every((net) => net >= 0n);
  });
}

function crossingOf({ paid, received }: Seen, wallet: PlaceKey): Exchange {
  const first = paid[0]?.transfer as Transfer;
  const isMade = [...paid, ...received].some(({ transfer: { from, to } }) => !isOwner(from) || !isOwner(to));
  return {
    kind: 'crossing',
    crossing: {
      id: `${first.txId}/${isMade ? 'wrap' : 'swap'}/${wallet}` as CrossingId,
      basis: isMade ? 'wrap' : 'swap',
      given: refs(paid),
      received: refs(received),
    },
  };
}

function ambiguous(given: readonly End[]): Exchange {
  return { kind: 'ambiguous', given: refs([...new Set(given)]) };
}

function refs(of: readonly End[]): TransferRef[] {
  return of.map(({ transfer: { chain, id } }) => ({ chain, transfer: id }));
}

interface End {
  readonly transfer: Transfer;
  readonly from: PlaceKey;
  readonly to: PlaceKey;
}

type WaysBack = (of: readonly End[]) => ReadonlySet<PlaceKey>;

/** What a place has more, or less, of each asset after these movements. */
function netOf(legs: readonly End[], place: PlaceKey): ReadonlyMap<AssetId, bigint> {
  const net = new Map<AssetId, bigint>();
  for (const { transfer, from, to } of legs) {
    if (from !== place && to !== place) continue;
    const change = to === place ? transfer.amount : -transfer.amount;
    net.set(transfer.asset, (net.get(transfer.asset) ?? 0n) + change);
  }
  return net;
}

function assetsOf(legs: readonly End[]): ReadonlySet<AssetId> {
  return new Set(legs.map(({ transfer }) => transfer.asset));
}

/** Who has more of the assets after these movements: where what was given has ended. */
function endsWith(legs: readonly End[], assets: ReadonlySet<AssetId>): PlaceKey[] {
  const net = new Map<PlaceKey, bigint>();
  for (const { transfer, from, to } of legs) {
    if (!assets.has(transfer.asset)) continue;
    net.set(from, (net.get(from) ?? 0n) - transfer.amount);
    net.set(to, (net.get(to) ?? 0n) + transfer.amount);
  }
  return [...net].flatMap(([place, amount]) => (amount > 0n ? place : []));
}

/**
 * From whom the payers of some legs could have been paid in this transaction, in whatever asset, without the wallet itself;
 * they are among them. What is issued or destroyed is so by the token's own contract.
 */
function waysBack(legs: readonly End[], wallet: PlaceKey): WaysBack {
  return (of) => {
    const reached = new Set<PlaceKey>();
    const open = of.map(payerOf);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (place === wallet || reached.has(place)) continue;
      reached.add(place);
      for (const leg of legs) if (payeeOf(leg) === place) open.push(payerOf(leg));
    }
    // A leg into nothing stands for its token's contract.
    for (const leg of legs)
      if (leg.transfer.to.kind === 'burnt' && reached.has(payeeOf(leg))) reached.add(leg.to);
    return reached;
  };
}

/** What is issued is paid by its token's contract. */
function payerOf({ transfer, from }: End): PlaceKey {
  return transfer.from.kind === 'issued' ? (contractOf(transfer) ?? from) : from;
}

/** What is destroyed is paid to its token's contract. */
function payeeOf({ transfer, to }: End): PlaceKey {
  return transfer.to.kind === 'burnt' ? (contractOf(transfer) ?? to) : to;
}

/** The place of the contract that an asset is of. */
function contractOf({ chain, asset }: Transfer): PlaceKey | undefined {
  const address = /\/(?:erc20|trc20):(\w+)$/.exec(asset)?.[1];
  return address === undefined ? undefined : (`${chain}/${address}` as PlaceKey);
}
