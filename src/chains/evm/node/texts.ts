// What nodes and the providers in front of them say when they do not answer: as a table, with the limits they name.
// From shared/reference/apis.md §8 (texts seen by ponder's getLogsRetryHelper; geth, erigon, reth, nethermind, besu).
import type { Dialect } from '../dialects.ts';
import type { Span } from '../walk.ts';

/** The first that matches decides. A range that is too long may come with any code, so texts decide, not codes. */
export const nodeTexts: Pick<Dialect, 'texts'> = {
  texts: [
    [/query returned more than|exceeds? max (results|block range)|too many results|response size/i, 'split'],
    [
      /(block )?range (is )?too (wide|large|long)|block range (limit|should)|max(imum)? (block )?range/i,
      'split',
    ],
    [/limited to (a )?\d|limit the query to|is too large, max is|range .*(exceeds|exceeded|limit)/i, 'split'],
    [/timeout|timed out|deadline exceeded/i, 'split'],
    [/too many requests|rate limit|request limit|compute units per second/i, 'rate'],
    [/daily (request )?(count|limit|quota)|quota exceeded/i, 'quota'],
    [/personal token|upgrade your plan|not available on (the )?free/i, 'tier'],
    [/(invalid|missing) api key|unauthorized/i, 'auth'],
  ],
};

/** JSON-RPC's own code for it, and what proxies say that let only some methods through. */
export function isMissing({
  refused,
  code,
}: {
  readonly refused: string;
  readonly code: number | undefined;
}) {
  if (code === -32601) return true;
  return /method .*(not (found|available|supported|allowed|whitelisted|implemented)|does not exist)|unimplemented|unsupported method|unknown method/i.test(
    refused,
  );
}

/** What a node suggests in place of a range that is too long: a range, or how many blocks. */
export function suggested(text: string): { readonly span?: Span; readonly blocks?: number } {
  const range = /\[\s*(0x[0-9a-f]+)\s*,\s*(0x[0-9a-f]+)\s*\]/i.exec(text);
  if (range?.[1] && range[2]) return { span: { from: Number(range[1]), to: Number(range[2]) } };
  const limit =
    /(?:max(?:imum)?(?: block)? range:?|limited to(?: a)?|query to at most|exceeds max block range|max is)\s+([\d,]+)(k?)\b(?! results)/i.exec(
      text,
    );
  if (!limit?.[1]) return {};
  return { blocks: Number(limit[1].replaceAll(',', '')) * (limit[2] === '' ? 1 : 1_000) };
}
