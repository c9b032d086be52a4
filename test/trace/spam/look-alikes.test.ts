// Who looks like whom, and which of the two is the decoy. Small histories by hand; the tricks are those of arXiv 2501.16681.
import { expect, test } from 'vitest';
import { BITCOIN, type ChainId, ETHEREUM } from '../../../src/model/chain.ts';
import { placeKey, type WalletPlace } from '../../../src/model/place.ts';
import { contactsIn, paymentsIn } from '../../../src/trace/spam/contacts.ts';
import { lookAlikes } from '../../../src/trace/spam/look-alikes.ts';
import { timelineOf } from '../../../src/trace/timeline.ts';
import { FORGED, history, infoOf, type Line, placeOf, USDT } from '../../support/deposit-histories.ts';

function found(lines: readonly Line[], chain: ChainId = ETHEREUM): readonly (readonly [string, string])[] {
  const contacts = contactsIn(
    paymentsIn(timelineOf(history(lines, chain))),
    [],
    (key) => key === placeKey(placeOf('w', chain)),
    (asset) => infoOf(asset)?.genuine === true,
  );
  const name = ({ address }: WalletPlace): string => address;
  return lookAlikes(contacts).map(({ place, resembles }) => [name(place), name(resembles)]);
}

const [REAL, FAKE] = ['abcd000000wxyz', 'abcd111111wxyz'];
const usdt = (at: number, from: string, to: string, amount: string): Line => ({
  ...{ at, from, to, amount },
  asset: USDT,
});
const DEALS = [usdt(0, 'x', 'w', '900'), usdt(1, 'w', REAL, '500')];

test('a look-alike that the wallet paid is told as such, and never the other way round', () => {
  expect(found([...DEALS, usdt(2, FAKE, 'w', '0.01'), usdt(3, 'w', FAKE, '400')])).toEqual([[FAKE, REAL]]);
});

test('one that comes by a token on no list alone, in either direction', () => {
  expect(found([...DEALS, { at: 2, from: FAKE, to: 'w', amount: '500', asset: FORGED }])).toEqual([
    [FAKE, REAL],
  ]);
  expect(found([...DEALS, { at: 2, from: 'w', to: FAKE, amount: '500', asset: FORGED }])).toEqual([
    [FAKE, REAL],
  ]);
});

test('not one that paid more than dust, nor one that the wallet had paid before it sent any', () => {
  expect(found([...DEALS, usdt(2, FAKE, 'w', '10')])).toEqual([]);
  expect(found([...DEALS, usdt(2, 'w', FAKE, '400'), usdt(3, FAKE, 'w', '0.01')])).toEqual([]);
});

test('on Bitcoin by what follows the prefix that all addresses share', () => {
  const pay = (from: string, to: string, amount: string): Line => ({ at: 1, from, to, amount });
  const [real, other, alike] = ['bc1qaaaa000zzzz', 'bc1qbbbb111zzzz', 'bc1qaaaa222zzzz'];
  const lines = [pay('x', 'w', '9'), pay('w', real, '5'), pay(other, 'w', '0.01'), pay(alike, 'w', '0.01')];
  expect(found(lines, BITCOIN)).toEqual([[alike, real]]);
});
