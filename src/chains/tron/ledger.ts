// Tron as a Ledger, over TronGrid. Only puts the parts together.
import type { AssetId } from '../../model/asset.ts';
import type { BridgeActs } from '../../model/bridge.ts';
import { TRON } from '../../model/chain.ts';
import type { Http } from '../../model/http.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import type { OwnerPlace, TxId, WalletPlace } from '../../model/place.ts';
import { eachConcurrently } from '../concurrent.ts';
import { exchangeIn } from '../exchanges.ts';
import { failedPage } from '../failed-page.ts';
import { type Issuer, issuerOf } from '../issuers.ts';
import type { Known } from '../once.ts';
import { asKnownError, SourceFailure } from '../source-failure.ts';
import { tokenBook } from '../token-book.ts';
import { parseTronAddress } from './address.ts';
import { FINALITY, genuineTokens } from './chain-row.ts';
import { headOf, isCanonical } from './head.ts';
import { readHistory } from './history.ts';
import { issuerActs } from './issuer-events.ts';
import { memoActs } from './memos.ts';
import type { RecordSource } from './records.ts';
import { tronServices } from './services.ts';
import { checkedTxId, readTransaction } from './transaction.ts';
import { factsOf } from './wallet-facts.ts';
import { wrapsAmong } from './wraps.ts';

function walletOf(place: OwnerPlace): WalletPlace {
  if (place.kind === 'wallet' && place.chain === TRON) return place;
  throw new Error(`not a wallet of ${TRON}: ${place.kind} of ${place.chain}`);
}

export function tronLedger(http: Http): Ledger {
  const service = (tronServices[0] as (typeof tronServices)[number]).name;
  const source: RecordSource = { http, service, records: new Map() };
  const book = tokenBook(TRON, genuineTokens());
  const accounts: Known<unknown> = new Map();
  const acts = new Map<TxId, BridgeActs>();

  async function ask<T>(what: string, job: Promise<T>): Promise<T> {
    try {
      return await job;
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      throw asKnownError(what, [error]);
    }
  }

  async function pageOf(owner: OwnerPlace, scope: Scope): Promise<Page> {
    const place = walletOf(owner);
    try {
      const history = await readHistory(source, book, place.address, scope);
      const { transfers, gaps, empties, own, hub } = history;
      // What the whole transaction says goes before what its row alone does.
      for (const [tx, said] of history.memos ?? []) if (!acts.has(tx)) acts.set(tx, said);
      return {
        subject: place,
        transfers,
        pending: [],
        gaps,
        empties,
        ...(own === undefined ? {} : { own }),
        ...(hub ? { hub: true as const } : {}),
      };
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      return failedPage(place, [error], 'Run again later, or bring an export with --ledger.');
    }
  }

  return {
    chain: TRON,
    kind: 'account',
    finality: FINALITY,
    services: [service],
    parseAddress: parseTronAddress,
    display: (place) => walletOf(place).address,
    assetInfo: (asset) => book.info(asset),
    head: (want, signal) => ask('the block of the run', headOf(source, want, signal)),
    isCanonical: (block, signal) => ask('the block of the run', isCanonical(source, block, signal)),
    transfersOf: (places, scope) =>
      eachConcurrently(places, scope.concurrency, (place) => pageOf(place, scope)),
    spendsOf(coins) {
      if (coins.length > 0) throw new Error(`${TRON} has wallets, not coins`);
      return eachConcurrently(coins, 1, () => Promise.reject(new Error('unreachable')));
    },
    async transfersIn(tx, scope) {
      const txId = checkedTxId(tx);
      const { words, transfers } = await ask(
        `transaction ${txId}`,
        readTransaction(source, book, txId, scope),
      );
      acts.set(txId, memoActs(book, words, transfers));
      return transfers;
    },
    impliedBy: (transfers) => wrapsAmong(book.native.id, transfers),
    exchangeIn: (transfers, wallet) =>
      exchangeIn(transfers, wallet, (asset) => book.info(asset)?.genuine === true),
    bridgesIn: (tx) => acts.get(tx),
    issuing: {
      issuerOf: (asset) => ownIssuer(asset)?.name,
      async actsOn(asset, scope, isMet) {
        const issuer = ownIssuer(asset);
        if (issuer === undefined) return [];
        return ask(`what ${issuer.name} did to holders`, issuerActs(source, asset, issuer, scope, isMet));
      },
    },
    describe: (place, at, assets, signal) =>
      ask(
        'facts about the wallet',
        factsOf(source, book.native.id, walletOf(place).address, at, assets, accounts, signal),
      ),
  };
}

/** Of tokens of this chain. */
function ownIssuer(asset: AssetId): Issuer | undefined {
  return asset.startsWith(`${TRON}/`) ? issuerOf(asset) : undefined;
}
