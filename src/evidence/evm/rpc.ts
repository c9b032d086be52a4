// One question to a node of an EVM chain: JSON-RPC, its result or that there is none.
import { z } from 'zod';
import type { Http } from '../../model/http.ts';

const answerSchema = z.object({ result: z.unknown().optional(), error: z.unknown().optional() });

/** The node refuses, or does not know. */
export class Unanswered extends Error {}

export type AskNode = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** Throws Unanswered. `path`: of a node `/`, of an explorer where it takes the same questions. */
export function askingNode(http: Http, service: string, path: string, signal: AbortSignal): AskNode {
  return async (method, params) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    // What stands at a height is held against the result when it is checked.
    const response = await http({ service, path, body, keep: { kind: 'never' } }, signal);
    let json: unknown;
    try {
      json = JSON.parse(response.body);
    } catch {
      throw new Unanswered(`${service} ${method}: HTTP ${response.status}, no JSON`);
    }
    const answer = answerSchema.safeParse(json);
    if (!answer.success || answer.data.error !== undefined || answer.data.result == null)
      throw new Unanswered(`${service} ${method}: the node refuses or does not know`);
    return answer.data.result;
  };
}
