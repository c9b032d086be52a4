// The access log of a run: what was asked of which service, how often, when, and whether the network was asked for it. So
// that another party can see what was looked at, and what was not. Neither hosts nor keys: requests have neither.
import { z } from 'zod';
import type { Http, Request } from '../model/http.ts';
import { byCodeUnits } from './code-units.ts';
import { requestKey } from './request-key.ts';

interface Access {
  readonly service: string;
  readonly request: string;
  asked: number;
  /** Times that it was sent over the network, repeats after refusals included. */
  sent: number;
  first: number;
  last: number;
  failed: number;
}

const rowSchema = z.strictObject({
  service: z.string(),
  request: z.string(),
  asked: z.int().min(1),
  sent: z.int().min(0).optional(),
  first: z.int().optional(),
  last: z.int().optional(),
  failed: z.int().min(1).optional(),
});
const headSchema = z.strictObject({
  access: z.literal(1),
  source: z.enum(['live', 'offline', 'replay']),
  options: z.array(z.string()),
});

/** What a log says was asked, and how often, without when and how: of one run the same each time. undefined: no log. */
export function askedIn(text: string): readonly string[] | undefined {
  try {
    const [head, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    headSchema.parse(head);
    return rows.map((row) => {
      const { service, request, asked } = rowSchema.parse(row);
      return JSON.stringify([service, request, asked]);
    });
  } catch {
    return undefined;
  }
}

export interface AccessLog {
  /** Notes every question asked of it, outermost. */
  listening(http: Http): Http;
  /** Called for every request really sent. */
  sent(request: Request): void;
  /** JSON lines: where answers came from, then a line for each request, sorted. Times in unix seconds. */
  text(): string;
}

/**
 * `options`: those that say where answers come from, without base URLs and paths. A replay
 * happens at no time that matters: the answers are older. Without times its log is the same each time.
 */
export function accessLog(
  source: 'live' | 'offline' | 'replay',
  options: readonly string[],
  now: () => number,
): AccessLog {
  const accesses = new Map<string, Access>();

  function accessOf(request: Request): Access {
    const key = requestKey(request);
    const known = accesses.get(key);
    if (known !== undefined) return known;
    const time = Math.floor(now() / 1000);
    const access = {
      service: request.service,
      request: key,
      asked: 0,
      sent: 0,
      first: time,
      last: time,
      failed: 0,
    };
    accesses.set(key, access);
    return access;
  }

  return {
    listening: (http) => async (request, signal) => {
      const access = accessOf(request);
      access.asked += 1;
      access.last = Math.floor(now() / 1000);
      try {
        return await http(request, signal);
      } catch (error) {
        access.failed += 1;
        throw error;
      }
    },
    sent(request) {
      accessOf(request).sent += 1;
    },
    text() {
      const rows = [...accesses.values()]
        .sort((a, b) => byCodeUnits(a.request, b.request))
        .map(({ service, request, asked, sent, first, last, failed }) => ({
          service,
          request,
          asked,
          ...(source === 'replay' ? {} : { sent, first, last }),
          ...(failed === 0 ? {} : { failed }),
        }));
      return [{ access: 1, source, options }, ...rows].map((row) => `${JSON.stringify(row)}\n`).join('');
    },
  };
}
