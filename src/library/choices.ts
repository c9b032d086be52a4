// The options of a trace as a program gives them, all of them optional, and from there to the tracer's. Defaults are
// the command line's (docs/cli.md).

import type { LedgerMaker } from '../chains/ledgers.ts';
import { placeNamed } from '../chains/seeds.ts';
import { categoryOf } from '../labels/categories.ts';
import { type DepositParameters, defaultDeposits } from '../labels/deposits/parameters.ts';
import { placeKey } from '../model/place.ts';
import { type ConventionName, conventionNames } from '../trace/conventions/convention.ts';
import { defaultOptions, parseMinValue, type TraceOptions } from '../trace/options.ts';
import type { SeedsTaken } from '../trace/together.ts';
import { badArgument } from './bad-argument.ts';
import { checkTime } from './plain-transfers.ts';

export interface TraceChoices {
  /** The first is the headline. */
  readonly conventions?: readonly ConventionName[] | undefined;
  /** Explore wallets fewer than this many hops away. */
  readonly hops?: number | undefined;
  /** A share of what was injected (`0.1%`) or whole units of the asset (`250`). */
  readonly minValue?: string | undefined;
  /** Unix seconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly maxWallets?: number | undefined;
  readonly hubLimit?: number | undefined;
  /** Addresses that are explored whatever their size or label. */
  readonly follow?: readonly string[] | undefined;
  /** Label categories that end a trace too. */
  readonly stopAt?: readonly string[] | undefined;
  /** Only these: symbol of a genuine asset, contract, or CAIP-19 id. */
  readonly assets?: readonly string[] | undefined;
  /** `followed`: tokens that pose as others and the like too; default left-out. */
  readonly spam?: TraceOptions['spam'] | undefined;
  /** How deposit addresses of exchanges are inferred, at which a trace ends; `off`: none is. */
  readonly deposits?: Partial<DepositParameters> | 'off' | undefined;
  /** `followed`: what goes into a CoinJoin is divided like in any other transaction; default stopped. */
  readonly coinJoins?: TraceOptions['coinJoins'] | undefined;
  /** Wallets each by itself, or all as one source; default: as many as there are say. */
  readonly seeds?: SeedsTaken | undefined;
  readonly concurrency?: number | undefined;
  /** How many paths are kept into each endpoint, asset by asset. */
  readonly paths?: number | 'all' | undefined;
  /** Where published facts end: no gap, the place is not explored. */
  readonly evidenceEnds?:
    | readonly { readonly place: string; readonly after: string; readonly source: string }[]
    | undefined;
}

/** Throws KnownError `bad-argument`, and what `parseAddress` of the chain throws. */
export async function optionsOf(
  choices: TraceChoices,
  chain: string | undefined,
  maker: LedgerMaker,
): Promise<TraceOptions> {
  const { since, until, assets } = choices;
  checkTime(since, 'options.since');
  checkTime(until, 'options.until');
  if (since !== undefined && until !== undefined && since > until)
    throw badArgument('options.until', 'lies before options.since');
  const minValue = choices.minValue === undefined ? defaultOptions.minValue : parseMinValue(choices.minValue);
  if (minValue === undefined || minValue.kind === 'value')
    throw badArgument('options.minValue', 'is neither a share up to 100% (0.1%) nor whole units (250)');
  const keyOf = async (text: string) => placeKey(await placeNamed(text, chain, maker));
  const evidenceEnds = await Promise.all(
    (choices.evidenceEnds ?? []).map(async (end) => ({ ...end, place: await keyOf(end.place) })),
  );
  return {
    ...defaultOptions,
    conventions: conventionsOf(choices.conventions),
    hops: whole('hops', choices.hops, 0),
    minValue,
    since,
    until,
    maxWallets: whole('maxWallets', choices.maxWallets, 0),
    hubLimit: whole('hubLimit', choices.hubLimit, 1),
    follow: new Set(await Promise.all((choices.follow ?? []).map(keyOf))),
    stopAt: new Set((choices.stopAt ?? []).map(categoryOf)),
    assets: assets === undefined ? undefined : new Set(assets.map((word) => word.toLowerCase())),
    spam: spamOf(choices.spam),
    coinJoins: coinJoinsOf(choices.coinJoins),
    paths: choices.paths === 'all' ? 'all' : whole('paths', choices.paths, 0),
    concurrency: whole('concurrency', choices.concurrency, 1),
    evidenceEnds,
    deposits: depositsOf(choices.deposits),
    seeds: seedsOf(choices.seeds),
  };
}

function seedsOf(word: TraceChoices['seeds']): TraceOptions['seeds'] {
  if (word === undefined || word === 'apart' || word === 'together') return word;
  throw badArgument('options.seeds', 'is neither apart nor together');
}

function spamOf(word: TraceChoices['spam']): TraceOptions['spam'] {
  if (word === undefined) return defaultOptions.spam;
  if (word !== 'left-out' && word !== 'followed')
    throw badArgument('options.spam', 'is neither left-out nor followed');
  return word;
}

function coinJoinsOf(word: TraceChoices['coinJoins']): TraceOptions['coinJoins'] {
  if (word === undefined) return defaultOptions.coinJoins;
  if (word !== 'stopped' && word !== 'followed')
    throw badArgument('options.coinJoins', 'is neither stopped nor followed');
  return word;
}

function conventionsOf(names: TraceChoices['conventions']): TraceOptions['conventions'] {
  if (names === undefined) return defaultOptions.conventions;
  if (names.length === 0 || !names.every((name) => conventionNames.includes(name)))
    throw badArgument('options.conventions', `names none, or another than ${conventionNames.join(', ')}`);
  return [...new Set(names)];
}

function depositsOf(choice: TraceChoices['deposits']): TraceOptions['deposits'] {
  if (choice === 'off') return undefined;
  const chosen = { ...defaultDeposits, ...choice };
  const { within, left, sweeps } = chosen;
  if (!Number.isSafeInteger(within) || within < 0 || !Number.isSafeInteger(sweeps) || sweeps < 1)
    throw badArgument('options.deposits', 'takes whole numbers: within from 0, sweeps from 1');
  if (left !== undefined && !/^\d+(\.\d+)?$/.test(left))
    throw badArgument('options.deposits', 'takes left as a decimal text such as 0.01');
  return chosen;
}

function whole<N extends 'hops' | 'maxWallets' | 'hubLimit' | 'concurrency' | 'paths'>(
  name: N,
  value: number | undefined,
  least: number,
): TraceOptions[N] | number {
  if (value === undefined) return defaultOptions[name];
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw badArgument(`options.${name}`, `is no whole number from ${least}`);
}
