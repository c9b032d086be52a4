// An analyst's decisions with their effects as JSON.
import type { Gap } from '../model/gap.ts';
import type { DecisionFindings, Subject } from '../trace/decisions/effects.ts';
import { placeJson, sumsJson } from './json-parts.ts';
import type { RunJson } from './schema.ts';
import { shownAs } from './told-again-json.ts';
import { labelJson } from './who-says.ts';

type DecisionJson = NonNullable<RunJson['decisions']>[number];

export function decisionsJson(
  { entries }: DecisionFindings,
  gapOf: (gap: Gap) => RunJson['gaps'][number],
): DecisionJson[] {
  return entries.map(({ decision, subjects, changes, gapsWithout, together }) => ({
    entry: decision.entry,
    decision: decision.kind,
    ...(decision.name === undefined ? {} : { name: decision.name }),
    ...(decision.category === undefined ? {} : { category: decision.category }),
    author: decision.author,
    date: decision.date,
    reason: decision.reason,
    subjects: subjects.map(subjectJson),
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

function subjectJson({ at, display, isSeen, labels }: Subject): DecisionJson['subjects'][number] {
  const where = typeof at === 'string' ? { transfer: at } : placeJson(at, display);
  return { ...where, isSeen, labels: labels.map(labelJson), ...shownAs(labels) };
}
