// Calls inside one transaction, by whichever way of tracing the node has: geth's or Parity's. Not by Otterscan's
// ots_getInternalOperations, which on some nodes (anvil 1.7.1) lists what was undone like what was not.
import { z } from 'zod';
import type { Address } from '../../../model/address.ts';
import { type Asking, parsedBy } from '../../asking.ts';
import { readAs } from '../../quantities.ts';
import { SourceFailure } from '../../source-failure.ts';
import { addressOrNone, addressText, hexWhole } from '../quantities.ts';
import type { InternalRow } from '../rows.ts';
import type { NodeSource } from '../source.ts';
import type { TxPlace } from '../token-logs.ts';
import { ZERO } from '../transfers.ts';
import { hasMethod, resultOf } from './ask.ts';

export interface Calls {
  /** Whether the whole transaction was undone; undefined: the trace does not say. */
  readonly failed: boolean | undefined;
  readonly rows: readonly InternalRow[];
}

/** One call, whoever traced it. */
interface Call {
  readonly type: string;
  readonly from: Address;
  readonly to: Address | undefined;
  readonly value: bigint;
  readonly failed: boolean;
  /** Empty: the transaction itself. */
  readonly path: readonly number[];
}

/** Throws a SourceFailure where the node can trace in no way. */
export async function callsOf(source: NodeSource, place: TxPlace, asking: Asking): Promise<Calls> {
  const { txId } = place;
  if (await hasMethod(source, 'debug_traceTransaction', asking)) {
    const action = 'debug_traceTransaction';
    const answer = await resultOf(source, action, [txId, { tracer: 'callTracer' }], asking);
    return callsAmong(
      parsedBy(source, action, () => framesOf(readAs(frameSchema, answer), [])),
      place,
    );
  }
  if (await hasMethod(source, 'trace_transaction', asking)) {
    const answer = await resultOf(source, 'trace_transaction', [txId], asking);
    const read = () => readAs(z.array(traceSchema), answer).flatMap(callOfTrace);
    return callsAmong(parsedBy(source, 'trace_transaction', read), place);
  }
  const text = 'the node can trace no transaction: what it did inside is not known';
  throw new SourceFailure(source.service, 'debug_traceTransaction', 'config', text, 'source-incomplete');
}

function callsAmong(calls: readonly Call[], place: TxPlace): Calls {
  const made = new Set(calls.flatMap(({ type, to }) => (type.startsWith('create') ? (to ?? []) : [])));
  const rows = calls.flatMap(({ path, ...call }): InternalRow[] => {
    if (path.length === 0) return [];
    return [{ ...call, ...place, path, to: isBurnt(call, made) ? ZERO : call.to }];
  });
  return { failed: calls.find(({ path }) => path.length === 0)?.failed, rows };
}

/** A contract that destroys itself in its own favour destroys its coin; since EIP-6780 only in the transaction that made it. */
function isBurnt(
  { type, from, to }: Pick<Call, 'type' | 'from' | 'to'>,
  made: ReadonlySet<Address>,
): boolean {
  return /^(selfdestruct|suicide)$/.test(type) && from === to && made.has(from);
}

/** https://geth.ethereum.org/docs/developers/evm-tracing/built-in-tracers#call-tracer */
interface Frame {
  readonly type: string;
  readonly from: Address;
  readonly to: Address | undefined;
  readonly value?: bigint | null | undefined;
  readonly error?: string | null | undefined;
  readonly calls?: Frame[] | null | undefined;
}
const frameSchema: z.ZodType<Frame> = z.object({
  type: z.string(),
  from: addressText,
  to: addressOrNone,
  /** Missing where none can move. */
  value: hexWhole.nullish(),
  error: z.string().nullish(),
  get calls() {
    return z.array(frameSchema).nullish();
  },
});

function framesOf(frame: Frame, path: readonly number[]): Call[] {
  const { from, to, value } = frame;
  const own: Call = {
    type: frame.type.toLowerCase(),
    ...{ from, to, value: value ?? 0n },
    failed: (frame.error ?? undefined) !== undefined,
    path,
  };
  return [own, ...(frame.calls ?? []).flatMap((call, at) => framesOf(call, [...path, at]))];
}

/** https://openethereum.github.io/JSONRPC-trace-module: of a suicide `address` dies in favour of `refundAddress`. */
const traceSchema = z.object({
  type: z.string(),
  action: z.object({
    callType: z.string().nullish(),
    from: addressOrNone,
    to: addressOrNone,
    address: addressOrNone,
    refundAddress: addressOrNone,
    value: hexWhole.nullish(),
    balance: hexWhole.nullish(),
  }),
  result: z.object({ address: addressOrNone }).nullish(),
  error: z.string().nullish(),
  traceAddress: z.array(z.int().nonnegative()),
});

function callOfTrace({
  type,
  action,
  result,
  error,
  traceAddress: path,
}: z.infer<typeof traceSchema>): Call[] {
  const from = action.from ?? action.address;
  if (from === undefined) return [];
  return [
    {
      type: (type === 'call' ? (action.callType ?? type) : type).toLowerCase(),
      from,
      to: action.to ?? action.refundAddress ?? result?.address,
      value: action.value ?? action.balance ?? 0n,
      failed: (error ?? undefined) !== undefined,
      path,
    },
  ];
}
