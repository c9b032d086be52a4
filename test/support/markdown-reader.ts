// A report in Markdown as a second program (markdown-it) reads it: sections, tables, cells. Nothing of ours.
import MarkdownIt from 'markdown-it';

export interface Section {
  /** Of the report that it is in. */
  readonly title: string;
  readonly heading: string;
  /** Its own Markdown. */
  readonly text: string;
}

interface ReadTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function sectionsOf(markdown: string): Section[] {
  const tokens = new MarkdownIt().parse(markdown, {});
  const lines = markdown.split('\n');
  const marks = tokens.flatMap((token, index) =>
    token.type === 'heading_open' && (token.tag === 'h1' || token.tag === 'h2')
      ? [{ tag: token.tag, line: token.map?.[0] ?? 0, text: plain(tokens[index + 1]) }]
      : [],
  );
  let title = '';
  return marks.flatMap(({ tag, line, text }, index) => {
    if (tag === 'h1') {
      title = text;
      return [];
    }
    return [{ title, heading: text, text: lines.slice(line + 1, marks[index + 1]?.line).join('\n') }];
  });
}

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number];

function plain(token: Token | undefined): string {
  return (token?.children ?? []).map(({ content }) => content).join('');
}

export function tablesIn(markdown: string): ReadTable[] {
  const tables: { head: string[]; rows: string[][] }[] = [];
  let row: string[] = [];
  let inHead = false;
  const tokens = new MarkdownIt().parse(markdown, {});
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'table_open') tables.push({ head: [], rows: [] });
    if (type === 'thead_open') inHead = true;
    if (type === 'thead_close') inHead = false;
    if (type === 'tr_open') row = [];
    if (type === 'th_open' || type === 'td_open') row.push(plain(tokens[index + 1]));
    const table = tables.at(-1);
    if (type === 'tr_close' && table !== undefined) {
      if (inHead) table.head.push(...row);
      else table.rows.push(row);
    }
  }
  return tables;
}

/** The cells of a column by its heading. */
export function cells(table: ReadTable | undefined, column: string): string[] {
  const index = table?.head.indexOf(column) ?? -1;
  if (index < 0) throw new Error(`no column ${column}`);
  return (table?.rows ?? []).map((row) => row[index] ?? '');
}
