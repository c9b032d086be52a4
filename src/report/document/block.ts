// What a report on paper is made of, as data: Markdown and PDF are two ways to write it. All text is plain, with nothing
// left in it that acts; each way escapes it for itself.
import type { Network } from '../graph/network.ts';

export interface Table {
  readonly kind: 'table';
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of figures, from 0. */
  readonly right: readonly number[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: 'answer' | 'warning' }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | Table
  /** As they stand, every character as wide as the other. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'figure'; readonly network: Network };

export function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

export function paragraph(text: string): Block {
  return { kind: 'text', text };
}

/** Nothing where there are no rows: a heading alone would say that something is missing. */
export function titled(level: 2 | 3, title: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [heading(level, title), ...blocks];
}
