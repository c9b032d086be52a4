// Findings in the form that `--json` prints (docs/json.md): amounts as decimal text, everything sorted.
import { resultJson } from '../report/json.ts';
import type { ResultJson } from '../report/schema.ts';
import { VERSION } from '../report/version.ts';
import type { Traced } from './trace.ts';

/** `name` and `title`: what the run is called in the result. */
export function toJson(
  traced: Traced,
  { name = 'trace', title }: { readonly name?: string | undefined; readonly title?: string | undefined } = {},
): ResultJson {
  const { synthetic, tapes, labelSources } = traced.about;
  return resultJson([{ name, title, findings: traced }], {
    version: VERSION,
    command: '',
    synthetic,
    tapes,
    labelSources,
  });
}
