// The conventions as a caller sees them: which there are, and whether their figures may be added up. How they divide a
// wallet or a transaction is trace/conventions.
import { conventions as byName } from '../trace/conventions/by-name.ts';
import type { Convention, ConventionName } from '../trace/conventions/convention.ts';

/** `conserving`: false for poison, which is reach: nothing of it is an amount, nothing of it may be added up. */
export type ConventionFacts = Pick<Convention, 'name' | 'conserving'>;

export const conventions: Readonly<Record<ConventionName, ConventionFacts>> = byName;
