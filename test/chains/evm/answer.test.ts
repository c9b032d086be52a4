import { expect, test } from 'vitest';
import { listAnswer, rpcAnswer } from '../../../src/chains/evm/answer.ts';
import { dialects, type ListAction } from '../../../src/chains/evm/dialects.ts';
import { reply } from './setup.ts';

const { etherscan, blockscout } = dialects;

function list(dialect: typeof etherscan, body: unknown, status = 200, action: ListAction = 'txlist') {
  const answer = listAnswer(dialect, action, reply(body, status));
  return 'failed' in answer ? answer.failed : answer;
}

const notok = (result: string | null, message = 'NOTOK') => ({ status: '0', message, result });
const windowText = 'Result window is too large, PageNo x Offset size must be less than or equal to 10000';
const v1Text =
  'You are using a deprecated V1 endpoint, switch to Etherscan API V2 using https://docs.etherscan.io/v2-migration';
const freeText =
  'Free API access is not supported for this chain. Please upgrade your api plan for full chain coverage.';
const proText =
  'Sorry, it looks like you are trying to access an API Pro endpoint. Contact us to upgrade to API Pro.';

// shared/reference/apis.md §4.3
test.each([
  [notok('Max rate limit reached'), 'rate'],
  [notok('Max calls per sec rate limit reached (3/sec)'), 'rate'],
  [notok('Max daily rate limit reached. 110000 (100%) of 100000 day/limit'), 'quota'],
  [notok('Free API access is temporarily unavailable'), 'rate'],
  [notok(freeText), 'tier'],
  [notok(proText), 'tier'],
  [notok('Invalid API Key (#err2)|GENE4'), 'auth'],
  [notok('Missing/Invalid API Key'), 'auth'],
  [notok('Too many invalid api key attempts, please try again later'), 'auth'],
  [notok(null, 'Query Timeout occured. Please select a smaller result dataset'), 'split'],
  [notok(null, windowText), 'paging'],
  [
    notok(
      'Missing chainid parameter (required for v2 api), please see https://api.etherscan.io/v2/chainlist',
    ),
    'config',
  ],
  [notok('Missing or unsupported chainid parameter'), 'config'],
  [notok(v1Text), 'config'],
  [notok('Error! Invalid address format'), 'input'],
  [notok('Error! Missing Or invalid Action name'), 'input'],
  [notok('something nobody has seen before'), 'error'],
  [notok(null, 'chain not supported'), 'error'],
])('Etherscan: %j is of class %s', (body, expected) => {
  expect(list(etherscan, body)).toBe(expected);
});

test.each([
  ['No transactions found', etherscan, 'txlist'],
  ['No transactions found', etherscan, 'tokentx'],
  ['No transactions found', blockscout, 'txlist'],
  ['No internal transactions found', blockscout, 'txlistinternal'],
  ['No token transfers found', blockscout, 'tokentx'],
] as const)(
  '"%s" with status 0 and an empty list proves that there is nothing',
  (message, dialect, action) => {
    expect(list(dialect, { status: '0', message, result: [] }, 200, action)).toEqual({
      rows: [],
      incomplete: false,
    });
  },
);

test.each([
  ['another message', { status: '0', message: 'No records found', result: [] }],
  ['no message', { status: '0', message: '', result: [] }],
  ['status OK', { status: '1', message: 'OK', result: [] }],
  ['a missing list', { status: '0', message: 'No transactions found', result: null }],
  ['a text for a list', { status: '1', message: 'OK', result: 'No transactions found' }],
  ['no result', { status: '1', message: 'OK' }],
  ['an empty object', {}],
  ['an empty list alone', []],
  ['null', null],
])('no rows with %s is a failure, never "nothing there"', (_, body) => {
  expect(typeof list(etherscan, body)).toBe('string');
  expect(typeof list(blockscout, body)).toBe('string');
});

test.each([
  ['<html><body>502 Bad Gateway</body></html>', 502, 'transport'],
  ['<!DOCTYPE html><title>Just a moment...</title>', 200, 'transport'],
  ['<html>414 Request-URI Too Large</html>', 414, 'transport'],
  ['{"status":"1","message":"OK","result":[{"blockNum', 200, 'transport'],
  ['', 200, 'transport'],
  ['', 429, 'rate'],
  ['error code: 524', 524, 'split'],
  [{ message: 'Something went wrong.', result: null, status: '0' }, 200, 'error'],
  [{ message: 'Unknown action', result: null, status: '0' }, 400, 'input'],
])('the body %j with HTTP %i is of class %s', (body, status, expected) => {
  expect(list(blockscout, body, status)).toBe(expected);
});

test('the order of keys does not matter and more keys do no harm', () => {
  expect(list(etherscan, { result: [{}], extra: 1, message: 'OK', status: '1' })).toMatchObject({
    rows: [{}],
  });
});

test('Blockscout’s status 2 gives its rows and says that some are missing', () => {
  const message = 'Some internal transactions within this block range have not yet been processed';
  expect(list(blockscout, { message, result: [{}], status: '2' }, 200, 'txlistinternal')).toEqual({
    rows: [{}],
    incomplete: true,
  });
  expect(list(etherscan, { message, result: [{}], status: '2' })).toBe('answer');
});

test('a refusal of Etherscan’s proxy is never taken for a result', () => {
  const refused = rpcAnswer(etherscan, reply(notok('Max calls per sec rate limit reached (3/sec)')));
  expect(refused).toMatchObject({ failed: 'rate' });
  expect(rpcAnswer(etherscan, reply(notok(freeText)))).toMatchObject({ failed: 'tier' });
  expect(rpcAnswer(etherscan, reply({ jsonrpc: '2.0', id: 1, result: '0x10' }))).toEqual({ result: '0x10' });
  expect(rpcAnswer(etherscan, reply({ jsonrpc: '2.0', id: 1, result: null }))).toEqual({ result: null });
});

test('errors of JSON-RPC are read in both forms', () => {
  const asObject = { jsonrpc: '2.0', id: 1, error: { code: 3, message: 'execution reverted' } };
  expect(rpcAnswer(blockscout, reply(asObject))).toEqual({ refused: 'execution reverted', code: 3 });
  const asText = { jsonrpc: '2.0', error: 'Missed `to` address', id: 0 };
  expect(rpcAnswer(blockscout, reply(asText))).toEqual({ refused: 'Missed `to` address' });
  expect(rpcAnswer(blockscout, reply({ jsonrpc: '2.0', id: 0 }))).toMatchObject({ failed: 'answer' });
  expect(rpcAnswer(blockscout, reply('<html>', 200))).toMatchObject({ failed: 'transport' });
});
