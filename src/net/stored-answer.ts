// One answer as it lies on disk, in the store or on a tape: shape and fixed order of fields, so that bytes are the same
// whoever writes them.
import { z } from 'zod';
import type { Request, Response } from '../model/http.ts';
import { byCodeUnits } from './code-units.ts';

const texts = z.record(z.string(), z.string());

export const storedRequest = z.object({
  service: z.string(),
  path: z.string(),
  query: texts.optional(),
  body: z.string().optional(),
});

export const storedResponse = z.object({
  status: z.int().min(100).max(599),
  headers: texts,
  body: z.string(),
});

export type StoredRequest = Omit<Request, 'keep'>;

/** Without `keep`, which says how to store and is no part of the question. */
export function requestForDisk({
  service,
  path,
  query,
  body,
}: Request | z.infer<typeof storedRequest>): StoredRequest {
  return {
    service,
    path,
    ...(query === undefined ? {} : { query: sortedTexts(query) }),
    ...(body === undefined ? {} : { body }),
  };
}

export function responseForDisk({ status, headers, body }: Response): Response {
  return { status, headers: sortedTexts(headers), body };
}

function sortedTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => byCodeUnits(a, b)));
}
