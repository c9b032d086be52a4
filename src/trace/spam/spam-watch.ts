// Which tokens are spam: by what the token is, never by what a transfer of it amounts to. Genuine assets never are, however
// small or from whomever, and so nothing of value is cut. Their transfers are kept like all others; here is only said which
// assets taint is not followed in.
import type { AssetId, AssetInfo, Suspicion } from '../../model/asset.ts';
import type { TraceOptions } from '../options.ts';
import type { Timeline } from '../timeline.ts';

/** `unbacked`: it tells of payments by a wallet that, by its whole history, never had any of it. */
export type SpamReason = Suspicion['reason'] | 'unbacked';

export interface SpamWatch {
  /** By asset, whether left out or not; what more is known of a token may add to it. */
  readonly found: ReadonlyMap<AssetId, SpamReason>;
  /** Looks at all tokens anew. `changed`: others are left out than before. */
  look(timeline: Timeline, isWhole: (place: number) => boolean): 'same' | 'changed';
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
    look(timeline, isWhole) {
      const before = [...found].join();
      found.clear();
      const unbacked = unbackedIn(timeline, isWhole, (asset) => infoOf(asset)?.genuine === true);
      for (const [index, asset] of timeline.assets.entries()) {
        const info = infoOf(asset);
        const reason = info?.suspect?.reason ?? (unbacked.has(index) ? 'unbacked' : undefined);
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
