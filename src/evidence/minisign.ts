// Signatures and public keys in the form of minisign (https://jedisct1.github.io/minisign/): Ed25519 over the BLAKE2b-512 of
// the file, and over the signature with its trusted comment. Secret keys of minisign are not read; ours are PEM.
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

const UNTRUSTED = 'untrusted comment: ';
const TRUSTED = 'trusted comment: ';
/** `ED`: of the file's hash; `Ed`, in old signatures: of the file itself. */
const HASHED = 'ED';
const PLAIN = 'Ed';
/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const DER = Buffer.from('302a300506032b6570032100', 'hex');

export function isMinisign(file: Uint8Array): boolean {
  return Buffer.from(file.subarray(0, UNTRUSTED.length)).toString('latin1') === UNTRUSTED;
}

/** undefined: no public key of minisign. Throws where it is broken. */
export function minisignKey(file: Uint8Array): KeyObject | undefined {
  if (!isMinisign(file)) return undefined;
  const bytes = Buffer.from(linesIn(file)[1] ?? '', 'base64');
  if (bytes.length !== 42 || bytes.toString('latin1', 0, 2) !== PLAIN) throw new Error('no minisign key');
  return createPublicKey({ key: Buffer.concat([DER, bytes.subarray(10)]), format: 'der', type: 'spki' });
}

/** The text of a `.minisig` file. `key`: private. `comment` is signed too. No time is in it: the same again is the same. */
export function minisigOf(file: Uint8Array, key: KeyObject, comment: string): string {
  const open = rawKey(createPublicKey(key));
  const id = keyId(open);
  const signature = sign(null, hashed(file), key);
  const whole = sign(null, Buffer.concat([signature, Buffer.from(comment)]), key);
  const line = (...parts: readonly Buffer[]): string => Buffer.concat(parts).toString('base64');
  return [
    `${UNTRUSTED}public key ${line(Buffer.from(PLAIN), id, open)}`,
    line(Buffer.from(HASHED), id, signature),
    `${TRUSTED}${comment}`,
    line(whole),
    '',
  ].join('\n');
}

export function isMinisignedBy(file: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  const [, first = '', comment = '', last = ''] = linesIn(signature);
  const signed = Buffer.from(first, 'base64');
  const whole = Buffer.from(last, 'base64');
  const kind = signed.toString('latin1', 0, 2);
  if (signed.length !== 74 || whole.length !== 64 || !comment.startsWith(TRUSTED)) return false;
  if (kind !== HASHED && kind !== PLAIN) return false;
  const own = signed.subarray(10);
  const about = Buffer.concat([own, Buffer.from(comment.slice(TRUSTED.length))]);
  return verify(null, kind === HASHED ? hashed(file) : file, key, own) && verify(null, about, key, whole);
}

function linesIn(file: Uint8Array): string[] {
  return Buffer.from(file).toString('utf8').split(/\r?\n/);
}

function hashed(file: Uint8Array): Buffer {
  return createHash('blake2b512').update(file).digest();
}

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'der', type: 'spki' }).subarray(DER.length));
}

/** Any eight bytes will do, as long as key and signature have the same; these follow from the key. */
function keyId(key: Buffer): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, 8);
}
