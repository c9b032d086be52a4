// What the ledgers of a coin chain say alike, whether its warehouse is a file or on a cluster. How rows are found is theirs.
import { BITCOIN, type ChainId, chainInfo } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Block, Ledger, Page } from '../../model/ledger.ts';
import type { JunctionPlace, TxId } from '../../model/place.ts';
import { type CoinId, partsOfCoin, type Transfer } from '../../model/transfer.ts';
import { parseBitcoinAddress } from '../bitcoin/address.ts';
import { displayPlace } from '../bitcoin/context.ts';
import { BTC } from '../bitcoin/transfers-of-tx.ts';
import { coverageGaps } from './coverage-gaps.ts';
import type { Stack } from './heads.ts';
import type { StoredChain } from './open.ts';

interface Spender {
  readonly height: number;
  readonly transfers: readonly Transfer[];
}

/** `title`: of the warehouse. */
export function coinChain(chain: ChainId, title: string, stack: Stack) {
  return {
    chain,
    kind: 'coin',
    finality: 0,
    services: [`warehouse ${title}`],
    parseAddress: parseBitcoinAddress,
    display: displayPlace,
    assetInfo: (asset) => (asset === BTC ? chainInfo(BITCOIN)?.native : undefined),
    head: async (want, signal) => {
      signal.throwIfAborted();
      return stack.head(want);
    },
    isCanonical: async (asked) => (await stack.head({ height: asked.height })).hash === asked.hash,
    describe: async () => ({ balances: [] }),
  } satisfies Partial<Ledger>;
}

/** `madeAt`: the height of the transaction that made the coin; undefined: it is not there. */
export function spendPage(
  coin: CoinId,
  spender: Spender | undefined,
  madeAt: number | undefined,
  stored: StoredChain,
  asOf: Block,
): Page {
  const { chain } = stored;
  const empty: Page = { subject: coin, transfers: [], pending: [], gaps: [] };
  if (spender !== undefined)
    return spender.height <= asOf.height
      ? { ...empty, transfers: spender.transfers }
      : { ...empty, pending: spender.transfers };
  const place: JunctionPlace = { kind: 'junction', chain, txId: partsOfCoin(coin).txId };
  // Unspent, as far as the warehouse has every block since.
  if (madeAt !== undefined) return { ...empty, gaps: coverageGaps(stored, asOf.height, madeAt)(place) };
  const why = `Whether the coin ${coin} was spent cannot be said: its transaction is not in the warehouse.`;
  return { ...empty, gaps: [{ code: 'source-failed', chain, place, why }] };
}

/** Of the transactions of one name, that which stands by the block of the run. Throws KnownError `transaction-unknown`. */
export function settledTransaction(
  found: readonly Spender[],
  tx: TxId,
  title: string,
  asOf: Block,
): readonly Transfer[] {
  const settled = found.find(({ height }) => height <= asOf.height);
  if (settled !== undefined) return settled.transfers;
  throw new KnownError(
    'transaction-unknown',
    `No transaction ${tx} is in ${title} up to block ${asOf.height}.`,
    {
      hint: 'Check the id, and what the warehouse covers: trace warehouse status.',
    },
  );
}
