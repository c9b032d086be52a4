// What one run is asked to do, from flags, with nothing looked up yet.

import { join } from 'node:path';
import { categoryOf } from '../labels/categories.ts';
import { type DepositParameters, defaultDeposits } from '../labels/deposits/parameters.ts';
import { defaultOptions, parseMinValue, type TraceOptions } from '../trace/options.ts';
import type { Given } from './flags.ts';
import { badFlag, conventionList, seconds, wholeNumber } from './usage.ts';
import type { World } from './world.ts';

/** Block or time to pin to: for all chains (`any`) or by chain name. */
export interface AsOf {
  readonly any?: { readonly height?: number; readonly time?: number };
  readonly byChain: ReadonlyMap<string, { readonly height?: number; readonly time?: number }>;
}

/** All but the places, which need a ledger to be read. */
export type PlainOptions = Omit<TraceOptions, 'follow' | 'evidenceEnds'>;

export function plainOptions(given: Given): PlainOptions {
  const { follow: _follow, evidenceEnds: _ends, ...defaults } = defaultOptions;
  const minValue = given.minValue === undefined ? defaults.minValue : parseMinValue(given.minValue);
  if (minValue === undefined)
    throw badFlag(
      '--min-value',
      given.minValue ?? '',
      'a share up to 100% (0.1%), whole units (250), or an amount of a currency (100usd)',
    );
  const { prices, currency = 'USD' } = given;
  if (minValue.kind === 'value' && (prices === undefined || currency.toUpperCase() !== minValue.currency))
    throw badFlag('--min-value', given.minValue ?? '', `--prices beside it, in ${minValue.currency}`);
  const since = given.since === undefined ? undefined : seconds('--since', given.since, 'its-start');
  const until = given.until === undefined ? undefined : seconds('--until', given.until, 'its-end');
  if (since !== undefined && until !== undefined && since > until)
    throw badFlag('--until', given.until ?? '', 'a time after --since');
  const { asset, stopAt } = given;
  return {
    ...defaults,
    conventions: given.convention === undefined ? defaults.conventions : conventionList(given.convention),
    hops: given.hops === undefined ? defaults.hops : wholeNumber('--hops', given.hops, 0),
    minValue,
    since,
    until,
    maxWallets:
      given.maxWallets === undefined
        ? defaults.maxWallets
        : wholeNumber('--max-wallets', given.maxWallets, 0),
    hubLimit:
      given.hubLimit === undefined ? defaults.hubLimit : wholeNumber('--hub-limit', given.hubLimit, 1),
    paths: pathsOf(given.paths) ?? defaults.paths,
    stopAt: new Set((stopAt ?? []).map(categoryOf)),
    assets: asset === undefined ? undefined : new Set(asset.map((word) => word.toLowerCase())),
    coinJoins: given.coinjoin === 'follow' ? 'followed' : defaults.coinJoins,
    spam: given.includeSpam === true ? 'followed' : defaults.spam,
    deposits: depositsOf(given),
    ...seedsOf(given),
    concurrency:
      given.concurrency === undefined
        ? defaults.concurrency
        : wholeNumber('--concurrency', given.concurrency, 1),
  };
}

function seedsOf({ walletsAs }: Given): Pick<TraceOptions, 'seeds'> {
  if (walletsAs === undefined) return {};
  return { seeds: walletsAs === 'one' ? 'together' : 'apart' };
}

/** undefined: none is inferred. */
function depositsOf({
  deposits,
  depositWithin,
  depositLeft,
  depositSweeps,
}: Given): DepositParameters | undefined {
  const others = { depositWithin, depositLeft, depositSweeps };
  if (deposits === 'off' && Object.values(others).some((value) => value !== undefined))
    throw badFlag('--deposits', 'off', 'no --deposit-within, --deposit-left or --deposit-sweeps beside it');
  if (deposits === 'off') return undefined;
  if (depositLeft !== undefined && !/^\d+(\.\d+)?$/.test(depositLeft))
    throw badFlag('--deposit-left', depositLeft, 'whole units of a chain’s own coin, such as 0.01');
  return {
    within:
      depositWithin === undefined
        ? defaultDeposits.within
        : wholeNumber('--deposit-within', depositWithin, 0),
    left: depositLeft,
    sweeps:
      depositSweeps === undefined
        ? defaultDeposits.sweeps
        : wholeNumber('--deposit-sweeps', depositSweeps, 1),
  };
}

function pathsOf(text: string | undefined): TraceOptions['paths'] | undefined {
  if (text === undefined || text === 'all') return text;
  if (!/^\d+$/.test(text)) throw badFlag('--paths', text, 'a whole number from 0, or all');
  return wholeNumber('--paths', text, 0);
}

function point(text: string): { height?: number; time?: number } {
  return /^\d{1,9}$/.test(text) ? { height: Number(text) } : { time: seconds('--as-of', text, 'its-end') };
}

export function asOfOf(text: string | undefined): AsOf {
  if (text === undefined) return { byChain: new Map() };
  if (!text.includes('=')) return { any: point(text), byChain: new Map() };
  const pairs = text.split(',').map((pair): [string, { height?: number; time?: number }] => {
    const [name, value, rest] = pair.split('=');
    if (name === undefined || value === undefined || rest !== undefined)
      throw badFlag('--as-of', text, 'a height, a time, or chain=height,…');
    return [name.trim(), point(value.trim())];
  });
  return { byChain: new Map(pairs) };
}

export function storeFolder(given: Given, world: World): string | undefined {
  if (given.store === false) return undefined;
  if (typeof given.store === 'string') return given.store;
  return join(world.env.XDG_CACHE_HOME ?? join(world.home, '.cache'), 'trace');
}

/** Of `--flagged`: the labels of the run, in place of a file. */
export const FLAGS_OF_LABELS = 'labels';

/** Files of flags are label files too: what they say of a place is said in the report like any label. */
export function flagFiles({ flagged = [] }: Given): string[] {
  return flagged.filter((word) => word !== FLAGS_OF_LABELS);
}
