// Coin that a chain makes for what was deposited on the chain that it settles on. It comes with a transaction of a type of
// its own, before all else that the transaction does and even where the rest of it fails, and stands in no row of any list.
// OP stack: type 0x7e, `mint`. Arbitrum: type 0x64, whose value is made for its sender; a retryable ticket (0x69) besides
// pays fees and an escrow that nothing here reads, so of it only the gap is told.
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { wallet } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { eachConcurrently } from '../concurrent.ts';
import type { EvmChain } from './chains-table.ts';
import type { NativeRow } from './rows.ts';
import { askRpcResult, type ExplorerSource, type Source } from './source.ts';
import { DEPOSIT_ORDER } from './trace-order.ts';
import { type RpcTx, readTx } from './tx-answers.ts';

const OP_DEPOSIT = 0x7e;
const ARBITRUM_DEPOSIT = 0x64;
const ARBITRUM_RETRYABLE = 0x69;

/** How many transactions are asked for at once, and at most, within one history. */
const LOOKUPS = 4;
const MOST = 1_000;

/** What was made for the sender. `untold`: something, or perhaps something, and the source does not say how much. */
export function madeBy(
  { parent }: Pick<EvmChain, 'parent'>,
  source: Source,
  { type, mint, value }: Pick<RpcTx, 'type' | 'mint' | 'value'>,
): bigint | 'untold' {
  if (parent === undefined) return 0n;
  if (typeof type !== 'number') return 'untold';
  if (parent === 'arbitrum') {
    if (type === ARBITRUM_DEPOSIT) return value;
    return type === ARBITRUM_RETRYABLE ? 'untold' : 0n;
  }
  if (type !== OP_DEPOSIT) return 0n;
  // A node leaves the field out where nothing is made; Blockscout answers from its own tables, which have no such column.
  const isNodes = source.kind === 'node' || source.dialect.rpc === 'proxy';
  return mint ?? (isNodes ? 0n : 'untold');
}

export function depositTransfer(
  chain: EvmChain,
  native: AssetId,
  row: Pick<NativeRow, 'txId' | 'height' | 'time' | 'txIndex'>,
  to: Address,
  amount: bigint,
): Transfer {
  const { txId, height, time, txIndex } = row;
  return {
    id: `${txId}/mint` as TransferId,
    chain: chain.id,
    txId,
    at: { height, time, txIndex, order: DEPOSIT_ORDER },
    from: { kind: 'issued', chain: chain.id },
    to: wallet(chain.id, to),
    asset: native,
    amount,
    coin: undefined,
  };
}

interface Deposits {
  readonly transfers: readonly Transfer[];
  /** What could not be told: one clause each. */
  readonly untold: readonly string[];
}

/** What was made for the wallet. A deposit pays no fee, so that only transactions without one are asked for. */
export async function depositsOf(
  source: ExplorerSource,
  chain: EvmChain,
  native: AssetId,
  owner: Address,
  rows: readonly NativeRow[],
  asking: Asking,
): Promise<Deposits> {
  if (chain.parent === undefined) return { transfers: [], untold: [] };
  const free = rows.filter(({ from, fee }) => from === owner && fee === 0n);
  const transfers: Transfer[] = [];
  const untold: string[] = [];
  if (free.length > MOST)
    untold.push(`of its transactions without a fee only ${MOST} of ${free.length} were looked at`);
  const asked = eachConcurrently(free.slice(0, MOST), LOOKUPS, async (row) => {
    const action = 'eth_getTransactionByHash';
    const answer = await askRpcResult(source, action, [row.txId], asking);
    const tx = parsedBy(source, action, () => readTx(answer));
    return { row, made: tx === undefined ? ('untold' as const) : madeBy(chain, source, tx) };
  });
  for await (const { row, made } of asked) {
    if (made === 'untold') untold.push(`transaction ${row.txId}`);
    else if (made > 0n) transfers.push(depositTransfer(chain, native, row, owner, made));
  }
  const byId = (a: Transfer, b: Transfer) => (a.id < b.id ? -1 : 1);
  return { transfers: transfers.sort(byId), untold: untold.sort() };
}

/** For a gap. */
export function untoldText(untold: readonly string[]): string {
  const [first, ...others] = untold;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `what was made for this wallet by deposits from the parent chain is not told (${first}${more}); it is missing`;
}
