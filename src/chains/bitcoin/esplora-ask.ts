// Asking Esplora: one request to one service, parsed or refused; and one question to several services in turn.
// What is retried, limited and kept lies below (net/): a failure seen here is final.
import type { z } from 'zod';
import { KnownError } from '../../model/errors.ts';
import type { GapCode } from '../../model/gap.ts';
import type { Http, Keep, Request } from '../../model/http.ts';

const HINT = 'Ask again later, or name another Esplora service, best one of your own.';

/** One service gave no usable answer. `unknown`: it says that it has no such thing (404). */
export class SourceFailure extends KnownError {
  readonly gap: GapCode;
  readonly unknown: boolean;

  constructor(
    facts: readonly string[],
    more: { gap?: GapCode; unknown?: boolean; hint?: string; cause?: unknown },
  ) {
    const gap = more.gap ?? 'source-failed';
    super(gap, facts.join('; '), { facts, hint: more.hint ?? HINT, cause: more.cause });
    this.gap = gap;
    this.unknown = more.unknown ?? false;
  }
}

/** One service of one `Http`, with what is to be said with every request. */
export interface Asking {
  readonly http: Http;
  readonly service: string;
  readonly signal: AbortSignal;
  readonly isBehind?: NonNullable<Request['isBehind']>;
}

/** The start of a body, fit to be shown: hostile text, so only printable ASCII stays as it is. */
function excerpt(body: string): string {
  const start = body.trim().slice(0, 80).replace(/\s+/g, ' ');
  const safe = start.replace(/[^\x20-\x7e]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
  return body.trim().length > 80 ? `"${safe}…"` : `"${safe}"`;
}

export function failure(
  asking: Asking,
  path: string,
  what: string,
  more: { gap?: GapCode; hint?: string } = {},
) {
  return new SourceFailure([`${asking.service} ${path}: ${what}`], more);
}

/** Body of a 200; every other end is a SourceFailure, but an abort stays what it is. */
export function askText(asking: Asking, path: string, keep: Keep): Promise<string> {
  return answered(asking, { path, keep });
}

/** The same of a question that stands in a body. */
export function askPosted(asking: Asking, path: string, body: string, keep: Keep): Promise<string> {
  return answered(asking, { path, body, keep });
}

async function answered(
  { http, service, signal, isBehind }: Asking,
  question: Pick<Request, 'path' | 'body' | 'keep'>,
): Promise<string> {
  const { path } = question;
  const asked = { service, ...question, ...(isBehind === undefined ? {} : { isBehind }) };
  const response = await http(asked, signal).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof KnownError)) throw error;
    // Which request it was stands before it.
    const facts = error.facts.filter((fact) => !fact.startsWith('request: '));
    throw new SourceFailure([`${service} ${path}: ${error.message}`, ...facts], {
      hint: error.hint,
      cause: error,
    });
  });
  if (response.status === 200) return response.body;
  throw new SourceFailure([`${service} ${path}: HTTP ${response.status} ${excerpt(response.body)}`], {
    unknown: response.status === 404,
  });
}

export async function askJson<T>(asking: Asking, path: string, shape: z.ZodType<T>, keep: Keep): Promise<T> {
  const body = await askText(asking, path, keep);
  const json = parsed(body);
  if (json === undefined)
    throw failure(asking, path, `the answer is no JSON, or cut short: ${excerpt(body)}`);
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where =
    issue === undefined ? '' : ` at ${issue.path.map(String).join('.') || 'its top'} (${issue.message})`;
  throw failure(asking, path, `the answer is not of the expected form${where}: ${excerpt(body)}`);
}

/** undefined = no JSON, which itself is no JSON value */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * The first answer that one of the services gives for good; each is asked only when the one before it failed. If all
 * fail, one SourceFailure with what each said, `unknown` only if all say so. A contradiction outweighs a failure.
 */
export async function firstToAnswer<T>(
  services: readonly string[],
  ask: (service: string) => Promise<T>,
): Promise<T> {
  const failures: SourceFailure[] = [];
  for (const service of services) {
    try {
      return await ask(service);
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      failures.push(error);
    }
  }
  const only = failures.length === 1 ? failures[0] : undefined;
  if (only) throw only;
  const telling = failures.find((one) => one.gap !== 'source-failed') ?? failures[0];
  throw new SourceFailure(
    failures.flatMap((one) => one.facts),
    {
      gap: telling?.gap ?? 'source-failed',
      unknown: failures.length > 0 && failures.every((one) => one.unknown),
      ...(telling ? { hint: telling.hint } : {}),
    },
  );
}
