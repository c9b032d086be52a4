// The movements of one transaction from hand to hand: who has more of what afterwards, and from whom a payment could have come.
import type { AssetId } from '../model/asset.ts';
import { isOwner, type PlaceKey, placeKey } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';

export interface End {
  readonly transfer: Transfer;
  readonly from: PlaceKey;
  readonly to: PlaceKey;
}

export type WaysBack = (of: readonly End[]) => ReadonlySet<PlaceKey>;

/** All of one transaction, by who is paid and who pays. */
export interface Hands {
  readonly legs: readonly End[];
  readonly into: (place: PlaceKey) => readonly End[];
  readonly outOf: (place: PlaceKey) => readonly End[];
  /** What a place has more, or less, of each asset afterwards. */
  readonly netOf: (place: PlaceKey) => ReadonlyMap<AssetId, bigint>;
}

/** A fee, and what somebody paid himself, changes hands with nobody. */
export function handsOf(transfers: readonly Transfer[]): Hands {
  const legs = transfers
    .filter(({ from, to }) => to.kind !== 'fee' && placeKey(from) !== placeKey(to))
    .map((transfer) => ({ transfer, from: placeKey(transfer.from), to: placeKey(transfer.to) }));
  const nets = new Map<PlaceKey, Map<AssetId, bigint>>();
  const add = (place: PlaceKey, asset: AssetId, amount: bigint): void => {
    const net = nets.get(place) ?? new Map<AssetId, bigint>();
    nets.set(place, net.set(asset, (net.get(asset) ?? 0n) + amount));
  };
  for (const { transfer, from, to } of legs) {
    add(from, transfer.asset, -transfer.amount);
    add(to, transfer.asset, transfer.amount);
  }
  const [into, outOf] = [groupBy(legs, ({ to }) => to), groupBy(legs, ({ from }) => from)];
  return {
    legs,
    into: (place) => into.get(place) ?? [],
    outOf: (place) => outOf.get(place) ?? [],
    netOf: (place) => nets.get(place) ?? new Map(),
  };
}

function groupBy(legs: readonly End[], key: (leg: End) => PlaceKey): ReadonlyMap<PlaceKey, End[]> {
  const groups = new Map<PlaceKey, End[]>();
  for (const leg of legs) {
    const group = groups.get(key(leg)) ?? [];
    group.push(leg);
    groups.set(key(leg), group);
  }
  return groups;
}

export function assetsOf(legs: readonly End[]): ReadonlySet<AssetId> {
  return new Set(legs.map(({ transfer }) => transfer.asset));
}

/** Who has more of the assets after these movements: where what was given has ended. */
export function endsWith(legs: readonly End[], assets: ReadonlySet<AssetId>): PlaceKey[] {
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
export function waysBack(legs: readonly End[], wallet: PlaceKey): WaysBack {
  const into = new Map<PlaceKey, PlaceKey[]>();
  for (const leg of legs) {
    const payers = into.get(payeeOf(leg)) ?? [];
    payers.push(payerOf(leg));
    into.set(payeeOf(leg), payers);
  }
  return (of) => {
    const reached = new Set<PlaceKey>();
    const open = of.map(payerOf);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (place === wallet || reached.has(place)) continue;
      reached.add(place);
      open.push(...(into.get(place) ?? []));
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
export function payeeOf({ transfer, to }: End): PlaceKey {
  return transfer.to.kind === 'burnt' ? (contractOf(transfer) ?? to) : to;
}

/** The place of the contract that an asset is of. */
function contractOf({ chain, asset }: Transfer): PlaceKey | undefined {
  const address = /\/(?:erc20|trc20):(\w+)$/.exec(asset)?.[1];
  return address === undefined ? undefined : (`${chain}/${address}` as PlaceKey);
}

/** Movements of what a wallet has less of into places that have it afterwards, through hands that pass it on. */
export function whereItStayed(
  { outOf, netOf }: Hands,
  wallet: PlaceKey,
  counts: (asset: AssetId) => boolean,
): End[] {
  const lost = netOf(wallet);
  const isLost = ({ transfer: { asset } }: End): boolean => counts(asset) && (lost.get(asset) ?? 0n) < 0n;
  const open = outOf(wallet).filter(isLost);
  const passed = new Set(open);
  const stayed: End[] = [];
  for (let leg = open.pop(); leg !== undefined; leg = open.pop()) {
    const { asset } = leg.transfer;
    if (isOwner(leg.transfer.to) && (netOf(leg.to).get(asset) ?? 0n) > 0n) stayed.push(leg);
    for (const next of leg.to === wallet ? [] : outOf(leg.to)) {
      if (next.transfer.asset !== asset || passed.has(next)) continue;
      passed.add(next);
      open.push(next);
    }
  }
  return stayed;
}
