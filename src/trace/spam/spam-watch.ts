// Which tokens are spam: by what the token is, never by what a transfer of it amounts to. Genuine assets never are, however
// small or from whomever, and so nothing of value is cut. Their transfers are kept like all others; here is only said which
// assets taint is not followed in.
import type { AssetId, AssetInfo, Suspicion } from '../../model/asset.ts';
import type { OwnActs } from '../../model/own-acts.ts';
import type { PlaceKey } from '../../model/place.ts';
import type { TraceOptions } from '../options.ts';
import type { Timeline } from '../timeline.ts';

/**
 * `unbacked`: it tells of payments by a wallet that, by its whole history, never had any of it. `forged`: all that it tells of
 * payments by wallets which send their own transactions stands in transactions of others, and none of these wallets ever had
 * to do with it.
 */
export type SpamReason = Suspicion['reason'] | 'unbacked' | 'forged';

export interface SpamWatch {
  /** By asset, whether left out or not; what more is known of a token may add to it. */
  readonly found: ReadonlyMap<AssetId, SpamReason>;
  /** Looks at all tokens anew. `changed`: others are left out than before. */
  look(
    timeline: Timeline,
    isWhole: (place: number) => boolean,
    ownActs: ReadonlyMap<PlaceKey, OwnActs>,
  ): 'same' | 'changed';
  /** The names under which `Question.excluded` leaves transfers out, these assets among them. */
  leftOut(others: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined;
}

/** Who names a token with --asset, or asks for spam, has it followed. */
export function isSpamFollowed({ spam, assets }: Pick<TraceOptions, 'spam' | 'assets'>): boolean {
  return spam === 'followed' || assets !== undefined;
}

export function spamWatch(
  options: Pick<TraceOptions, 'spam' | 'assets'>,
  infoOf: (asset: AssetId) => AssetInfo | undefined,
): SpamWatch {
  const found = new Map<AssetId, SpamReason>();
  return {
    found,
    look(timeline, isWhole, ownActs) {
      const before = [...found].join();
      found.clear();
      const isGenuine = (asset: AssetId) => infoOf(asset)?.genuine === true;
      const unbacked = unbackedIn(timeline, isWhole, isGenuine);
      const forged = forgedIn(timeline, isWhole, isGenuine, ownActs);
      for (const [index, asset] of timeline.assets.entries()) {
        const info = infoOf(asset);
        const told = unbacked.has(index) ? 'unbacked' : forged.has(asset) ? 'forged' : undefined;
        const reason = info?.suspect?.reason ?? told;
        if (reason !== undefined && info?.genuine !== true) found.set(asset, reason);
      }
      return isSpamFollowed(options) || [...found].join() === before ? 'same' : 'changed';
    },
    leftOut(others) {
      if (found.size === 0 || isSpamFollowed(options)) return others;
      return new Set([...(others ?? []), ...found.keys()]);
    },
  };
}

/** Whoever writes a token's contract can let it tell that anybody paid; a wallet pays only what it was paid. */
function unbackedIn(
  { legs, assets }: Timeline,
  isWhole: (place: number) => boolean,
  isGenuine: (asset: AssetId) => boolean,
): Set<number> {
  const unlisted = assets.map((asset) => !isGenuine(asset));
  if (!unlisted.includes(true)) return new Set();
  const received = new Set<number>();
  const paid = new Map<number, number>();
  for (const { from, to, asset, fromPool, toPool, transfer } of legs) {
    if (unlisted[asset] !== true || from === to) continue;
    received.add(toPool);
    if (transfer.from.kind === 'wallet' && isWhole(from)) paid.set(fromPool, asset);
  }
  return new Set([...paid].flatMap(([pool, asset]) => (received.has(pool) ? [] : asset)));
}

/**
 * A stranger can make his token pay from a wallet even after he made it pay that wallet. Only the wallet can send a transaction
 * in which it moves, or call its contract; one that never sends any (a contract) says nothing either way.
 */
function forgedIn(
  { legs, keys }: Timeline,
  isWhole: (place: number) => boolean,
  isGenuine: (asset: AssetId) => boolean,
  ownActs: ReadonlyMap<PlaceKey, OwnActs>,
): Set<AssetId> {
  const sent = new Map<PlaceKey, ReadonlySet<string>>();
  const owned = new Set<AssetId>();
  for (const [key, acts] of ownActs) {
    if (acts.sent.length > 0) sent.set(key, new Set(acts.sent));
    for (const asset of acts.called) owned.add(asset);
  }
  const forged = new Set<AssetId>();
  for (const { from, to, transfer } of legs) {
    const { asset, txId } = transfer;
    if (from === to || isGenuine(asset)) continue;
    const [payer, payee] = [sent.get(keys[from] as PlaceKey), sent.get(keys[to] as PlaceKey)];
    if (payer?.has(txId) === true || payee?.has(txId) === true) owned.add(asset);
    else if (payer !== undefined && isWhole(from)) forged.add(asset);
  }
  for (const asset of owned) forged.delete(asset);
  return forged;
}
