// What `trace report` needs to tell a result again, as JSON (told-again.ts has its schema).
import { asOne } from '../labels/rank.ts';
import type { Label } from '../model/label.ts';
import { type Place, type PlaceKey, placeKey } from '../model/place.ts';
import type { Findings, LeftOutPaths } from '../trace/findings.ts';
import { type Answer, isRun, isSources } from './answer.ts';
import type { ReportHead } from './json.ts';
import type { ResultJson, RunJson } from './schema.ts';

export function orderJson(answers: readonly Answer[]): Pick<ResultJson, 'order'> {
  const kinds = new Set(answers.map((one) => (isRun(one) ? 'run' : isSources(one) ? 'sources' : 'account')));
  return kinds.size > 1 ? { order: answers.map(({ name }) => name) } : {};
}

/** Only in a file for people: what a bundle seals must not depend on how it was asked for. */
export function withCommand(
  { schemaVersion, program, ...rest }: ResultJson,
  { command }: ReportHead,
): ResultJson {
  return { schemaVersion, program, ...(command === '' ? {} : { command }), ...rest };
}

export function toldAgainJson({
  known,
  names,
  flaggedSince,
}: Pick<Findings, 'known' | 'names' | 'flaggedSince'>): Pick<RunJson, 'known' | 'flaggedSince'> {
  const rows = [...known].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...(rows.length === 0 ? {} : { known: rows.map(([key, entity]) => knownJson(key, names, entity)) }),
    ...(flaggedSince === undefined ? {} : { flaggedSince }),
  };
}

/** No chain's name holds a slash. */
function knownJson(
  key: PlaceKey,
  names: Findings['names'],
  entity: string,
): NonNullable<RunJson['known']>[number] {
  const at = key.indexOf('/');
  const rest = key.slice(at + 1);
  const script = /^script:([0-9a-f]{64})$/.exec(rest)?.[1];
  return {
    chain: key.slice(0, at),
    address: names.get(key) ?? rest,
    ...(script === undefined ? {} : { script }),
    entity,
  };
}

/** Words that stand for what is no owner; a transfer list may have an address of that name. */
export const NO_OWNERS: ReadonlySet<string> = new Set(['junction', 'issued', 'fee', 'burnt']);

export function endKeysJson(ends: {
  readonly from?: Place | undefined;
  readonly to: Place;
}): Pick<RunJson['paths'][number]['hops'][number], 'fromKey' | 'toKey'> {
  const from = ends.from === undefined ? undefined : unclear(ends.from);
  const to = unclear(ends.to);
  return { ...(from === undefined ? {} : { fromKey: from }), ...(to === undefined ? {} : { toKey: to }) };
}

function unclear(place: Place): PlaceKey | undefined {
  const isUnclear = place.kind === 'script' || (place.kind === 'wallet' && NO_OWNERS.has(place.address));
  return isUnclear ? placeKey(place) : undefined;
}

export function seedFactsJson(
  isSeen: boolean,
  labels: readonly Label[],
): Pick<RunJson['seeds'][number], 'isSeen' | 'shownAs'> {
  return { ...(isSeen ? {} : { isSeen }), ...shownAs(labels) };
}

/** Present only where sources of like tier name different owners. */
export function shownAs(labels: readonly Label[]): { shownAs?: string } {
  const entity = asOne(labels)?.entity;
  return entity === undefined || entity === labels[0]?.entity ? {} : { shownAs: entity };
}

export function leftOutFromJson(rows: readonly LeftOutPaths[]): {
  pathsLeftOutFrom?: { from: string; asset: string; paths: number; amount: string }[];
} {
  if (rows.length === 0) return {};
  return {
    pathsLeftOutFrom: rows.map(({ seed, asset, paths, amount }) => ({
      from: seed,
      asset,
      paths,
      amount: amount.toString(),
    })),
  };
}
