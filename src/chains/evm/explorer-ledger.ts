// An EVM chain through explorers or a node: the Ledger that cli introduces to trace. Sources are asked in the order given; the
// next one only when one fails for good, and then for the whole question.
import type { AssetId } from '../../model/asset.ts';
import { type BridgeActs, NO_ACTS } from '../../model/bridge.ts';
import type { ChainId } from '../../model/chain.ts';
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Http } from '../../model/http.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId, type WalletPlace, wallet } from '../../model/place.ts';
import { eachConcurrently } from '../concurrent.ts';
import { exchangeIn, type Professed } from '../exchanges.ts';
import { failedPage } from '../failed-page.ts';
import { type Issuer, issuerOf } from '../issuers.ts';
import type { Known } from '../once.ts';
import { asKnownError } from '../source-failure.ts';
import { contractOf, evmTokenBook } from './assets.ts';
import { bridgeActs } from './bridges/acts.ts';
import { bridgeAddresses } from './bridges/contracts.ts';
import type { EvmChain } from './chains-table.ts';
import { professedIn } from './exchange-events.ts';
import { blockAt, headOf } from './head.ts';
import { type History, readHistory } from './history.ts';
import { issuerActs } from './issuer-logs.ts';
import { checkPinned } from './node/blocks.ts';
import { readNodeHistory } from './node/history.ts';
import { displayAddress, parseEvmAddress } from './parse-address.ts';
import { firstToAnswer, type Source, type SourceName, sourcesOf } from './source.ts';
import { checkedTxId, readTransaction } from './transaction.ts';
import { factsOf } from './wallet-facts.ts';
import { wrapsAmong } from './wraps.ts';

function walletOf(chain: ChainId, place: OwnerPlace): WalletPlace {
  if (place.kind === 'wallet' && place.chain === chain) return place;
  throw new Error(`not a wallet of ${chain}: ${place.kind} of ${place.chain}`);
}

function historyPage(place: WalletPlace, history: History): Page {
  const { transfers, gaps, allowances, empties, own, hub } = history;
  return {
    subject: place,
    transfers,
    pending: [],
    gaps,
    allowances,
    empties,
    ...(own === undefined ? {} : { own }),
    ...(hub ? { hub: true as const } : {}),
  };
}

export interface ExplorerOptions {
  /** First asked first. Those without an instance for the chain are left out. */
  readonly sources: readonly SourceName[];
  /** Of the first: `dropped` where another ledger of the chain gives the order inside transactions. */
  readonly callOrder?: Source['callOrder'];
}

export function explorerLedger(http: Http, chain: EvmChain, options: ExplorerOptions): Ledger {
  const sources = sourcesOf(http, chain, options.sources, options.callOrder);
  if (sources.length === 0) {
    throw new KnownError('no-source', `No named source serves ${chainName(chain.id)}.`, {
      hint: chain.blockscout
        ? 'Name blockscout or etherscan as a source, or a node of your own (--source node).'
        : `There is no Blockscout instance: set ETHERSCAN_API_KEY${chain.etherscan.free ? '' : ' to the key of a paid plan, since the free one does not serve this chain'}, or name a node of your own (--source node).`,
      exit: 2,
    });
  }
  const book = evmTokenBook(chain);
  const codes: Known<string> = new Map();
  const acts = new Map<TxId, BridgeActs>();
  const professed = new Map<TxId, Professed>();
  const bridges = new Map(
    [...bridgeAddresses(chain.id)].map(([at, of]) => [placeKey(wallet(chain.id, at)), of]),
  );

  async function ask<T>(what: string, job: (source: Source) => Promise<T>): Promise<T> {
    const asked = await firstToAnswer(sources, job);
    if ('failures' in asked) throw asKnownError(what, asked.failures);
    return asked.answer;
  }

  async function pageOf(owner: OwnerPlace, scope: Scope): Promise<Page> {
    const place = walletOf(chain.id, owner);
    const read = (source: Source) =>
      source.kind === 'node'
        ? readNodeHistory(source, chain, book, place.address, scope)
        : readHistory(source, chain, book, place.address, scope);
    const asked = await firstToAnswer(sources, read);
    return 'failures' in asked
      ? failedPage(place, asked.failures, 'Run again later, or name another --source.')
      : historyPage(place, asked.answer);
  }

  return {
    chain: chain.id,
    kind: 'account',
    finality: chain.finality,
    services: [...new Set(sources.map((source) => source.service))],
    parseAddress: (text) => parseEvmAddress(chain.id, text),
    display: (place) => displayAddress(walletOf(chain.id, place).address),
    assetInfo: (asset) => book.info(asset),
    head: (want, signal) => ask('the block of the run', (source) => headOf(source, chain, want, signal)),
    async isCanonical(block, signal) {
      const asking = { keep: { kind: 'never' }, signal } as const;
      const now = await ask('the block of the run', (source) => blockAt(source, chain, block.height, asking));
      return now?.hash === block.hash;
    },
    transfersOf: (places, scope) =>
      eachConcurrently(places, scope.concurrency, (place) => pageOf(place, scope)),
    spendsOf(coins) {
      if (coins.length > 0) throw new Error(`${chain.id} has wallets, not coins`);
      return eachConcurrently(coins, 1, () => Promise.reject(new Error('unreachable')));
    },
    async transfersIn(tx, scope) {
      const txId = checkedTxId(chain, tx);
      return ask(`transaction ${txId}`, async (source) => {
        const { transfers, logs } = await readTransaction(source, chain, book, txId, scope);
        if (source.kind === 'node') await checkPinned(source, chain, scope.asOf, scope.signal);
        acts.set(txId, bridgeActs({ chain, native: book.native.id, txId, logs }));
        professed.set(txId, professedIn(chain.id, logs));
        return transfers;
      });
    },
    impliedBy: (transfers) => wrapsAmong(chain, book.native.id, transfers),
    exchangeIn(transfers, wallet) {
      const said = professed.get(transfers[0]?.txId as TxId);
      return exchangeIn(transfers, wallet, (asset) => book.info(asset)?.genuine === true, said);
    },
    bridgesIn: (tx) => acts.get(tx) ?? NO_ACTS,
    bridgeAt: (place) => bridges.get(place),
    issuing: {
      issuerOf: (asset) => ownIssuer(chain, asset)?.name,
      async actsOn(asset, scope, isMet) {
        const issuer = ownIssuer(chain, asset);
        if (issuer === undefined) return [];
        return ask(`what ${issuer.name} did to holders`, (source) =>
          issuerActs(source, chain, asset, issuer, scope, isMet),
        );
      },
    },
    describe: (place, at, assets, signal) => {
      const { address } = walletOf(chain.id, place);
      return ask('facts about the wallet', (source) =>
        factsOf(source, chain, book, address, at, assets, codes, signal),
      );
    },
  };
}

/** Of tokens of this chain. */
function ownIssuer(chain: EvmChain, asset: AssetId): Issuer | undefined {
  return contractOf(chain, asset) === undefined ? undefined : issuerOf(asset);
}
