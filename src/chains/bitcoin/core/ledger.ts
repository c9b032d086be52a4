// Bitcoin as a Ledger, over a Bitcoin Core node. Without an index of addresses beside it, blocks are read for
// histories and spends: from the oldest coin asked about on, or for an address all. Only puts the parts together.
import { BITCOIN, chainInfo } from '../../../model/chain.ts';
import { KnownError } from '../../../model/errors.ts';
import type { Gap } from '../../../model/gap.ts';
import type { Http } from '../../../model/http.ts';
import type { Block, Ledger, Page, Scope } from '../../../model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId } from '../../../model/place.ts';
import { type CoinId, type CoinParts, partsOfCoin, type Transfer } from '../../../model/transfer.ts';
import { eachConcurrently } from '../../concurrent.ts';
import { type Known, once } from '../../once.ts';
import { parseBitcoinAddress } from '../address.ts';
import { displayPlace, gapOf } from '../context.ts';
import { type Asking, failure, SourceFailure } from '../esplora-ask.ts';
import { FINALITY } from '../head.ts';
import type { KnownTx } from '../known-transactions.ts';
import { memosIn } from '../memos.ts';
import { BTC, transfersOfTx } from '../transfers-of-tx.ts';
import type { AddressIndex } from './address-index.ts';
import { historyByIndex, type Node, spenderByIndex } from './by-index.ts';
import { type Found, transactionsOf } from './histories.ts';
import { headOf, locate, standsStill } from './locating.ts';
import { MOST_BLOCKS } from './reading.ts';
import { nodeOfBitcoin } from './services.ts';
import { type Spends, spendsUpTo } from './spends.ts';
import { wholeTx } from './whole.ts';

const BESIDE = 'set an index beside the node (--source core,electrum)';

/** `index`: of addresses, beside the node. */
export function coreLedger(http: Http, index?: AddressIndex): Ledger {
  const service = nodeOfBitcoin.name;
  const askingFor = (signal: AbortSignal): Asking => ({ http, service, signal });
  /** By the block of the run. */
  const spends = new Map<string, Spends>();
  const located: Known<Found | undefined> = new Map();
  const seen = new Map<TxId, KnownTx>();
  const memos = memosIn({ seen: (txId) => seen.get(txId) });

  function spendsOfRun(asOf: Block): Spends {
    const known = spends.get(asOf.hash) ?? spendsUpTo(asOf);
    spends.set(asOf.hash, known);
    return known;
  }

  async function read(asking: Asking, { tx, ...at }: Found, asOf: Block): Promise<KnownTx> {
    const whole = await wholeTx(asking, tx, at, asOf);
    try {
      const known = { tx: whole, transfers: transfersOfTx(whole) };
      seen.set(tx.txId, known);
      return known;
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      throw failure(asking, 'getrawtransaction', error.message, { hint: error.hint ?? '' });
    }
  }

  async function transfersOf(asking: Asking, one: Found, asOf: Block): Promise<readonly Transfer[]> {
    return (await read(asking, one, asOf)).transfers;
  }

  function nodeFor(asking: Asking, asOf: Block): Node {
    return {
      asking,
      asOf,
      found: (txId) => found(asking, txId, asOf),
      read: (one) => read(asking, one, asOf),
    };
  }

  async function found(asking: Asking, txId: TxId, asOf: Block): Promise<Found | undefined> {
    return once(located, `${asOf.hash} ${txId}`, () => locate(asking, txId, asOf));
  }

  async function indexedHistory(from: AddressIndex, place: OwnerPlace, scope: Scope): Promise<Page> {
    const page = { subject: place, transfers: [], pending: [], gaps: [] };
    try {
      const node = nodeFor(askingFor(scope.signal), scope.asOf);
      const history = await historyByIndex(from, place, node, scope.hubLimit);
      if (history === 'many') return { ...page, hub: true };
      return { ...page, transfers: history.flatMap(({ transfers }) => transfers) };
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      return {
        ...page,
        gaps: [gapOf(error, place, `The history of ${displayPlace(place)} could not be had`)],
      };
    }
  }

  async function* histories(places: readonly OwnerPlace[], scope: Scope): AsyncGenerator<Page> {
    const asking = askingFor(scope.signal);
    const { asOf } = scope;
    const failed = (place: OwnerPlace, gap: Gap): Page => ({
      subject: place,
      transfers: [],
      pending: [],
      gaps: [gap],
    });
    try {
      if (asOf.height >= MOST_BLOCKS)
        throw failure(
          asking,
          'getblock',
          `the node has no index of addresses, and ${asOf.height + 1} blocks are too many to be read for one`,
          {
            hint: `Trace payments of it with --tx, ${BESIDE}, or name an Esplora service of your own.`,
          },
        );
      const all = await transactionsOf(asking, places, asOf);
      for (const place of places) {
        const own = all.get(placeKey(place)) ?? [];
        if (own.length > scope.hubLimit) {
          yield { subject: place, transfers: [], pending: [], gaps: [], hub: true };
          continue;
        }
        const transfers: Transfer[] = [];
        for (const one of own) transfers.push(...(await transfersOf(asking, one, asOf)));
        yield { subject: place, transfers, pending: [], gaps: [] };
      }
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      for (const place of places)
        yield failed(place, gapOf(error, place, `The history of ${displayPlace(place)} could not be had`));
    }
  }

  async function spenderInBlocks(
    asking: Asking,
    coin: CoinParts,
    made: Found,
    asOf: Block,
  ): Promise<Found | undefined> {
    if (asOf.height - made.height >= MOST_BLOCKS)
      throw failure(
        asking,
        'getblock',
        `the node has no index of spends, and the ${asOf.height - made.height} blocks since the coin are too many to be read`,
        {
          hint: `Choose an earlier --as-of, ${BESIDE}, or name an Esplora service of your own.`,
        },
      );
    const run = spendsOfRun(asOf);
    await run.readTo(asking, made.height);
    if (made.height <= asOf.height && !run.holds(made))
      throw failure(asking, 'getrawtransaction', `the block of ${coin.txId} is not of the chain of the run`, {
        gap: 'source-disagreement',
        hint: 'Run again.',
      });
    return run.spenderOf(asking, coin);
  }

  async function spendOf(id: CoinId, scope: Scope): Promise<Page> {
    const asking = askingFor(scope.signal);
    const { asOf } = scope;
    const coin = partsOfCoin(id);
    try {
      const made = await found(asking, coin.txId, asOf);
      if (made?.tx.outputs[coin.vout] === undefined)
        throw failure(asking, 'getrawtransaction', `knows no coin ${id}`, { gap: 'source-disagreement' });
      const spender =
        index === undefined
          ? await spenderInBlocks(asking, coin, made, asOf)
          : await spenderByIndex(index, coin, made, nodeFor(asking, asOf));
      const transfers = spender === undefined ? [] : await transfersOf(asking, spender, asOf);
      return { subject: id, transfers, pending: [], gaps: [] };
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      const junction = { kind: 'junction', chain: BITCOIN, txId: coin.txId } as const;
      const gap = gapOf(error, junction, `Whether the coin ${id} was spent cannot be said`);
      return { subject: id, transfers: [], pending: [], gaps: [gap] };
    }
  }

  return {
    chain: BITCOIN,
    kind: 'coin',
    finality: FINALITY,
    services: index === undefined ? [service] : [service, index.service],
    parseAddress: parseBitcoinAddress,
    display: displayPlace,
    assetInfo: (asset) => (asset === BTC ? chainInfo(BITCOIN)?.native : undefined),
    head: (want, signal) => headOf(askingFor(signal), want),
    isCanonical: (block, signal) => standsStill(askingFor(signal), block),
    transfersOf: (places, scope) =>
      index === undefined
        ? histories(places, scope)
        : eachConcurrently(places, scope.concurrency, (place) => indexedHistory(index, place, scope)),
    spendsOf: (coins, scope) => eachConcurrently(coins, scope.concurrency, (coin) => spendOf(coin, scope)),
    async transfersIn(tx, scope) {
      const txId = tx.toLowerCase() as TxId;
      const asking = askingFor(scope.signal);
      const one = /^[0-9a-f]{64}$/.test(txId) ? await found(asking, txId, scope.asOf) : undefined;
      if (one !== undefined) return transfersOf(asking, one, scope.asOf);
      throw new KnownError('transaction-unknown', `The node has no transaction ${txId} in its chain.`, {
        hint: 'Check the transaction id and the chain; a transaction that is in no block yet is not read.',
      });
    },
    bridgesIn: memos.of,
    describe: async () => ({ balances: [] }),
  };
}
