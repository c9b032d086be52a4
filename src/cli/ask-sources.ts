// From flags and addresses to the sources of an account's money: `trace <account…> --backward`.
import { ledgersOf } from '../chains/ledgers.ts';
import { distinct, walletSeed } from '../chains/seeds.ts';
import { chainOfSeed } from '../model/seed.ts';
import type { SourcesResult } from '../report/answer.ts';
import { formats } from '../report/formats.ts';
import { sourceFindings } from '../trace/backward/backward.ts';
import { type UpstreamWalk, walkUpstream } from '../trace/backward/walk-upstream.ts';
import { withPrices } from '../trace/prices/of-account.ts';
import { type Ask, optionsOf, pinned } from './ask.ts';
import type { Given } from './flags.ts';
import type { Sources } from './open-sources.ts';
import { formatOf } from './output.ts';
import { pricesOf } from './prices-of.ts';
import type { ProgressLine } from './progress.ts';
import { asOfOf } from './settings.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

/** What asks about the way downstream has no meaning upstream, or is not built for it: refused, never passed over. */
const NOT_UPSTREAM: readonly [keyof Given, string][] = [
  ['tx', '--tx'],
  ['seeds', '--seeds'],
  ['audit', '--audit'],
  ['explainBounds', '--explain-bounds'],
  ['to', '--to'],
  ['accounts', '--accounts'],
  ['decisions', '--decisions'],
  ['sensitivity', '--sensitivity'],
  ['totals', '--totals'],
  ['flows', '--flows'],
];

/** `what`: how the question is called where it is refused. */
export function refuseDownstream(what: string, given: Given): void {
  for (const [key, flag] of NOT_UPSTREAM)
    if (given[key] !== undefined)
      throw badFlag(what, flag, 'wallets and limits: where their money came from, not where it went');
  const format = formatOf(given);
  const { flows, accounts } = formats[format];
  if (flows === 'needed' && accounts !== 'told')
    throw badFlag(
      what,
      `--format ${format}`,
      'text, json, csv, md, pdf or html: the others show the transfers of a trace forward',
    );
}

export async function askSources(
  ask: Ask,
  sources: Sources,
  world: World,
  progress: ProgressLine,
): Promise<SourcesResult> {
  refuseDownstream('--backward', ask.given);
  if (ask.payments.length > 0)
    throw badFlag('--backward', 'a payment', 'wallets: the addresses of one account');
  const walk = await walkOf(ask, sources, world, progress);
  return { name: ask.name, title: ask.title, sources: await withPrices(await sourceFindings(walk), walk) };
}

async function walkOf(
  ask: Ask,
  sources: Sources,
  world: World,
  progress: ProgressLine,
): Promise<UpstreamWalk> {
  const { given } = ask;
  const { maker, labels } = sources;
  const seeds = distinct(await Promise.all(ask.wallets.map((text) => walletSeed(text, given.chain, maker))));
  const ledgers = await ledgersOf(seeds.map(chainOfSeed), maker);
  return walkUpstream({
    account: seeds.map(({ place }) => place),
    ledgers,
    asOf: await pinned(ledgers, asOfOf(given.asOf), world.signal),
    labels,
    options: await optionsOf(ask, maker),
    prices: await pricesOf(given, sources),
    signal: world.signal,
    onProgress: progress.walk,
  });
}
