// Where the items of a JSON label file begin: JSON.parse tells no lines, and a broken row must be named by its line.

export interface ItemSpan {
  readonly line: number;
  readonly length: number;
}

/**
 * Spans of the items of the outer array, or of the array under the key `labels` of an outer object. `text` is known to be
 * valid JSON: only strings and brackets are told apart.
 */
export function itemSpans(text: string): readonly ItemSpan[] {
  const spans: ItemSpan[] = [];
  let depth = 0;
  let line = 1;
  let key = '';
  /** Depth of the items while inside the array that holds them. */
  let inside: number | undefined;
  let begin: { at: number; line: number } | undefined;

  function close(at: number): void {
    if (begin !== undefined) spans.push({ line: begin.line, length: at - begin.at });
    begin = undefined;
  }

  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '\n') line += 1;
    const here = inside !== undefined && depth === inside;
    if (here && begin === undefined && !/[\s,\]]/.test(char)) begin = { at, line };
    if (char === '"') {
      const end = stringEnd(text, at);
      if (depth === 1 && inside === undefined) key = text.slice(at + 1, end);
      at = end + 1;
      continue;
    }
    if (char === '[' || char === '{') {
      depth += 1;
      const holds =
        char === '[' && inside === undefined && (depth === 1 || (depth === 2 && key === 'labels'));
      if (holds) inside = depth;
    } else if (char === ']' || char === '}') {
      if (here) {
        close(at);
        inside = Number.POSITIVE_INFINITY;
      }
      depth -= 1;
    } else if (char === ',' && here) close(at);
    at += 1;
  }
  return spans;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
