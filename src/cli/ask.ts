// From flags and seeds to findings: pins the blocks, asks the tracer. Shared by `trace` and `trace run`.
import { headsOf, type LedgerMaker, ledgersOf } from '../chains/ledgers.ts';
import { distinct, paymentSeed, placeNamed, walletSeed } from '../chains/seeds.ts';
import { knownBy } from '../labels/book.ts';
import { type ChainId, chainName, chainNamed, chainOfList } from '../model/chain.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { PlaceKey } from '../model/place.ts';
import { placeKey } from '../model/place.ts';
import { chainOfSeed, type Seed } from '../model/seed.ts';
import type { Answer } from '../report/answer.ts';
import type { RunResult } from '../report/json.ts';
import type { ClaimFile } from '../trace/claims/claim.ts';
import type { DecisionFile } from '../trace/decisions/decision.ts';
import type { AccountFile } from '../trace/exposure/accounts.ts';
import type { Findings } from '../trace/findings.ts';
import type { TraceOptions } from '../trace/options.ts';
import { traceQuestion } from '../trace/trace.ts';
import { auditRules } from './audit-file.ts';
import { withNames, withoutNames } from './ens-words.ts';
import type { Given } from './flags.ts';
import type { Sources } from './open-sources.ts';
import { asksSensitivity, flowsOf } from './output.ts';
import { pricesOf } from './prices-of.ts';
import type { ProgressLine } from './progress.ts';
import { type AsOf, asOfOf, plainOptions } from './settings.ts';
import { targetOf } from './target-of.ts';
import { badFlag, seconds } from './usage.ts';
import type { World } from './world.ts';

/** One named question. */
export interface Ask {
  readonly name: string;
  /** The question in the words of the case. */
  readonly title?: string | undefined;
  readonly wallets: readonly string[];
  readonly payments: readonly string[];
  /** Addresses of one account: the question what it received, and from whom. */
  readonly account?: readonly string[];
  readonly evidenceEnds: readonly {
    readonly place: string;
    readonly after: string;
    readonly source: string;
  }[];
  readonly given: Given;
}

/** Wallets and payments are separate questions, swept apart (engine.md §3): one or two results. */
export async function answer(
  asked: Ask,
  sources: Sources,
  world: World,
  progress: ProgressLine,
): Promise<Answer[]> {
  const { maker } = sources;
  const { signal } = world;
  const { ask, ens } = await withoutNames(asked, maker, signal);
  const answers = await plainly(ask, asOfOf(asked.given.asOf), sources, world, progress);
  if (ens.length === 0 && ask.given.ens !== true) return answers;
  const claims = ask.given.ens === true ? { maker, signal } : undefined;
  return Promise.all(answers.map((each) => withNames(each, ens, claims)));
}

/** `ofPayments`: as of which block they are followed; a name among the wallets pins those alone. */
async function plainly(
  ask: Ask,
  ofPayments: AsOf,
  sources: Sources,
  world: World,
  progress: ProgressLine,
): Promise<Answer[]> {
  const { maker } = sources;
  const { given } = ask;
  const labels =
    given.labelsAsOf === undefined
      ? sources.labels
      : knownBy(sources.labels, seconds('--labels-as-of', given.labelsAsOf, 'its-end'));
  const own: Sources = { ...sources, labels };
  if (given.bridgeTo !== undefined && (given.backward === true || (ask.account?.length ?? 0) > 0))
    throw badFlag(
      '--bridge-to',
      given.bridgeTo.join(','),
      'a question downstream: upstream no bridge is looked at',
    );
  if (ask.account !== undefined && ask.account.length > 0) {
    const { askAccount } = await import('./ask-account.ts');
    return [await askAccount(ask, own, world, progress)];
  }
  for (const key of ['flagged', 'victims'] as const)
    if (given[key] !== undefined)
      throw badFlag(`--${key}`, String(given[key]), 'an account to ask about: trace account <address…>');
  if (given.backward === true) {
    if (given.walletsAs !== undefined)
      throw badFlag(
        '--wallets-as',
        given.walletsAs,
        'a question downstream: upstream the wallets are one account',
      );
    const { askSources } = await import('./ask-sources.ts');
    return [await askSources(ask, own, world, progress)];
  }
  const wallets = distinct(
    await Promise.all(ask.wallets.map((text) => walletSeed(text, given.chain, maker))),
  );
  const payments = distinct(
    await Promise.all(ask.payments.map((text) => paymentSeed(text, given.chain, maker))),
  );
  if (given.walletsAs === 'one' && wallets.length === 0)
    throw badFlag('--wallets-as', 'one', 'wallets: payments are claims of somebody, each by itself');
  const options = await optionsOf(ask, maker);
  const audit = auditRules(given, options.conventions);
  const decisions = await decisionsOf(given, sources, options.follow);
  const claims = await claimsOf(given, sources);
  const target = await targetOf(given, maker, wallets);
  const accounts = await accountsOf(given, sources);
  const prices = await pricesOf(given, { http: sources.http, read: sources.read });
  const beyond = (given.bridgeTo ?? []).map(chainBeyond);
  async function ofSeeds(seeds: readonly Seed[], asOf: AsOf, claims?: ClaimFile): Promise<Findings> {
    const chains = claims?.claims.map(({ chain }) => chain) ?? [];
    const ledgers = await ledgersOf([...seeds.map(chainOfSeed), ...chains, ...beyond], maker);
    const blocks = await pinned(ledgers, asOf, world.signal);
    return traceQuestion({
      seeds,
      claims,
      ledgers,
      asOf: blocks,
      labels,
      options,
      decisions,
      accounts,
      target,
      prices,
      totals: given.totals === true ? 'asked' : 'left',
      flagged:
        given.flaggedFrom === undefined || given.flaggedFrom === 'labels'
          ? given.flaggedFrom
          : seconds('--flagged-from', given.flaggedFrom, 'its-start'),
      flows: flowsOf(given),
      sensitivity: asksSensitivity(given) ? 'asked' : 'left',
      ...(audit === undefined ? {} : { audit }),
      explain: given.explainBounds === true ? 'asked' : 'left',
      ...(sources.rows === undefined ? {} : { rows: sources.rows }),
      signal: world.signal,
      onProgress: progress.walk,
    });
  }
  const hasPayments = payments.length > 0 || claims !== undefined;
  const both = wallets.length > 0 && hasPayments;
  const results: RunResult[] = [];
  if (wallets.length > 0)
    results.push({
      name: both ? `${ask.name}-wallets` : ask.name,
      title: ask.title,
      findings: await ofSeeds(wallets, asOfOf(given.asOf)),
    });
  if (hasPayments)
    results.push({
      name: both ? `${ask.name}-payments` : ask.name,
      title: ask.title,
      findings: await ofSeeds(payments, ofPayments, claims),
    });
  return results;
}

function chainBeyond(name: string): ChainId {
  const chain = chainNamed(name);
  if (chain === undefined) throw badFlag('--bridge-to', name, 'chains by name, such as base, or CAIP-2 id');
  return chain;
}

export async function optionsOf({ given, evidenceEnds }: Ask, maker: LedgerMaker): Promise<TraceOptions> {
  const keyOf = async (text: string) => placeKey(await placeNamed(text, given.chain, maker));
  return {
    ...plainOptions(given),
    follow: new Set<PlaceKey>(await Promise.all((given.follow ?? []).map(keyOf))),
    evidenceEnds: await Promise.all(
      evidenceEnds.map(async ({ place, after, source }) => ({ place: await keyOf(place), after, source })),
    ),
  };
}

/** Loaded only where there is such a file. */
async function decisionsOf(
  { decisions, chain }: Given,
  { maker, read }: Sources,
  follow: ReadonlySet<PlaceKey>,
): Promise<DecisionFile | undefined> {
  if (decisions === undefined) return undefined;
  const { readDecisions } = await import('./decisions-file.ts');
  return readDecisions(await read(decisions, '--decisions'), decisions, { chain, maker, follow });
}

/** Likewise. */
async function claimsOf(
  { seeds, badClaims, chain }: Given,
  { maker, read }: Sources,
): Promise<ClaimFile | undefined> {
  if (seeds === undefined) return undefined;
  const { faultPolicy, readClaims } = await import('./claims-file.ts');
  const reading = { chain, maker, onFault: faultPolicy(badClaims) };
  return readClaims(await read(seeds, '--seeds'), seeds, reading);
}

/** Likewise. */
async function accountsOf(
  { accounts, chain }: Given,
  { maker, read }: Sources,
): Promise<AccountFile | undefined> {
  if (accounts === undefined) return undefined;
  const { readAccounts } = await import('./accounts-file.ts');
  return readAccounts(await read(accounts, '--accounts'), accounts, chain, maker);
}

export async function pinned(
  ledgers: ReadonlyMap<ChainId, Ledger>,
  asOf: AsOf,
  signal: AbortSignal,
): Promise<ReadonlyMap<ChainId, Block>> {
  const wanted = new Map(
    [...asOf.byChain].map(([name, point]) => [chainNamed(name) ?? chainOfList(name), point]),
  );
  for (const chain of wanted.keys())
    if (chain === undefined || !ledgers.has(chain))
      throw badFlag(
        '--as-of',
        [...asOf.byChain.keys()].join(','),
        `chains of this run: ${[...ledgers.keys()].map(chainName).join(', ')}`,
      );
  if (asOf.any?.height !== undefined && ledgers.size > 1)
    throw badFlag(
      '--as-of',
      String(asOf.any.height),
      'a time, or chain=height for each chain, where a run has several chains',
    );
  return headsOf(ledgers, (chain) => wanted.get(chain) ?? asOf.any ?? {}, signal);
}
