// From the bytes of an answer to rows or a result, or to the failure it stands for. An answer without rows counts as
// "there are none" only where the service says so in its own exact words.
import { z } from 'zod';
import type { Response } from '../../model/http.ts';
import type { Failed } from '../asking.ts';
import { excerpt } from '../source-failure.ts';
import { classOfText, type Dialect, type ListAction } from './dialects.ts';

export interface Listed {
  readonly rows: readonly unknown[];
  /** Blockscout's status "2": rows that can be used, while others are not indexed yet. */
  readonly incomplete: boolean;
}
/** `refused`: the node behind the service said no (reverted, pruned, …); `null` is a result. */
export type RpcAnswer =
  | { readonly result: unknown }
  | {
      readonly refused: string;
      readonly code: number | undefined;
      /** The error that a contract gave back: its selector. */
      readonly selector?: string;
    };
type Texts = Pick<Dialect, 'texts'>;

export const envelopeSchema = z.object({
  status: z.union([z.string(), z.number()]).transform(String),
  message: z.string().nullish(),
  result: z.unknown().optional(),
});
export const rpcSchema = z.object({
  jsonrpc: z.string(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});
const messageSchema = z.object({ message: z.string() });
const codeSchema = z.object({ code: z.int() });
const revertSchema = z.object({ data: z.string().regex(/^0x[0-9a-f]{8}/i) });

/** Gateways give these when the service took too long: a shorter range may do. */
const timeouts = new Set([408, 504, 524]);

function shown(body: string): string {
  return body.trim() === '' ? 'an empty body' : `"${excerpt(body)}"`;
}

export function parsed(response: Response): { readonly json: unknown } | Failed {
  const { status, body } = response;
  const html = /^\s*</.test(body);
  if (timeouts.has(status)) return { failed: 'split', text: `HTTP ${status}` };
  if (status === 429) return { failed: 'rate', text: 'HTTP 429' };
  if (status >= 500 || (status >= 300 && html)) return { failed: 'transport', text: `HTTP ${status}` };
  if (html) return { failed: 'transport', text: 'answered with a web page instead of data' };
  try {
    return { json: JSON.parse(body) };
  } catch {
    return {
      failed: 'transport',
      text: `HTTP ${status}, the answer is cut off or no JSON: ${shown(body)}`,
    };
  }
}

/** The failure that a status-0 envelope stands for; Etherscan also answers proxy calls with it. */
export function failureOf(dialect: Texts, envelope: z.infer<typeof envelopeSchema>): Failed {
  const result = typeof envelope.result === 'string' ? envelope.result : '';
  const text = [envelope.message ?? '', result].filter((part) => part !== '' && part !== 'NOTOK').join(': ');
  return {
    failed: classOfText(dialect, `${envelope.message ?? ''} ${result}`),
    text: text === '' ? `status ${excerpt(envelope.status)} without a reason` : `"${excerpt(text)}"`,
  };
}

function envelopeOf(dialect: Dialect, response: Response): z.infer<typeof envelopeSchema> | Failed {
  const answer = parsed(response);
  if ('failed' in answer) return answer;
  const envelope = envelopeSchema.safeParse(answer.json);
  if (response.status >= 400 || !envelope.success) {
    const message = messageSchema.safeParse(answer.json);
    if (!message.success)
      return { failed: 'answer', text: `HTTP ${response.status}, ${shown(response.body)}` };
    const text = message.data.message;
    return { failed: classOfText(dialect, text), text: `HTTP ${response.status}, "${excerpt(text)}"` };
  }
  return envelope.data;
}

export function listAnswer(dialect: Dialect, action: ListAction, response: Response): Listed | Failed {
  const envelope = envelopeOf(dialect, response);
  if ('failed' in envelope) return envelope;
  const { status, result } = envelope;
  if (!Array.isArray(result)) {
    if (status === '0') return failureOf(dialect, envelope);
    return { failed: 'answer', text: `status ${excerpt(status)} without a list of rows` };
  }
  if (status === '2' && dialect.name === 'blockscout') return { rows: result, incomplete: true };
  if (status === '1' && result.length > 0) return { rows: result, incomplete: false };
  if (status === '0' && result.length === 0 && isEmpty(dialect, action, envelope.message)) {
    return { rows: [], incomplete: false };
  }
  if (status === '0') return failureOf(dialect, envelope);
  const rows = `${result.length} rows`;
  return { failed: 'answer', text: `${rows} with status ${excerpt(status)}, which proves nothing` };
}

function isEmpty({ empty }: Dialect, action: ListAction, message: string | null | undefined): boolean {
  return empty[action]?.includes(message ?? '') === true;
}

/** Answers with one value, such as `getblocknobytime`. */
export function valueAnswer(dialect: Dialect, response: Response): { readonly result: unknown } | Failed {
  const envelope = envelopeOf(dialect, response);
  if ('failed' in envelope) return envelope;
  return envelope.status === '1' ? { result: envelope.result } : failureOf(dialect, envelope);
}

export function rpcAnswer(dialect: Texts, response: Response): RpcAnswer | Failed {
  const answer = parsed(response);
  if ('failed' in answer) return answer;
  // Tier and rate refusals of module=proxy come in the other envelope: looked for first, so that their text is never
  // taken for a number.
  const envelope = envelopeSchema.safeParse(answer.json);
  if (envelope.success) return failureOf(dialect, envelope.data);
  const rpc = rpcSchema.safeParse(answer.json);
  if (response.status >= 400 || !rpc.success) {
    return { failed: 'answer', text: `HTTP ${response.status}, ${shown(response.body)}` };
  }
  const { error } = rpc.data;
  if (error === undefined || error === null) {
    if (rpc.data.result !== undefined) return { result: rpc.data.result };
    return { failed: 'answer', text: 'a JSON-RPC answer with neither result nor error' };
  }
  const message = messageSchema.safeParse(error);
  const text =
    typeof error === 'string' ? error : message.success ? message.data.message : JSON.stringify(error);
  const kind = classOfText(dialect, text);
  if (kind !== 'error') return { failed: kind, text: `"${excerpt(text)}"` };
  const selector = revertSchema.safeParse(error).data?.data.slice(0, 10);
  return {
    refused: excerpt(text),
    code: codeSchema.safeParse(error).data?.code,
    ...(selector === undefined ? {} : { selector }),
  };
}
