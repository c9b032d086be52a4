// YAML of which only text comes out: no types, no aliases, no tags that make objects, no code.
import { createRequire } from 'node:module';
import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';

/** Loaded with the first such pack: most runs read none, and its eighty files would slow the start of each. */
const yaml = (): typeof import('yaml') => createRequire(import.meta.url)('yaml') as typeof import('yaml');

/** Every scalar as text: to YAML's core schema an address such as 0x09… is a number. */
const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: 'failsafe',
  logLevel: 'silent',
  prettyErrors: false,
};
/** `starts`: of a list, where in the text each of its items begins. */
export type Parsed =
  | { readonly value: unknown; readonly starts: readonly number[] }
  | { readonly why: string };

/** No alias is followed, so that none can multiply. */
export function yamlText(text: string): Parsed {
  try {
    const document = yaml().parseDocument(text, OPTIONS);
    if (document.errors.length > 0) return { why: `its YAML cannot be read: ${document.errors[0]?.code}` };
    if (document.warnings.length > 0) return { why: 'its YAML carries a tag that is not for text' };
    const { contents } = document;
    const items = yaml().isSeq(contents) ? contents.items : [];
    return {
      value: document.toJS({ maxAliasCount: 0 }) as unknown,
      starts: items.map((item) => (yaml().isNode(item) ? (item.range?.[0] ?? 0) : 0)),
    };
  } catch {
    // Aliases, and nesting so deep that the parser gives up.
    return { why: 'its YAML holds an alias, or is nested too deep' };
  }
}
