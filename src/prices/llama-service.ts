// Where DefiLlama's coins API is, and how hard it may be asked.
import { judgeJson } from './judge.ts';

export const LLAMA = 'coins.llama.fi';

/** It names no limit; at this rate nobody is known to have been refused. */
export const llamaService = {
  name: LLAMA,
  baseUrl: `https://${LLAMA}`,
  perSecond: 1.5,
  inFlight: 4,
  judge: judgeJson,
};
