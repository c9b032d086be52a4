// Ranges of blocks, piece by piece: whatever a node refuses, no row is lost or doubled. Texts are of real providers
// (shared/reference/apis.md §8.2).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOfText } from '../../../../src/chains/evm/dialects.ts';
import { inRanges } from '../../../../src/chains/evm/node/ranges.ts';
import { isMissing, nodeTexts, suggested } from '../../../../src/chains/evm/node/texts.ts';
import { nodeServices } from '../../../../src/chains/evm/nodes.ts';
import type { Span } from '../../../../src/chains/evm/walk.ts';
import { SourceFailure } from '../../../../src/chains/source-failure.ts';
import { reply } from '../setup.ts';

const refused = (text: string) => new SourceFailure('node', 'eth_getLogs', 'split', text);
const whom = { service: 'node', action: 'eth_getLogs' };

test('no row is lost or doubled, whatever the blocks hold and the node refuses', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 300 }), { maxLength: 200 }),
      fc.nat({ max: 300 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('no', 'blocks', 'range'),
      async (heights, top, mostBlocks, mostRows, hint) => {
        const rows = heights.map((height, n) => ({ height, n })).sort((a, b) => a.height - b.height);
        const within = ({ from, to }: Span) => rows.filter(({ height }) => height >= from && height <= to);
        const { rows: got, over } = await inRanges(
          { from: 0, to: top },
          {
            ...whom,
            limit: Number.POSITIVE_INFINITY,
            ask: async (span) => {
              const next = `[0x${span.from.toString(16)}, 0x${(span.from + mostBlocks - 1).toString(16)}]`;
              const says = { no: 'too wide', blocks: `Max range: ${mostBlocks}`, range: `try ${next}` }[hint];
              if (span.to - span.from + 1 > mostBlocks || within(span).length > mostRows) throw refused(says);
              return within(span);
            },
            one: async (height) => within({ from: height, to: height }),
          },
        );
        expect(over).toBe(false);
        expect(got).toEqual(within({ from: 0, to: top }));
      },
    ),
  );
});

test('a limit of blocks that is met once is kept to, and one of rows is tried again', async () => {
  const asked: number[] = [];
  await inRanges(
    { from: 0, to: 999 },
    {
      ...whom,
      limit: Number.POSITIVE_INFINITY,
      ask: async ({ from, to }) => {
        asked.push(to - from + 1);
        if (to - from + 1 > 100) throw refused('Max range: 100');
        return [];
      },
    },
  );
  expect(asked).toEqual([1_000, ...Array(10).fill(100)]);
  const sizes: number[] = [];
  await inRanges(
    { from: 0, to: 999 },
    {
      ...whom,
      limit: Number.POSITIVE_INFINITY,
      ask: async ({ from, to }) => {
        sizes.push(to - from + 1);
        // The first ten blocks are dense.
        if (from < 10 && to - from + 1 > 1) throw refused('query returned more than 10000 results');
        return [];
      },
    },
  );
  expect(sizes.length).toBeLessThan(60);
});

test('more rows than the limit end the reading', async () => {
  const { over } = await inRanges(
    { from: 0, to: 9 },
    {
      ...whom,
      limit: 3,
      ask: async ({ from }) => (from === 0 ? [1, 2, 3, 4] : Promise.reject(new Error('no'))),
    },
  );
  expect(over).toBe(true);
});

describe('words of nodes', () => {
  test.each([
    [
      'query returned more than 10000 results. Try with this block range [0x10, 0x1f].',
      { span: { from: 16, to: 31 } },
    ],
    ['this block range should work: [0x0, 0xff]', { span: { from: 0, to: 255 } }],
    ['Max range: 1024', { blocks: 1_024 }],
    ['eth_getLogs is limited to a 10,000 range', { blocks: 10_000 }],
    ['limited to 5 block', { blocks: 5 }],
    ['please limit the query to at most 1000 blocks', { blocks: 1_000 }],
    ['maximum block range: 2000', { blocks: 2_000 }],
    ['query exceeds max block range 100000', { blocks: 100_000 }],
    ['eth_getLogs range is too large, max is 1k blocks', { blocks: 1_000 }],
    ['query exceeds max results 20000', {}],
    ['block range is too wide', {}],
  ])('%s', (text, hint) => {
    expect(classOfText(nodeTexts, text)).toBe('split');
    expect(suggested(text)).toEqual(hint);
  });

  test.each([
    ['the method trace_filter does not exist/is not available', -32_601],
    ['Method not found', -32_601],
    ['the method debug_traceTransaction is not supported on this plan', -32_000],
    ['unimplemented', -32_000],
  ])('"%s": it has no such method', (text, code) => {
    expect(isMissing({ refused: text, code })).toBe(true);
  });

  test.each(['transaction not found', 'missing trie node 12ab', 'execution reverted'])(
    '"%s": it has',
    (text) => {
      expect(isMissing({ refused: text, code: -32_000 })).toBe(false);
    },
  );

  test.each([
    [{ result: '0x1' }, 'good'],
    [{ result: null }, 'bad'],
    [{ error: { code: -32_601, message: 'Method not found' } }, 'good'],
    [{ error: { code: -32_602, message: 'block range is too wide' } }, 'good'],
    [{ error: { code: -32_005, message: 'Too Many Requests' } }, 'transient'],
    [{ error: { code: -32_000, message: 'missing trie node' } }, 'bad'],
  ])('%j is %s for those who keep answers', (answer, verdict) => {
    const request = { service: 'node.ethereum', path: '/', body: '' };
    expect(nodeServices[0]?.judge?.(request, reply({ jsonrpc: '2.0', id: 1, ...answer }))).toBe(verdict);
  });
});
