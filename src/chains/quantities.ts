// The gate for single values of services' answers: exact or refused. What only one family of chains writes is with it.
import { z } from 'zod';
import type { GapCode } from '../model/gap.ts';
import { excerpt } from './source-failure.ts';

const MOST = 2n ** 256n - 1n;

/** A value that was refused, fit for one line. */
export function shownValue(value: unknown): string {
  if (typeof value === 'bigint') return excerpt(value.toString());
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
  return excerpt(text);
}

/** A decimal string, or a JSON number that can be trusted to be the one that was sent. */
export const whole = z.unknown().transform((value, context): bigint => {
  const exact =
    (typeof value === 'string' && /^\d{1,78}$/.test(value)) ||
    (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
    (typeof value === 'bigint' && value >= 0n);
  const amount = exact ? BigInt(value as string | number | bigint) : -1n;
  if (amount >= 0n && amount <= MOST) return amount;
  context.addIssue(`${shownValue(value)} is not a whole number that can be trusted`);
  return z.NEVER;
});

/** As `whole`, for heights, times and indexes. */
export const count = whole.transform((value, context): number => {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  context.addIssue(`${value} is too large`);
  return z.NEVER;
});

/** `from: "0x12" is not an address` of the first thing that is wrong. */
function issueText(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'unreadable';
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/** An answer that breaks its own form. Who asked says whose answer it was. */
export class UnreadableAnswer extends Error {
  readonly gap: GapCode;

  constructor(text: string, gap: GapCode = 'source-failed') {
    super(text);
    this.gap = gap;
  }
}

export function readAs<T>(schema: z.ZodType<T>, value: unknown, name?: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UnreadableAnswer(`${name ? `${name}: ` : ''}${issueText(result.error)}`);
}
