// A real HTTP server on the loopback interface that answers with any Http (a replayed tape, a fake service), behind
// latency and faults. For tests only; never leaves 127.0.0.1.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Http, Request, Response } from '../../src/model/http.ts';
import { requestKey } from '../../src/net/request-key.ts';

/** `cut`: headers and half the body, then the connection breaks. `hang`: no answer until the server is closed. */
export type Fault = 'pass' | 'cut' | 'hang' | ServedResponse;

/** As Response, but with any headers and, for broken text, raw bytes. */
export interface ServedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface ServeOptions {
  readonly latencyMs?: number;
  /** The name given to the service in the requests that `http` sees. Default: served. */
  readonly service?: string;
  /** `callNumber`: how often this very request (same requestKey) has come, from 1. */
  readonly fault?: (request: Request, callNumber: number) => Fault;
}

export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly callNumber: number;
  /** Milliseconds on a clock that never goes back. */
  readonly at: number;
}

export interface Served {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  /** Grows while the server runs. */
  readonly requests: readonly ServedRequest[];
  /** How many requests were in work at the same time, at most. */
  busiest(): number;
  close(): Promise<void>;
}

/** An error of `http` (a tape miss) is answered with status 400 and its message. */
export async function serve(http: Http, options: ServeOptions = {}): Promise<Served> {
  const requests: ServedRequest[] = [];
  const counts = new Map<string, number>();
  let busy = 0;
  let busiest = 0;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await requestOf(incoming, options.service ?? 'served');
    const key = requestKey(request);
    const callNumber = (counts.get(key) ?? 0) + 1;
    counts.set(key, callNumber);
    requests.push(logged(incoming, request, callNumber));
    if (options.latencyMs !== undefined) await wait(options.latencyMs);
    const fault = options.fault?.(request, callNumber) ?? 'pass';
    if (fault === 'hang') return;
    const response =
      typeof fault === 'object' ? fault : await http(request).catch((error) => refusal(String(error)));
    answer(outgoing, response, fault === 'cut' ? 0.5 : 1);
  }

  const server = createServer((incoming, outgoing) => {
    busiest = Math.max(busiest, ++busy);
    outgoing.once('close', () => busy--);
    handle(incoming, outgoing).catch((error) => outgoing.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    busiest: () => busiest,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  outgoing: ServerResponse,
  { status, headers = {}, body = '' }: ServedResponse,
  part: number,
): void {
  const bytes = Buffer.from(body);
  outgoing.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
  if (part === 1) outgoing.end(bytes);
  // Flushed before the break, so that the reader has seen headers and some of the body.
  else outgoing.write(bytes.subarray(0, Math.floor(bytes.length * part)), () => outgoing.destroy());
}

async function requestOf(incoming: IncomingMessage, service: string): Promise<Request> {
  const url = new URL(incoming.url ?? '/', 'http://served');
  const query = Object.fromEntries(url.searchParams);
  const body = await text(incoming);
  return {
    service,
    path: url.pathname,
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(incoming.method === 'POST' ? { body } : {}),
  };
}

function logged(incoming: IncomingMessage, request: Request, callNumber: number): ServedRequest {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? '',
    path: request.path,
    query: request.query ?? {},
    body: request.body,
    headers: Object.fromEntries(headers),
    callNumber,
    at: performance.now(),
  };
}

function refusal(message: string): Response {
  return { status: 400, headers: { 'content-type': 'text/plain' }, body: message };
}
