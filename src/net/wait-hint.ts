// How long a service asks to be left alone, read from the headers of its refusal. Pure.
import type { Response } from '../model/http.ts';

/** Milliseconds from now, or undefined when the service does not say. */
export function waitHint(response: Response, now: number): number | undefined {
  return retryAfter(response.headers['retry-after'], now) ?? rateLimitReset(response, now);
}

/** Seconds, or an HTTP date (RFC 9110, 10.2.3). Nought or a date gone by says nothing about how long. */
function retryAfter(text: string | undefined, now: number): number | undefined {
  const wait = /^\d+(\.\d+)?$/.test(text ?? '') ? Number(text) * 1000 : httpDate(text ?? '') - now;
  return Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : undefined;
}

/** Date.parse alone takes nearly anything: "-5" is a year to it. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
}

/**
 * No standard: seconds left (Routescan), milliseconds left (Blockscout), unix seconds or milliseconds. Told apart by
 * size; what comes out longer than two minutes is more likely misread than meant, and is ignored.
 */
function rateLimitReset(response: Response, now: number): number | undefined {
  if (response.status !== 429) return undefined;
  const headers = response.headers;
  const value = Number(headers['x-ratelimit-reset'] ?? headers['x-ratelimit-rpm-reset'] ?? Number.NaN);
  if (!(value > 0)) return undefined;
  const wait =
    value > 1e12 ? value - now : value > 1e9 ? value * 1000 - now : value > 1000 ? value : value * 1000;
  return wait > 0 && wait <= 120_000 ? Math.ceil(wait) : undefined;
}
