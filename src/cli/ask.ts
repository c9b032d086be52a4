// From flags and seeds to findings: opens the sources, pins the blocks, asks the tracer. Shared by `trace` and `trace run`.
import {
  fileLedgers,
  headsOf,
  joinedLedgers,
  type LedgerMaker,
  ledgersOf,
  liveLedgers,
  type SourceName,
  sourceNames,
  warehouseLedgers,
  withUsual,
} from '../chains/ledgers.ts';
import { distinct, paymentSeed, placeNamed, walletSeed } from '../chains/seeds.ts';
import { knownBy, type LabelBook } from '../labels/book.ts';
import { type ChainId, chainName, chainNamed, chainOfList } from '../model/chain.ts';
import type { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { PlaceKey } from '../model/place.ts';
import { placeKey } from '../model/place.ts';
import { chainOfSeed, type Seed } from '../model/seed.ts';
import type { Service } from '../net/service.ts';
import { tapesSay } from '../net/tape-says.ts';
import type { Source, Transport } from '../net/transport.ts';
import type { Answer } from '../report/answer.ts';
import type { ReportHead, RunResult } from '../report/json.ts';
import type { ClaimFile } from '../trace/claims/claim.ts';
import type { DecisionFile } from '../trace/decisions/decision.ts';
import type { AccountFile } from '../trace/exposure/accounts.ts';
import type { Findings } from '../trace/findings.ts';
import type { TraceOptions } from '../trace/options.ts';
import { traceQuestion } from '../trace/trace.ts';
import { auditRules } from './audit-file.ts';
import { withNames, withoutNames } from './ens-words.ts';
import { type Evidence, noting, type ReadInput } from './evidence-notes.ts';
import type { Given } from './flags.ts';
import { readBytes } from './input-file.ts';
import { gathered, openBook } from './label-book.ts';
import { asksSensitivity, flowsOf } from './output.ts';
import { pricesOf } from './prices-of.ts';
import type { ProgressLine } from './progress.ts';
import { type AsOf, asOfOf, plainOptions, storeFolder } from './settings.ts';
import { targetOf } from './target-of.ts';
import { badFlag, seconds } from './usage.ts';
import { warehouseFile } from './warehouse-name.ts';
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

export interface Sources {
  readonly maker: LedgerMaker;
  /** Absent where a transfer list is asked instead of any service. */
  readonly http?: Http | undefined;
  readonly labels: LabelBook;
  readonly labelSources: ReportHead['labelSources'];
  readonly synthetic: string | undefined;
  readonly tapes: readonly string[];
  readonly finish: Transport['finish'];
  /** How a file that an option names is read; of a bundle, from the bundle. */
  readonly read: ReadInput;
  /** `asked`: the rows of a run are needed too. */
  readonly rows: 'asked' | undefined;
  /** What a bundle is made of, where one was asked for. */
  readonly evidence: Evidence | undefined;
}

function sourceOf(given: Given, world: World): Source {
  if (given.replay !== undefined && given.offline === true)
    throw badFlag('--offline', '--replay', 'not both: a tape is offline already');
  const store = storeFolder(given, world);
  if (given.replay !== undefined) return { kind: 'replay', tape: given.replay };
  if (given.offline !== true) return store === undefined ? { kind: 'live' } : { kind: 'live', store };
  if (store === undefined) throw badFlag('--offline', '--no-store', 'a store to answer from');
  return { kind: 'offline', store };
}

function chosenSources(given: Given, hasEtherscanKey: boolean): readonly SourceName[] {
  const named = (given.source ?? []).map((name) => {
    const source = sourceNames.find((known) => known === name);
    if (source !== undefined) return source;
    throw badFlag('--source', name, sourceNames.join(', '));
  });
  if (named.includes('core') && named.includes('esplora'))
    throw badFlag('--source', 'core,esplora', 'one of them: what one cannot tell the other is not asked');
  return withUsual(named, hasEtherscanKey ? ['blockscout', 'etherscan'] : ['blockscout']);
}

export async function openSources(given: Given, world: World, progress: ProgressLine): Promise<Sources> {
  const labelFiles = await gathered(given.labels ?? [], given.quiet, world);
  const installed = await openBook(given.book, world);
  const book = labelFiles.book(installed);
  const close = async (): Promise<void> => installed?.close();
  const labelSources = book.packs();
  const notes = given.bundle === undefined ? undefined : noting(book, readBytes);
  const labels = notes?.labels ?? book;
  const read = notes?.read ?? readBytes;
  const rows = notes === undefined ? undefined : 'asked';
  const joined = joinedFile(given);
  if (given.ledger !== undefined && joined === undefined) {
    for (const flag of ['record', 'replay', 'offline', 'service', 'source', 'crossCheck'] as const)
      if (given[flag] !== undefined)
        throw badFlag(
          flag === 'crossCheck' ? '--cross-check' : `--${flag}`,
          '--ledger',
          'not both: a transfer list is asked instead of any service',
        );
    const { maker, close: closeLedger } = await openLedger(given.ledger, read, given);
    const evidence = notes?.evidence([], { answers: () => '', access: () => '' });
    return {
      maker,
      labels,
      labelSources,
      synthetic: undefined,
      tapes: [],
      finish: async () => {
        closeLedger();
        await close();
      },
      read,
      rows,
      evidence,
    };
  }
  const { transport: asked, services } = await openTransport(
    given,
    world,
    progress,
    notes === undefined ? undefined : 'kept',
  );
  const explorers = chosenSources(given, services.get('api.etherscan.io')?.key !== undefined);
  const { http, headers, finish } = asked;
  const evidence = notes?.evidence(explorers, asked);
  const live = liveLedgers(http, explorers, given.crossCheck === true ? 'crossed' : 'single');
  const { maker, close: closeLedger } =
    joined === undefined ? { maker: live, close: () => {} } : await joinedLedgers(joined, live);
  return {
    maker,
    http,
    labels,
    labelSources,
    ...tapesSay(headers),
    finish: () => finish().finally(closeLedger).finally(close),
    read,
    rows,
    evidence,
  };
}

/** The warehouse below the services, where both are asked. */
function joinedFile({ ledger, liveAbove, bundle }: Given): string | undefined {
  if (liveAbove !== true) return undefined;
  const file = ledger === undefined ? undefined : warehouseFile(ledger);
  if (file === undefined) throw badFlag('--live-above', ledger ?? '', 'a warehouse: --ledger sqlite:FILE');
  if (bundle !== undefined) throw notSealed(bundle);
  return file;
}

function notSealed(bundle: string): KnownError {
  return badFlag('--bundle', bundle, 'not with a warehouse, which is too large to be sealed in one');
}

/** `--ledger`: a transfer list, or `sqlite:` and a warehouse. */
async function openLedger(
  ledger: string,
  read: ReadInput,
  { bundle }: Given,
): Promise<{ readonly maker: LedgerMaker; readonly close: () => void }> {
  const warehouse = warehouseFile(ledger);
  if (warehouse === undefined)
    return { maker: await fileLedgers(await read(ledger, '--ledger'), ledger), close: () => {} };
  if (bundle !== undefined) throw notSealed(bundle);
  return warehouseLedgers(warehouse);
}

/** What says where answers come from. Neither base URLs, which may hold a key, nor folders of this machine. */
function sourceOptions({ source, service, offline, replay, store }: Given): string[] {
  return [
    ...(source === undefined ? [] : [`--source ${source.join(',')}`]),
    ...(service ?? []).map((text) => `--service ${text.split('=')[0]}`),
    ...(offline === true ? ['--offline'] : []),
    ...(replay === undefined ? [] : ['--replay']),
    ...(store === false ? ['--no-store'] : []),
  ];
}

/** Loaded only for a run that asks or replays: a transfer list needs neither. */
export async function openTransport(
  given: Given,
  world: World,
  progress: ProgressLine,
  evidence: 'kept' | undefined,
): Promise<{ transport: Transport; services: ReadonlyMap<string, Service> }> {
  const [{ servicesOf }, { transport }] = await Promise.all([
    import('./config.ts'),
    import('../net/transport.ts'),
  ]);
  const services = await servicesOf(world, given.config, given.service ?? []);
  const opened = await transport({
    source: sourceOf(given, world),
    services,
    online: world.online(services),
    ...(given.record === undefined ? {} : { record: { file: given.record } }),
    ...(evidence === undefined ? {} : { evidence: { options: sourceOptions(given) } }),
    onRequest: progress.request,
    now: world.now,
    random: world.random,
    sleep: world.sleep,
  });
  return { transport: opened, services };
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
    const { askSources } = await import('./ask-sources.ts');
    return [await askSources(ask, own, world, progress)];
  }
  const wallets = distinct(
    await Promise.all(ask.wallets.map((text) => walletSeed(text, given.chain, maker))),
  );
  const payments = distinct(
    await Promise.all(ask.payments.map((text) => paymentSeed(text, given.chain, maker))),
  );
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
