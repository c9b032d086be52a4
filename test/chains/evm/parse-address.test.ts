import { expect, test } from 'vitest';
import { parseEvmAddress } from '../../../src/chains/evm/parse-address.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import { KnownError } from '../../../src/model/errors.ts';
import { wallet } from '../../../src/model/place.ts';
import { ledgerOn, nobody } from './setup.ts';

function refusal(text: string): KnownError {
  try {
    parseEvmAddress(ETHEREUM, text);
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

// Checksummed examples of EIP-55 itself.
const checksummed = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

test.each(checksummed)('%s is lower case inside and EIP-55 for people', (text) => {
  const ledger = ledgerOn(nobody);
  const inside = ledger.parseAddress(` ${text}\n`);
  expect(inside).toBe(text.toLowerCase());
  expect(ledger.display(wallet(ETHEREUM, inside))).toBe(text);
});

test.each([
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD', 'EIP-55'],
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe', '39 hex digits, an address has 40: it is cut off'],
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0', '41 hex digits'],
  ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg', 'no hex digits'],
  ['5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'does not begin with 0x'],
  ['XE65GB6LDNXYOFTX0NSV3FUWKOWIXAMJK36', 'ICAP'],
  ['vitalik.eth', 'a name'],
  ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'Bitcoin'],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'Tron'],
  ['', 'empty'],
])('"%s" is refused: %s', (text, reason) => {
  const error = refusal(text);
  expect(error.code).toBe('bad-address');
  expect(error.message).toContain(reason);
  expect(error.exit).toBe(2);
});

const key = 'c87509a1c067bbde78beb793e6fa76530b6382a4c0241e5e4a9ec0a0f44dc0d3';
const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

test.each([`0x${key}`, key, key.slice(0, 62), phrase])(
  'what looks like a secret is refused and not repeated',
  (text) => {
    const error = refusal(text);
    expect(error.code).toBe('secret-pasted');
    const said = JSON.stringify([error.message, error.facts, error.hint, error.stack]);
    for (let at = 0; at + 12 <= text.length; at += 4) expect(said).not.toContain(text.slice(at, at + 12));
  },
);

test('of 0x and 64 hex digits the hint says that a transaction id looks the same', () => {
  expect(refusal(`0x${key}`).hint).toContain('--tx');
});

test('a run of hex digits that may be part of a key is not repeated', () => {
  const error = refusal(`0x${key.slice(0, 50)}`);
  expect(error.code).toBe('bad-address');
  expect(error.message).not.toContain(key.slice(0, 12));
});

test('control characters of a pasted text do not reach the terminal', () => {
  expect(refusal('0x12\u001b[31m').message).not.toContain('\u001b');
});
