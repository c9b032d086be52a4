import { expect, test } from 'vitest';
import { requestKey } from '../../src/net/request-key.ts';

const rpc = (body: unknown) => requestKey({ service: 'rpc', path: '/', body: JSON.stringify(body) });

test('a key is service, path and sorted query', () => {
  expect(requestKey({ service: 'esplora', path: '/tx/ab' })).toBe('esplora /tx/ab');
  const query = { page: '2', address: '0xAb', Module: 'a b&c' };
  expect(requestKey({ service: 's', path: '/api', query })).toBe('s /api?Module=a+b%26c&address=0xAb&page=2');
});

test('how an answer may be kept is no part of the key', () => {
  expect(requestKey({ service: 's', path: '/x', keep: { kind: 'settled' } })).toBe(
    requestKey({ service: 's', path: '/x', keep: { kind: 'tip' } }),
  );
});

test('the id of a JSON-RPC call and the order of its fields do not count, all else does', () => {
  const call = { jsonrpc: '2.0', id: 7, method: 'eth_getCode', params: ['0x1', { b: 1, a: 2 }] };
  expect(rpc(call)).toBe('rpc / {"jsonrpc":"2.0","method":"eth_getCode","params":["0x1",{"a":2,"b":1}]}');
  expect(rpc({ params: ['0x1', { a: 2, b: 1 }], method: 'eth_getCode', id: 'x', jsonrpc: '2.0' })).toBe(
    rpc(call),
  );
  expect(rpc({ ...call, params: ['0x2'] })).not.toBe(rpc(call));
  expect(rpc({ ...call, params: [{ id: 1 }] })).not.toBe(rpc({ ...call, params: [{ id: 2 }] }));
});

test('the ids of a batch do not count, its order does', () => {
  const a = { jsonrpc: '2.0', method: 'a' };
  const b = { jsonrpc: '2.0', method: 'b' };
  expect(
    rpc([
      { ...a, id: 1 },
      { ...b, id: 2 },
    ]),
  ).toBe(
    rpc([
      { ...a, id: 8 },
      { ...b, id: 9 },
    ]),
  );
  expect(rpc([a, b])).not.toBe(rpc([b, a]));
  expect(rpc([a])).not.toBe(rpc(a));
});

test('a body that is no JSON-RPC call names itself as it stands', () => {
  const key = (body: string) => requestKey({ service: 's', path: '/', body });
  expect(key('{"id":1}')).toBe('s / {"id":1}');
  expect(key('not json')).toBe('s / not json');
  expect(key('')).not.toBe(requestKey({ service: 's', path: '/' }));
});

test('numbers that JSON.parse would change keep two calls apart', () => {
  const call = (n: string) =>
    requestKey({ service: 's', path: '/', body: `{"jsonrpc":"2.0","id":1,"method":"m","params":[${n}]}` });
  expect(call('9007199254740993')).not.toBe(call('9007199254740992'));
});
