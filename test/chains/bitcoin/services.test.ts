import { expect, test } from 'vitest';
import { esploraServices, judgeEsplora } from '../../../src/chains/bitcoin/services.ts';
import { answer } from './support.ts';

const request = (path: string) => ({ service: 'mempool.space', path });
const hash = 'a'.repeat(64);

test.each([
  ['/blocks/tip/height', '900000', 200],
  ['/block-height/5', hash, 200],
  ['/address/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa/txs/chain', '[]', 200],
  [`/tx/${hash}`, '{"txid":"x"}', 200],
])('%s: %j may be kept', (path, body, status) => {
  expect(judgeEsplora(request(path), answer(body, status))).toBe('good');
});

test.each([
  ['/blocks/tip/height', '<html>', 200],
  ['/block-height/5', 'Block not found', 200],
  [`/tx/${hash}`, '{"txid":"x"', 200],
  [`/tx/${hash}`, '', 200],
  [`/tx/${hash}`, '{}', 404],
  ['/address/x', 'Too many history entries', 400],
])('%s: %j is never kept', (path, body, status) => {
  expect(judgeEsplora(request(path), answer(body, status))).toBe('bad');
});

test('a scan that goes on where it was is asked again', () => {
  const said = answer('Scripthash history too large to scan', 400);
  expect(judgeEsplora(request('/address/x'), said)).toBe('transient');
});

test('every row has a base that ends in /api and limits', () => {
  for (const row of esploraServices) {
    expect(row.baseUrl).toMatch(/^https:\/\/.*\/api$/);
    expect(row.perSecond).toBeGreaterThan(0);
    expect(row.inFlight).toBeGreaterThan(0);
  }
});
