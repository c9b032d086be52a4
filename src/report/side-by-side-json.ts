// The table of all services under all conventions as JSON.
import type { Findings } from '../trace/findings.ts';
import { placeJson, record } from './json-parts.ts';
import type { RunJson } from './schema.ts';
import { sideBySide } from './side-by-side.ts';

export function sideBySideJson(findings: Findings): RunJson['sideBySide'] {
  return sideBySide(findings).map(({ asset, entity, category, at, amounts, bounds }) => {
    const units = record<string>();
    for (const [index, name] of findings.options.conventions.entries())
      units[name] = (amounts[index] as bigint).toString();
    return {
      asset,
      entity,
      category,
      ...(at === undefined ? {} : placeJson(at.place, at.display)),
      amounts: units,
      ...(bounds === undefined
        ? {}
        : {
            least: bounds.least.toString(),
            mostFollowed: bounds.mostFollowed.toString(),
            most: bounds.most.toString(),
          }),
    };
  });
}
