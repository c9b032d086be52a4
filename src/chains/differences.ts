// In what two tellings of one history, or of one coin, differ: a gap for each asset, with the figures of both. Judges neither.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Gap } from '../model/gap.ts';
import type { Page } from '../model/ledger.ts';
import { type OwnerPlace, placeKey } from '../model/place.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';

/** What one service told. */
export interface Side {
  readonly service: string;
  readonly pages: readonly Page[];
}

/** What a transfer says, but for its order: services number differently, or not at all. */
function said({ id, at, from, to, asset, amount, coin }: Transfer): string {
  return `${id} ${at?.height} ${placeKey(from)} ${placeKey(to)} ${asset} ${amount} ${coin ?? ''}`;
}

export function differing(
  one: readonly Transfer[],
  other: readonly Transfer[],
): { readonly only: readonly Transfer[]; readonly others: readonly Transfer[] } {
  const [ours, theirs] = [one, other].map((transfers) => new Set(transfers.map(said)));
  return {
    only: one.filter((transfer) => theirs?.has(said(transfer)) !== true),
    others: other.filter((transfer) => ours?.has(said(transfer)) !== true),
  };
}

/** Of a place its own movements, of a coin all of the transaction that spent it. */
export function differences(chain: ChainId, subject: OwnerPlace | CoinId, one: Side, other: Side): Gap[] {
  const place = typeof subject === 'string' ? undefined : subject;
  const gap = (why: string): Gap => ({
    code: 'source-disagreement',
    chain,
    place,
    why: `${why} What ${one.service} tells was followed; ask a third service, best one of your own.`,
  });
  const hubs = [one, other].filter(({ pages }) => pages.some(({ hub }) => hub === true));
  if (hubs.length === 2) return [];
  if (hubs[0] !== undefined)
    return [gap(`Only ${hubs[0].service} tells of more transfers than --hub-limit here.`)];
  const [ours, theirs] = [one, other].map(({ pages }) => ownOf(subject, pages)) as [Transfer[], Transfer[]];
  const { only, others } = differing(ours, theirs);
  const assets = [...new Set([...only, ...others].map(({ asset }) => asset))].sort();
  return assets.map((asset) => {
    const [here, there] = [only, others].map((list) => list.filter((each) => each.asset === asset));
    const told = [
      `${one.service} tells of ${figures(subject, asset, ours)}, ${other.service} of ${figures(subject, asset, theirs)} (base units)`,
      ...such(one.service, here ?? []),
      ...such(other.service, there ?? []),
    ];
    const amount = [...(here ?? []), ...(there ?? [])].reduce((sum, each) => sum + each.amount, 0n);
    const coin = typeof subject === 'string' ? `Of the coin ${subject}: ` : '';
    return { ...gap(`${coin}${told.join('; ')}.`), asset, amount };
  });
}

function ownOf(subject: OwnerPlace | CoinId, pages: readonly Page[]): Transfer[] {
  const all = new Map(pages.flatMap(({ transfers }) => transfers.map((each) => [each.id, each] as const)));
  if (typeof subject === 'string') return [...all.values()];
  const key = placeKey(subject);
  return [...all.values()].filter(({ from, to }) => placeKey(from) === key || placeKey(to) === key);
}

function figures(subject: OwnerPlace | CoinId, asset: AssetId, transfers: readonly Transfer[]): string {
  const own = transfers.filter((each) => each.asset === asset);
  if (typeof subject === 'string')
    return own.length === 0 ? 'no spending' : `its spending in ${own[0]?.txId}`;
  const key = placeKey(subject);
  const sum = (side: 'from' | 'to'): bigint =>
    own.reduce((all, each) => (placeKey(each[side]) === key ? all + each.amount : all), 0n);
  return `${sum('to')} in and ${sum('from')} out`;
}

function such(service: string, transfers: readonly Transfer[]): string[] {
  const [example] = transfers.map(({ txId }) => txId).sort();
  if (example === undefined) return [];
  return [
    `only ${service} has ${transfers.length === 1 ? 'the movement' : `${transfers.length} movements, one of them`} in ${example}`,
  ];
}
