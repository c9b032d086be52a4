// What each decision of an analyst does to the figures: the walk with all of them against the walk without that one, all
// others kept. What only the walk without it needs is asked for; what is known is not asked for again (remembering.ts).
import type { AssetId } from '../../model/asset.ts';
import type { Gap } from '../../model/gap.ts';
import type { Label } from '../../model/label.ts';
import { type OwnerPlace, type PlaceKey, placeKey, wallet } from '../../model/place.ts';
import type { ConventionName } from '../conventions/convention.ts';
import { newGaps } from '../new-gaps.ts';
import { isExcluded } from '../question.ts';
import type { TraceRequest } from '../request.ts';
import { firstArrivals, type Standing, type Standings, standingLines, standingsOf } from '../standing.ts';
import { labelsOf } from '../stops.ts';
import { towards } from '../target.ts';
import { type Walk, walk } from '../walk.ts';
import { decided } from './decided.ts';
import type { Decision, DecisionFile } from './decision.ts';
import { type OwnerSums, ownerSums } from './owner-sums.ts';

/** A line of the statement, over all seeds, where the decision makes a difference. */
export interface Change extends Standing {
  readonly asset: AssetId;
  readonly without: bigint;
  readonly withIt: bigint;
}

export interface Subject {
  /** A place, or the id of a transaction or transfer. */
  readonly at: OwnerPlace | string;
  readonly display: string;
  /** What others say of the place; the decision itself stands beside it. */
  readonly labels: readonly Label[];
  /** It is part of what this run looked at; otherwise it matches nothing. */
  readonly isSeen: boolean;
}

export interface DecisionFinding {
  readonly decision: Decision;
  readonly subjects: readonly Subject[];
  /** Under the headline; empty = no effect on any amount. */
  readonly changes: readonly Change[];
  /** What only the walk without the decision could not see. */
  readonly gapsWithout: readonly Gap[];
  /** `same-owner` */
  readonly together: OwnerSums | undefined;
}

export interface DecisionFindings {
  readonly file: Pick<DecisionFile, 'name' | 'sha256'>;
  readonly convention: ConventionName;
  readonly entries: readonly DecisionFinding[];
}

/** `asked`: the question, not yet changed by its decisions. `base`: the walk with all of them. */
export async function decisionFindings(
  asked: TraceRequest,
  base: Walk,
): Promise<DecisionFindings | undefined> {
  if (asked.decisions === undefined) return undefined;
  const { name, sha256, entries } = asked.decisions;
  const convention = base.headline.convention.name;
  const found: DecisionFinding[] = [];
  const seen = placesSeen(base);
  const firsts = firstArrivals(base);
  const after = standingsOf(base, base.headline, firsts);
  for (const decision of entries) {
    const subjects = subjectsOf(decision, asked, base, seen);
    const together = decision.kind === 'same-owner' ? ownerSums(decision, base) : undefined;
    const common = { decision, subjects, together };
    // What names nothing that this run met can have changed nothing: the walk without it takes the very same steps.
    if (subjects.every(({ isSeen }) => !isSeen)) found.push({ ...common, changes: [], gapsWithout: [] });
    else {
      const others = { name, sha256, entries: entries.filter((entry) => entry !== decision) };
      const options = { ...asked.options, conventions: [convention] };
      const without = await walk(towards(decided({ ...asked, decisions: others, options })));
      const before = standingsOf(without, without.headline, firsts);
      found.push({ ...common, changes: changesFrom(before, after), gapsWithout: newGaps(without, base) });
    }
  }
  return { file: { name, sha256 }, convention, entries: found };
}

function placesSeen({ explored: { timeline } }: Walk): ReadonlySet<PlaceKey> {
  const seen = new Set<PlaceKey>(timeline.keys);
  // A script without an address of its own answers to the one of its key.
  for (const place of timeline.places)
    if (place.kind === 'script' && place.keyAddress !== undefined)
      seen.add(placeKey(wallet(place.chain, place.keyAddress)));
  return seen;
}

function subjectsOf(
  { places, transfers }: Decision,
  { labels, ledgers }: TraceRequest,
  { explored: { timeline } }: Walk,
  seen: ReadonlySet<PlaceKey>,
): Subject[] {
  return [
    ...places.map(
      (place): Subject => ({
        at: place,
        // One file may serve several questions: a place may be on a chain that this one has nothing to do with.
        display: ledgers.get(place.chain)?.display(place) ?? placeKey(place),
        labels: labelsOf(labels, place),
        isSeen: seen.has(placeKey(place)),
      }),
    ),
    ...transfers.map(({ chain, id }): Subject => {
      const names = new Set([`${chain}|${id}`]);
      const isSeen = timeline.legs.some(({ transfer }) => isExcluded(transfer, names));
      return { at: id, display: id, labels: [], isSeen };
    }),
  ];
}

function changesFrom(before: Standings, after: Standings): Change[] {
  const changes: Change[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(key);
    const now = after.get(key);
    const { line, entity, reason } = (now ?? old) as Standing;
    for (const asset of new Set([...(old?.sums.keys() ?? []), ...(now?.sums.keys() ?? [])])) {
      const change = { without: old?.sums.get(asset) ?? 0n, withIt: now?.sums.get(asset) ?? 0n };
      if (change.without !== change.withIt) changes.push({ line, entity, reason, asset, ...change });
    }
  }
  return changes.sort(byWeight);
}

/** Line by line; within one the largest difference first. */
function byWeight(a: Change, b: Change): number {
  const order = standingLines.indexOf(a.line) - standingLines.indexOf(b.line);
  if (order !== 0) return order;
  if (a.asset !== b.asset) return a.asset < b.asset ? -1 : 1;
  const [left, right] = [a, b].map(({ without, withIt }) =>
    without > withIt ? without - withIt : withIt - without,
  ) as [bigint, bigint];
  if (left !== right) return left > right ? -1 : 1;
  return (a.entity ?? a.reason ?? '') < (b.entity ?? b.reason ?? '') ? -1 : 1;
}
