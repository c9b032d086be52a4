import { expect, test } from 'vitest';
import { isRateLimited, judgeExplorer, mayBeKept } from '../../../src/chains/evm/judge.ts';
import { nodeServices } from '../../../src/chains/evm/nodes.ts';
import { reply } from './setup.ts';

const notok = (result: string) => ({ status: '0', message: 'NOTOK', result });

test('a rate limit inside a 200 is told from rows, from emptiness and from a spent day', () => {
  expect(isRateLimited(reply(notok('Max calls per sec rate limit reached (3/sec)')))).toBe(true);
  const message = 'Too many requests. Increase limits now at https://dev.blockscout.com';
  expect(isRateLimited(reply({ message, result: null, status: '0' }))).toBe(true);
  expect(isRateLimited(reply('', 429))).toBe(true);
  expect(isRateLimited(reply(notok('Max daily rate limit reached')))).toBe(false);
  expect(isRateLimited(reply({ status: '0', message: 'No transactions found', result: [] }))).toBe(false);
  expect(
    isRateLimited(reply({ status: '1', message: 'OK', result: [{ tokenName: 'Max rate limit reached' }] })),
  ).toBe(false);
  expect(isRateLimited(reply({ jsonrpc: '2.0', id: 1, result: '0x10' }))).toBe(false);
});

test('refusals, half-indexed and cut answers may not be kept; rows and proved emptiness may', () => {
  const long = 'x'.repeat(5_000);
  expect(mayBeKept(reply({ status: '1', message: 'OK', result: [{ input: long }] }))).toBe(true);
  expect(mayBeKept(reply({ status: '0', message: 'No token transfers found', result: [] }))).toBe(true);
  expect(mayBeKept(reply({ jsonrpc: '2.0', id: 1, result: null }))).toBe(true);
  expect(mayBeKept(reply(notok('Max rate limit reached')))).toBe(false);
  expect(mayBeKept(reply({ status: '2', message: 'not yet processed', result: [{ input: long }] }))).toBe(
    false,
  );
  expect(mayBeKept(reply({ jsonrpc: '2.0', id: 1, error: 'pruned' }))).toBe(false);
  expect(mayBeKept(reply(`<html>${long}</html>`))).toBe(false);
  expect(mayBeKept(reply(`{"status":"1","result":["${long}`))).toBe(false);
});

test('the verdict is transient for rate limits, good for what may be kept, bad for all else', () => {
  const request = { service: 'api.etherscan.io', path: '/v2/api' };
  expect(judgeExplorer(request, reply(notok('Max rate limit reached')))).toBe('transient');
  expect(judgeExplorer(request, reply({ status: '1', message: 'OK', result: [{}] }))).toBe('good');
  expect(judgeExplorer(request, reply(notok('Max daily rate limit reached')))).toBe('bad');
  expect(judgeExplorer(request, reply(notok('Invalid API Key')))).toBe('bad');
});

test('of a long answer of a node it matters whether it came whole', () => {
  const [node] = nodeServices;
  const long = JSON.stringify({ jsonrpc: '2.0', id: 1, result: ['0x'.padEnd(5_000, '0'), {}] });
  const judged = (body: string) =>
    node?.judge?.({ service: node.name, path: '/', body: '{}' }, { status: 200, headers: {}, body });
  expect(judged(long)).toBe('good');
  expect(judged(long.slice(0, 4_000))).toBe('bad');
  expect(judged(`<html>${'x'.repeat(4_000)}</html>`)).toBe('bad');
});
