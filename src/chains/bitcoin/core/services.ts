// A Bitcoin Core node as a service, which the user names. Not how it is asked (ask.ts).
import type { Request, Response } from '../../../model/http.ts';
import type { Service, Verdict } from '../../../net/service.ts';
import { isJson } from '../../is-json.ts';

/** A block is megabytes; a refusal is not. */
const LONGEST_REFUSAL = 20_000;
/** The node is starting. */
const WARMING_UP = -28;

function judgeCore(_request: Request, { status, body }: Response): Verdict {
  if (status !== 200) return 'bad';
  if (body.length > LONGEST_REFUSAL) return isJson(body) ? 'good' : 'bad';
  try {
    const answers: { error?: { code?: number } | null }[] = JSON.parse(body);
    if (answers.some(({ error }) => error?.code === WARMING_UP)) return 'transient';
    return answers.every(({ error }) => !error) ? 'good' : 'bad';
  } catch {
    return 'bad';
  }
}

/** Without a base URL: asking it fails until the user gives it, best with user and password in it. */
export const nodeOfBitcoin: Service = { name: 'node.bitcoin', baseUrl: '', inFlight: 4, judge: judgeCore };
