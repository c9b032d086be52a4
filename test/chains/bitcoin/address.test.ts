// Vectors: BIP173, BIP350 (segwit); Bitcoin wiki and BIP13/16 examples (base58).
import { expect, test } from 'vitest';
import { parseBitcoinAddress } from '../../../src/chains/bitcoin/address.ts';
import { placeOfScript } from '../../../src/chains/bitcoin/script-place.ts';
import { KnownError } from '../../../src/model/errors.ts';

function refusal(text: string): KnownError {
  try {
    parseBitcoinAddress(text);
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

const valid: readonly (readonly [form: string, address: string, script: string])[] = [
  ['P2PKH', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac'],
  ['P2SH', '3P14159f73E4gFr7JterCCQh9QjiTjiZrG', 'a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87'],
  ['P2WPKH', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', '0014751e76e8199196d454941c45d1b3a323f1433bd6'],
  [
    'P2WSH',
    'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
    '00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262',
  ],
  [
    'P2TR',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    '512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
  ],
  [
    'version 1, 40 bytes',
    'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
    '5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6',
  ],
  ['version 16', 'BC1SW50QGDZ25J', '6002751e'],
  ['version 2', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs', '5210751e76e8199196d454941c45d1b3a323'],
  ['pay to anchor', 'bc1pfeessrawgf', '51024e73'],
];

test.each(valid)('%s is accepted, and is what its script reads as', (_, text, script) => {
  const address = parseBitcoinAddress(` ${text}\n`);
  expect(address).toBe(/^bc1/i.test(text) ? text.toLowerCase() : text);
  expect(placeOfScript(script)).toMatchObject({ kind: 'wallet', address });
});

test.each([
  ['a wrong character (base58)', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', 'checksum does not fit'],
  ['cut (base58)', '1A1zP1eP5QGefi2DMPTfTL5SLmv7Div', 'checksum does not fit (31 characters)'],
  ['cut short (base58)', '1A1zP1eP5QGefi2DM', '17 characters'],
  ['a character that base58 lacks', '1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a', 'character 33'],
  ['a wrong character (bech32)', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp', 'checksum does not fit'],
  ['cut (bech32)', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5', 'cut: 39 characters'],
  ['mixed case', 'bc1qAR0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'upper and lower case'],
  ['shortened for display', 'bc1qar0s…5mdq', 'it is shortened'],
  [
    'bech32 in the place of bech32m',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
    'BIP350',
  ],
  ['the same for version 16', 'BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL', 'BIP350'],
  ['bech32m in the place of bech32', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh', 'BIP350'],
  [
    'a character that bech32 lacks',
    'bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4',
    'character 60',
  ],
  [
    'witness version 17',
    'BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R',
    'witness version 17',
  ],
  ['a program of one byte', 'bc1pw5dgrnzv', '2 to 40 bytes, this one 1'],
  [
    'a program of 41 bytes',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav',
    'this one 41',
  ],
  ['version 0 with 16 bytes', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P', '20 or 32 bytes, this one 16'],
  ['too much padding', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf', 'whole bytes'],
  ['no program', 'bc1gmk9yu', 'checksum'],
  ['testnet P2WPKH', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', 'test network'],
  ['regtest', 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', 'test network'],
  ['testnet P2PKH', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn', 'test network'],
  ['testnet P2SH', '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc', 'test network'],
  ['another prefix', 'tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty', 'another coin'],
  ['Litecoin', 'LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1', 'another coin (version byte 48)'],
  ['Tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'Tron'],
  ['Ethereum', '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', 'Ethereum'],
  ['nothing', '  ', 'nothing was given'],
  ['a word', 'bitcoin', '7 characters'],
])('%s is refused, and what is wrong is named', (_, text, what) => {
  const error = refusal(text);
  expect(error).toMatchObject({ code: 'bad-address', exit: 2 });
  expect(error.message).toContain(what);
  expect(error.hint).not.toBe('');
});

const secrets = [
  '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
  'KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617',
  'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
  'e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262',
  'legal winner thank year wave sausage worth useful legal winner thank yellow',
  'letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless',
];

test.each(secrets.map((secret, n) => [n, secret]))(
  'secret %i is refused and no part of it is said again',
  (_, secret) => {
    const error = refusal(String(secret));
    expect(error).toMatchObject({ code: 'secret-pasted', exit: 2 });
    const said = JSON.stringify([error.message, error.facts, error.hint, error.cause]);
    for (const piece of String(secret).match(/[A-Za-z0-9]{6,}/g) ?? []) {
      for (let n = 0; n + 6 <= piece.length; n += 1) expect(said).not.toContain(piece.slice(n, n + 6));
    }
  },
);

test('what does not begin like an address is not said again either: it may be a part of a secret', () => {
  const part = 'KwdMAjGmerYanjeui5SHS7Jkm';
  expect(refusal(part).message).not.toContain('Kwd');
  expect(refusal('abandon').message).not.toContain('abandon');
});
