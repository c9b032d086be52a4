// The wallet's net of one transaction. What whole runs make of it: test/cli/exchanges.test.ts.
import { expect, test } from 'vitest';
import { exchangeIn } from '../../src/chains/exchanges.ts';
import type { Address } from '../../src/model/address.ts';
import { type AssetId, assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { type Place, placeKey, type TxId, wallet } from '../../src/model/place.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';

const CHAIN = 'eip155:1' as ChainId;

/**
 * `W>P 10 USD`: transfer 0, 1, …; `issued` and `burnt` are nobody's, `fee` is paid by who sent it all; an asset in capitals is
 * genuine. `swap P`, `takes P`: an event of P says that it exchanged, or took a deposit.
 */
function exchanged(...lines: readonly string[]): string | undefined {
  const place = (name: string): Place =>
    name === 'issued' || name === 'burnt' || name === 'fee'
      ? { kind: name, chain: CHAIN }
      : wallet(CHAIN, name as Address);
  const said = (word: string) =>
    new Set(
      lines.flatMap((line) => {
        const [first, name] = line.split(' ');
        return first === word && name !== undefined ? placeKey(place(name)) : [];
      }),
    );
  const exchangers = said('swap');
  const takers = new Set([...exchangers, ...said('takes')]);
  const transfers = lines
    .filter((line) => line.includes('>'))
    .map((line, index): Transfer => {
      const [, from = '', to = '', amount = '', asset = ''] = /^(\w+)>(\w+) (\d+) (\S+)$/.exec(line) ?? [];
      return {
        id: `${index}` as TransferId,
        ...{ chain: CHAIN, txId: 'tx' as TxId, coin: undefined },
        at: { height: 1, time: 1, txIndex: 0, order: index },
        ...{ from: place(from), to: place(to), asset: assetId(asset), amount: BigInt(amount) },
      };
    });
  const genuine = (asset: AssetId) => /[A-Z]/.test(asset);
  const found = exchangeIn(transfers, placeKey(place('W')), genuine, { exchangers, takers });
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
  ['nothing came back', ['W>P 10 USD', 'Q>X 9 EUR'], undefined],
  ['what came did not come of what went', ['W>P 10 USD', 'Q>W 9 EUR'], undefined],
  ['the same asset came back', ['W>P 10 USD', 'P>W 9 USD'], undefined],
  ['a token of no list came back', ['W>P 10 USD', 'P>W 9 junk'], 'ambiguous 0'],
  [
    'a token of no list came back over several hands: it stands where it ended',
    ['W>R 10 USD', 'R>P 10 USD', 'P>R 9 junk', 'R>W 9 junk'],
    'ambiguous 1',
  ],
  [
    'a token of no list for a part, the rest with somebody who gave nothing',
    ['W>R 10 USD', 'R>fees 1 USD', 'R>P 9 USD', 'P>W 8 junk'],
    'ambiguous 2',
  ],
  [
    'a token of no list for a payment that somebody else has',
    ['W>R 10 USD', 'R>W 9 junk', 'R>X 10 USD'],
    undefined,
  ],
  ['a token of no list was given', ['W>P 10 junk', 'P>W 9 EUR', 'W>fee 1 ETH'], 'ambiguous 0'],
  [
    'a token of no list was given, as somebody else writes',
    ['W>P 10 junk', 'P>W 9 EUR', 'X>fee 1 ETH'],
    undefined,
  ],
  ['another received, and no event says for what', ['W>P 10 USD', 'P>X 9 EUR'], 'ambiguous 0'],
  ['another received what a pool says it exchanged', ['W>P 10 USD', 'P>X 9 EUR', 'swap P'], 'swap 0 for 1'],
  [
    'another received, over several hands and an unwrapping',
    ['W>P 10 USD', `P>R 9 ${ST}`, `R>burnt 9 ${ST}`, 'ST>R 9 ETH', 'R>X 9 ETH', 'swap P'],
    'swap 0 for 4',
  ],
  ['two others received', ['W>P 10 USD', 'P>R 9 EUR', 'R>X 8 EUR', 'R>Y 1 EUR', 'swap P'], 'ambiguous 0'],
  [
    'another received, and another paid too',
    ['W>P 10 USD', 'V>P 2 GBP', 'P>X 9 EUR', 'swap P'],
    'ambiguous 0',
  ],
  [
    'another received what a third gave without receiving',
    ['W>P 10 USD', 'P>Q 1 GBP', 'Q>X 9 EUR', 'V>Q 9 EUR', 'swap P'],
    'ambiguous 0',
  ],
  [
    'liquidity was given, and a token of no list made for it by another contract',
    ['W>P 10 USD', 'issued>W 9 x/erc20:lp'],
    'ambiguous 0',
  ],
  [
    'the same through a hand that passes it on to who says that he takes deposits',
    ['W>R 10 USD', 'R>P 10 USD', 'issued>W 9 x/erc20:lp', 'takes P'],
    'ambiguous 1',
  ],
  ['a deposit for which nothing is told', ['W>R 10 USD', 'R>P 10 USD', 'takes P'], 'ambiguous 1'],
  [
    'a sale that passes the money on, and makes a token for it',
    ['W>S 10 USD', 'S>X 10 USD', 'issued>W 9 x/erc20:junk'],
    undefined,
  ],
  ['somebody else’s deposit in the same transaction', ['W>X 10 USD', 'V>P 10 USD', 'takes P'], undefined],
  ['another received a token of no list', ['W>P 10 USD', 'P>X 9 junk', 'swap P'], 'ambiguous 0'],
  [
    'a part came back and another received',
    ['W>P 10 USD', 'P>W 1 USD', 'P>X 9 EUR', 'swap P'],
    'ambiguous 0',
  ],
  [
    'what was given is passed on by the same hands in the same assets',
    ['W>R 10 USD', 'W>R 1 EUR', 'R>X 10 USD', 'R>Y 1 EUR'],
    undefined,
  ],
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
    'a part came back from a hand that passed the rest on',
    ['W>R 10 USD', 'R>P 9 USD', 'P>W 8 EUR', 'R>W 1 USD'],
    'swap 1 for 2',
  ],
  [
    'a part came back from the second hand, and the rest went to two',
    [
      'W>R 10 USD',
      'R>S 10 USD',
      'S>P 5 USD',
      'S>Q 4 USD',
      'P>W 5 EUR',
      'Q>W 3 EUR',
      'S>R 1 USD',
      'R>W 1 USD',
    ],
    'swap 2,3 for 4,5',
  ],
  [
    'a part came back and another part ended with somebody who gave nothing',
    ['W>R 10 USD', 'R>fees 1 USD', 'R>P 8 USD', 'P>W 8 EUR', 'R>W 1 USD'],
    'ambiguous 0,2',
  ],
  [
    'a part came back, and money of another went through the same hand',
    ['O>R 5 USD', 'W>R 10 USD', 'R>P 9 USD', 'P>W 8 EUR', 'R>W 1 USD', 'R>O 5 USD'],
    'ambiguous 1,2',
  ],
  [
    'more came back than what is left of it explains',
    ['W>R 10 USD', 'R>P 10 USD', 'P>W 8 EUR', 'R>W 1 USD'],
    'ambiguous 0,1',
  ],
  [
    'a part of it ended with somebody who gave nothing',
    ['W>R 10 USD', 'R>fees 1 USD', 'R>P 9 USD', 'P>W 8 EUR'],
    'ambiguous 0,2',
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
  ['a token is made for what another contract has', ['W>x 10 ETH', `issued>W 9 ${ST}`], 'ambiguous 0'],
  ['a pool that takes itself for the payer', ['X>W 10 USD', 'W>X 9 EUR'], 'swap 1 for 0'],
])('%s', (_, lines, expected) => {
  expect(exchanged(...lines)).toBe(expected);
});

test('what is issued or destroyed is the act of its token’s contract', () => {
  // The place of the contract is the chain's and the address that the asset's name ends with.
  expect(exchanged('W>ST 10 ETH', `issued>W 9 ${ST}`)).toBe('wrap 0 for 1');
  expect(exchanged('W>other 10 ETH', `issued>W 9 ${ST}`)).toBe('ambiguous 0');
  expect(exchanged(`W>burnt 9 ${ST}`, 'ST>W 10 ETH')).toBe('wrap 0 for 1');
  expect(exchanged(`W>burnt 9 ${ST}`, `P>W 10 ${DAI}`)).toBeUndefined();
});

test('a batch of thousands of payees is looked at in a moment', () => {
  const payees = Array.from({ length: 4_000 }, (_, n) => `P>X${n} 1 EUR`);
  const hands = Array.from({ length: 4_000 }, (_, n) => `H${n}>H${n + 1} 1 other`);
  const began = performance.now();
  expect(exchanged('W>P 10 USD', ...payees, ...hands)).toBe('ambiguous 0');
  // The first hand keeps it and gives something on, which the last one has.
  expect(exchanged('W>H0 10 USD', ...hands, ...payees)).toBe('ambiguous 0');
  expect(performance.now() - began).toBeLessThan(5_000);
});
