// A ledger that keeps the answers of a run, so that the same question can be asked again with something changed and only
// what is new is asked for. It changes no answer and decides nothing. It lives as long as one run: all its answers are as
// of the same block, which is therefore no part of a key.
import type { AssetId } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { IssuerAct } from '../model/issuer-act.ts';
import type { Issuing, Ledger, Page, Scope, WalletFacts } from '../model/ledger.ts';
import { type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../model/place.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';

export type Ledgers = ReadonlyMap<ChainId, Ledger>;

export interface Remembered {
  /** Answers from memory what is known and asks for the rest. */
  readonly asking: Ledgers;
  /** Answers from memory alone: an unknown history is a page with a `source-failed` gap, and nobody is asked. */
  readonly recalling: Ledgers;
}

export function remembering(ledgers: Ledgers): Remembered {
  const asking = new Map<ChainId, Ledger>();
  const recalling = new Map<ChainId, Ledger>();
  for (const [chain, ledger] of ledgers) {
    const memory = newMemory();
    asking.set(chain, {
      ...ledger,
      transfersOf: (places, scope) => historiesAsked(ledger, memory, places, scope),
      spendsOf: (coins, scope) => spendsAsked(ledger, memory, coins, scope),
      transfersIn: (tx, scope) => transactionAsked(ledger, memory, tx, scope),
      describe: (place, at, assets, signal) => factsAsked(ledger, memory, place, at, assets, signal),
      ...(ledger.issuing && { issuing: issuingAsked(ledger.issuing, memory) }),
    });
    recalling.set(chain, {
      ...ledger,
      async *transfersOf(places, scope) {
        for (const place of places)
          yield* memory.history(place, scope.hubLimit, breadthOf(ledger, scope)) ?? [unasked(chain, place)];
      },
      async *spendsOf(coins) {
        for (const coin of coins) yield* memory.spends.get(coin) ?? [unasked(chain, coin)];
      },
      transfersIn: (tx) => memory.transactions.get(tx) ?? Promise.reject(unaskedError(`transaction ${tx}`)),
      // Of what is unknown nothing is said; the history that is missing with it is.
      describe: (place, _at, assets) =>
        memory.facts.get(factsKey(place, assets)) ?? Promise.resolve({ balances: [] }),
      ...(ledger.issuing && {
        issuing: {
          ...ledger.issuing,
          actsOn: (asset) =>
            memory.acts.get(asset) ?? Promise.reject(unaskedError(`what the issuer of ${asset} did`)),
        },
      }),
    });
  }
  return { asking, recalling };
}

/** `narrow`: of the assets of the question alone, which are the same in a whole run. */
type Breadth = 'whole' | 'narrow';

function breadthOf({ narrows }: Ledger, { wants }: Scope): Breadth {
  return narrows === true && wants !== undefined ? 'narrow' : 'whole';
}

interface Memory {
  history(place: OwnerPlace, hubLimit: number, breadth: Breadth): readonly Page[] | undefined;
  keepHistory(place: PlaceKey, hubLimit: number, breadth: Breadth, pages: readonly Page[]): void;
  readonly spends: Map<CoinId, readonly Page[]>;
  readonly transactions: Map<TxId, Promise<readonly Transfer[]>>;
  /** By wallet and the assets asked for. */
  readonly facts: Map<string, Promise<WalletFacts>>;
  readonly acts: Map<AssetId, Promise<readonly IssuerAct[]>>;
}

function newMemory(): Memory {
  const histories = new Map<string, Map<number, readonly Page[]>>();
  return {
    history(place, hubLimit, breadth) {
      const known = histories.get(`${breadth} ${placeKey(place)}`);
      const exact = known?.get(hubLimit);
      if (exact !== undefined || known === undefined) return exact;
      // What was whole under a lower limit is whole under a higher one.
      for (const [limit, pages] of known)
        if (limit < hubLimit && pages.every(({ hub, gaps }) => hub !== true && gaps.length === 0))
          return pages;
      return undefined;
    },
    keepHistory(place, hubLimit, breadth, pages) {
      const key = `${breadth} ${place}`;
      const known = histories.get(key) ?? new Map<number, readonly Page[]>();
      known.set(hubLimit, pages);
      histories.set(key, known);
    },
    spends: new Map(),
    transactions: new Map(),
    facts: new Map(),
    acts: new Map(),
  };
}

async function* historiesAsked(
  ledger: Ledger,
  memory: Memory,
  places: readonly OwnerPlace[],
  scope: Scope,
): AsyncIterable<Page> {
  const unknown: OwnerPlace[] = [];
  const breadth = breadthOf(ledger, scope);
  for (const place of places) {
    const pages = memory.history(place, scope.hubLimit, breadth);
    if (pages === undefined) unknown.push(place);
    else yield* pages;
  }
  if (unknown.length === 0) return;
  const answers = new Map<PlaceKey, Page[]>(unknown.map((place) => [placeKey(place), []]));
  for await (const page of ledger.transfersOf(unknown, scope)) {
    if (typeof page.subject !== 'string') answers.get(placeKey(page.subject))?.push(page);
    yield page;
  }
  // Only now: pages of an answer that broke off are no history.
  for (const [place, pages] of answers) memory.keepHistory(place, scope.hubLimit, breadth, pages);
}

async function* spendsAsked(
  ledger: Ledger,
  memory: Memory,
  coins: readonly CoinId[],
  scope: Scope,
): AsyncIterable<Page> {
  const unknown = coins.filter((coin) => !memory.spends.has(coin));
  for (const coin of coins) yield* memory.spends.get(coin) ?? [];
  if (unknown.length === 0) return;
  const answers = new Map<CoinId, Page[]>(unknown.map((coin) => [coin, []]));
  for await (const page of ledger.spendsOf(unknown, scope)) {
    if (typeof page.subject === 'string') answers.get(page.subject)?.push(page);
    yield page;
  }
  for (const [coin, pages] of answers) memory.spends.set(coin, pages);
}

/** A refusal is kept like an answer: asked again, it might differ by luck, and a comparison with it. */
function transactionAsked(
  ledger: Ledger,
  memory: Memory,
  tx: TxId,
  scope: Scope,
): Promise<readonly Transfer[]> {
  const answer = memory.transactions.get(tx) ?? ledger.transfersIn(tx, scope);
  memory.transactions.set(tx, answer);
  return answer;
}

/** A refusal is kept like an answer. */
function issuingAsked(issuing: Issuing, memory: Memory): Issuing {
  return {
    ...issuing,
    actsOn(asset, scope, isMet) {
      const answer = memory.acts.get(asset) ?? issuing.actsOn(asset, scope, isMet);
      memory.acts.set(asset, answer);
      return answer;
    },
  };
}

const factsKey = (place: OwnerPlace, assets: readonly AssetId[]): string =>
  `${placeKey(place)} ${assets.join(' ')}`;

/** As of the block of the run, the only one that is asked about. */
function factsAsked(
  ledger: Ledger,
  memory: Memory,
  ...[place, at, assets, signal]: Parameters<Ledger['describe']>
): Promise<WalletFacts> {
  const key = factsKey(place, assets);
  const answer = memory.facts.get(key) ?? ledger.describe(place, at, assets, signal);
  memory.facts.set(key, answer);
  return answer;
}

function unaskedError(what: string): KnownError {
  return new KnownError('source-failed', `${what} was not asked for in the run itself`, {
    hint: 'Nothing is asked only to compare.',
  });
}

function unasked(chain: ChainId, subject: OwnerPlace | CoinId): Page {
  const place = typeof subject === 'string' ? undefined : subject;
  const what = place === undefined ? `The spending of ${subject}` : 'This history';
  const gap: Gap = {
    code: 'source-failed',
    chain,
    place,
    why: `${what} was not asked for in the run itself, and is not asked for only to compare.`,
  };
  return { subject, transfers: [], pending: [], gaps: [gap] };
}
