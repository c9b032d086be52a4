// Where a history is known to be incomplete: what passed it has no least, and the report says so. Figures by hand.
import { expect, test } from 'vitest';
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Block, BlockHash, Ledger } from '../../src/model/ledger.ts';
import { placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { SeedId } from '../../src/model/seed.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';
import { defaultOptions } from '../../src/trace/options.ts';
import { traceQuestion } from '../../src/trace/trace.ts';

const CHAIN = 'list:demo' as ChainId;
const asOf: Block = { chain: CHAIN, height: 9, hash: 'sha256:00' as BlockHash, time: 9 };
const at = (name: string) => wallet(CHAIN, name as Address);

/** S pays 3 straight to E, 7 to A; A pays 5 to E and keeps 2. */
const transfers = ['S>E 3', 'S>A 7', 'A>E 5'].map((line, index): Transfer => {
  const [, from = '', to = '', amount = ''] = /(\w)>(\w) (\d+)/.exec(line) ?? [];
  return {
    id: `t${index}/row/0` as TransferId,
    chain: CHAIN,
    txId: `t${index}` as TxId,
    at: { height: index, time: index, txIndex: 0, order: 0 },
    from: at(from),
    to: at(to),
    asset: assetId('USD'),
    amount: BigInt(amount),
    coin: undefined,
  };
});

/** A ledger whose history of these wallets lacks rows, and says so. */
function lacking(incomplete: readonly string[]): Ledger {
  return {
    chain: CHAIN,
    kind: 'account',
    finality: 0,
    services: ['a test'],
    parseAddress: (text) => text as Address,
    display: (place) => (place.kind === 'wallet' ? place.address : place.scriptHash),
    assetInfo: (id) => ({ id, symbol: 'USD', decimals: 0, genuine: true }),
    head: async () => asOf,
    isCanonical: async () => true,
    async *transfersOf(places) {
      for (const place of places) {
        const isOwn = ({ from, to }: Transfer) => [from, to].map(placeKey).includes(placeKey(place));
        const why = 'rows are missing';
        const isLacking = place.kind === 'wallet' && incomplete.includes(place.address);
        const gaps = isLacking ? [{ code: 'source-incomplete' as const, chain: CHAIN, place, why }] : [];
        yield { subject: place, transfers: transfers.filter(isOwn), pending: [], gaps };
      }
    },
    async *spendsOf() {},
    transfersIn: async () => transfers,
    describe: async () => ({ balances: [] }),
  };
}

async function found(incomplete: readonly string[]) {
  const { endpoints, gaps } = await traceQuestion({
    seeds: [{ kind: 'wallet', id: 'S' as SeedId, place: at('S') }],
    ledgers: new Map([[CHAIN, lacking(incomplete)]]),
    asOf: new Map([[CHAIN, asOf]]),
    labels: {
      of: (chain, address) =>
        address === 'E'
          ? [{ chain, address, entity: 'E', category: 'exchange', source: 'test', pack: 'test' }]
          : [],
    },
    options: { ...defaultOptions, minValue: { kind: 'units', text: '0' } },
    sensitivity: 'left',
    totals: 'left',
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const open = gaps.filter(({ code }) => code === 'bounds-open');
  return { bounds: endpoints[0]?.bounds.get(assetId('USD')), open: open.map(({ place }) => place) };
}

test('a complete history: the 3 that went straight and the 5 that A had of nobody else', async () => {
  const bounds = { least: 8n, most: 8n, mostFollowed: 8n };
  expect(await found([])).toEqual({ bounds, open: [] });
});

test('an incomplete one: of the 7 that passed A none is certain, and all 7 may have gone on unseen', async () => {
  // Least: the 3 that did not pass A. Most: 3 + 7. What was seen to arrive is 3 + 5 at most.
  const bounds = { least: 3n, most: 10n, mostFollowed: 8n };
  expect(await found(['A'])).toEqual({ bounds, open: [at('A')] });
});

test('of a seed itself nothing passes: what it is known to have sent is what is asked about', async () => {
  const bounds = { least: 8n, most: 8n, mostFollowed: 8n };
  expect(await found(['S'])).toEqual({ bounds, open: [] });
});
