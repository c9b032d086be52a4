// An analyst's decisions with their effects as JSON.
import type { Gap } from '../model/gap.ts';
import type { Label } from '../model/label.ts';
import type { OwnerPlace } from '../model/place.ts';
import type { DecisionFindings, Subject } from '../trace/decisions/effects.ts';
import type { Sums } from '../trace/findings.ts';
import type { RunJson } from './schema.ts';

type DecisionJson = NonNullable<RunJson['decisions']>[number];

/** How a result writes the things that decisions speak of. */
export interface Writing {
  readonly gapOf: (gap: Gap) => RunJson['gaps'][number];
  readonly labelJson: (label: Label) => RunJson['touched'][number]['labels'][number];
  readonly sumsJson: (sums: Sums) => Record<string, string>;
  readonly placeJson: (place: OwnerPlace, display: string) => { chain: string; address: string };
}

export function decisionsJson({ entries }: DecisionFindings, writing: Writing): DecisionJson[] {
  const { gapOf, sumsJson } = writing;
  return entries.map(({ decision, subjects, changes, gapsWithout, together }) => ({
    entry: decision.entry,
    decision: decision.kind,
    ...(decision.name === undefined ? {} : { name: decision.name }),
    ...(decision.category === undefined ? {} : { category: decision.category }),
    author: decision.author,
    date: decision.date,
    reason: decision.reason,
    subjects: subjects.map((subject) => subjectJson(subject, writing)),
    effect: changes.map(({ line, entity, reason, asset, without, withIt }) => ({
      line,
      ...(entity === undefined ? {} : { entity }),
      ...(reason === undefined ? {} : { reason }),
      asset,
      without: without.toString(),
      with: withIt.toString(),
    })),
    gapsWithout: gapsWithout.map(gapOf),
    ...(together === undefined
      ? {}
      : {
          together: {
            arrived: sumsJson(together.arrived),
            endpoints: sumsJson(together.endpoints),
            held: sumsJson(together.held),
            notFollowed: sumsJson(together.notFollowed),
          },
        }),
  }));
}

function subjectJson(
  { at, display, isSeen, labels }: Subject,
  { placeJson, labelJson }: Writing,
): DecisionJson['subjects'][number] {
  const where = typeof at === 'string' ? { transfer: at } : placeJson(at, display);
  return { ...where, isSeen, labels: labels.map(labelJson) };
}
