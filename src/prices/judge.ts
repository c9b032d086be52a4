// Which answers of a price service are worth asking again for.
import type { Request, Response } from '../model/http.ts';

/** A page of a proxy or half an answer comes with status 200 too, and passes. */
export function judgeJson(_request: Request, { status, body }: Response): 'good' | 'transient' | 'bad' {
  if (status !== 200) return 'bad';
  try {
    JSON.parse(body);
    return 'good';
  } catch {
    return 'transient';
  }
}
