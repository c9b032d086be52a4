// What a program imports: `import { trace, sweep, conventions } from 'fundtrace'`. Documented in docs/library.md; what is
// not named here is nobody's to rely on.

export { KnownError } from '../model/errors.ts';
export type { Gap } from '../model/gap.ts';
export type { Http, Request, Response } from '../model/http.ts';
export type { Label } from '../model/label.ts';
export type { ResultJson } from '../report/schema.ts';
export type { ConventionName } from '../trace/conventions/convention.ts';
export type { Progress } from '../trace/explore.ts';
export type { Findings } from '../trace/findings.ts';
export type { TraceChoices } from './choices.ts';
export { type ConventionFacts, conventions } from './conventions.ts';
export type { CoinInput, CoinOutput, CoinTransaction, Movement, PlainTransfer } from './plain-transfers.ts';
export type { HttpSource, ListSource, TapeSource, TraceSource } from './source.ts';
export {
  type BySeed,
  type Carried,
  type Crossed,
  type Injected,
  type Shortage,
  type Stand,
  type Swept,
  sweep,
} from './sweep.ts';
export type { PaymentSeed, SweepCrossing, SweepQuestion, WalletSeed } from './sweep-question.ts';
export { toJson } from './to-json.ts';
export {
  type LabelFile,
  type Point,
  type TraceCrossing,
  type Traced,
  type TraceQuestion,
  type TraceSeeds,
  trace,
} from './trace.ts';
