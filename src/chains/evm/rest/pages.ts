// Pages of Blockscout's REST API (/api/v2): newest first, 50 rows each, the next by a cursor that is opaque and sent back as it
// came, without what is null in it (BlockScoutWeb.PagingHelper). No filter by blocks. Only a cursor of null is the end.
import { z } from 'zod';
import { type Asking, answerTo, parsedBy } from '../../asking.ts';
import { readAs } from '../../quantities.ts';
import { SourceFailure } from '../../source-failure.ts';
import { parsed } from '../answer.ts';
import { classOfText } from '../dialects.ts';
import type { ExplorerSource } from '../source.ts';

const cursor = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const page = z.object({ items: z.array(z.unknown()), next_page_params: cursor.nullable() });
const refusal = z.object({ message: z.string() });

/** Pages at most: half a million rows. */
const MOST_PAGES = 10_000;

export interface RestList {
  /** As failures name it. */
  readonly action: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Page by page; whoever reads may stop. */
export async function* restPages(
  source: ExplorerSource,
  { action, path, query: filter = {} }: RestList,
  asking: Asking,
): AsyncIterable<readonly unknown[]> {
  const refuse = (text: string) => new SourceFailure(source.service, action, 'answer', text);
  const seen = new Set<string>();
  let query: Readonly<Record<string, string>> = filter;
  for (let number = 0; number < MOST_PAGES; number += 1) {
    const { json } = await answerTo(source, action, { path, query }, asking, (response) => {
      const answer = parsed(response);
      if ('failed' in answer || response.status === 200) return answer;
      const said = refusal.safeParse(answer.json);
      const kind = said.success ? classOfText(source.dialect, said.data.message) : 'error';
      return { failed: kind === 'error' ? ('input' as const) : kind, text: `HTTP ${response.status}` };
    });
    const { items, next_page_params: next } = parsedBy(source, action, () => readAs(page, json));
    yield items;
    if (next === null) return;
    const told = Object.entries(next).flatMap(([key, value]) => (value === null ? [] : [[key, `${value}`]]));
    query = { ...filter, ...Object.fromEntries(told) };
    const key = JSON.stringify(query);
    if (seen.has(key) || items.length === 0) throw refuse('a page that leads nowhere');
    seen.add(key);
  }
  throw refuse(`more than ${MOST_PAGES} pages`);
}
