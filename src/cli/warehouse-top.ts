// `trace warehouse top`: who received and who paid most, out of one pass over a warehouse.
import { warehouseLedgers } from '../chains/ledgers.ts';
import { distinct, refuseSecrets, walletSeed } from '../chains/seeds.ts';
import type { Rankings, TopQuestion } from '../chains/warehouse/rankings.ts';
import { chainName, chainOfList } from '../model/chain.ts';
import type { Ledger } from '../model/ledger.ts';
import type { OwnerPlace } from '../model/place.ts';
import { forJson } from '../report/escape.ts';
import type { TopAnswer, TopOfChain } from '../report/top/answer.ts';
import { wanted } from '../trace/options.ts';
import { commandLine } from './command-line.ts';
import { gathered, openBook } from './label-book.ts';
import { checkOutput, emit, textStyle } from './output.ts';
import type { ExitCode } from './render-error.ts';
import { spelledOut } from './spelled-out.ts';
import { badFlag, seconds, wholeNumber } from './usage.ts';
import { MOST_SHOWN, type TopGiven } from './warehouse-flags.ts';
import { namedWarehouse } from './warehouse-name.ts';
import type { World } from './world.ts';

export async function warehouseTop(
  name: string,
  words: readonly string[],
  given: TopGiven,
  world: World,
): Promise<ExitCode> {
  refuseSecrets(words);
  const named = namedWarehouse('warehouse', name, world);
  await checkOutput(given);
  const texts = await spelledOut(words, given, world);
  refuseSecrets(texts);
  const labelFiles = await gathered(given.labels ?? [], given.quiet, world);
  const installed = await openBook(given.book, world);
  const { maker, rankings, close } = await warehouseLedgers(named);
  try {
    const book = labelFiles.book(installed);
    const seeds = distinct(await Promise.all(texts.map((text) => walletSeed(text, given.chain, maker))));
    const of = seeds.map(({ place }) => place);
    const { since, until } = windowOf(given);
    const chains: TopOfChain[] = [];
    const ledgers = new Map<string, Ledger>();
    for (const asked of chosenChains(await rankings(), given, of)) {
      const { chain } = asked.stored;
      ledgers.set(chain, await maker.ledger(chain));
      chains.push(await topOf(asked, of, given, { since, until }));
    }
    if (given.asset !== undefined && chains.every(({ assets }) => assets.length === 0))
      throw badFlag('--asset', given.asset.join(','), 'an asset of which the warehouse has transfers');
    const answer: TopAnswer = {
      command: commandLine(['trace', 'warehouse', 'top', name, ...words], given),
      ...{ of, since, until, chains },
      nameOf: (place) => (ledgers.get(place.chain) as Ledger).display(place),
      labelsOf: (place) => (place.kind === 'wallet' ? book.of(place.chain, place.address, until) : []),
    };
    await emit(await rendered(answer, given, world), given, world);
    return 0;
  } finally {
    await close();
    installed?.close();
  }
}

function windowOf(given: TopGiven): Pick<TopQuestion, 'since' | 'until'> {
  const since = given.since === undefined ? undefined : seconds('--since', given.since, 'its-start');
  const until = given.until === undefined ? undefined : seconds('--until', given.until, 'its-end');
  if (since !== undefined && until !== undefined && since > until)
    throw badFlag('--until', given.until ?? '', 'a time after --since');
  return { since, until };
}

/** Counterparties are asked of the chains of the wallets, on which wallets pay wallets. */
function chosenChains(
  rankings: readonly Rankings[],
  { chain }: TopGiven,
  of: readonly OwnerPlace[],
): readonly Rankings[] {
  const named = chain === undefined ? undefined : chainOfList(chain);
  if (chain !== undefined && !rankings.some(({ stored }) => stored.chain === named))
    throw badFlag(
      '--chain',
      chain,
      `a chain of the warehouse: ${rankings.map(({ stored }) => chainName(stored.chain)).join(', ')}`,
    );
  const own = rankings.filter(({ stored }) => named === undefined || stored.chain === named);
  if (of.length === 0) return own;
  const chosen = own.filter(({ stored }) => of.some((place) => place.chain === stored.chain));
  const coin = chosen.find(({ stored }) => stored.form === 'coin');
  if (coin !== undefined)
    throw badFlag(
      'wallets',
      chainName(coin.stored.chain),
      'wallets of a chain on which wallets pay wallets: a transaction that melts its inputs tells nobody’s counterparty',
    );
  return chosen;
}

async function topOf(
  rankings: Rankings,
  of: readonly OwnerPlace[],
  given: TopGiven,
  window: Pick<TopQuestion, 'since' | 'until'>,
): Promise<TopOfChain> {
  const most = given.top === undefined ? MOST_SHOWN : wholeNumber('--top', given.top, 1);
  const asked =
    given.asset === undefined ? undefined : new Set(given.asset.map((word) => word.toLowerCase()));
  const all = await rankings.assets();
  const assets = all.filter(({ id, symbol, genuine }) =>
    asked === undefined ? genuine : wanted(asked, id, genuine ? symbol : undefined),
  );
  const question = { assets: assets.map(({ id }) => id), most, ...window };
  const { chain, covered, refused, unfinished } = rankings.stored;
  const own = of.filter((place) => place.chain === chain);
  return {
    ...{ chain, assets, covered, refused, unfinished },
    rankings:
      of.length === 0 ? await rankings.wallets(question) : await rankings.counterparties(own, question),
    leftOut: asked === undefined ? all.length - assets.length : 0,
  };
}

async function rendered(answer: TopAnswer, given: TopGiven, world: World): Promise<string> {
  if (given.json === true) {
    const { topJson } = await import('../report/top/json.ts');
    return `${forJson(JSON.stringify(topJson(answer), undefined, 2))}\n`;
  }
  const { topText } = await import('../report/top/text.ts');
  return topText(answer, await textStyle(given, world));
}
