// Detached Ed25519 signatures of a bundle's manifest: 64 raw bytes, as OpenSSL makes and checks them
// (openssl pkeyutl -verify -rawin -pubin -inkey KEY.pub -in manifest.json -sigfile FILE.sig). Keys are PEM.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { KnownError } from '../model/errors.ts';
import { isMinisign, isMinisignedBy, minisignKey } from './minisign.ts';

/** Neither the key nor what OpenSSL says of it is repeated: both may hold what is secret. */
function badKey(what: string): KnownError {
  return new KnownError('bad-key', `The ${what} cannot be used.`, {
    hint: 'Give an Ed25519 key in PEM: openssl genpkey -algorithm ed25519 -out KEY, and openssl pkey -in KEY -pubout.',
    exit: 2,
  });
}

function ed25519(what: string, make: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = make();
  } catch {
    throw badKey(what);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw badKey(what);
  return key;
}

/** Throws KnownError `bad-key`. */
export function signingKey(pem: Uint8Array): KeyObject {
  return ed25519('signing key', () => createPrivateKey(Buffer.from(pem)));
}

/** PEM, or the public key of minisign. Throws KnownError `bad-key`. */
export function verifyingKey(file: Uint8Array): KeyObject {
  return ed25519('public key', () => minisignKey(file) ?? createPublicKey(Buffer.from(file)));
}

export function signatureOf(manifest: Uint8Array, key: KeyObject): Uint8Array {
  return sign(null, manifest, key);
}

/** 64 raw bytes, or a signature of minisign. */
export function isSignedBy(manifest: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  if (isMinisign(signature)) return isMinisignedBy(manifest, signature, key);
  return signature.length === 64 && verify(null, manifest, key, signature);
}

/** SHA-256 of the public key in DER, to be read over the telephone. */
export function fingerprint(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
