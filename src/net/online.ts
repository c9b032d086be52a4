// The only place with sockets. Turns a request into a URL, adds base URL and key, and takes the secrets out of what comes back.
// It asks once: limits, retries and storing are layers above.
import { KnownError } from '../model/errors.ts';
import type { Http, Request, Response } from '../model/http.ts';
import { askLine, lineBase } from './line-protocol.ts';
import { finalFailure, networkFailure } from './network-failure.ts';
import { readBody } from './read-body.ts';
import { redirectTarget } from './redirect.ts';
import { queryText } from './request-key.ts';
import { basicCredentials, scrub } from './secrets.ts';
import type { Service } from './service.ts';

const MAX_REDIRECTS = 5;

export function online(services: ReadonlyMap<string, Service>, timeoutMs = 60_000): Http {
  return async (request, signal) => {
    const service = services.get(request.service);
    if (service === undefined) throw unknownService(request, services);
    const line = lineBase(service.baseUrl);
    const url = line ?? urlOf(service, request);
    signal?.throwIfAborted();
    // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect the pair before it fires.
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => stop.abort(), timeoutMs);
    try {
      if (line !== undefined) return await askedByLine(service, line, request, stop.signal);
      return await ask(service, request, url, stop.signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof KnownError) throw error;
      if (stop.signal.aborted) throw networkFailure(request, `none within ${timeoutMs / 1000} seconds`);
      throw networkFailure(request, reasonOf(error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  };
}

async function askedByLine(
  service: Service,
  base: URL,
  { body }: Request,
  signal: AbortSignal,
): Promise<Response> {
  if (body === undefined) throw badBase(service);
  const answer = await askLine(base, body, signal);
  return { status: 200, headers: {}, body: scrub(answer, service) };
}

async function ask(service: Service, request: Request, first: URL, signal: AbortSignal): Promise<Response> {
  let url = first;
  let method = request.body === undefined ? 'GET' : 'POST';
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await fetch(url, {
      method,
      headers: headersOf(service, request, method, url.origin === first.origin),
      ...(method === 'POST' ? { body: request.body ?? '' } : {}),
      redirect: 'manual',
      signal,
    });
    const location = answer.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === null) {
      const body = await readBody(answer, request);
      return {
        status: answer.status,
        headers: keptHeaders(answer.headers, request, service),
        body: scrub(body, service),
      };
    }
    await answer.body?.cancel();
    url = redirectTarget(location, url, first, service, request);
    // 303 asks for a GET. For the others the method stays: a JSON-RPC call turned into a GET would be another question.
    if (answer.status === 303) method = 'GET';
  }
  throw finalFailure(request, `more than ${MAX_REDIRECTS} redirects`);
}

function urlOf(service: Service, request: Request): URL {
  if (!request.path.startsWith('/') || /[?#]/.test(request.path))
    throw new Error(`bad path: ${request.path}`);
  const base = baseOf(service);
  const url = new URL(base.origin);
  // A JSON-RPC service is one address: "/" adds nothing to it, since …/v3/KEY/ is another page than …/v3/KEY.
  url.pathname = request.path === '/' ? base.pathname : base.pathname.replace(/\/+$/, '') + request.path;
  const query = [base.search.slice(1), queryText(request.query)];
  if (service.key?.in === 'query') query.push(queryText({ [service.key.name]: service.key.value }));
  url.search = query.filter((part) => part !== '').join('&');
  return url;
}

function baseOf(service: Service): URL {
  const url = URL.canParse(service.baseUrl) ? new URL(service.baseUrl) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw badBase(service);
}

/** The text itself may hold a key, so it is not shown. */
function badBase(service: Service): KnownError {
  return new KnownError('bad-base-url', `The base URL of ${service.name} is no http(s) URL.`, {
    hint: 'Give it in full, such as https://host/api.',
    exit: 2,
  });
}

/** Credentials go to the service's own origin only, never along with a redirect. */
function headersOf(service: Service, { known }: Request, method: string, isOwnOrigin: boolean): Headers {
  const headers = new Headers({ 'user-agent': 'fundtrace' });
  if (method === 'POST') headers.set('content-type', 'application/json');
  if (known?.etag !== undefined) headers.set('if-none-match', known.etag);
  if (known?.lastModified !== undefined) headers.set('if-modified-since', known.lastModified);
  if (!isOwnOrigin) return headers;
  const base = new URL(service.baseUrl);
  // fetch refuses user:password@ inside a URL, and its refusal repeats the URL.
  if (base.username !== '') headers.set('authorization', `Basic ${basicCredentials(base)}`);
  if (service.key?.in === 'header') setKey(headers, service.key, service.name);
  return headers;
}

function setKey(headers: Headers, key: { name: string; value: string }, service: string): void {
  try {
    headers.set(key.name, key.value);
  } catch {
    throw new KnownError('bad-api-key', `The API key of ${service} cannot be sent in a header.`, {
      hint: 'Look for a line break or another stray character in it.',
      exit: 2,
    });
  }
}

function keptHeaders(headers: Headers, { known }: Request, service: Service): Record<string, string> {
  const kept =
    known === undefined
      ? /^(content-type|retry-after|x-ratelimit-.*)$/
      : /^(content-type|retry-after|x-ratelimit-.*|etag|last-modified)$/;
  return Object.fromEntries(
    [...headers].filter(([name]) => kept.test(name)).map(([name, value]) => [name, scrub(value, service)]),
  );
}

/** Only the code (ECONNREFUSED, UND_ERR_SOCKET): messages hold hosts, and a header that fetch refuses is quoted in full. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  if (/^(UND_ERR_)?[A-Z_]+$/.test(code)) return `the connection failed (${code})`;
  return 'the connection failed or broke off';
}

function unknownService(request: Request, services: ReadonlyMap<string, Service>): KnownError {
  return new KnownError('unknown-service', `No service is called ${request.service}.`, {
    facts: [`known services: ${[...services.keys()].sort().join(', ') || 'none'}`],
    hint: 'Name one of the known services, or add it to the configuration.',
    exit: 2,
  });
}
