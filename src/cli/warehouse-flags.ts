// The flags of the questions that a whole warehouse answers, as data like those of `trace` (flags.ts).
import { type Flag, flags, type Given } from './flags.ts';

const shared = (names: RegExp): readonly Flag[] => flags.filter(({ flags: text }) => names.test(text));

export const MOST_SHOWN = 25;

export const topFlags: readonly Flag[] = [
  ...shared(/^--(wallets <file>)/),
  { kind: 'result', flags: '--chain <name>', text: 'only this chain of the warehouse' },
  ...shared(/^--asset\b/),
  {
    kind: 'result',
    flags: '--since <time>',
    text: 'count from here on (a date, a time or unix seconds; no zone = UTC)',
  },
  { kind: 'result', flags: '--until <time>', text: 'count nothing later (a date: than its end)' },
  {
    kind: 'form',
    flags: '--top <n>',
    text: `so many wallets on each side of each asset (default: ${MOST_SHOWN})`,
  },
  ...shared(/^(--labels|--book|--no-book|--json|-o, --output|--quiet|--no-color)( |$)/),
];

export const depositsFlags: readonly Flag[] = [
  { kind: 'result', flags: '--chain <name>', text: 'only this chain of the warehouse' },
  ...shared(
    /^--(as-of|hub-limit|labels|book|no-book|labels-as-of|deposit-within|deposit-left|deposit-sweeps)( |$)/,
  ),
  {
    kind: 'form',
    flags: '--format <format>',
    choices: ['text', 'json', 'csv'],
    text: 'form of the result: csv is a label file, each label with tier inferred (default: text)',
  },
  ...shared(/^(--json|-o, --output|--quiet|--no-color)( |$)/),
];

export type DepositsGiven = Pick<
  Given,
  | 'chain'
  | 'asOf'
  | 'hubLimit'
  | 'labels'
  | 'book'
  | 'labelsAsOf'
  | 'depositWithin'
  | 'depositLeft'
  | 'depositSweeps'
  | 'format'
  | 'json'
  | 'output'
  | 'quiet'
  | 'color'
>;

export type TopGiven = Pick<
  Given,
  | 'wallets'
  | 'chain'
  | 'asset'
  | 'since'
  | 'until'
  | 'labels'
  | 'book'
  | 'json'
  | 'output'
  | 'quiet'
  | 'color'
> & { readonly top?: string };
