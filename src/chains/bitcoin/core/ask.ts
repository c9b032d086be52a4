// JSON-RPC of Bitcoin Core, several calls in one request. Always as a list: a list is answered with status 200 and each
// call's own error in it, a single call's error with 500 (before Core 28), which would be taken for passing trouble.
import { z } from 'zod';
import { KnownError } from '../../../model/errors.ts';
import type { Keep, Response } from '../../../model/http.ts';
import { type Asking, failure, SourceFailure } from '../esplora-ask.ts';

export interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What one call came to. `code`: of the refusal. */
export type Answer = { readonly result: unknown } | { readonly refused: string; readonly code: number };

/** Of a height. */
const OUT_OF_RANGE = -8;
const HINT = 'Start the node with -txindex=1 and let it finish, or name another source.';

const answersSchema = z.array(
  z.object({
    id: z.int(),
    result: z.unknown().optional(),
    error: z.object({ code: z.int(), message: z.string() }).nullish(),
  }),
);

/** As many answers as calls, in their order. */
export async function askCore(asking: Asking, calls: readonly Call[], keep: Keep): Promise<Answer[]> {
  if (calls.length === 0) return [];
  const { http, service, signal, isBehind } = asking;
  const what = calls[0]?.method ?? '';
  const body = JSON.stringify(calls.map((call, at) => ({ jsonrpc: '1.0', id: at + 1, ...call })));
  const response = await http(
    { service, path: '/', body, keep, ...(isBehind === undefined ? {} : { isBehind }) },
    signal,
  ).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof KnownError)) throw error;
    throw new SourceFailure([`${service} ${what}: ${error.message}`, ...error.facts], {
      hint: error.hint,
      cause: error,
    });
  });
  if (response.status !== 200) throw failure(asking, what, `HTTP ${response.status}`, { hint: HINT });
  const answers = parsedAnswers(response.body);
  if (answers === undefined) throw failure(asking, what, 'the answer is not of the expected form');
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return calls.map(({ method }, at): Answer => {
    const answer = byId.get(at + 1);
    if (answer === undefined) throw failure(asking, method, 'the answer to one of several calls is missing');
    const { error, result } = answer;
    return error ? { refused: error.message.slice(0, 160), code: error.code } : { result };
  });
}

function parsedAnswers(body: string): z.infer<typeof answersSchema> | undefined {
  try {
    return answersSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** Whether the node has not so many blocks (-8), which another behind the same name may have. */
export function isShort({ body }: Response): boolean {
  return parsedAnswers(body)?.some(({ error }) => error?.code === OUT_OF_RANGE) === true;
}

/** Whether its last block is below this one. */
export function isBelow(height: number): (response: Response) => boolean {
  return ({ body }) => {
    const tip = parsedAnswers(body)?.[0]?.result;
    return typeof tip === 'number' && tip < height;
  };
}

/** As `askCore`, where a refusal is a failure, and what comes must be of this form. */
export async function resultsOf<T>(
  asking: Asking,
  calls: readonly Call[],
  shape: z.ZodType<T>,
  keep: Keep,
): Promise<T[]> {
  const answers = await askCore(asking, calls, keep);
  return answers.map((answer, at) => {
    const { method } = calls[at] as Call;
    if ('refused' in answer) throw refusal(asking, method, answer);
    const read = shape.safeParse(answer.result);
    if (read.success) return read.data;
    throw failure(
      asking,
      method,
      `the answer is not of the expected form (${read.error.issues[0]?.message})`,
    );
  });
}

export async function resultOf<T>(
  asking: Asking,
  method: string,
  params: readonly unknown[],
  shape: z.ZodType<T>,
  keep: Keep,
): Promise<T> {
  const [result] = await resultsOf(asking, [{ method, params }], shape, keep);
  return result as T;
}

/** -5: no such block or transaction. */
export function refusal(
  { service }: Asking,
  method: string,
  { refused, code }: { readonly refused: string; readonly code: number },
): SourceFailure {
  const text = refused.replace(/[^\x20-\x7e]/g, '?');
  return new SourceFailure([`${service} ${method}: "${text}" (${code})`], {
    unknown: code === -5,
    hint: HINT,
  });
}
