// Findings as JSON: amounts as decimal text, zero absent, everything sorted.
import type { Gap } from '../model/gap.ts';
import { type OwnerPlace, placeKey } from '../model/place.ts';
import { chainOfSeed } from '../model/seed.ts';
import type { Findings } from '../trace/findings.ts';
import { accountJson } from './account/json.ts';
import { type Answer, isAccount, isRun, isSources } from './answer.ts';
import { bridgeJson } from './bridges/json.ts';
import { coinsJson } from './coins/json.ts';
import { decisionsJson } from './decisions-json.ts';
import { depositJson } from './deposits/json.ts';
import { forJson } from './escape.ts';
import { explainBoundsJson } from './explain-bounds-json.ts';
import { exposureJson } from './exposure/json.ts';
import { flowsJson } from './flows-json.ts';
import { frozenJson, issuerJson } from './issuers/json.ts';
import {
  amountsJson,
  arrivalsJson,
  boundsBySeedJson,
  boundsJson,
  crossingJson,
  gapJson,
  lineJson,
  pendingJson,
  placeJson,
  scopeJson,
  sumsJson,
  totalJson,
} from './json-parts.ts';
import { pathsJson } from './paths-json.ts';
import { patternsJson } from './patterns/json.ts';
import { pricesJson } from './prices/json.ts';
import type { ResultJson, RunJson } from './schema.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { sensitivityJson } from './sensitivity-json.ts';
import { sideBySideJson } from './side-by-side-json.ts';
import { sourcesJson } from './sources/json.ts';
import { spamJson } from './spam/json.ts';
import { summaryOf } from './summary.ts';
import { orderJson, seedFactsJson, toldAgainJson } from './told-again-json.ts';
import { victimsJson } from './victims-json.ts';
import { labelJson, whoSaysJson } from './who-says.ts';

/** One named question with what it found. */
export interface RunResult {
  readonly name: string;
  /** The question in the words of the case. */
  readonly title?: string | undefined;
  readonly findings: Findings;
}

/** What stands at the head of every report and repeats it. */
export interface ReportHead {
  readonly version: string;
  readonly command: string;
  readonly synthetic: string | undefined;
  /** What replayed tapes say of themselves: recorded facts, or rendered ones and from what. */
  readonly tapes: readonly string[];
  readonly labelSources: readonly {
    readonly pack: string;
    readonly rows: number;
    readonly sha256?: string;
    /** Unix seconds of the newest row. */
    readonly newest?: number;
    /** Of a pack of the label book: unix seconds of its import. */
    readonly imported?: number;
  }[];
}

export function resultJson(answers: readonly Answer[], head: ReportHead): ResultJson {
  const all = answers.filter(isRun).map(runJson);
  const sources = answers.filter(isSources).map(sourcesJson);
  const accounts = answers.filter(isAccount).map(accountJson);
  return {
    schemaVersion: SCHEMA_VERSION,
    program: { name: 'trace', version: head.version },
    ...orderJson(answers),
    ...(head.synthetic === undefined ? {} : { synthetic: head.synthetic }),
    tapes: [...head.tapes],
    labelSources: head.labelSources.map(labelSourceJson),
    ...(all.length === 1 && answers.length === 1 ? all[0] : {}),
    runs: all,
    ...(sources.length === 0 ? {} : { sources }),
    ...(accounts.length === 0 ? {} : { accounts }),
  };
}

/** In one order, whoever tells of it: a bundle is compared byte for byte. */
export function labelSourceJson({
  pack,
  rows,
  sha256,
  newest,
  imported,
}: ReportHead['labelSources'][number]): ResultJson['labelSources'][number] {
  return {
    pack,
    rows,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(newest === undefined ? {} : { newest }),
    ...(imported === undefined ? {} : { imported }),
  };
}

export function jsonText(result: ResultJson): string {
  return `${forJson(JSON.stringify(result, undefined, 2))}\n`;
}

export function runJson({ name, title, findings }: RunResult): RunJson {
  const nameOf = (place: OwnerPlace): string => findings.names.get(placeKey(place)) ?? placeKey(place);
  const gapOf = (gap: Gap): RunJson['gaps'][number] => gapJson(gap, nameOf);
  const placeAt = new Map(
    findings.endpoints.map(({ place, display }) => [placeKey(place), placeJson(place, display)]),
  );
  return {
    name,
    ...(title === undefined ? {} : { title }),
    question: findings.kind,
    summary: summaryOf(findings),
    headline: findings.options.conventions[0] as string,
    conventions: [...findings.options.conventions],
    seeds: findings.seeds.map(({ seed, place, display, labels, isSeen, isPartial, injected }) => ({
      id: seed.id,
      kind: seed.kind,
      chain: chainOfSeed(seed),
      ...(place === undefined ? {} : { address: display }),
      ...(seed.kind === 'payment' ? { tx: seed.txId } : {}),
      ...(seed.kind === 'payment' && seed.n !== undefined ? { n: seed.n } : {}),
      labels: labels.map(labelJson),
      ...(isPartial ? { isPartial } : {}),
      ...seedFactsJson(isSeen, labels),
      injected: sumsJson(injected),
    })),
    ...scopeJson(findings),
    ...(findings.target === undefined
      ? {}
      : {
          to: {
            name: findings.target.name,
            isMet: findings.target.isMet,
            elsewhere: amountsJson(findings.target.elsewhere),
          },
        }),
    endpoints: findings.endpoints.map((finding) => ({
      ...lineJson(finding),
      entity: finding.label.entity,
      category: finding.label.category,
      ...whoSaysJson(finding.label),
      bounds: boundsJson(finding.bounds),
      arrivals: arrivalsJson(finding.arrivals),
      ...(finding.afterFlag === undefined || findings.flaggedSince === undefined
        ? {}
        : { afterFlag: { since: findings.flaggedSince, amounts: amountsJson(finding.afterFlag) } }),
      ...(finding.received === undefined
        ? {}
        : { received: { amounts: sumsJson(finding.received.sums), transfers: finding.received.transfers } }),
    })),
    entities: findings.entities.map(
      ({ entity, category, amounts, bounds, boundsBySeed, direct, endpoints }) => ({
        entity,
        category,
        amounts: amountsJson(amounts),
        bounds: boundsJson(bounds),
        boundsBySeed: boundsBySeedJson(boundsBySeed),
        direct: sumsJson(direct),
        endpoints: endpoints.map((key) => placeAt.get(key) as ReturnType<typeof placeJson>),
      }),
    ),
    sideBySide: sideBySideJson(findings),
    notReached: findings.notReached.map(({ entity, category, kind, places, transfers, bounds }) => ({
      entity,
      category,
      kind,
      places: places.map(({ place, display }) => placeJson(place, display)),
      transfers,
      bounds: boundsJson(bounds),
    })),
    unseen: sumsJson(findings.unseen),
    touched: findings.touched.map(lineJson),
    held: findings.held.map((finding) => ({
      ...lineJson(finding),
      ...(finding.coin === undefined ? {} : { coin: finding.coin }),
      ...frozenJson(finding.frozen),
    })),
    notFollowed: findings.notFollowed.map((finding) => ({
      ...lineJson(finding),
      reason: finding.reason,
      arrivals: arrivalsJson(finding.arrivals),
    })),
    fees: totalJson(findings.fees),
    burnt: totalJson(findings.burnt),
    returned: totalJson(findings.returned),
    reachedSeed: findings.reachedSeed.map(({ from, to, amounts }) => ({
      from,
      to,
      amounts: amountsJson(amounts),
    })),
    crossings: findings.crossings.map(crossingJson),
    ...pathsJson(findings, nameOf),
    patterns: patternsJson(findings.patterns, nameOf),
    ...coinsJson(findings, nameOf),
    ...(findings.deposits.length === 0
      ? {}
      : { deposits: findings.deposits.map((deposit) => depositJson(deposit, nameOf)) }),
    pending: pendingJson(findings),
    gaps: findings.gaps.map(gapOf),
    statement: findings.statement.map((row) => ({
      seed: row.seed,
      asset: row.asset,
      convention: row.convention,
      injected: row.injected.toString(),
      convertedIn: row.convertedIn.toString(),
      endpoints: row.endpoints.toString(),
      held: row.held.toString(),
      fees: row.fees.toString(),
      burnt: row.burnt.toString(),
      returned: row.returned.toString(),
      reachedSeed: row.reachedSeed.toString(),
      convertedOut: row.convertedOut.toString(),
      notFollowed: Object.fromEntries(
        [...row.notFollowed].map(([reason, amount]) => [reason, amount.toString()]),
      ),
      residual: row.residual.toString(),
    })),
    ...(findings.flows === undefined ? {} : { flows: flowsJson(findings) }),
    ...(findings.sensitivity === undefined
      ? {}
      : { sensitivity: sensitivityJson(findings.sensitivity, gapOf) }),
    ...(findings.decisions === undefined
      ? {}
      : {
          decisionsFile: { ...findings.decisions.file },
          decisions: decisionsJson(findings.decisions, gapOf),
        }),
    ...(findings.victims === undefined ? {} : victimsJson(findings.victims, nameOf)),
    ...(findings.bridges === undefined ? {} : { bridges: findings.bridges.map(bridgeJson) }),
    ...(findings.exposure === undefined ? {} : { exposure: exposureJson(findings.exposure) }),
    ...(findings.issuers === undefined ? {} : { issuers: findings.issuers.map(issuerJson) }),
    ...(findings.spam === undefined ? {} : { spam: spamJson(findings.spam, nameOf) }),
    ...(findings.prices === undefined ? {} : { prices: pricesJson(findings.prices, findings) }),
    ...(findings.explainBounds === undefined
      ? {}
      : { explainBounds: explainBoundsJson(findings.explainBounds, nameOf) }),
    ...toldAgainJson(findings),
  };
}
