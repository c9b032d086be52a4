// The wallet's net of one transaction. What whole runs make of it: test/cli/exchanges.test.ts.
import { expect, test } from 'vitest';
import { exchangeIn } from '../../src/chains/exchanges.ts';
import type { Address } from '../../src/model/address.ts';
import { type AssetId, assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { type Place, placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';

const CHAIN = 'eip155:1' as ChainId;

/** `W>P 10 USD`: transfer 0, 1, …; `issued` and `burnt` are nobody's; an asset in capitals is genuine. */
function exchanged(...lines: readonly string[]): string | undefined {
  const place = (name: string): Place =>
    name === 'issued' || name === 'burnt' ? { kind: name, chain: CHAIN } : wallet(CHAIN, name as Address);
  const transfers = lines.map((line, index): Transfer => {
    const [, from = '', to = '', amount = '', asset = ''] = /^(\w+)>(\w+) (\d+) (\S+)$/.exec(line) ?? [];
    return {
      id: `${index}` as TransferId,
      ...{ chain: CHAIN, txId: 'tx' as TxId, at: undefined, coin: undefined },
      ...{ from: place(from), to: place(to), asset: assetId(asset), amount: BigInt(amount) },
    };
  });
  const genuine = (asset: AssetId) => /[A-Z]/.test(asset);
  const found = exchangeIn(transfers, placeKey(place('W')), genuine);
  if (found === undefined) return undefined;
  const ids = (refs: readonly { transfer: TransferId }[]) => refs.map(({ transfer }) => transfer).join();
  if (found.kind === 'ambiguous') return `ambiguous ${ids(found.given)}`;
  return `${found.crossing.basis} ${ids(found.crossing.given)} for ${ids(found.crossing.received)}`;
}

const DAI = 'x/erc20:DAI';
const ST = 'x/erc20:ST';

test.each<[string, readonly string[], string | undefined]>([
  ['a pool', ['W>P 10 USD', 'P>W 9 EUR'], 'swap 0 for 1'],
  [
    'two payments and two receipts of one pair',
    ['W>P 10 USD', 'W>Q 5 USD', 'P>W 9 EUR', 'Q>W 4 EUR'],
    'swap 0,1 for 2,3',
  ],
  ['the order of the movements does not matter', ['P>W 9 EUR', 'W>P 10 USD'], 'swap 1 for 0'],
  [
    'a route over several hands and assets',
    ['W>R 10 USD', 'R>P 10 USD', 'P>Q 3 other', 'Q>W 9 EUR'],
    'swap 0 for 3',
  ],
  ['nothing came back', ['W>P 10 USD', 'P>X 9 EUR'], undefined],
  ['what came did not come of what went', ['W>P 10 USD', 'Q>W 9 EUR'], undefined],
  ['the same asset came back', ['W>P 10 USD', 'P>W 9 USD'], undefined],
  ['a token of no list came back', ['W>P 10 USD', 'P>W 9 junk'], undefined],
  ['a token of no list was given', ['W>P 10 junk', 'P>W 9 EUR'], undefined],
  [
    'a token of no list beside the exchange changes nothing',
    ['W>P 10 USD', 'P>W 9 EUR', 'P>W 5 junk'],
    'swap 0 for 1',
  ],
  ['a payment to another beside it is not given', ['W>P 10 USD', 'W>X 90 USD', 'P>W 9 EUR'], 'swap 0 for 2'],
  ['two assets in', ['W>P 10 USD', 'P>W 9 EUR', 'P>W 1 GBP'], 'ambiguous 0'],
  ['two assets out', ['W>P 10 USD', 'W>P 1 GBP', 'P>W 9 EUR'], 'ambiguous 0,1'],
  ['a part came back', ['W>P 10 USD', 'P>W 1 USD', 'P>W 9 EUR'], 'ambiguous 0'],
  [
    'a part of it ended with somebody who gave nothing',
    ['W>R 10 USD', 'R>fees 1 USD', 'R>P 9 USD', 'P>W 8 EUR'],
    'ambiguous 0',
  ],
  [
    'a payment through a hand that gives a little back',
    ['W>R 10 USD', 'R>X 10 USD', 'R>W 1 EUR'],
    'ambiguous 0',
  ],
  [
    'others who exchange in the same batch',
    ['W>S 10 USD', 'O>S 5 EUR', 'S>O 6 USD', 'S>P 4 USD', 'P>S 3 EUR', 'S>W 8 EUR'],
    'swap 0 for 5',
  ],
  ['a payment to oneself is none', ['W>W 10 USD', 'W>P 10 USD', 'P>W 9 EUR'], 'swap 1 for 2'],
  ['staked at the token’s own contract', [`W>x 10 ETH`, `issued>W 9 ${ST}`], undefined],
  ['a pool that takes itself for the payer', ['X>W 10 USD', 'W>X 9 EUR'], 'swap 1 for 0'],
])('%s', (_, lines, expected) => {
  expect(exchanged(...lines)).toBe(expected);
});

test('what is issued or destroyed is the act of its token’s contract', () => {
  // The place of the contract is the chain's and the address that the asset's name ends with.
  expect(exchanged('W>ST 10 ETH', `issued>W 9 ${ST}`)).toBe('wrap 0 for 1');
  expect(exchanged('W>other 10 ETH', `issued>W 9 ${ST}`)).toBeUndefined();
  expect(exchanged(`W>burnt 9 ${ST}`, 'ST>W 10 ETH')).toBe('wrap 0 for 1');
  expect(exchanged(`W>burnt 9 ${ST}`, `P>W 10 ${DAI}`)).toBeUndefined();
});
