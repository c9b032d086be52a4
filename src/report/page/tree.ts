// Markup as plain data: what is written into the file and what the page builds later are made by the same functions. Text
// is text until it is written, so that nothing of a label or a token can become markup.

export interface Tree {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
}

export type Child = Tree | string;
export type Attributes = Readonly<Record<string, string | true | undefined>>;

export function tree(name: string, attributes: Attributes, ...children: readonly Child[]): Tree {
  return { name, attributes, children };
}

/** Without an end tag. */
const EMPTY: ReadonlySet<string> = new Set(['meta', 'link', 'input', 'br', 'hr', 'col']);

export function markup(child: Child): string {
  if (typeof child === 'string') return escaped(child);
  const { name, attributes, children } = child;
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === undefined) return '';
    return value === true ? ` ${key}` : ` ${key}="${escaped(value)}"`;
  });
  const start = `<${name}${written.join('')}>`;
  return EMPTY.has(name) ? start : `${start}${children.map(markup).join('')}</${name}>`;
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
