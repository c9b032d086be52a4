// The public types as a caller uses them. Not run: `tsc` checks it, and a wrong use that it would let pass is an error of
// its own (@ts-expect-error).
import {
  type Carried,
  type ConventionName,
  conventions,
  type Findings,
  KnownError,
  type PlainTransfer,
  type ResultJson,
  type Stand,
  type SweepQuestion,
  type Swept,
  sweep,
  type Traced,
  type TraceQuestion,
  toJson,
  trace,
} from '../../src/library/fundtrace.ts';

export const rows: readonly PlainTransfer[] = [
  { tx: 't', from: 'a', to: 'b', asset: 'USD', amount: 1n },
  {
    tx: 'u',
    asset: 'BTC',
    inputs: [{ coin: 'x:0', from: 'a', amount: 2n }],
    outputs: [{ to: 'b', amount: 1n }],
  },
];

export function sweptSums(names: readonly ConventionName[]): bigint {
  let sum = 0n;
  for (const convention of names) {
    const question: SweepQuestion = { seeds: [{ wallet: 'a' }], convention, endpoints: new Set(['b']) };
    const swept: Swept = sweep(rows, question);
    const carried: readonly Carried[] = swept.transfers;
    const stands: readonly Stand[] = swept.stands;
    for (const { tainted, bySeed } of carried) sum += tainted + (bySeed.get('a') ?? 0n);
    for (const { amount } of stands) sum += amount;
  }
  return conventions.fifo.conserving ? sum : 0n;
}

export async function traced(question: TraceQuestion): Promise<ResultJson | string> {
  try {
    const findings: Traced = await trace(question);
    const plain: Findings = findings;
    const tapes: readonly string[] = findings.about.tapes;
    const address: string = plain.endpoints[0]?.display ?? '';
    return tapes.length > 0 ? toJson(findings, { name: address }) : toJson(findings);
  } catch (error) {
    if (error instanceof KnownError) return error.code;
    throw error;
  }
}

// @ts-expect-error an amount is a bigint
export const wrongAmount: PlainTransfer = { tx: 't', from: 'a', to: 'b', asset: 'USD', amount: 1 };
// @ts-expect-error wallets and payments are separate questions
export const mixed: SweepQuestion = { seeds: [{ wallet: 'a' }, { payment: 't:0' }], convention: 'fifo' };
// @ts-expect-error there is no such convention
export const misspelt: SweepQuestion = { seeds: [{ wallet: 'a' }], convention: 'FIFO' };
export const both: TraceQuestion = {
  // @ts-expect-error here too
  seeds: { wallets: ['a'], payments: ['t'] },
  source: { list: '' },
};
// @ts-expect-error how a convention divides is not public
export const inner = conventions.fifo.pool;
