// Spam and poisoning as findings: counted and listed apart, with the reason. What of it was not followed stands in the
// statement of its own asset, and nothing genuine is in it.

import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { EmptyTransfer } from '../../model/empty-transfer.ts';
import type { Ledger } from '../../model/ledger.ts';
import { type Place, placeKey } from '../../model/place.ts';
import { assetInfoIn } from '../asset-info.ts';
import type { Explored } from '../explore.ts';
import type { TraceOptions } from '../options.ts';
import { seedWallets } from '../question.ts';
import { contactsIn, paymentsIn } from './contacts.ts';
import { type LookAlike, lookAlikes } from './look-alikes.ts';
import { isSpamFollowed, type SpamReason } from './spam-watch.ts';

export interface SpamToken {
  readonly asset: AssetId;
  readonly reason: SpamReason;
  /** `imitation`: the genuine asset whose name it takes. */
  readonly imitates: AssetId | undefined;
  /** Transfers told of it, in all histories at hand. */
  readonly transfers: number;
  /** Base units of all of them together, by the token's own telling. */
  readonly amount: bigint;
  /** Unix seconds. */
  readonly first: number;
  readonly last: number;
}

/** Transfers of nothing from one place to another in one asset. */
export interface EmptyTransfers {
  readonly from: Place;
  readonly to: Place;
  readonly asset: AssetId;
  readonly sentBy: EmptyTransfer['sentBy'];
  readonly transfers: number;
  readonly first: number;
  readonly last: number;
}

export interface SpamFindings {
  readonly isFollowed: boolean;
  readonly tokens: readonly SpamToken[];
  readonly empties: readonly EmptyTransfers[];
  readonly lookAlikes: readonly LookAlike[];
}

/** undefined: there is none. */
export function spamFindings(
  { timeline, spam, empties: told, question }: Explored,
  ledgers: ReadonlyMap<ChainId, Ledger>,
  options: Pick<TraceOptions, 'spam' | 'assets'>,
): SpamFindings | undefined {
  const infoOf = (asset: AssetId) => assetInfoIn(ledgers, asset);
  const asked = new Set([...question.explored, ...seedWallets(question.seeds)]);
  const empties = [...new Map(told.map((each) => [`${each.chain}|${each.id}`, each])).values()];
  const contacts = contactsIn(
    paymentsIn(timeline),
    empties,
    (key) => asked.has(key),
    (asset) => infoOf(asset)?.genuine === true,
  );
  const findings: SpamFindings = {
    isFollowed: isSpamFollowed(options),
    tokens: [...spam].sort().map(([asset, reason]) => {
      const told = timeline.legs.flatMap(({ transfer }) => (transfer.asset === asset ? transfer : []));
      return {
        asset,
        reason,
        imitates: infoOf(asset)?.suspect?.imitates,
        amount: told.reduce((sum, { amount }) => sum + amount, 0n),
        ...spanOf(told.map(({ at }) => at?.time as number)),
      };
    }),
    empties: grouped(empties),
    lookAlikes: lookAlikes(contacts),
  };
  const { tokens, lookAlikes: alike } = findings;
  return tokens.length + findings.empties.length + alike.length === 0 ? undefined : findings;
}

/** Every place that they name. */
export function placesOfSpam({ empties, lookAlikes: alike }: SpamFindings): Place[] {
  return [
    ...empties.flatMap(({ from, to }) => [from, to]),
    ...alike.flatMap(({ wallet, place, resembles }) => [wallet, place, resembles]),
  ];
}

function spanOf(times: readonly number[]): { transfers: number; first: number; last: number } {
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return { transfers: times.length, first, last: times.reduce((most, time) => Math.max(most, time), 0) };
}

function grouped(empties: readonly EmptyTransfer[]): EmptyTransfers[] {
  const groups = new Map<string, EmptyTransfer[]>();
  for (const each of empties) {
    const key = `${placeKey(each.from)} ${placeKey(each.to)} ${each.asset} ${each.sentBy}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, all]) => {
      const { from, to, asset, sentBy } = all[0] as EmptyTransfer;
      return { from, to, asset, sentBy, ...spanOf(all.map(({ time }) => time)) };
    });
}
