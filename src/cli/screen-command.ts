// `trace screen FILE`: many addresses, one policy, a verdict for each with its reasons, as JSON. The exit code is that of the
// worst verdict.
import { ledgersOf } from '../chains/ledgers.ts';
import { knownBy, type LabelBook } from '../labels/book.ts';
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import type { Block, Ledger, Page, Scope } from '../model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId } from '../model/place.ts';
import { type Judged, screenJson } from '../report/screen-json.ts';
import { defaultOptions } from '../trace/options.ts';
import { remembering } from '../trace/remembering.ts';
import { depositOf } from '../trace/screening/deposit.ts';
import { judge, worst } from '../trace/screening/judge.ts';
import { type Movement, movementsOf } from '../trace/screening/movements.ts';
import type { Verdict } from '../trace/screening/rule.ts';
import { lookUpstream, type Upstream, type UpstreamAsked } from '../trace/screening/upstream.ts';
import { wholeTransactions } from '../trace/whole-transactions.ts';
import { pinned } from './ask.ts';
import { readBytes } from './input-file.ts';
import { openSources } from './open-sources.ts';
import { checkOutput, emit } from './output.ts';
import { type Policy, readPolicy } from './policy-file.ts';
import { progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import type { ScreenGiven } from './screen-flags.ts';
import { type Asked, askedIn, linesAsked } from './screen-rows.ts';
import { asOfOf } from './settings.ts';
import { seconds, wholeNumber } from './usage.ts';
import type { World } from './world.ts';

const codes: Readonly<Record<Verdict, ExitCode>> = { pass: 0, review: 4, unknown: 3, refuse: 5 };

export async function runScreen(file: string, given: ScreenGiven, world: World): Promise<ExitCode> {
  await checkOutput(given);
  const policy = readPolicy(await readBytes(given.policy, '--policy'), given.policy);
  const before = given.before === undefined ? undefined : await earlier(given.before);
  const text = file === '-' ? await world.read() : (await readBytes(file, 'trace screen')).toString('utf8');
  const lines = linesAsked(text);
  const progress = progressLine(world, given.quiet);
  const sources = await openSources(given, world, progress);
  const labels =
    given.labelsAsOf === undefined
      ? sources.labels
      : knownBy(sources.labels, seconds('--labels-as-of', given.labelsAsOf, 'its-end'));
  const limit = (flag: string, text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : wholeNumber(flag, text, 1);
  let rows: Judged[];
  let blocks: ReadonlyMap<ChainId, Block>;
  try {
    const all = await askedIn(lines, given.chain, sources.maker);
    const chains = await ledgersOf(
      all.map(({ seed }) => seed.place.chain),
      sources.maker,
    );
    // The ways upstream of several addresses lead over the same wallets.
    const ledgers = policy.limits === undefined ? chains : remembering(chains).asking;
    blocks = await pinned(ledgers, asOfOf(given.asOf), world.signal);
    const byId = new Map<string, Judged>();
    for (const [chain, ledger] of ledgers) {
      const scope: Scope = {
        asOf: blocks.get(chain) as Block,
        hubLimit: limit('--hub-limit', given.hubLimit, defaultOptions.hubLimit),
        concurrency: limit('--concurrency', given.concurrency, defaultOptions.concurrency),
        signal: world.signal,
      };
      const own = all.filter(({ seed }) => seed.place.chain === chain);
      const look = lookingUp(policy, { ledgers, labels, scope, onProgress: progress.walk });
      for (const [id, row] of await judgedOn(ledger, own, scope, policy, labels, look)) byId.set(id, row);
    }
    // In the order of the file, an address that stands there twice once.
    rows = all.map(({ id }) => byId.get(id) as Judged);
  } finally {
    progress.clear();
    // Before the result is shown: a reader that closes the pipe ends the program, and the tape would be lost.
    await sources.finish();
  }
  const result = screenJson({ policy, rows, labelSources: sources.labelSources, blocks, before });
  await emit(`${JSON.stringify(result, null, 2)}\n`, given, world);
  return codes[worst(rows.map(({ verdict }) => verdict))];
}

type LookingUp = (place: OwnerPlace, second?: number) => Promise<Upstream | undefined>;

function lookingUp(
  { limits, rules }: Policy,
  {
    scope: { asOf, hubLimit, concurrency, signal },
    ...asked
  }: Pick<UpstreamAsked, 'ledgers' | 'labels' | 'onProgress'> & { readonly scope: Scope },
): LookingUp {
  if (limits === undefined) return async () => undefined;
  const indirect = rules.filter(({ exposure }) => exposure === 'indirect');
  const categories = new Set(indirect.flatMap((rule) => [...rule.categories]));
  return (place, second) =>
    lookUpstream({
      ...asked,
      place,
      second,
      limits,
      categories,
      asOf: new Map([[asOf.chain, asOf]]),
      hubLimit,
      concurrency,
      signal,
    });
}

async function earlier(file: string): Promise<unknown> {
  const text = (await readBytes(file, '--before')).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows))
      return value;
  } catch {
    // Said below.
  }
  throw new KnownError('bad-screening', 'The earlier screening cannot be read.', {
    facts: [`file: ${file}`, 'it is no result of trace screen'],
    hint: 'Give the file that trace screen wrote.',
    exit: 2,
  });
}

async function judgedOn(
  ledger: Ledger,
  asked: readonly Asked[],
  scope: Scope,
  policy: Policy,
  labels: LabelBook,
  look: LookingUp,
): Promise<ReadonlyMap<string, Judged>> {
  const pages: Page[] = [];
  const places = [...new Map(asked.map(({ seed: { place } }) => [placeKey(place), place])).values()];
  for await (const page of ledger.transfersOf(places, scope)) pages.push(page);
  const judged = new Map<string, Judged>();
  for (const { id, seed, tx } of asked) {
    const { place } = seed;
    const own = pages.filter(
      ({ subject }) => typeof subject !== 'string' && placeKey(subject) === placeKey(place),
    );
    const known = await movementsIn(own, place, tx, ledger, scope, labels);
    const { movements } = known;
    const ownLabels = place.kind === 'wallet' ? labels.of(place.chain, place.address, scope.asOf.time) : [];
    const isOneSecond = tx === undefined || known.second !== undefined;
    const upstream = movements === undefined || !isOneSecond ? undefined : await look(place, known.second);
    const infoOf = (asset: AssetId): AssetInfo | undefined => ledger.assetInfo(asset);
    judged.set(id, {
      ...judge(ownLabels, movements, policy.rules, infoOf, upstream),
      seed,
      tx,
      display: ledger.display(place),
      labels: ownLabels,
      notSeen: [
        ...known.notSeen,
        ...(movements === undefined || isOneSecond || policy.limits === undefined ? [] : [IN_ONE_SECOND]),
      ],
      infoOf,
      nameOf: (at) => ledger.display(at),
      upstream,
    });
  }
  return judged;
}

const IN_ONE_SECOND =
  'other payments arrived in the same second, or its time is not told: what came through others is not told apart';

interface Known {
  readonly movements: readonly Movement[] | undefined;
  readonly second?: number | undefined;
  readonly notSeen: readonly string[];
}

/** Of one address, or of what one transaction brought it. */
async function movementsIn(
  own: readonly Page[],
  place: OwnerPlace,
  tx: TxId | undefined,
  ledger: Ledger,
  scope: Scope,
  labels: LabelBook,
): Promise<Known> {
  const isHub = own.some((page) => page.hub === true);
  const gaps = own.flatMap((page) => page.gaps);
  const notSeen = [
    ...(isHub ? ['its history is longer than --hub-limit'] : []),
    ...gaps.map(({ why }) => why),
  ];
  if (own.length === 0 || isHub || gaps.length > 0) return { movements: undefined, notSeen };
  const transfers = own.flatMap((page) => page.transfers);
  const whole =
    ledger.kind === 'coin'
      ? [...(await wholeTransactions(ledger, transfers, scope)).values()].flat()
      : transfers;
  const movements = movementsOf(place, ledger.kind, whole, labels);
  if (tx === undefined) return { movements, notSeen };
  const deposit = depositOf(tx, movements, whole);
  return deposit === undefined
    ? { movements: undefined, notSeen: ['that transaction brought it nothing up to the block of the run'] }
    : { ...deposit, notSeen };
}
