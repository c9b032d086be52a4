// For net/: what an explorer's answer is worth before anyone reads it. A 200 may say "slow down", and what is no answer
// must not be kept. Imports nothing heavy: cli needs it before any chain is chosen.
import { z } from 'zod';
import type { Request, Response } from '../../model/http.ts';
import type { Verdict } from '../../net/service.ts';
import type { FailureClass } from '../source-failure.ts';
import { envelopeSchema, failureOf, parsed, rpcSchema } from './answer.ts';
import { dialects } from './dialects.ts';

const pageSchema = z.union([
  z.object({ items: z.array(z.unknown()) }),
  z.object({ finished_indexing: z.literal(true) }),
]);

/** Bodies of a refusal are short; a page of rows need not be parsed a second time. */
const longestRefusal = 2_000;

function refusalOf(response: Response): FailureClass | undefined {
  if (response.status === 429) return 'rate';
  if (response.status !== 200 || response.body.length > longestRefusal) return undefined;
  for (const dialect of [dialects.etherscan, dialects.blockscout]) {
    const answer = parsed(response);
    if ('failed' in answer) return answer.failed;
    const envelope = envelopeSchema.safeParse(answer.json);
    if (!envelope.success || envelope.data.status === '1') return undefined;
    const { failed } = failureOf(dialect, envelope.data);
    if (failed !== 'error') return failed;
  }
  return undefined;
}

/** A 200 whose body says "slow down"; to be asked again after a pause, like a 429. */
export function isRateLimited(response: Response): boolean {
  return refusalOf(response) === 'rate';
}

/** Whether an answer of an explorer may be stored at all. Refusals and half-indexed answers may not. */
export function mayBeKept(response: Response): boolean {
  if (response.status !== 200) return false;
  const answer = parsed(response);
  if ('failed' in answer) return false;
  const envelope = envelopeSchema.safeParse(answer.json);
  const rpc = rpcSchema.safeParse(answer.json);
  if (!envelope.success) return rpc.success && (rpc.data.error ?? null) === null;
  const { status, message, result } = envelope.data;
  if (status === '1') return true;
  const proved = Object.values(dialects).some((dialect) =>
    Object.values(dialect.empty)
      .flat()
      .includes(message ?? ''),
  );
  return status === '0' && proved && Array.isArray(result) && result.length === 0;
}

/** Blockscout's REST API, which has no envelope. */
const REST = '/api/v2/';

function isPage(response: Response): boolean {
  const answer = parsed(response);
  return response.status === 200 && 'json' in answer && pageSchema.safeParse(answer.json).success;
}

/** `transient`: to be asked again after a pause. `bad`: handed on to the adapter, which says what is wrong; never kept. */
export function judgeExplorer({ path }: Pick<Request, 'path'>, response: Response): Verdict {
  if (isRateLimited(response)) return 'transient';
  if (path.startsWith(REST)) return isPage(response) ? 'good' : 'bad';
  return mayBeKept(response) ? 'good' : 'bad';
}
