// The gate for single values of explorer answers and JSON-RPC: exact or refused.
import { z } from 'zod';
import { type Address, normalAddress } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';
import { excerpt } from './source-failure.ts';

const MOST = 2n ** 256n - 1n;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
  return excerpt(text);
}

/** A decimal string, or a JSON number that can be trusted to be the one that was sent. */
export const whole = z.unknown().transform((value, context): bigint => {
  const exact =
    (typeof value === 'string' && /^\d{1,78}$/.test(value)) ||
    (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
  const amount = exact ? BigInt(value as string | number) : -1n;
  if (amount >= 0n && amount <= MOST) return amount;
  context.addIssue(`${shown(value)} is not a whole number that can be trusted`);
  return z.NEVER;
});

/** As `whole`, for heights, times and indexes. */
export const count = whole.transform((value, context): number => {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  context.addIssue(`${value} is too large`);
  return z.NEVER;
});

/** JSON-RPC's QUANTITY: `0x` and at least one hex digit. */
export const hexWhole = z.unknown().transform((value, context): bigint => {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)) return BigInt(value);
  context.addIssue(`${shown(value)} is not a hex number`);
  return z.NEVER;
});

export const hexCount = hexWhole.transform((value, context): number => {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  context.addIssue(`${value} is too large`);
  return z.NEVER;
});

export const hash32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, { error: (issue) => `${shown(issue.input)} is not a 32-byte hash` })
  .transform((text) => text.toLowerCase());

export const addressText = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, { error: (issue) => `${shown(issue.input)} is not an address` })
  .transform((text): Address => normalAddress('eip155:1' as ChainId, text));

/** '' and null stand for "none": the `to` of a creation. */
export const addressOrNone = z
  .union([z.literal(''), addressText])
  .nullish()
  .transform((value) => (value === '' || value === null ? undefined : value));

export function hexOf(height: number): string {
  return `0x${height.toString(16)}`;
}

/** `from: "0x12" is not an address` of the first thing that is wrong. */
function issueText(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'unreadable';
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/** An answer that breaks its own form. `source.ts` says whose answer it was. */
export class UnreadableAnswer extends Error {}

export function readAs<T>(schema: z.ZodType<T>, value: unknown, name?: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UnreadableAnswer(`${name ? `${name}: ` : ''}${issueText(result.error)}`);
}
