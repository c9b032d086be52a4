// The YAML of a case file with the lines on which things stand, so that a fault can be found. Not what it means.
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

type Path = readonly PropertyKey[];

export interface Located {
  readonly document: Document.Parsed;
  /** Every scalar as text. */
  readonly value: unknown;
  /** Of the thing at this path, or of the nearest around it that is there. */
  readonly lineOf: (path: Path) => number;
}

/** `fault`: line and reason, of a text that is no YAML. */
export function locatedYaml(text: string): Located | { readonly fault: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    return { fault: `line ${line}: ${error.message}` };
  }
  const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
  function lineOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const around = document.getIn(path.slice(0, length - 1), true);
      const last = path[length - 1];
      const key = isMap(around)
        ? around.items.find(({ key }) => isScalar(key) && key.value === last)?.key
        : document.getIn(path.slice(0, length), true);
      if (key !== undefined) return lines.linePos(startOf(key)).line;
    }
    return 1;
  }
  try {
    return { document, value: document.toJS({ maxAliasCount: 10 }), lineOf };
  } catch (cause) {
    return { fault: (cause as Error).message };
  }
}

/** `line 7, runs.0.seeds: is missing`, one for each field. */
export function faultLines(error: z.ZodError, { lineOf }: Pick<Located, 'lineOf'>): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => faultLine([...issue.path, key], 'there is no such field', lineOf));
    return [faultLine(issue.path, issue.message, lineOf)];
  });
}

export function faultLine(path: Path, why: string, lineOf: Located['lineOf']): string {
  return `case.yaml, line ${lineOf(path)}, ${path.map(String).join('.') || 'top level'}: ${why}`;
}
