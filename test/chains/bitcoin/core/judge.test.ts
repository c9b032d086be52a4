import { expect, test } from 'vitest';
import { nodeOfBitcoin } from '../../../../src/chains/bitcoin/core/services.ts';

const request = { service: 'node.bitcoin', path: '/', body: '[]' };

test.each([
  [200, '[{"id":1,"result":5,"error":null}]', 'good'],
  [200, '[{"id":1,"result":null,"error":{"code":-5,"message":"Block not found"}}]', 'bad'],
  [200, '[{"id":1,"result":null,"error":{"code":-28,"message":"Loading block index..."}}]', 'transient'],
  [200, '[{"id":1,"result":"00', 'bad'],
  [200, '{"result":null,"error":{"code":-32600,"message":"Top-level object parse error"}}', 'bad'],
  [401, '', 'bad'],
])(
  'an answer of Bitcoin Core with status %i, %s, is %s for those who keep answers',
  (status, body, verdict) => {
    expect(nodeOfBitcoin.judge?.(request, { status, headers: {}, body })).toBe(verdict);
  },
);

// A block is long, and half of it is no block: kept, it would be half a block for ever.
test('of a long answer it matters whether it came whole', () => {
  const long = `[{"id":1,"result":"${'00'.repeat(20_000)}","error":null}]`;
  const judged = (body: string) => nodeOfBitcoin.judge?.(request, { status: 200, headers: {}, body });
  expect(judged(long)).toBe('good');
  expect(judged(long.slice(0, 30_000))).toBe('bad');
  expect(judged(`<html>${'x'.repeat(30_000)}</html>`)).toBe('bad');
});
