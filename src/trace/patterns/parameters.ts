// What a pattern is, in numbers. None of them is a published threshold unless docs/method.md says so: they are stated with each
// finding, so that a reader can judge it.

export const patternKinds = [
  'peel-chain',
  'fan-out',
  'fan-in',
  'round-trip',
  'dormancy',
  'desk-swap',
] as const;
export type PatternKind = (typeof patternKinds)[number];

const fan = {
  /** At least so many wallets on the other side … */
  wallets: 10,
  /** … within so many hours … */
  withinHours: 24,
  /** … of which at least so many per cent passed the money on: */
  passedOnPercentOfWallets: 80,
  /** at least so many per cent of it … */
  passedOnPercent: 90,
  /** … within so many hours. */
  passedOnWithinHours: 72,
} as const;

export const parameters = {
  'peel-chain': { steps: 5 },
  'fan-out': fan,
  'fan-in': fan,
  'round-trip': { walletsBetween: 2 },
  dormancy: { days: 180 },
  /** From each payment, either way, to the next. */
  'desk-swap': { withinHours: 24 },
} as const satisfies Record<PatternKind, Readonly<Record<string, number>>>;
