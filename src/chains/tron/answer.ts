// From the bytes of an answer of TronGrid to rows or a value, or to the failure it stands for. Numbers are read exactly:
// the node prints 64-bit integers as JSON numbers, and balances beyond 2^53 are real.
import { isSafeNumber, parse as parseJson } from 'lossless-json';
import { z } from 'zod';
import type { Response } from '../../model/http.ts';
import type { Failed } from '../asking.ts';
import { excerpt, type FailureClass } from '../source-failure.ts';
import { isTooOften } from './services.ts';

export interface Listed {
  readonly rows: readonly unknown[];
  /** Where the next page begins; absent at the end, and sometimes before it. */
  readonly fingerprint: string | undefined;
}

const texts: readonly (readonly [RegExp, FailureClass])[] = [
  [/api ?key|unauthori[sz]ed|forbidden/i, 'auth'],
  [/invalid|not a valid|bad request/i, 'input'],
];

function classOfText(text: string): FailureClass {
  return texts.find(([pattern]) => pattern.test(text))?.[1] ?? 'error';
}

/** Whole numbers that JSON cannot keep become bigint, all others stay as they are. */
function exactNumber(text: string): number | bigint {
  return /^-?\d+$/.test(text) && !isSafeNumber(text) ? BigInt(text) : Number(text);
}

function shown(body: string): string {
  return body.trim() === '' ? 'an empty body' : `"${excerpt(body)}"`;
}

const refusal = z.object({ success: z.literal(false), error: z.string().nullish() });
const nodeError = z.object({ Error: z.string() });

function parsed(response: Response): { readonly json: unknown } | Failed {
  const { status, body } = response;
  if (isTooOften(response)) return { failed: 'rate', text: `HTTP ${status}, ${shown(body)}` };
  if (status >= 500 || status === 408) return { failed: 'transport', text: `HTTP ${status}` };
  if (/^\s*</.test(body)) {
    const text = status === 200 ? 'answered with a web page instead of data' : `HTTP ${status}`;
    return { failed: 'transport', text };
  }
  let json: unknown;
  try {
    json = parseJson(body, null, exactNumber);
  } catch {
    return { failed: 'transport', text: `HTTP ${status}, the answer is cut off or no JSON: ${shown(body)}` };
  }
  const refused = refusal.safeParse(json);
  const failed = nodeError.safeParse(json);
  const text = refused.success ? (refused.data.error ?? '') : failed.success ? failed.data.Error : undefined;
  if (text !== undefined)
    return {
      failed: classOfText(text),
      text: text === '' ? 'refused without a reason' : `"${excerpt(text)}"`,
    };
  if (status !== 200) return { failed: classOfText(body), text: `HTTP ${status}, ${shown(body)}` };
  return { json };
}

const listSchema = z.object({
  success: z.literal(true),
  data: z.array(z.unknown()),
  meta: z.object({ fingerprint: z.string().nullish() }).nullish(),
});

/** Only `success: true` with a list says something; an empty list without a fingerprint says that there is nothing. */
export function listAnswer(response: Response): Listed | Failed {
  const answer = parsed(response);
  if ('failed' in answer) return answer;
  const list = listSchema.safeParse(answer.json);
  if (!list.success) return { failed: 'answer', text: `no list: ${shown(response.body)}` };
  return { rows: list.data.data, fingerprint: list.data.meta?.fingerprint || undefined };
}

const object = z.record(z.string(), z.unknown());

/** What a node says; undefined is its `{}`: it has no such thing. */
export function nodeAnswer(response: Response): { readonly value: unknown } | Failed {
  const answer = parsed(response);
  if ('failed' in answer) return answer;
  const value = object.safeParse(answer.json);
  if (!value.success) return { failed: 'answer', text: `no object: ${shown(response.body)}` };
  return { value: Object.keys(value.data).length === 0 ? undefined : value.data };
}

/** The node has no such thing; where the chain is known to have it, it is behind. */
export function isNone({ body }: Response): boolean {
  return /^\s*\{\s*\}\s*$/.test(body);
}
