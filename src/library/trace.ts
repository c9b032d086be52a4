// The main job for programs: one question in, findings out. What the command line does with flags and files, on values;
// reads no environment, no config file and no store.
import { headsOf, ledgersOf } from '../chains/ledgers.ts';
import { distinct, paymentSeed, refuseSecrets, walletSeed } from '../chains/seeds.ts';
import { gatherLabels } from '../labels/gather-labels.ts';
import { type ChainId, chainNamed, chainOfList } from '../model/chain.ts';
import type { Crossing, CrossingId } from '../model/crossing.ts';
import { KnownError } from '../model/errors.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import { chainOfSeed, type Seed } from '../model/seed.ts';
import type { TransferId } from '../model/transfer.ts';
import type { ReportHead } from '../report/json.ts';
import type { Progress } from '../trace/explore.ts';
import type { Findings } from '../trace/findings.ts';
import { traceQuestion } from '../trace/trace.ts';
import { badArgument, quoted } from './bad-argument.ts';
import { optionsOf, type TraceChoices } from './choices.ts';
import { checkText } from './plain-transfers.ts';
import { opened, type TraceSource } from './source.ts';

/** Wallets or payments, as on the command line: the two are separate questions. */
export type TraceSeeds =
  | { readonly wallets: readonly string[]; readonly payments?: undefined }
  | { readonly payments: readonly string[]; readonly wallets?: undefined };

/** A label file, CSV or JSON (docs/labels.md). `name` is the pack that its rows come from. */
export interface LabelFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The last block at or before `time` (unix seconds), or the one at `height`; neither: the newest final one. */
export interface Point {
  readonly height?: number | undefined;
  readonly time?: number | undefined;
}

/** Transfers by which value changed asset or chain, under the ids that the findings give them. */
export interface TraceCrossing {
  readonly id: string;
  /** What says so: swap, wrap, bridge, desk, and who says it. */
  readonly basis: string;
  readonly given: readonly { readonly chain: string; readonly transfer: string }[];
  readonly received: readonly { readonly chain: string; readonly transfer: string }[];
}

export interface TraceQuestion {
  readonly seeds: TraceSeeds;
  readonly source: TraceSource;
  /** Chain of addresses and payments whose form leaves it open. */
  readonly chain?: string | undefined;
  /** Files beside the built-in labels. */
  readonly labels?: readonly LabelFile[] | undefined;
  readonly options?: TraceChoices | undefined;
  /** For all chains, or by chain name. */
  readonly asOf?: Point | { readonly chains: Readonly<Record<string, Point>> } | undefined;
  readonly crossings?: readonly TraceCrossing[] | undefined;
  /** `asked`: whether each service stays reached under tighter limits; a few more walks over the same answers. */
  readonly sensitivity?: 'asked' | 'left' | undefined;
  /** `asked`: endpoints are also asked for all that they received. */
  readonly totals?: 'asked' | 'left' | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Findings, and what a report must say of where they come from. */
export interface Traced extends Findings {
  readonly about: Pick<ReportHead, 'synthetic' | 'tapes' | 'labelSources'> & {
    /** Rows of label files that could not be used. */
    readonly labelsRefused: readonly { readonly pack: string; readonly line: number; readonly why: string }[];
  };
}

/** Throws KnownError before the walk; what fails inside it is a gap of the findings. Rejects on abort. */
export async function trace(question: TraceQuestion): Promise<Traced> {
  const { seeds, chain, signal = new AbortController().signal } = question;
  const wallets = seeds.wallets ?? [];
  const payments = seeds.payments ?? [];
  for (const [side, texts] of Object.entries({ wallets, payments }))
    for (const [index, text] of texts.entries()) checkText(text, `seeds.${side}[${index}]`);
  // The id of a payment has the form of a key; what is in payments is looked at by the chain that it is of.
  refuseSecrets(wallets);
  if (wallets.length > 0 && payments.length > 0)
    throw badArgument('seeds', 'mixes wallets with payments, which are separate questions');
  if (wallets.length + payments.length === 0)
    throw new KnownError('no-seed', 'There is nothing to trace.', {
      hint: 'Give seeds.wallets or seeds.payments.',
      exit: 2,
    });
  const { maker, synthetic, tapes } = await opened(question.source);
  const { labels, labelsRefused } = await labelsOf(question.labels ?? []);
  const found: Seed[] = [
    ...distinct(await Promise.all(wallets.map((text) => walletSeed(text, chain, maker)))),
    ...distinct(await Promise.all(payments.map((text) => paymentSeed(text, chain, maker)))),
  ];
  const options = await optionsOf(question.options ?? {}, chain, maker);
  const ledgers = await ledgersOf(found.map(chainOfSeed), maker);
  const asOf = await pinned(ledgers, question.asOf ?? {}, signal);
  const findings = await traceQuestion({
    seeds: found,
    ledgers,
    asOf,
    labels,
    options,
    crossings: (question.crossings ?? []).map(crossingOf),
    totals: question.totals ?? 'left',
    sensitivity: question.sensitivity ?? 'left',
    signal,
    onProgress: question.onProgress ?? (() => {}),
  });
  return { ...findings, about: { synthetic, tapes, labelSources: labels.packs(), labelsRefused } };
}

async function labelsOf(files: readonly LabelFile[]) {
  const gathered = gatherLabels();
  const labelsRefused: { pack: string; line: number; why: string }[] = [];
  for (const { name, content } of files)
    for (const { line, why } of await gathered.take(name, content))
      labelsRefused.push({ pack: name, line, why });
  return { labels: gathered.book(), labelsRefused };
}

async function pinned(
  ledgers: ReadonlyMap<ChainId, Ledger>,
  asOf: Exclude<TraceQuestion['asOf'], undefined>,
  signal: AbortSignal,
): Promise<ReadonlyMap<ChainId, Block>> {
  const byChain = new Map<ChainId, Point>();
  for (const [name, point] of Object.entries('chains' in asOf ? asOf.chains : {})) {
    const chain = chainNamed(name) ?? chainOfList(name);
    if (chain === undefined || !ledgers.has(chain))
      throw badArgument('asOf.chains', `names no chain of the seeds: ${quoted(name)}`);
    byChain.set(chain, point);
  }
  const all: Point = 'chains' in asOf ? {} : asOf;
  if (all.height !== undefined && ledgers.size > 1)
    throw badArgument('asOf.height', 'is one for several chains: give asOf.chains, or a time');
  return headsOf(ledgers, (chain) => wantedAt(byChain.get(chain) ?? all), signal);
}

function wantedAt({ height, time }: Point): { height?: number; time?: number } {
  for (const [name, value] of Object.entries({ height, time }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw badArgument(`asOf.${name}`, 'is no whole number from 0');
  return { ...(height === undefined ? {} : { height }), ...(time === undefined ? {} : { time }) };
}

function crossingOf({ id, basis, given, received }: TraceCrossing, index: number): Crossing {
  const refs = (side: TraceCrossing['given']) =>
    side.map(({ chain, transfer }) => {
      const known = chainNamed(chain) ?? chainOfList(chain);
      if (known === undefined)
        throw badArgument(`crossings[${index}]`, `names no chain: ${quoted(String(chain))}`);
      return { chain: known, transfer: transfer as TransferId };
    });
  return { id: id as CrossingId, basis, given: refs(given), received: refs(received) };
}
