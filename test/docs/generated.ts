// Documents whose tables and outputs are made from the program: the parts between `<!-- generated: name -->` and
// `<!-- end -->` are written here (by `vitest -u`), all else by hand. No test of its own.
import { readFileSync } from 'node:fs';

const PART = /(<!-- generated: ([^\n]+?) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The document as it must be. Throws where it lacks a part or has one that nobody makes. */
export function filled(file: string, parts: Readonly<Record<string, string>>): string {
  const open = new Set(Object.keys(parts));
  const text = readFileSync(file, 'utf8').replace(
    PART,
    (_whole, start: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`${file}: nobody makes the part ${name}`);
      if (!open.delete(name)) throw new Error(`${file}: the part ${name} stands there twice`);
      return `${start}\n${part.trim()}\n\n${end}`;
    },
  );
  if (open.size > 0) throw new Error(`${file} has no place for ${[...open].join(', ')}`);
  return text;
}

/** A Markdown table; `|` inside cells is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** A code block with the paragraphs of `text` that begin with one of `starts`; what lies between them is shown as …. */
export function excerpt(command: string, text: string, starts: readonly string[]): string {
  const paragraphs = text.trimEnd().split(/\n\n+/);
  const shown = paragraphs.map((paragraph) => starts.some((start) => paragraph.startsWith(start)));
  for (const start of starts)
    if (!paragraphs.some((paragraph) => paragraph.startsWith(start)))
      throw new Error(`no paragraph of ${command} begins with ${start}`);
  const lines = paragraphs.flatMap((paragraph, index) => {
    if (shown[index]) return [paragraph];
    return index === 0 || shown[index - 1] ? ['…'] : [];
  });
  return `\`\`\`console\n$ ${command}\n${lines.join('\n\n')}\n\`\`\``;
}

/** `docs/…` as an absolute path, for file snapshots. */
export function atRoot(file: string): string {
  return `${process.cwd()}/${file}`;
}
