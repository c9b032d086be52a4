import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import { readBody } from '../../src/net/read-body.ts';
import { redirectTarget } from '../../src/net/redirect.ts';
import type { Service } from '../../src/net/service.ts';
import { type Fault, serve } from '../support/serve.ts';
import { allTextOf, failingWith } from './failing-with.ts';

const secret = 'S3cr3t/Key+with=signs';
const inQuery = { in: 'query', name: 'apikey', value: secret } as const;
const inHeader = { in: 'header', name: 'Authorization', value: `Bearer ${secret}` } as const;

async function server(http: Http, fault?: Fault) {
  const served = await serve(http, fault === undefined ? {} : { fault: () => fault });
  onTestFinished(() => served.close());
  return served;
}

const client = (baseUrl: string, more: Partial<Service> = {}, timeoutMs = 2_000) =>
  online(new Map([['s', { name: 's', baseUrl, ...more }]]), timeoutMs);

const fine: Http = async () => ({ status: 200, headers: {}, body: 'fine' });

test('a request reaches base URL plus path with sorted query, and only telling headers come back', async () => {
  const { url, requests } = await server(fine, {
    status: 200,
    headers: {
      'Content-Type': 'application/json',
      'X-RateLimit-Remaining': '3',
      'Retry-After': '1',
      'Set-Cookie': 'a=b',
      Server: 'x',
    },
    body: '{"ü":1}',
  });
  const response = await client(`${url}/api/v2/`)({
    service: 's',
    path: '/tx/ab',
    query: { b: '2', a: 'x y' },
  });
  expect(response).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json', 'retry-after': '1', 'x-ratelimit-remaining': '3' },
    body: '{"ü":1}',
  });
  expect(requests).toMatchObject([
    { method: 'GET', path: '/api/v2/tx/ab', query: { a: 'x y', b: '2' }, body: undefined },
  ]);
});

test('a body makes it a POST of JSON', async () => {
  const { url, requests } = await server(fine);
  await client(url)({ service: 's', path: '/', body: '{"a":1}' });
  expect(requests).toMatchObject([
    { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
  ]);
});

test('every HTTP status is an answer, and HTML passes through as it is', async () => {
  for (const status of [404, 429, 500]) {
    const { url } = await server(fine, { status, body: 'why' });
    expect(await client(url)({ service: 's', path: '/' })).toMatchObject({ status, body: 'why' });
  }
  const page = '<!DOCTYPE html><title>Just a moment…</title>';
  const { url } = await server(fine, { status: 200, headers: { 'content-type': 'text/html' }, body: page });
  expect((await client(url)({ service: 's', path: '/' })).body).toBe(page);
});

test('the key is sent where the service wants it', async () => {
  const { url, requests } = await server(fine);
  await client(url, { key: inQuery })({ service: 's', path: '/', query: { a: '1' } });
  await client(url, { key: inHeader })({ service: 's', path: '/' });
  expect(requests[0]?.query).toEqual({ a: '1', apikey: secret });
  expect(requests[1]?.headers.authorization).toBe(`Bearer ${secret}`);
});

test('user name, password and query of a base URL are sent too', async () => {
  const { url, requests } = await server(fine);
  const base = `${url.replace('//', '//user:p%40ss@')}/rpc?token=abc`;
  await client(base)({ service: 's', path: '/', query: { a: '1' } });
  // echo -n 'user:p@ss' | base64
  expect(requests).toMatchObject([
    { path: '/rpc', query: { token: 'abc', a: '1' }, headers: { authorization: 'Basic dXNlcjpwQHNz' } },
  ]);
});

test('a body that repeats the key comes back without it, in whatever spelling', async () => {
  const echo: Http = async (request) => ({
    status: 403,
    headers: {},
    body: `bad key ${secret}, asked for ${encodeURIComponent(secret)}: ${JSON.stringify(request.query ?? {})}`,
  });
  const { url } = await server(echo);
  for (const key of [inQuery, inHeader]) {
    const { body } = await client(url, { key })({ service: 's', path: '/' });
    expect(body).toContain('bad key [key], asked for [key]');
    expect(body).not.toMatch(/S3cr3t/);
  }
});

test('a key inside the path of the base URL does not come back either', async () => {
  const token = 'abcdef0123456789abcdef0123456789';
  const { url } = await server(async ({ path }) => ({
    status: 404,
    headers: {},
    body: `Cannot GET ${path}`,
  }));
  const { body } = await client(`${url}/v3/${token}`)({ service: 's', path: '/x' });
  expect(body).toBe('Cannot GET /v3/[key]/x');
});

test('nor does the host, where the user named one of his own, nor a key in a header', async () => {
  const { url } = await server(fine, {
    status: 404,
    headers: { 'X-RateLimit-Of': secret, 'Content-Type': 'text/plain' },
    body: 'no page at http://127.0.0.1:PORT, see 127.0.0.1',
  });
  const own = await client(url, { key: inHeader })({ service: 's', path: '/' });
  expect(own.headers['x-ratelimit-of']).toBe('[key]');
  expect(own.body).toBe('no page at http://[host]:PORT, see [host]');
  // A service's own host may be part of what it tells.
  const named = online(new Map([['127.0.0.1', { name: '127.0.0.1', baseUrl: url }]]));
  expect((await named({ service: '127.0.0.1', path: '/' })).body).toContain('see 127.0.0.1');
});

test('short or numeric placeholder keys never change an answer', async () => {
  const { url } = await server(async () => ({
    status: 200,
    headers: {},
    body: '{"value":"100000000001","a":"free"}',
  }));
  for (const value of ['1', 'free', '00000000', '100000000001']) {
    const { body } = await client(url, { key: { in: 'query', name: 'k', value } })({
      service: 's',
      path: '/',
    });
    expect(body).toBe('{"value":"100000000001","a":"free"}');
  }
});

test('no answer in time is an error naming service and path', async () => {
  const { url } = await server(fine, 'hang');
  const error = await failingWith('network-failed', client(url, {}, 100)({ service: 's', path: '/slow' }));
  expect(error.message).toContain('none within 0.1 seconds');
  expect(error.facts).toEqual(['request: s /slow']);
});

test('an abort by the caller rejects with the caller’s reason', async () => {
  const { url } = await server(fine, 'hang');
  const abort = new AbortController();
  const answer = client(url)({ service: 's', path: '/' }, abort.signal);
  setTimeout(() => abort.abort(new Error('cancelled')), 50);
  await expect(answer).rejects.toThrow('cancelled');
});

test('a cut body, a closed port and broken UTF-8 are errors', async () => {
  const cut = await server(async () => ({ status: 200, headers: {}, body: 'x'.repeat(100_000) }), 'cut');
  await failingWith('network-failed', client(cut.url)({ service: 's', path: '/' }));

  const gone = await server(fine);
  await gone.close();
  const refused = await failingWith('network-failed', client(gone.url)({ service: 's', path: '/' }));
  expect(refused.message).toContain('ECONNREFUSED');

  const garbled = await server(fine, { status: 200, body: Uint8Array.of(0x22, 0xff, 0xfe, 0x22) });
  const error = await failingWith('network-failed', client(garbled.url)({ service: 's', path: '/' }));
  expect(error.message).toContain('UTF-8');
});

test('a chunked body that breaks off is an error', async () => {
  const raw = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[1,2,\r\n');
      setTimeout(() => socket.destroy(), 20);
    });
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void raw.close());
  const { port } = raw.address() as AddressInfo;
  await failingWith('network-failed', client(`http://127.0.0.1:${port}`)({ service: 's', path: '/' }));
});

test('neither key nor host is in any error', async () => {
  const cut = await server(fine, 'cut');
  const gone = await server(fine);
  await gone.close();
  const astray = await server(fine, {
    status: 302,
    headers: { location: `http://example.com/?apikey=${secret}` },
  });
  for (const { url } of [cut, gone, astray]) {
    for (const key of [inQuery, inHeader]) {
      const base = url.replace('//', '//user:Passw0rd@');
      const error = await failingWith('network-failed', client(base, { key })({ service: 's', path: '/x' }));
      expect(allTextOf(error)).not.toMatch(/S3cr3t|Passw0rd|127\.0\.0\.1|example\.com/);
    }
  }
  const broken = { in: 'header', name: 'x-key', value: `${secret}\nx` } as const;
  const error = await failingWith(
    'bad-api-key',
    client(cut.url, { key: broken })({ service: 's', path: '/x' }),
  );
  expect(allTextOf(error)).not.toContain('S3cr3t');
});

test('an unknown service and a base URL that is none are errors of usage', async () => {
  const unknown = await failingWith(
    'unknown-service',
    client('http://127.0.0.1')({ service: 't', path: '/' }),
  );
  expect(unknown.exit).toBe(2);
  for (const url of ['mempool.space/api', 'file:///etc/passwd', `ftp://x/${secret}`]) {
    const error = await failingWith('bad-base-url', client(url)({ service: 's', path: '/' }));
    expect(allTextOf(error)).not.toContain('S3cr3t');
  }
});

test('a redirect within the loopback host is followed, the method kept, five at most', async () => {
  const { url, requests } = await server(fine);
  const first = await server(fine, { status: 307, headers: { location: `${url}/new` } });
  const answer = await client(first.url, { key: inHeader })({ service: 's', path: '/', body: '{}' });
  expect(answer.body).toBe('fine');
  expect(requests).toMatchObject([{ method: 'POST', path: '/new', body: '{}' }]);
  // Another port is another origin: the key stays behind.
  expect(requests[0]?.headers).not.toHaveProperty('authorization');

  const circle = await server(fine, { status: 301, headers: { location: '/again' } });
  const error = await failingWith('network-failed', client(circle.url)({ service: 's', path: '/' }));
  expect(error.message).toContain('redirects');
  expect(circle.requests).toHaveLength(6);
});

test('a redirect may lead to https only, and never takes a key to another host', async () => {
  const from = new URL(`https://a.example/api?apikey=${encodeURIComponent(secret)}`);
  const service: Service = { name: 's', baseUrl: 'https://a.example', key: inQuery };
  const follow = (location: string) =>
    redirectTarget(location, from, from, service, { service: 's', path: '/api' }).href;
  expect(follow('/v2')).toBe('https://a.example/v2');
  expect(follow(`https://b.example/api?apikey=${encodeURIComponent(secret)}&x=1`)).toBe(
    'https://b.example/api?x=1',
  );
  for (const location of [
    'http://b.example/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'https://',
    `https://b.example/${encodeURIComponent(secret)}`,
  ]) {
    expect(() => follow(location), location).toThrow(/redirect/);
  }
});

test('an answer beyond the size limit is refused while it is read', async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given++;
      yield new Uint8Array(1000);
    }
  }
  const answer = { status: 200, body: endless() };
  const error = await failingWith('network-failed', readBody(answer, { service: 's', path: '/' }, 10_000));
  expect(error.message).toContain('10000 bytes');
  expect(given).toBe(11);
});
