// A report as Markdown (GitHub's kind). What came from a chain or a label can become neither a link nor HTML nor a table.
import { mermaidText } from '../graph/mermaid.ts';
import type { Block, Table } from './block.ts';

export function markdownText(blocks: readonly Block[]): string {
  return `${blocks.map(blockText).join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'text':
      if (block.tone === undefined) return escaped(block.text);
      return block.tone === 'answer' ? `**${escaped(block.text)}**` : `> **${escaped(block.text)}**`;
    case 'list':
      return block.items.map((item) => `- ${escaped(item)}`).join('\n');
    case 'table':
      return tableText(block);
    case 'lines':
      return fenced('text', block.lines.join('\n'));
    case 'figure':
      return fenced('mermaid', mermaidText(block.network).trimEnd());
  }
}

function tableText({ head, rows, right }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const rule = head.map((_, index) => (right.includes(index) ? '--:' : '---'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A fence longer than any in the text, so that nothing in it can end it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/**
 * Marks that mean something inside a line, and those that do at its beginning. `<`, `>` and `&` as entities, which hold
 * in every reader; a colon and `www.` so that no bare address becomes a link; `$` opens a formula on GitHub, `@` names
 * somebody.
 */
export function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]|~$@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/:(?=[/a-z])/gi, '\\:')
    .replace(/\bwww\./gi, (match) => `${match.slice(0, 3)}\\.`)
    .replace(/^(\s*)([-+#=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}
