import { expect, test } from 'vitest';
import { looksLikeSecret } from '../../src/chains/secret.ts';

const phrase = 'abandon '.repeat(11);

test.each([
  ['uncompressed WIF', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'],
  ['compressed WIF', 'KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617'],
  ['WIF with a letter lost', 'KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP9861'],
  ['WIF in quotes', '"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"'],
  ['WIF with the prefix Electrum gives it', 'p2wpkh:KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617'],
  ['BIP38', '6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg'],
  [
    'BIP32 extended private key',
    'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
  ],
  ['mini key', 'S6c56bnXQiBjk9mqSYE7ykVQ7NzrRy'],
  ['64 hex digits', 'e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262'],
  ['64 hex digits after 0x', '0xE9873D79C6D87DC0FB6A5778633389F4453213303DA61F20BD67FC233AA33262'],
])('a private key is known by its shape: %s', (_, text) => {
  expect(looksLikeSecret(text)).toBe('private key');
});

test.each([
  ['12 words', `${phrase}about`],
  ['24 words', `${phrase}${phrase}abandon art`],
  ['a word lost', phrase],
  ['numbered lines', [...`${phrase}about`.split(' ')].map((word, n) => `${n + 1}. ${word}`).join('\n')],
  ['commas and capitals', `${phrase}About`.split(' ').join(', ')],
  ['Spanish', 'ábaco abdomen abeja abierto abogado abono aborto abrazo abrir abuelo abuso acabar'],
])('a seed phrase is known by its words: %s', (_, text) => {
  expect(looksLikeSecret(text)).toBe('seed phrase');
});

test.each([
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  '0x742d35Cc6634C0532925a3b844Bc454e4438f44e',
  'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  'vitalik.eth',
  'a plain sentence of a few words',
  '',
])('%j is no secret', (text) => {
  expect(looksLikeSecret(text)).toBeUndefined();
});
