// One whole transaction of a coin chain, put together from its legs: what heuristics look at. Facts alone.
import type { ChainId } from '../../model/chain.ts';
import type { Place, TxId } from '../../model/place.ts';
import { partsOfCoin, type Transfer, type TransferId } from '../../model/transfer.ts';

export interface CoinPart {
  readonly id: TransferId;
  /** Of an output its vout; of an input its place among those told. */
  readonly n: number;
  readonly place: Place;
  /** Base units, > 0. */
  readonly amount: bigint;
}

export interface CoinTransaction {
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly height: number;
  /** Unix seconds of the block. */
  readonly time: number;
  readonly inputs: readonly CoinPart[];
  /** By vout; those of amount zero (most OP_RETURN) are no transfers and missing here. */
  readonly outputs: readonly CoinPart[];
  /** With those of amount zero. */
  readonly outputCount: number;
}

/**
 * Of all legs of one transaction, in any order. undefined: they are no coin transaction, not in a block, or some are missing,
 * so that inputs are not outputs and fee.
 */
export function coinTransaction(legs: readonly Transfer[]): CoinTransaction | undefined {
  const [first] = legs;
  if (first?.at === undefined) return undefined;
  const ins = legs.filter(({ to }) => to.kind === 'junction');
  const outs = legs.filter(({ from, to }) => from.kind === 'junction' && to.kind !== 'fee');
  const fees = legs.filter(({ from, to }) => from.kind === 'junction' && to.kind === 'fee');
  const isWhole = sum(ins) === sum(outs) + sum(fees);
  if (ins.length === 0 || outs.length === 0 || !isWhole) return undefined;
  const outputs = outs
    .map((leg) => ({ id: leg.id, n: voutOf(leg), place: leg.to, amount: leg.amount }))
    .sort((a, b) => a.n - b.n);
  return {
    chain: first.chain,
    txId: first.txId,
    height: first.at.height,
    time: first.at.time,
    inputs: [...ins].sort(byOrder).map(({ id, from, amount }, n) => ({ id, n, place: from, amount })),
    outputs,
    outputCount: Math.max((outputs.at(-1)?.n ?? 0) + 1, countedThrough(outs[0] as Transfer, fees[0])),
  };
}

function sum(legs: readonly Transfer[]): bigint {
  return legs.reduce((all, { amount }) => all + amount, 0n);
}

function byOrder({ at: a, id }: Transfer, { at: b, id: other }: Transfer): number {
  return (a?.order ?? 0) - (b?.order ?? 0) || (id < other ? -1 : 1);
}

function voutOf({ coin }: Transfer): number {
  return coin === undefined ? 0 : partsOfCoin(coin).vout;
}

/** Inputs, outputs and the fee are numbered through (`Position.order`): what the fee tells of outputs after the last one paid. */
function countedThrough(output: Transfer, fee: Transfer | undefined): number {
  const [at, end] = [output.at?.order, fee?.at?.order];
  return at === undefined || end === undefined ? 0 : end - (at - voutOf(output));
}
