import { expect, test } from 'vitest';
import { tronServices } from '../../../src/chains/tron/services.ts';
import type { Verdict } from '../../../src/net/service.ts';
import { reply } from './setup.ts';

const request = { service: 'api.trongrid.io', path: '/' };
const SUSPENDED = 'The key exceeds the frequency limit(15), and the query server is suspended for 30s';

test.each<[string, unknown, number, Verdict | undefined]>([
  ['a page of rows', { success: true, data: [{}], meta: {} }, 200, 'good'],
  ['an empty list', { success: true, data: [], meta: {} }, 200, 'good'],
  ['a block', { blockID: '00' }, 200, 'good'],
  ['"not found"', {}, 200, 'bad'],
  ['a suspended key', { success: false, error: SUSPENDED, statusCode: 403 }, 403, 'transient'],
  ['a suspended key with 200', { success: false, error: SUSPENDED }, 200, 'transient'],
  ['a node that is asked too often', { Error: 'The key exceeds the frequency limit(30)' }, 200, 'transient'],
  [
    'another refusal',
    { success: false, error: 'Please provide a valid address', statusCode: 400 },
    200,
    'bad',
  ],
  ['an exception of the node', { Error: 'class java.lang.NullPointerException : null' }, 200, 'bad'],
  ['another 403', 'banned', 403, 'bad'],
  ['a web page', '<html>', 200, 'bad'],
  ['half an answer', '{"success":true,"data":[{', 200, 'bad'],
  [
    'a token that calls itself a refusal',
    { success: true, data: [{ symbol: 'error', name: 'rate limit' }] },
    200,
    'good',
  ],
])('%s', (_, body, status, verdict) => {
  expect(tronServices[0]?.judge?.(request, reply(body, status))).toBe(verdict);
});
