// What one transaction exchanged for a wallet, seen from the wallet's net: one asset out, one in. Pools, routers and what
// they do among themselves need not be known. Only facts of the chain; whether it can be reckoned with, trace/ says.
import type { AssetId } from '../model/asset.ts';
import type { CrossingId, Exchange, TransferRef } from '../model/crossing.ts';
import { isOwner, type PlaceKey, placeKey } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';
import {
  assetsOf,
  type End,
  endsWith,
  type Hands,
  handsOf,
  payeeOf,
  type WaysBack,
  waysBack,
  whereItStayed,
} from './hands.ts';

/** Contracts that say by events of their own that they exchanged in a transaction; `takers`: or took a deposit. */
export interface Professed {
  readonly exchangers: ReadonlySet<PlaceKey>;
  readonly takers: ReadonlySet<PlaceKey>;
}
const NOTHING: Professed = { exchangers: new Set(), takers: new Set() };

/**
 * `transfers`: all of one transaction. What came back in genuine assets decides, whatever tokens of no list stand beside it;
 * only where nothing genuine did, other tokens and other takers make a payment doubtful. `professed`: what contracts say of
 * themselves by events. undefined: nothing was exchanged.
 */
export function exchangeIn(
  transfers: readonly Transfer[],
  wallet: PlaceKey,
  isGenuine: (asset: AssetId) => boolean,
  { exchangers, takers }: Professed = NOTHING,
): Exchange | undefined {
  const hands = handsOf(transfers);
  const back = waysBack(hands.legs, wallet);
  const own = seen(hands, back, wallet, wallet, isGenuine);
  if (own?.isPlain === true && own.isWhole) return crossingOf(own, wallet);
  // What was exchanged is what ended elsewhere; what came back came through the same hands, and is matched there.
  if (own?.isReturned === true && own.isWhole) return crossingOf({ ...own, paid: own.kept }, wallet);
  if (own !== undefined) return ambiguous([...own.paid, ...own.kept]);
  const any = seen(hands, back, wallet, wallet, () => true);
  const elsewhere = firstSeen(takersFrom(hands, wallet), (taker) =>
    seen(hands, back, wallet, taker, () => true),
  );
  const isSent = transfers.some(({ from, to }) => to.kind === 'fee' && placeKey(from) === wallet);
  const [only, ...others] = elsewhere;
  if (
    any === undefined &&
    only !== undefined &&
    others.length === 0 &&
    isTold(only, hands, wallet, isGenuine, exchangers)
  )
    return crossingOf(only, wallet);
  // Anyone can write that a wallet paid with a token of his own; that it paid a genuine one, or sent all this itself, he cannot.
  const kept = [...(any === undefined ? [] : [any]), ...elsewhere]
    .flatMap((each) => each.kept)
    .filter(({ transfer: { asset } }) => isSent || isGenuine(asset));
  const isGiven = hands.into(wallet).some(({ transfer: { from } }) => from.kind === 'issued');
  // Whoever keeps it and says that he takes deposits; whoever got it from the wallet itself, while something was made for it.
  const stayed = whereItStayed(hands, wallet, isGenuine).filter(
    ({ from, to }) => takers.has(to) || (isGiven && from === wallet),
  );
  const all = [...kept, ...stayed];
  return all.length === 0 ? undefined : ambiguous(all);
}

/** Of two it is clear that there is not one; a batch may have thousands. */
function firstSeen(takers: readonly PlaceKey[], look: (taker: PlaceKey) => Seen | undefined): Seen[] {
  const found: Seen[] = [];
  for (const taker of takers) {
    const each = look(taker);
    if (each !== undefined) found.push(each);
    if (found.length === 2) break;
  }
  return found;
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
  /** One asset for one other; hands on the way gave a part of the first back and passed the rest on, and nobody else's with it. */
  readonly isReturned: boolean;
  /** All that was paid ended with those who gave something for it. */
  readonly isWhole: boolean;
}

/** `counts`: assets that are looked at. undefined: nothing was received for what the wallet paid. */
function seen(
  { legs, into, outOf, netOf }: Hands,
  back: WaysBack,
  wallet: PlaceKey,
  taker: PlaceKey,
  counts: (asset: AssetId) => boolean,
): Seen | undefined {
  const counted = ({ transfer: { asset } }: End): boolean => counts(asset);
  const [lost, won] = [netOf(wallet), netOf(taker)];
  const isLost = (asset: AssetId): boolean => (lost.get(asset) ?? 0n) < 0n;
  const gained = into(taker).filter(
    (leg) => counted(leg) && (won.get(leg.transfer.asset) ?? 0n) > 0n && !isLost(leg.transfer.asset),
  );
  const sources = back(gained);
  const paid = outOf(wallet).filter(
    (leg) => counted(leg) && isLost(leg.transfer.asset) && sources.has(leg.to),
  );
  // What pays the taker without having been given anything of it is not in return for anything.
  const received = gained.filter((leg) => paid.some(({ to }) => back([leg]).has(to)));
  if (paid.length === 0) return undefined;
  const [given, got] = [assetsOf(paid), assetsOf(received)];
  const isSingle =
    given.size === 1 && got.size === 1 && !outOf(taker).some(({ transfer: { asset } }) => got.has(asset));
  const isBack = into(wallet).some(({ transfer: { asset } }) => given.has(asset));
  const moved = legs.filter((leg) => leg.from !== wallet || paid.includes(leg));
  const ends = new Set(endsWith(moved, given).filter((place) => place !== wallet));
  const kept = moved.filter(
    ({ transfer, to }) => given.has(transfer.asset) && ends.has(to) && sources.has(to),
  );
  return {
    ...{ paid, received, sources, kept },
    isPlain: isSingle && !isBack,
    isReturned:
      isSingle &&
      isBack &&
      [...given].every((asset) => sumOf(kept) === -(lost.get(asset) ?? 0n) && isAlone(legs, wallet, asset)),
    isWhole: [...ends].every((place) => sources.has(place)),
  };
}

function sumOf(legs: readonly End[]): bigint {
  return legs.reduce((sum, { transfer: { amount } }) => sum + amount, 0n);
}

/** Whether all of an asset that moves is the wallet's: whoever else pays with it was paid so much before. */
function isAlone(legs: readonly End[], wallet: PlaceKey, asset: AssetId): boolean {
  const own = legs.filter(({ transfer }) => transfer.asset === asset);
  const orders = own.map(({ transfer: { at } }) => at?.order);
  if (orders.includes(undefined)) return false;
  const orderOf = ({ transfer: { at } }: End): number => at?.order as number;
  const purses = new Map<PlaceKey, bigint>();
  for (const { transfer, from, to } of own.sort((a, b) => orderOf(a) - orderOf(b))) {
    const left = (purses.get(from) ?? 0n) - transfer.amount;
    if (from !== wallet && left < 0n) return false;
    purses.set(from, left);
    purses.set(to, (purses.get(to) ?? 0n) + transfer.amount);
  }
  return true;
}

/** Whether what another received is what the wallet bought for him: both genuine, an exchange says so, and nobody else paid. */
function isTold(
  { isPlain, isWhole, paid, received, sources }: Seen,
  hands: Hands,
  wallet: PlaceKey,
  isGenuine: (asset: AssetId) => boolean,
  exchangers: ReadonlySet<PlaceKey>,
): boolean {
  const isListed = [...paid, ...received].every(({ transfer: { asset } }) => isGenuine(asset));
  const isAlone = [...sources].every((place) => place === wallet || !onlyPays(hands, place));
  return isPlain && isWhole && isListed && isAlone && [...sources].some((place) => exchangers.has(place));
}

/** Whether a place has less after these movements than before, and more of nothing. */
function onlyPays({ legs, netOf }: Hands, place: PlaceKey): boolean {
  const isGiven = legs.some((leg) => leg.transfer.to.kind === 'burnt' && payeeOf(leg) === place);
  const nets = [...netOf(place).values()];
  return !isGiven && nets.some((net) => net < 0n) && nets.every((net) => net <= 0n);
}

/** Whoever else has more after these movements than before, and less of nothing. */
function takersFrom({ legs, outOf, netOf }: Hands, wallet: PlaceKey): PlaceKey[] {
  const owners = new Set(legs.flatMap(({ transfer: { to }, to: key }) => (isOwner(to) ? key : [])));
  for (const { to } of outOf(wallet)) owners.delete(to);
  owners.delete(wallet);
  return [...owners].filter((place) => {
    const nets = [...netOf(place).values()];
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
