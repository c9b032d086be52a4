// One question to an Electrum server (protocol 1.4 to 1.6), parsed or refused. Not how its lines travel (net/line-protocol.ts).
import { z } from 'zod';
import type { Keep } from '../../model/http.ts';
import { type Asking, askPosted, failure } from './esplora-ask.ts';

export async function askElectrum<T>(
  asking: Asking,
  [method, ...params]: readonly [method: string, ...params: (string | number | boolean)[]],
  shape: z.ZodType<T>,
  keep: Keep,
): Promise<T> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const text = await askPosted(asking, '/', body, keep);
  const answer = z.object({ result: shape }).safeParse(jsonOf(text));
  if (answer.success) return answer.data.result;
  throw failure(asking, '/', `${method}: refused, or not of the expected form`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
