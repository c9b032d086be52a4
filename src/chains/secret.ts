// Does a text look like something that must never be shown, stored or sent? By its shape alone: a mistyped key is still
// nearly a key, so no checksum is asked. Errs to the side of silence; no address of any known chain has these shapes.

const BASE58 = '[1-9A-HJ-NP-Za-km-z]';

const keyShapes: readonly RegExp[] = [
  // WIF: 51 or 52 characters; Bitcoin 5, K, L, its test networks 9, c. A few lost or doubled characters are allowed for.
  new RegExp(`^[5KL9c]${BASE58}{46,56}$`),
  // BIP38: 58 characters
  new RegExp(`^6P${BASE58}{50,60}$`),
  // BIP32 and SLIP-132 extended private keys: 111 characters
  new RegExp(`^[xyzYZtuvUV]prv${BASE58}{10,}$`),
  // Casascius mini keys: 22 or 30 characters
  new RegExp(`^S${BASE58}{21}(?:${BASE58}{8})?$`),
  // A 64-byte key pair as Solana wallets export it: 87 or 88 characters
  new RegExp(`^${BASE58}{84,90}$`),
  // 32 bytes of hex. A transaction id looks the same, but where an address is wanted nobody can tell.
  /^(?:0x)?[0-9a-f]{56,136}$/i,
];

/** `private key` or `seed phrase` where `text` has the shape of one, with or without quotes, numbering or commas. */
export function looksLikeSecret(text: string): 'private key' | 'seed phrase' | undefined {
  const bare = text.trim().replace(/^["'`<([]+|["'`>)\],.;]+$/g, '');
  const unprefixed = bare.replace(/^(?:p2pkh|p2wpkh|p2wpkh-p2sh|bitcoin|wif|key):/i, '');
  if (keyShapes.some((shape) => shape.test(unprefixed))) return 'private key';
  const words = text
    .split(/[\s,;"'`()[\]]+/)
    .map((word) => word.replace(/^\d+[.:)]?/, ''))
    .filter((word) => word !== '');
  // BIP39 has 12 to 24 words of 3 to 8 letters, Electrum 12, SLIP39 20 or 33, Monero 25; other languages are shorter.
  const phrase =
    words.length >= 11 && words.length <= 36 && words.every((word) => /^[\p{L}\p{M}]{1,12}$/u.test(word));
  return phrase ? 'seed phrase' : undefined;
}
