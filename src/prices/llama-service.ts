// Where DefiLlama's coins API is, how hard it may be asked, and which of its answers are worth asking again for.
import type { Request, Response } from '../model/http.ts';

export const LLAMA = 'coins.llama.fi';

/** A page of a proxy or half an answer comes with status 200 too, and passes. */
function judge(_request: Request, { status, body }: Response): 'good' | 'transient' | 'bad' {
  if (status !== 200) return 'bad';
  try {
    JSON.parse(body);
    return 'good';
  } catch {
    return 'transient';
  }
}

/** It names no limit; at this rate nobody is known to have been refused. */
export const llamaService = { name: LLAMA, baseUrl: `https://${LLAMA}`, perSecond: 1.5, inFlight: 4, judge };
