// What one transaction exchanged for a wallet, seen from the wallet's net: one asset out, one in. Pools, routers and what
// they do among themselves need not be known. Only facts of the chain; whether it can be reckoned with, trace/ says.
import type { AssetId } from '../model/asset.ts';
import type { CrossingId, Exchange } from '../model/crossing.ts';
import { isOwner, type PlaceKey, placeKey } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';

/**
 * `transfers`: all of one transaction. `isGenuine`: of other assets nobody knows what they are worth; a made-up token that
 * comes back for a payment is no exchange, nor does it make one doubtful. undefined: nothing was exchanged.
 */
export function exchangeIn(
  transfers: readonly Transfer[],
  wallet: PlaceKey,
  isGenuine: (asset: AssetId) => boolean,
): Exchange | undefined {
  const legs = transfers
    .filter(({ from, to }) => to.kind !== 'fee' && placeKey(from) !== placeKey(to))
    .map((transfer) => ({ transfer, from: placeKey(transfer.from), to: placeKey(transfer.to) }));
  const own = legs.filter(
    ({ transfer, from, to }) => (from === wallet || to === wallet) && isGenuine(transfer.asset),
  );
  const net = new Map<AssetId, bigint>();
  for (const { transfer, to } of own)
    net.set(
      transfer.asset,
      (net.get(transfer.asset) ?? 0n) + (to === wallet ? transfer.amount : -transfer.amount),
    );
  const back = waysBack(legs, wallet);
  const gained = own.filter(({ transfer, to }) => to === wallet && (net.get(transfer.asset) as bigint) > 0n);
  const sources = back(gained);
  const paid = own.filter(
    ({ transfer, from, to }) =>
      from === wallet && (net.get(transfer.asset) as bigint) < 0n && sources.has(to),
  );
  // What pays the wallet without having been given anything of it is not in return for anything.
  const received = gained.filter((leg) => paid.some(({ to }) => back([leg]).has(to)));
  if (paid.length === 0) return undefined;
  const refs = (of: typeof legs) => of.map(({ transfer: { chain, id } }) => ({ chain, transfer: id }));
  const [given, got] = [assetsOf(paid), assetsOf(received)];
  const isPlain = own.every(({ transfer: { asset }, from, to }) =>
    given.has(asset) ? from === wallet : !got.has(asset) || to === wallet,
  );
  const others = legs.filter((leg) => leg.from !== wallet || paid.includes(leg));
  const isWhole = endsWith(others, given).every((place) => place === wallet || sources.has(place));
  if (given.size > 1 || got.size > 1 || !isPlain || !isWhole) return { kind: 'ambiguous', given: refs(paid) };
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

interface End {
  readonly transfer: Transfer;
  readonly from: PlaceKey;
  readonly to: PlaceKey;
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
function waysBack(legs: readonly End[], wallet: PlaceKey): (of: readonly End[]) => ReadonlySet<PlaceKey> {
  const payer = ({ transfer, from }: End): PlaceKey =>
    transfer.from.kind === 'issued' ? (contractOf(transfer) ?? from) : from;
  const payee = ({ transfer, to }: End): PlaceKey =>
    transfer.to.kind === 'burnt' ? (contractOf(transfer) ?? to) : to;
  return (of) => {
    const reached = new Set<PlaceKey>();
    const open = of.map(payer);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (place === wallet || reached.has(place)) continue;
      reached.add(place);
      for (const leg of legs) if (payee(leg) === place) open.push(payer(leg));
    }
    // A leg into nothing stands for its token's contract.
    for (const leg of legs)
      if (leg.transfer.to.kind === 'burnt' && reached.has(payee(leg))) reached.add(leg.to);
    return reached;
  };
}

/** The place of the contract that an asset is of. */
function contractOf({ chain, asset }: Transfer): PlaceKey | undefined {
  const address = /\/(?:erc20|trc20):(\w+)$/.exec(asset)?.[1];
  return address === undefined ? undefined : (`${chain}/${address}` as PlaceKey);
}
