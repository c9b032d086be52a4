// Keeps to what a service bears: so many requests at once (p-limit), so many started per second, and silence
// after a 429, longer each time where it says no time itself.
// Not p-throttle for the rate: it takes one abort signal for the whole throttle, not one per request, and reads the
// clock itself.
import pLimit from 'p-limit';
import type { Http, Response } from '../model/http.ts';
import { FIRST_BACK_OFF_MS, MAX_BACK_OFF_MS, MAX_HINT_MS } from './retrying.ts';
import type { Service } from './service.ts';
import type { Sleep } from './sleep.ts';
import { untilAborted } from './until-aborted.ts';
import { waitHint } from './wait-hint.ts';

export interface LimitOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: Sleep;
}

/** The state of one service: when the next request may start, and until when it wants silence. */
interface Gate {
  readonly inFlight: ReturnType<typeof pLimit> | undefined;
  readonly spacingMs: number;
  nextAt: number;
  closedUntil: number;
  /** 429s without a time since the last other answer; those of requests sent before the gate was closed are one. */
  refusals: number;
}

export function limited(http: Http, services: ReadonlyMap<string, Service>, options: LimitOptions): Http {
  const gates = new Map([...services].map(([name, service]) => [name, newGate(service)]));
  return async (request, signal) => {
    const gate = gates.get(request.service);
    if (gate === undefined) return http(request, signal);
    const pass = async () => {
      signal?.throwIfAborted();
      await turn(gate, options, signal);
      const sent = options.now();
      const response = await http(request, signal);
      close(gate, response, sent, options.now());
      return response;
    };
    if (gate.inFlight === undefined) return pass();
    return untilAborted(gate.inFlight(pass), signal);
  };
}

function newGate({ inFlight, perSecond }: Service): Gate {
  return {
    inFlight: inFlight === undefined ? undefined : pLimit(inFlight),
    spacingMs: perSecond === undefined ? 0 : 1000 / perSecond,
    nextAt: 0,
    closedUntil: 0,
    refusals: 0,
  };
}

/** Evenly spaced, no bursts: some services count in windows whose borders nobody knows. */
async function turn(
  gate: Gate,
  { now, sleep }: LimitOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    const start = Math.max(now(), gate.nextAt, gate.closedUntil);
    gate.nextAt = start + gate.spacingMs;
    const wait = start - now();
    if (wait <= 0) return;
    await sleep(wait, signal);
    // Closed while this one slept: queue up anew, or all would rush in at the same moment.
    if (gate.closedUntil <= start) return;
  }
}

/** One refusal holds back the whole service, not only the request that met it. */
function close(gate: Gate, response: Response, sent: number, now: number): void {
  const wait = waitHint(response, now);
  if (response.status === 429 && wait === undefined) {
    if (sent < gate.closedUntil) return;
    gate.closedUntil = now + Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** gate.refusals);
    gate.refusals += 1;
    return;
  }
  gate.refusals = 0;
  if (response.status !== 429 && response.status !== 503) return;
  if (wait !== undefined && wait <= MAX_HINT_MS) gate.closedUntil = Math.max(gate.closedUntil, now + wait);
}
