// Which of the flags of a trace a screening takes, and its own. Data alone: the help needs nothing else.
import type { Given } from './flags.ts';

export interface ScreenGiven extends Given {
  readonly policy: string;
  readonly before?: string;
}

export const screenFlags: ReadonlySet<keyof Given> = new Set([
  'chain',
  'asOf',
  'hubLimit',
  'labels',
  'book',
  'labelsAsOf',
  'ledger',
  'source',
  'service',
  'record',
  'replay',
  'offline',
  'store',
  'concurrency',
  'config',
  'output',
  'quiet',
]);
