// How EVM chains write numbers, hashes and addresses: exact or refused.
import { z } from 'zod';
import { type Address, normalAddress } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';
import { shownValue } from '../quantities.ts';

/** JSON-RPC's QUANTITY: `0x` and at least one hex digit. */
export const hexWhole = z.unknown().transform((value, context): bigint => {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)) return BigInt(value);
  context.addIssue(`${shownValue(value)} is not a hex number`);
  return z.NEVER;
});

export const hexCount = hexWhole.transform((value, context): number => {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  context.addIssue(`${value} is too large`);
  return z.NEVER;
});

export const hash32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, { error: (issue) => `${shownValue(issue.input)} is not a 32-byte hash` })
  .transform((text) => text.toLowerCase());

export const addressText = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, { error: (issue) => `${shownValue(issue.input)} is not an address` })
  .transform((text): Address => normalAddress('eip155:1' as ChainId, text));

/** '' and null stand for "none": the `to` of a creation. */
export const addressOrNone = z
  .union([z.literal(''), addressText])
  .nullish()
  .transform((value) => (value === '' || value === null ? undefined : value));

export function hexOf(height: number): string {
  return `0x${height.toString(16)}`;
}
