// The order in which findings stand: by money, never by arrival.
import type { Gap } from '../model/gap.ts';
import { placeKey } from '../model/place.ts';
import type { Amounts, EntityFinding, PlaceFinding, Sums } from './findings.ts';
import { type Standing, standingLines } from './standing.ts';
import type { Swept } from './sweep/swept.ts';

/** Most money first under the headline convention, asset by asset in their order; ties by place, coin and reason. */
export function byMoney(headline: Swept): (a: PlaceFinding, b: PlaceFinding) => number {
  const { name } = headline.convention;
  const key = (finding: PlaceFinding): string =>
    [
      placeKey(finding.place),
      'coin' in finding ? (finding.coin ?? '') : '',
      'reason' in finding ? finding.reason : '',
    ].join('|');
  return (a, b) => {
    const money = bySums(a.amounts.get(name), b.amounts.get(name));
    return money !== 0 ? money : key(a) < key(b) ? -1 : 1;
  };
}

export function byEntityMoney(headline: Swept): (a: EntityFinding, b: EntityFinding) => number {
  const { name } = headline.convention;
  return (a, b) => {
    const money = bySums(a.amounts.get(name), b.amounts.get(name));
    return money !== 0 ? money : a.entity < b.entity ? -1 : 1;
  };
}

/** Line by line as the statement has them, in each most money first. */
export function byStanding(headline: Swept): (a: StandingAmounts, b: StandingAmounts) => number {
  const { name } = headline.convention;
  const called = ({ entity, reason }: Standing): string => entity ?? reason ?? '';
  return (a, b) => {
    const order = standingLines.indexOf(a.line) - standingLines.indexOf(b.line);
    const money = order !== 0 ? order : bySums(a.amounts.get(name), b.amounts.get(name));
    return money !== 0 ? money : called(a) < called(b) ? -1 : 1;
  };
}

type StandingAmounts = Standing & { readonly amounts: Amounts };

/** The larger first, asset by asset in the order of their ids, in which sums stand. */
export function bySums(left: Sums = new Map(), right: Sums = new Map()): number {
  const rights = right.entries();
  for (const [asset, x] of left) {
    const next = rights.next().value;
    // What one of the two has of an earlier asset, the other has not at all.
    if (next === undefined || asset < next[0]) return -1;
    if (next[0] < asset) return 1;
    if (x !== next[1]) return x > next[1] ? -1 : 1;
  }
  return rights.next().value === undefined ? 0 : 1;
}

/** Equal for gaps that say the same; the order of these texts is the order of gaps. */
export function gapKey({ code, chain, place, asset, why }: Gap): string {
  return [code, chain, place === undefined ? '' : placeKey(place), asset ?? '', why].join('|');
}

export function byGap(a: Gap, b: Gap): number {
  const [left, right] = [gapKey(a), gapKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
