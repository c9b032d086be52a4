// The pieces that every part of a JSON result is written with: sums, places, labels, gaps. Amounts as decimal text, zero
// absent, keys sorted where they have no order of their own.

import type { Gap } from '../model/gap.ts';
import { isOwner, type OwnerPlace } from '../model/place.ts';
import type {
  Amounts,
  BySeed,
  CrossingFinding,
  EndpointFinding,
  EntityFinding,
  Findings,
  PlaceFinding,
  Sums,
} from '../trace/findings.ts';
import { formatMinValue } from '../trace/options.ts';
import { depositOptionsJson } from './deposits/json.ts';
import { ensJson } from './ens/json.ts';
import type { RunJson } from './schema.ts';
import { shownAs } from './told-again-json.ts';
import { labelJson } from './who-says.ts';

/** Without a prototype: an asset of a hostile list may be called `__proto__`, and is a key like any other. */
export function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

export function sumsJson(sums: Sums): Record<string, string> {
  const json = record<string>();
  for (const [asset, amount] of sums) if (amount !== 0n) json[asset] = amount.toString();
  return json;
}

export function amountsJson(amounts: Amounts): Record<string, Record<string, string>> {
  const json = record<Record<string, string>>();
  for (const [name, sums] of amounts) {
    const units = sumsJson(sums);
    if (Object.keys(units).length > 0) json[name] = units;
  }
  return json;
}

function bySeedJson(bySeed: ReadonlyMap<string, Amounts>): RunJson['fees']['bySeed'] {
  const json = record<Record<string, Record<string, string>>>();
  for (const [id, amounts] of bySeed) json[id] = amountsJson(amounts);
  return json;
}

export function placeJson(
  place: OwnerPlace,
  display: string,
): { chain: string; address: string; script?: string } {
  return {
    chain: place.chain,
    address: display,
    ...(place.kind === 'script' ? { script: place.scriptHash } : {}),
  };
}

export function lineJson(finding: PlaceFinding): RunJson['touched'][number] {
  return {
    ...placeJson(finding.place, finding.display),
    labels: finding.labels.map(labelJson),
    ...shownAs(finding.labels),
    amounts: amountsJson(finding.amounts),
    bySeed: bySeedJson(finding.bySeed),
  };
}

export function gapJson(gap: Gap, nameOf: (place: OwnerPlace) => string): RunJson['gaps'][number] {
  return {
    code: gap.code,
    chain: gap.chain,
    ...(gap.place !== undefined && isOwner(gap.place) ? { address: nameOf(gap.place) } : {}),
    why: gap.why,
    ...(gap.asset === undefined ? {} : { asset: gap.asset }),
    ...(gap.amount === undefined ? {} : { amount: gap.amount.toString() }),
  };
}

export function boundsJson(bounds: EntityFinding['bounds']): RunJson['entities'][number]['bounds'] {
  return Object.fromEntries(
    [...bounds]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([asset, { least, most, mostFollowed }]) => [
        asset,
        { least: least.toString(), most: most.toString(), mostFollowed: mostFollowed.toString() },
      ]),
  );
}

export function boundsBySeedJson(
  bySeed: EntityFinding['boundsBySeed'],
): RunJson['entities'][number]['boundsBySeed'] {
  const json = record<ReturnType<typeof boundsJson>>();
  for (const id of [...bySeed.keys()].sort()) json[id] = boundsJson(bySeed.get(id) ?? new Map());
  return json;
}

export function arrivalsJson(
  arrivals: EndpointFinding['arrivals'],
): RunJson['endpoints'][number]['arrivals'] {
  return Object.fromEntries([...arrivals].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function totalJson(total: BySeed): RunJson['fees'] {
  return { amounts: amountsJson(total.amounts), bySeed: bySeedJson(total.bySeed) };
}

export function crossingJson({
  crossing,
  given,
  received,
  amounts,
  refused,
}: CrossingFinding): RunJson['crossings'][number] {
  const side = (of: { asset: string; amount: bigint }) => ({ asset: of.asset, amount: of.amount.toString() });
  const json = record<{ given: string; received: string }>();
  for (const [name, parts] of amounts)
    json[name] = { given: parts.given.toString(), received: parts.received.toString() };
  return {
    id: crossing.id,
    basis: crossing.basis,
    transfers: {
      given: crossing.given.map((each) => ({ ...each })),
      received: crossing.received.map((each) => ({ ...each })),
    },
    ...(given === undefined ? {} : { given: side(given) }),
    ...(received === undefined ? {} : { received: side(received) }),
    amounts: json,
    ...(refused === undefined ? {} : { refused }),
  };
}

export function pendingJson({ pending }: Pick<Findings, 'pending'>): RunJson['pending'] {
  return pending.map(({ id, chain, asset, amount }) => ({ id, chain, asset, amount: amount.toString() }));
}

function optionsJson({ options }: Pick<Findings, 'options'>): RunJson['options'] {
  return {
    hops: options.hops,
    minValue: formatMinValue(options.minValue),
    ...(options.since === undefined ? {} : { since: options.since }),
    ...(options.until === undefined ? {} : { until: options.until }),
    maxWallets: options.maxWallets,
    hubLimit: options.hubLimit,
    paths: options.paths,
    follow: [...options.follow].sort(),
    stopAt: [...options.stopAt].sort(),
    ...(options.spam === 'followed' ? { includeSpam: true } : {}),
    ...(options.coinJoins === 'followed' ? { followCoinJoins: true } : {}),
    ...(options.seeds === 'together' ? { walletsAs: 'one' } : {}),
    ...(options.assets === undefined ? {} : { assets: [...options.assets].sort() }),
    evidenceEnds: options.evidenceEnds.map((end) => ({ ...end })),
    ...depositOptionsJson(options.deposits),
  };
}

/** Limits, blocks, services and assets: what a run was asked, and of whom. */
export function scopeJson(
  findings: Pick<Findings, 'options' | 'asOf' | 'services' | 'assets' | 'explored' | 'ens' | 'ensUnasked'>,
): Pick<RunJson, 'options' | 'asOf' | 'services' | 'assets' | 'explored' | 'ens' | 'ensUnasked'> {
  return {
    options: optionsJson(findings),
    asOf: findings.asOf.map(({ chain, height, hash, time }) => ({ chain, height, hash, time })),
    services: findings.services.map(({ chain, names }) => ({ chain, names: [...names] })),
    assets: Object.fromEntries(
      findings.assets.map(({ id, symbol, decimals, genuine, suspect }) => [
        id,
        {
          symbol,
          ...(decimals === undefined ? {} : { decimals }),
          genuine,
          ...(suspect?.imitates === undefined ? {} : { imitates: suspect.imitates }),
        },
      ]),
    ),
    explored: findings.explored,
    ...ensJson(findings),
  };
}
