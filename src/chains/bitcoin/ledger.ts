// Bitcoin as a Ledger, over Esplora services. Only puts the parts together.
import { BITCOIN, chainInfo } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Http } from '../../model/http.ts';
import type { Balance, Block, Ledger, Scope, WalletFacts } from '../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { eachConcurrently } from '../concurrent.ts';
import { parseBitcoinAddress } from './address.ts';
import { type Context, displayPlace, pathOf, pinnedTo } from './context.ts';
import { type Asking, askJson, firstToAnswer, SourceFailure } from './esplora-ask.ts';
import { esploraStats } from './esplora-shapes.ts';
import { FINALITY, headOf, standsStill, tipHeight } from './head.ts';
import { historyOf } from './history.ts';
import { knownTransactions } from './known-transactions.ts';
import { memosIn } from './memos.ts';
import { esploraServices } from './services.ts';
import { interleaved, spendAsking, spendOf } from './spends.ts';
import { BTC } from './transfers-of-tx.ts';

async function transfersIn(context: Context, tx: TxId, scope: Scope): Promise<readonly Transfer[]> {
  const txId = tx.toLowerCase() as TxId;
  const unknown = (message: string, facts: readonly string[]) =>
    new KnownError('transaction-unknown', message, {
      facts,
      hint: 'Check the transaction id and the chain.',
    });
  if (!/^[0-9a-f]{64}$/.test(txId)) throw unknown('A Bitcoin transaction id has 64 hexadecimal digits.', []);
  try {
    const keep = pinnedTo(scope.asOf);
    return (await context.known.get(txId, context.services, keep, scope.signal)).transfers;
  } catch (error) {
    if (!(error instanceof SourceFailure) || !error.unknown) throw error;
    throw unknown(`No source knows the transaction ${txId}.`, error.facts);
  }
}

/** Esplora's sums are those of the tip: a balance as of another block cannot be had from them. */
async function walletFacts(asking: Asking, place: OwnerPlace, at: Block, tip: number | undefined) {
  const { chain_stats: stats } = await askJson(asking, pathOf(place), esploraStats, pinnedTo(at));
  const now = tip !== undefined && tip > at.height ? tip : await tipHeight(asking, { kind: 'never' });
  const amount = BigInt(stats.funded_txo_sum) - BigInt(stats.spent_txo_sum);
  const balances: Balance[] = now === at.height ? [{ asset: BTC, amount }] : [];
  return { balances, transactions: stats.tx_count };
}

/** `services`: names, asked in this order; the next only when one fails for good. */
export function esploraLedger(http: Http, options: { services?: readonly string[] } = {}): Ledger {
  const services = options.services ?? esploraServices.map((row) => row.name);
  const context: Context = { http, services, known: knownTransactions(http) };
  const memos = memosIn(context.known);
  let tip: number | undefined;

  return {
    chain: BITCOIN,
    kind: 'coin',
    finality: FINALITY,
    services,
    parseAddress: parseBitcoinAddress,
    display: displayPlace,
    assetInfo: (asset) => (asset === BTC ? chainInfo(BITCOIN)?.native : undefined),
    async head(want, signal) {
      const head = await firstToAnswer(services, (service) => headOf({ http, service, signal }, want));
      tip = head.tip;
      return head.block;
    },
    isCanonical: (block, signal) =>
      firstToAnswer(services, (service) => standsStill({ http, service, signal }, block)),
    transfersOf: (places, scope) =>
      eachConcurrently(places, scope.concurrency, (place) => historyOf(context, place, scope)),
    spendsOf(coins, scope) {
      const round = spendAsking(context, coins, scope);
      return eachConcurrently(interleaved(coins), scope.concurrency, (coin) => spendOf(coin, round));
    },
    transfersIn: (tx, scope) => transfersIn(context, tx, scope),
    bridgesIn: memos.of,
    async describe(place, at, assets, signal): Promise<WalletFacts> {
      const facts = await firstToAnswer(services, (service) =>
        walletFacts({ http, service, signal }, place, at, tip),
      );
      return { ...facts, balances: facts.balances.filter((row) => assets.includes(row.asset)) };
    },
  };
}
