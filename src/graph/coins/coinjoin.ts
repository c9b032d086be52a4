// Whether a transaction has the shape of a CoinJoin, and of which kind. An inference from its form alone: no label, no history
// is asked. The rules are tested in their order, each for the blocks in which such software was in use.
import { placeKey } from '../../model/place.ts';
import type { CoinPart, CoinTransaction } from './transaction.ts';

export const coinJoinKinds = ['whirlpool', 'wasabi-2', 'wasabi-1', 'joinmarket-like'] as const;
export type CoinJoinKind = (typeof coinJoinKinds)[number];

/**
 * Amounts in satoshi. After Stockinger and others, arXiv 2109.10229 (Whirlpool and Wasabi 1, with the 0.02 BTC of "about 0.1"),
 * and Schnoering and Vazirgiannis, arXiv 2311.12491 (JoinMarket, Wasabi 2). JoinMarket counts distinct input scripts: with
 * output scripts it fires on a Whirlpool Tx0.
 */
const coinJoinRules = {
  whirlpool: { fromBlock: 570_000, leastInputs: 5, mostInputs: 10, mostAbovePool: 110_000 },
  'wasabi-2': { fromBlock: 741_213, leastInputs: 50, overPercentOfOutputs: 80 },
  'wasabi-1': { fromBlock: 530_500, toBlock: 750_000, leastEqual: 10, base: 10_000_000, within: 2_000_000 },
  'joinmarket-like': { fromBlock: 392_300, leastEqual: 2 },
} as const satisfies Record<CoinJoinKind, Readonly<Record<string, number>>>;

const whirlpools: ReadonlySet<bigint> = new Set([100_000n, 1_000_000n, 5_000_000n, 50_000_000n]);
/** All bitcoin that there can be. */
const MOST = 2_100_000_000_000_000n;
const wasabiDenominations: ReadonlySet<bigint> = new Set(
  [
    [1n, 2n],
    [1n, 3n],
    [2n, 3n],
    [1n, 10n],
    [2n, 10n],
    [5n, 10n],
  ].flatMap(([factor, base]) => powers(factor as bigint, base as bigint)),
);

/** What was counted in a transaction that a rule fits. */
export interface CoinJoin {
  readonly kind: CoinJoinKind;
  readonly inputs: number;
  /** Distinct scripts that it spends from. */
  readonly inputScripts: number;
  readonly outputs: number;
  /** Outputs of one amount; Wasabi 2: outputs of one of its denominations, which are many. */
  readonly equal: number;
  /** That amount. */
  readonly amount: bigint | undefined;
  readonly rule: Readonly<Record<string, number>>;
}

type Matched = Pick<CoinJoin, 'equal' | 'amount'>;

export function coinJoinOf(transaction: CoinTransaction): CoinJoin | undefined {
  const { height, inputs, outputCount: outputs } = transaction;
  for (const kind of coinJoinKinds) {
    const rule: { readonly fromBlock: number; readonly toBlock?: number } = coinJoinRules[kind];
    if (height < rule.fromBlock || height > (rule.toBlock ?? height)) continue;
    const matched = matches[kind](transaction);
    if (matched === undefined) continue;
    const inputScripts = scriptsOf(inputs);
    return { kind, inputs: inputs.length, inputScripts, outputs, ...matched, rule: coinJoinRules[kind] };
  }
  return undefined;
}

const matches: Readonly<Record<CoinJoinKind, (transaction: CoinTransaction) => Matched | undefined>> = {
  whirlpool({ inputs, outputs, outputCount }) {
    const { leastInputs, mostInputs, mostAbovePool } = coinJoinRules.whirlpool;
    const pool = outputs[0]?.amount ?? 0n;
    const fits =
      inputs.length >= leastInputs &&
      inputs.length <= mostInputs &&
      outputCount === inputs.length &&
      outputs.length === outputCount &&
      whirlpools.has(pool) &&
      outputs.every(({ amount }) => amount === pool) &&
      inputs.some(({ amount }) => amount === pool) &&
      inputs.every(({ amount }) => amount >= pool && amount <= pool + BigInt(mostAbovePool));
    return fits ? { equal: outputCount, amount: pool } : undefined;
  },
  'wasabi-2'({ inputs, outputs, outputCount }) {
    const { leastInputs, overPercentOfOutputs } = coinJoinRules['wasabi-2'];
    if (inputs.length < leastInputs) return undefined;
    const equal = outputs.filter(({ amount }) => wasabiDenominations.has(amount)).length;
    return equal * 100 > outputCount * overPercentOfOutputs ? { equal, amount: undefined } : undefined;
  },
  'wasabi-1'({ inputs, outputs }) {
    const { leastEqual, base, within } = coinJoinRules['wasabi-1'];
    const near = groups(outputs).filter(
      ({ amount }) => amount >= BigInt(base - within) && amount <= BigInt(base + within),
    );
    const [most] = near.sort((a, b) => b.equal - a.equal || (a.amount < b.amount ? -1 : 1));
    return most !== undefined && most.equal >= leastEqual && inputs.length >= most.equal ? most : undefined;
  },
  'joinmarket-like'({ inputs, outputs, outputCount }) {
    const [group, ...others] = groups(outputs).filter(
      ({ equal }) => equal >= coinJoinRules['joinmarket-like'].leastEqual,
    );
    if (group === undefined || others.length > 0) return undefined;
    return outputCount === 2 * group.equal && scriptsOf(inputs) >= group.equal ? group : undefined;
  },
};

function scriptsOf(parts: readonly CoinPart[]): number {
  return new Set(parts.map(({ place }) => placeKey(place))).size;
}

/** Outputs by amount. */
function groups(outputs: readonly CoinPart[]): { readonly amount: bigint; readonly equal: number }[] {
  const counts = new Map<bigint, number>();
  for (const { amount } of outputs) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return [...counts].map(([amount, equal]) => ({ amount, equal }));
}

function powers(factor: bigint, base: bigint): bigint[] {
  const all: bigint[] = [];
  for (let power = factor; power <= MOST; power *= base) all.push(power);
  return all;
}
