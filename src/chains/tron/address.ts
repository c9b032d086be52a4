// Tron addresses: base58 with a checksum (`T…`) inside and on display; hex with 0x41 in front in many answers, and 20 bare
// bytes in events. The only maker of this chain's Address.
import { address as codec } from 'bitcoinjs-lib';
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import { KnownError } from '../../model/errors.ts';
import { shownValue } from '../quantities.ts';
import { looksLikeSecret } from '../secret.ts';
import { excerpt } from '../source-failure.ts';

/** In front of the 20 bytes; in base58 it makes the first letter a T. */
const VERSION = 0x41;
const BASE58 = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;

/** Of 40 hex digits. */
export function addressOfBytes(hex: string): Address {
  return codec.toBase58Check(Buffer.from(hex, 'hex'), VERSION) as Address;
}

/** 40 hex digits of an address. */
export function bytesOf(address: Address): string {
  return Buffer.from(codec.fromBase58Check(address).hash).toString('hex');
}

/** T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb: nobody's. Tokens are made out of it and destroyed into it. */
export const ZERO = addressOfBytes('0'.repeat(40));

function decoded(text: string): Address | undefined {
  const hex = /^(?:0x)?41([0-9a-f]{40})$/i.exec(text)?.[1];
  return hex === undefined ? displayed(text) : addressOfBytes(hex);
}

/** `T…` with its checksum; undefined where the text is none. */
function displayed(text: string): Address | undefined {
  if (!BASE58.test(text)) return undefined;
  try {
    return codec.fromBase58Check(text).version === VERSION ? (text as Address) : undefined;
  } catch {
    return undefined;
  }
}

/** 40 hex digits of an address as it is displayed; undefined where the text is none, or its checksum is wrong. */
export function bytesOfDisplayed(text: string): string | undefined {
  const address = displayed(text);
  return address === undefined ? undefined : bytesOf(address);
}

/** As services write it: base58 or hex with 41. */
export const addressText = z.unknown().transform((value, context): Address => {
  const address = typeof value === 'string' ? decoded(value) : undefined;
  if (address !== undefined) return address;
  context.addIssue(`${shownValue(value)} is not an address`);
  return z.NEVER;
});

/** The last 20 of the 32 bytes of an event's topic; what stands before them is not always zero. */
export const addressTopic = z
  .string()
  .regex(/^(?:0x)?[0-9a-fA-F]{64}$/, { error: (issue) => `${shownValue(issue.input)} is not a topic` })
  .transform((word) => addressOfBytes(word.slice(-40)));

/** A contract in an event: 20 bytes without 41, with it, or base58. */
export const addressOfLog = z
  .union([
    z
      .string()
      .regex(/^[0-9a-fA-F]{40}$/)
      .transform(addressOfBytes),
    addressText,
  ])
  .transform((address): Address => address);

function wrongWith(text: string): string {
  if (text === '') return 'it is empty';
  if (/…|\.\.\./.test(text)) return 'it is shortened';
  if (/^0x[0-9a-f]{40}$/i.test(text))
    return 'it looks like an Ethereum address; in hex a Tron address begins with 41';
  if (/^(?:0x)?41[0-9a-f]*$/i.test(text))
    return `it has ${text.replace(/^0x/i, '').length} hex digits, an address has 42`;
  if (/^(bc1|tb1|[13])[0-9A-Za-z]{20,}$/.test(text)) return 'it looks like a Bitcoin address';
  if (!text.startsWith('T')) return 'it does not begin with T';
  if (!/^[1-9A-HJ-NP-Za-km-z]*$/.test(text)) return 'it holds characters that base58 does not have';
  if (text.length !== 34) return `it has ${text.length} characters, an address has 34`;
  return 'its checksum does not fit: at least one character is wrong';
}

/** Throws KnownError `bad-address`, or `secret-pasted` without a trace of the text. */
export function parseTronAddress(text: string): Address {
  const word = text.trim();
  const secret = looksLikeSecret(text);
  if (secret)
    throw new KnownError(
      'secret-pasted',
      `This looks like a ${secret}, not an address. It is not repeated here.`,
      {
        facts: ['It was not stored or sent. It may be in the history of your shell: remove it there.'],
        hint: 'Pass the wallet’s public address; a transaction id goes after --tx. If this is a real secret, move its funds.',
        exit: 2,
      },
    );
  const address = decoded(word);
  if (address !== undefined) return address;
  // Only what begins as an address does may be shown again.
  const shown = /^(?:T[1-9A-HJ-NP-Za-km-z]{0,40}|(?:0x)?41[0-9a-f]{0,46}|0x[0-9a-f]{40})$/i.test(word)
    ? `"${excerpt(word)}"`
    : 'The text';
  throw new KnownError('bad-address', `${shown} is no address of tron: ${wrongWith(word)}.`, {
    hint: 'Copy the whole address again: T and 33 more characters, or 41 and 40 hex digits.',
    exit: 2,
  });
}
