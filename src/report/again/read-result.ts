// The text of a result file of ours, checked against the schema before anything is made of it. What is not whole, of a newer
// form, or no result at all is refused by name.
import { KnownError } from '../../model/errors.ts';
import { type ResultJson, resultSchema } from '../schema.ts';
import { SCHEMA_VERSION } from '../schema-version.ts';

/** `name`: of the file, for errors. */
export function readResult(text: string, name: string): ResultJson {
  const value = parsed(text, name);
  const said = (value ?? {}) as {
    readonly schemaVersion?: unknown;
    readonly program?: { readonly name?: unknown; readonly version?: unknown } | null;
  };
  const { schemaVersion, program } = said;
  const version = typeof program?.version === 'string' ? program.version : 'unknown';
  if (typeof schemaVersion !== 'number' || program?.name !== 'trace')
    throw new KnownError('result-not-ours', 'This JSON is not a result of trace.', {
      facts: [`file: ${name}`, 'missing: schemaVersion and program of a result'],
      hint: 'Give the file that trace … --json -o FILE wrote.',
    });
  if (schemaVersion > SCHEMA_VERSION)
    throw newer(name, version, `its form is ${schemaVersion}, this program knows ${SCHEMA_VERSION}`);
  const checked = resultSchema.safeParse(value);
  // What was read, not what the schema gives back: an asset may be called `__proto__`.
  if (checked.success) return value as ResultJson;
  const [issue] = deepest(checked.error.issues);
  const at = (issue?.path ?? []).map(String).join('.') || 'the top';
  if (issue?.code === 'unrecognized_keys')
    throw newer(name, version, `at ${at} it has what this program does not know: ${issue.keys.join(', ')}`);
  throw new KnownError('result-broken', 'The result file does not hold what a result holds.', {
    facts: [`file: ${name}`, `written by: trace ${version}`, `at ${at}: ${issue?.message ?? 'unknown'}`],
    hint: 'Write it again: trace … --json -o FILE. A file that was changed by hand is not told again.',
  });
}

function newer(name: string, version: string, fact: string): KnownError {
  return new KnownError('result-newer', 'The result file was written by a newer version of trace.', {
    facts: [`file: ${name}`, `written by: trace ${version}`, fact],
    hint: 'Use that version, or write the result again with this one.',
  });
}

type Issue = NonNullable<ReturnType<typeof resultSchema.safeParse>['error']>['issues'][number];

/** Of the two forms of a result, the one that the file comes closer to. */
function deepest(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const forms = issue.errors.map((each) => deepest(each));
    const reach = (form: readonly Issue[]): number => Math.max(...form.map(({ path }) => path.length));
    return forms.sort((a, b) => reach(b) - reach(a) || a.length - b.length)[0] ?? [];
  });
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const facts = [`file: ${name}`, `length: ${text.length} characters`];
    if (text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}'))
      throw new KnownError('result-truncated', 'The result file is cut off: its end is missing.', {
        facts,
        hint: 'Copy or write it again; a part of a result is not told as if it were all.',
        cause,
      });
    throw new KnownError('result-not-json', 'The result file is not JSON.', {
      facts,
      hint: 'Give the file that trace … --json -o FILE wrote; other forms cannot be read back.',
      cause,
    });
  }
}
