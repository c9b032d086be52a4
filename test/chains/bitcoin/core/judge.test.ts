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
