// The answer in sentences: what left, what reached which service, by how many paths. One sentence per asset.
import { asOne } from '../labels/rank.ts';
import type { AssetId } from '../model/asset.ts';
import { endpointCategories, type Label } from '../model/label.ts';
import type { ConventionName } from '../trace/conventions/convention.ts';
import type { EntityFinding, Findings, Statement } from '../trace/findings.ts';
import { pathsKey } from '../trace/paths.ts';
import type { TargetFinding } from '../trace/target.ts';
import { type AssetBook, amountText, assetBook, bareAmount, shareText } from './amounts.ts';
import { claimsSentence } from './claims-sentence.ts';
import { forTerminal } from './escape.ts';
import { issuerSentences } from './issuers/sentences.ts';
import { nothingReached } from './negative.ts';
import { valueSentences } from './prices/text.ts';
import { seedSentences, togetherSentence } from './seed-sentences.ts';

/**
 * Gross, what came back and net of an asset over all seeds, under the headline convention. What one seed sent to another
 * has not left them: the other one's payments tell where it went on.
 */
export function netOf(findings: Findings, asset: AssetId): { gross: bigint; net: bigint } {
  const headline = findings.options.conventions[0] as ConventionName;
  let gross = 0n;
  for (const { injected } of findings.seeds) gross += injected.get(asset) ?? 0n;
  if (headline === 'poison') return { gross, net: gross };
  const returned = findings.returned.amounts.get(headline)?.get(asset) ?? 0n;
  const among = findings.reachedSeed.reduce(
    (sum, { amounts }) => sum + (amounts.get(headline)?.get(asset) ?? 0n),
    0n,
  );
  return { gross, net: gross - returned - among };
}

/** Assets that the seeds injected: genuine ones first, each group by id. */
export function injectedAssets(findings: Findings): AssetId[] {
  const ids = new Set(findings.seeds.flatMap(({ injected }) => [...injected.keys()]));
  const genuine = (id: AssetId): number =>
    findings.assets.find((asset) => asset.id === id)?.genuine === true ? 0 : 1;
  return [...ids].sort((a, b) => genuine(a) - genuine(b) || (a < b ? -1 : 1));
}

/** Names in one sentence; the others are counted in it and listed below it. */
const NAMED = 4;

/** Neither decisions nor claims that are not used change a run silently: they are named before any figure. */
export function summaryOf(findings: Findings): string[] {
  const count = findings.decisions?.entries.length ?? 0;
  const decided = `With ${count} decision${count === 1 ? '' : 's'} of an analyst, listed below with ${count === 1 ? 'its effect' : 'their effects'}.`;
  return [
    ...(count === 0 ? [] : [decided]),
    ...(findings.victims === undefined ? [] : [claimsSentence(findings.victims)]),
    ...togetherSentence(findings),
    ...(findings.seeds.length === 0 ? [] : sentencesOf(findings)),
  ];
}

function sentencesOf(findings: Findings): string[] {
  const book = assetBook(findings.assets);
  const headline = findings.options.conventions[0] as ConventionName;
  const { seeds } = findings;
  const only = seeds.length === 1 ? seeds[0]?.display : undefined;
  const assets = injectedAssets(findings);
  const { absent, partial: unseen } = seedSentences(findings);
  if (assets.length === 0 && absent.length + unseen.length > 0) return [...absent, ...unseen];
  const services = seedsThatStop(findings);
  if (assets.length === 0)
    return [
      ...services,
      `Nothing left ${only ?? `the ${seeds.length} wallets`} in the window asked for.`,
      ...issuerSentences(findings, book),
    ];
  const shown = assets.filter((id) => book.get(id)?.genuine === true);
  const sentences = (shown.length > 0 ? shown : assets).map((asset) => {
    const { net } = netOf(findings, asset);
    const count = seeds.filter(({ injected }) => injected.has(asset)).length;
    // Two claims may be parts of one payment.
    const noun =
      findings.kind === 'wallets' ? 'wallet' : findings.victims === undefined ? 'payment' : 'claim';
    const from = only ?? `${count} ${noun}${count === 1 ? '' : 's'}`;
    const how = findings.kind === 'wallets' ? 'left' : only === undefined ? 'in' : 'paid to';
    const what = `${amountText(book, asset, net)} ${how} ${from}`;
    const reached = findings.entities.filter(
      ({ amounts, bounds }) =>
        amounts.get(headline)?.has(asset) === true || (bounds.get(asset)?.least ?? 0n) > 0n,
    );
    if (headline === 'poison') {
      const names = reached.map(({ entity }) => forTerminal(entity)).join(', ');
      return `${what}; ${names === '' ? 'no named service is within reach' : `within reach: ${names}`} (poison is reach, no amount is owed).`;
    }
    const parts = reached.slice(0, NAMED).map((row) => entityPart(row, findings, asset, net, book));
    const rest = reached.slice(NAMED);
    if (rest.length > 0) {
      const sum = rest.reduce((total, { amounts }) => total + (amounts.get(headline)?.get(asset) ?? 0n), 0n);
      parts.push(`${bareAmount(book, asset, sum)} (${shareText(sum, net)}) reached ${rest.length} more`);
    }
    if (reached.length === 0)
      parts.push(
        findings.target === undefined
          ? nothingReached(findings, asset, book)
          : `none of it reached ${whither(findings.target)}`,
      );
    return `${[what, ...parts, ...elsewhere(findings, asset, net, book)].join('; ')} (${headline}).`;
  });
  const unlisted = assets.length - shown.length;
  if (unlisted > 0 && shown.length > 0)
    sentences.push(
      `Transfers of ${unlisted} further token${unlisted === 1 ? '' : 's'}, on no list of genuine contracts, are recorded too; anyone can forge such transfers, so they are told apart below.`,
    );
  return [
    ...absent,
    ...unseen,
    ...services,
    ...sentences,
    ...valueSentences(findings, book),
    ...issuerSentences(findings, book),
  ];
}

/** A seed is never an endpoint (engine.md §3), whatever its label says: who gives an exchange's wallet should be told. */
function seedsThatStop({ seeds, options }: Findings): string[] {
  const stopping = new Set<string>([...endpointCategories, ...options.stopAt]);
  return seeds.flatMap(({ seed, display, labels }) => {
    const stops = ({ category }: Label): boolean => stopping.has(category);
    const shown = asOne(labels);
    const label = shown !== undefined && stops(shown) ? shown : labels.find(stops);
    if (seed.kind !== 'wallet' || label === undefined) return [];
    return [
      `${display} is itself named ${forTerminal(label.entity)} [${forTerminal(label.category)}]; as a seed it is no endpoint, and what comes back to it counts as returned.`,
    ];
  });
}

function whither(target: TargetFinding): string {
  return `${forTerminal(target.name)}${target.isMet ? '' : ', which this run met nowhere: check the name'}`;
}

/** `9,405,000 USDT (76.3 %, 9,175,000 of it directly) reached X by 20 paths, at least 9,335,000 under any rule`. */
function entityPart(
  { entity, amounts, bounds, direct, endpoints }: EntityFinding,
  findings: Findings,
  asset: AssetId,
  net: bigint,
  book: AssetBook,
): string {
  const headline = findings.options.conventions[0] as ConventionName;
  const amount = amounts.get(headline)?.get(asset) ?? 0n;
  const straight = direct.get(asset) ?? 0n;
  const paths = endpoints.reduce(
    (sum, place) => sum + (findings.pathCounts.get(pathsKey(place, asset)) ?? 0),
    0,
  );
  const share = [
    shareText(amount, net),
    ...(straight === 0n
      ? []
      : [straight === amount ? 'all of it directly' : `${bareAmount(book, asset, straight)} of it directly`]),
  ].join(', ');
  const least = bounds.get(asset)?.least ?? 0n;
  const sure =
    least === amount ? 'under any rule' : `at least ${bareAmount(book, asset, least)} under any rule`;
  return `${amountText(book, asset, amount)} (${share}) reached ${forTerminal(entity)} by ${paths} path${paths === 1 ? '' : 's'}, ${sure}`;
}

/** What stands elsewhere or was not followed: an answer that is silent about it reads like an acquittal. */
function elsewhere(findings: Findings, asset: AssetId, net: bigint, book: AssetBook): string[] {
  const headline = findings.options.conventions[0];
  const rows = findings.statement.filter((row) => row.asset === asset && row.convention === headline);
  const sum = (of: (row: Statement) => bigint): bigint => rows.reduce((total, row) => total + of(row), 0n);
  const reasons = [...new Set(rows.flatMap((row) => [...row.notFollowed.keys()]))].sort();
  const others = findings.target?.elsewhere.get(headline as ConventionName)?.get(asset) ?? 0n;
  const lines: [string, bigint][] = [
    ['reached other services', others],
    ['is still held', sum((row) => row.held)],
    ['was burnt', sum((row) => row.burnt)],
    ['went into fees', sum((row) => row.fees)],
    ...reasons.map((reason): [string, bigint] => [
      `was not followed (${reason})`,
      sum((row) => row.notFollowed.get(reason) ?? 0n),
    ]),
  ];
  return lines
    .filter(([, amount]) => amount > 0n)
    .map(([where, amount]) => `${bareAmount(book, asset, amount)} (${shareText(amount, net)}) ${where}`);
}
