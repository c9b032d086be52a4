// The report for people: the answer first, then where it went, the paths, what was not followed, the sum, the gaps.

import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { AssetId } from '../model/asset.ts';
import { chainName } from '../model/chain.ts';
import { isOwner, placeKey } from '../model/place.ts';
import type { ConventionName } from '../trace/conventions/convention.ts';
import type {
  Arrivals,
  BySeed,
  EndpointFinding,
  Findings,
  NotFollowedFinding,
  Path,
  PlaceFinding,
  Statement,
} from '../trace/findings.ts';
import { formatMinValue } from '../trace/options.ts';
import {
  type AssetBook,
  amountText,
  assetBook,
  bareAmount,
  shareText,
  symbolOf,
  timeText,
} from './amounts.ts';
import { clipped, forTerminal } from './escape.ts';
import type { ReportHead, RunResult } from './json.ts';
import { injectedAssets, netOf, summaryOf } from './summary.ts';

export interface TextStyle {
  readonly chalk: ChalkInstance;
  /** A terminal gets short addresses and few rows; a pipe gets everything in full. */
  readonly addresses: 'short' | 'full';
}

/** Rows and paths that a terminal shows; how many more there are is always said. */
const SHOWN = 12;

export function reportText(runs: readonly RunResult[], head: ReportHead, style: TextStyle): string {
  const blocks = runs.map((run) => runText(run, head, style, runs.length));
  return `${blocks.join('\n\n')}\n`;
}

function runText(
  { name, title, findings }: RunResult,
  head: ReportHead,
  style: TextStyle,
  runs: number,
): string {
  const { chalk } = style;
  const book = assetBook(findings.assets);
  const parts = [
    ...(head.synthetic === undefined ? [] : [chalk.yellow.bold(`SYNTHETIC: ${forTerminal(head.synthetic)}`)]),
    ...(runs > 1 ? [chalk.bold(`── ${forTerminal(name)} ──`)] : []),
    ...(title === undefined ? [] : [forTerminal(title)]),
    ...summaryOf(findings).map((sentence) => chalk.bold(forAddresses(sentence, findings, style))),
    seedLines(findings, book, style),
    section(style, 'Reached', reachedLines(findings, book, style)),
    section(style, 'Touched on the way and followed on', linesOf(findings.touched, findings, book, style)),
    section(style, 'Paths', pathLines(findings, book, style)),
    section(style, 'Still there', linesOf(findings.held, findings, book, style)),
    section(style, 'Not followed', linesOf(findings.notFollowed, findings, book, style)),
    section(style, 'The sum', statementTable(findings, book, style)),
    section(
      style,
      'Tokens on no list of genuine contracts (anyone can forge such transfers)',
      unlistedLines(findings, book),
    ),
    section(style, 'Gaps: what this run could not see', gapLines(findings, book, style)),
    section(style, 'How this was made', methodLines(findings, head)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function section(style: TextStyle, title: string, lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `${style.chalk.cyan.bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function short(address: string, style: TextStyle): string {
  if (style.addresses === 'full' || address.length <= 16) return forTerminal(address);
  return `${forTerminal(address.slice(0, 8))}…${forTerminal(address.slice(-6))}`;
}

function forAddresses(sentence: string, findings: Findings, style: TextStyle): string {
  const seed = findings.seeds.length === 1 ? findings.seeds[0]?.display : undefined;
  return seed === undefined ? sentence : sentence.replaceAll(seed, short(seed, style));
}

function nameOf(finding: PlaceFinding, style: TextStyle): string {
  const label = finding.labels[0];
  const address = short(finding.display, style);
  const coin =
    'coin' in finding && finding.coin !== undefined ? ` coin ${short(String(finding.coin), style)}` : '';
  return label === undefined
    ? `${address}${coin}`
    : `${address}${coin}  ${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}]`;
}

function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): string[] {
  if (rows.length === 0) return [];
  const blank = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  };
  const table = new Table({
    head: [...head],
    chars: blank,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colAligns: head.map((_, index) => (right.has(index) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function more(count: number, of: string): string[] {
  return count > 0 ? [`… and ${count} more ${of}: all of them in --json and in a pipe`] : [];
}

function limitOf(style: TextStyle): number {
  return style.addresses === 'short' ? SHOWN : Number.POSITIVE_INFINITY;
}

/** Amounts of genuine assets; what is on no list of genuine contracts has a section of its own. */
function genuineOnly(sums: ReadonlyMap<AssetId, bigint> | undefined, book: AssetBook): [AssetId, bigint][] {
  return [...(sums ?? [])].filter(([asset]) => book.get(asset)?.genuine === true);
}

function cell(finding: BySeed, convention: ConventionName, asset: AssetId, book: AssetBook): string {
  const amount = finding.amounts.get(convention)?.get(asset);
  return amountText(book, asset, amount ?? 0n);
}

function assetsIn(findings: readonly BySeed[], order: readonly AssetId[]): AssetId[] {
  const present = new Set(
    findings.flatMap(({ amounts }) => [...amounts.values()].flatMap((sums) => [...sums.keys()])),
  );
  return [
    ...order.filter((id) => present.has(id)),
    ...[...present].filter((id) => !order.includes(id)).sort(),
  ];
}

function header(name: ConventionName): string {
  return name === 'poison' ? 'poison (reach)' : name;
}

/** Amount, share and name first; beneath it the bounds, the other conventions, and when it arrived. */
function reachedLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const assets = assetsIn(findings.endpoints, injectedAssets(findings));
  const genuine = assets.filter((id) => book.get(id)?.genuine === true);
  if (genuine.length === 0 && assets.length > 0)
    return ['Only tokens on no list of genuine contracts; see below.'];
  if (assets.length === 0) return ['No named service (exchange, mixer, bridge, …) was reached.'];
  return [
    ...genuine.flatMap((asset) => reachedBy(findings, asset, book, style)),
    ...receivedLines(findings, book),
  ];
}

function reachedBy(findings: Findings, asset: AssetId, book: AssetBook, style: TextStyle): string[] {
  const { conventions } = findings.options;
  const headline = conventions[0] as ConventionName;
  const { net } = netOf(findings, asset);
  const rows = findings.endpoints.filter(({ amounts }) =>
    [...amounts.values()].some((sums) => sums.has(asset)),
  );
  const shown = rows.slice(0, limitOf(style));
  const [head = '', ...body] = plainTable(
    [header(headline), headline === 'poison' ? '' : 'of net', 'where'],
    shown.map((row) => [
      cell(row, headline, asset, book),
      headline === 'poison' ? '' : shareText(row.amounts.get(headline)?.get(asset) ?? 0n, net),
      `${clipped(forTerminal(row.label.entity), 40)} [${forTerminal(row.label.category)}] ${short(row.display, style)} on ${chainName(row.place.chain)}`,
    ]),
    new Set([0, 1]),
  );
  const detail = (text: string): string => style.chalk.dim(`    ${text}`);
  return [
    style.chalk.dim(head),
    ...body.flatMap((line, index) => {
      const row = shown[index] as EndpointFinding;
      const others = conventions.slice(1).map((name) => `${header(name)} ${cell(row, name, asset, book)}`);
      return [
        line,
        ...boundsLine(row, asset, book).map(detail),
        ...(others.length > 0 ? [detail(others.join(' · '))] : []),
        detail(arrivalsLine(row, asset)),
      ];
    }),
    ...more(rows.length - shown.length, 'endpoints'),
  ];
}

function arrivalsLine({ arrivals, label }: EndpointFinding, asset: AssetId): string {
  const row = arrivals.get(asset);
  const source = `named by ${forTerminal(label.source)}`;
  if (row === undefined) return source;
  const { transfers, first, last } = row;
  return `${transfers} arrival${transfers === 1 ? '' : 's'}, ${spanText(first, last)}; ${source}`;
}

/** Totals asked for with --totals, by entity: what its addresses that were reached received from anyone. */
function receivedLines(findings: Findings, book: AssetBook): string[] {
  const byEntity = new Map<string, { places: number; sums: Map<AssetId, bigint> }>();
  for (const { label, received } of findings.endpoints) {
    if (received === undefined) continue;
    const entity = byEntity.get(label.entity) ?? {
      places: 0,
      transfers: 0,
      sums: new Map<AssetId, bigint>(),
    };
    entity.places += 1;
    for (const [asset, amount] of received.sums)
      if (book.get(asset)?.genuine !== false) entity.sums.set(asset, (entity.sums.get(asset) ?? 0n) + amount);
    byEntity.set(label.entity, entity);
  }
  return [...byEntity].map(([entity, { places, sums }]) => {
    const amounts = [...sums].map(([asset, amount]) => amountText(book, asset, amount)).join(', ');
    const where = places === 1 ? 'its address above' : `its ${places} addresses above`;
    return `In all, from anyone, ${forTerminal(entity)} received at ${where} at least ${amounts || 'nothing'} (facts of the chain, not traced money).`;
  });
}

/** Tokens on no list of genuine contracts: booked to the last unit, never drawn, and told apart from money. */
function unlistedLines(findings: Findings, book: AssetBook): string[] {
  const name = findings.options.conventions.find((one) => one !== 'poison');
  return injectedAssets(findings)
    .filter((id) => book.get(id)?.genuine !== true)
    .map((asset) => {
      const rows = findings.statement.filter((row) => row.asset === asset && row.convention === name);
      const parts = linesOfStatement(rows)
        .map(({ title, of }) => ({ title, sum: rows.reduce((total, row) => total + of(row), 0n) }))
        .filter(({ sum }) => sum > 0n)
        .map(({ title, sum }) => `${title} ${bareAmount(book, asset, sum)}`);
      const where = parts.length === 0 ? '' : `: ${parts.join(', ')} (${name})`;
      return `${amountText(book, asset, netOf(findings, asset).gross)} left the seeds${where}`;
    });
}

function boundsLine({ bounds }: EndpointFinding, asset: AssetId, book: AssetBook): string[] {
  const bound = bounds.get(asset);
  if (bound === undefined) return [];
  const { least, most, mostFollowed } = bound;
  const followed =
    most === mostFollowed ? '' : ` (${amountText(book, asset, mostFollowed)} of what was followed)`;
  return [
    `under any rule at least ${amountText(book, asset, least)}, at most ${amountText(book, asset, most)}${followed}`,
  ];
}

function seedLines(findings: Findings, book: AssetBook, style: TextStyle): string {
  const shown = findings.seeds.slice(0, limitOf(style));
  const lines = shown.map(({ seed, display, labels, injected }) => {
    const label = labels[0];
    const what =
      seed.kind === 'wallet'
        ? 'wallet'
        : `payment ${short(seed.txId, style)}${seed.n === undefined ? '' : `:${seed.n}`} to`;
    const sums = genuineOnly(injected, book).map(([asset, amount]) => amountText(book, asset, amount));
    const known =
      label === undefined
        ? ''
        : `, ${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}] says ${forTerminal(label.source)}`;
    return `${what} ${short(display, style)}${known}: gross ${sums.join(', ') || 'nothing'}`;
  });
  return section(style, 'Seeds', [...lines, ...more(findings.seeds.length - shown.length, 'seeds')]);
}

function linesOf(
  rows: readonly PlaceFinding[],
  findings: Findings,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { conventions } = findings.options;
  const headline = conventions[0] as ConventionName;
  const visible = rows.filter((row) =>
    [...row.amounts.values()].some((sums) => genuineOnly(sums, book).length > 0),
  );
  const shown = visible.slice(0, limitOf(style));
  const lines: string[][] = [];
  for (const row of shown) {
    const ofHeadline = genuineOnly(row.amounts.get(headline), book).map(([asset, amount]) =>
      amountText(book, asset, amount),
    );
    const others = conventions
      .slice(1)
      .flatMap((name) =>
        genuineOnly(row.amounts.get(name), book).map(
          ([asset, amount]) => `${header(name)} ${amountText(book, asset, amount)}`,
        ),
      );
    const { reason = '', arrivals } = row as Partial<NotFollowedFinding>;
    lines.push([
      ofHeadline.length > 0 ? ofHeadline.join(', ') : `0 (${others.join(', ')})`,
      ...(reason === '' ? [] : [reason]),
      `${nameOf(row, style)} on ${chainName(row.place.chain)}${arrivals === undefined ? '' : `, ${arrivedText(arrivals)}`}`,
    ]);
  }
  const columns = lines[0]?.length ?? 0;
  return [
    ...plainTable(columns === 3 ? [headline, 'reason', 'place'] : [headline, 'place'], lines, new Set([0])),
    ...more(visible.length - shown.length, 'places'),
  ];
}

/** `3 arrivals, 2021-05-08 09:59:53Z to 2022-07-25 12:59:54Z` over all assets. */
function arrivedText(arrivals: ReadonlyMap<AssetId, Arrivals>): string {
  const rows = [...arrivals.values()];
  const transfers = rows.reduce((sum, row) => sum + row.transfers, 0);
  const first = Math.min(...rows.map((row) => row.first));
  const last = Math.max(...rows.map((row) => row.last));
  return `${transfers} arrival${transfers === 1 ? '' : 's'}, ${spanText(first, last)}`;
}

function spanText(first: number, last: number): string {
  return first === last ? timeText(first) : `${timeText(first)} to ${timeText(last)}`;
}

function pathLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const headline = findings.options.conventions[0] as ConventionName;
  if (findings.paths.length === 0) return [];
  const shown = findings.paths.slice(0, style.addresses === 'short' ? 5 : findings.paths.length);
  const entityAt = new Map(findings.endpoints.map(({ place, label }) => [placeKey(place), label.entity]));
  const kind =
    headline === 'fifo' || headline === 'lifo'
      ? `${headline}: the lineage of the units themselves`
      : headline === 'poison'
        ? 'poison: the way of first contact; reach, no amount'
        : `${headline}: one decomposition of the tainted flow, in each wallet the units that came first leave first`;
  return [
    style.chalk.dim(`(${kind}; paths into an endpoint add up to its amount)`),
    ...shown.flatMap((path, index) => oneWay(path, index, findings, book, style, entityAt)),
    ...more(findings.paths.length + findings.pathsLeftOut - shown.length, 'paths'),
  ];
}

function oneWay(
  path: Path,
  index: number,
  findings: Findings,
  book: AssetBook,
  style: TextStyle,
  entityAt: ReadonlyMap<string, string>,
): string[] {
  const { chalk } = style;
  const name = (place: Path['hops'][number]['to'] | undefined): string =>
    place === undefined
      ? 'the payment'
      : short(findings.names.get(placeKey(place)) ?? placeKey(place), style);
  const label = (place: Path['hops'][number]['to']): string => {
    const entity = findings.known.get(placeKey(place));
    return entity === undefined ? '' : ` (${clipped(forTerminal(entity), 30)})`;
  };
  // Own change comes back to its payer: a step of the way, no hop (engine.md §7).
  const hops = path.hops.filter(
    ({ from, to }) => from === undefined || placeKey(from) !== placeKey(to),
  ).length;
  const last = path.hops.at(-1)?.to;
  const entity = last === undefined ? undefined : entityAt.get(placeKey(last));
  return [
    `${index + 1}. ${chalk.green(amountText(book, path.asset, path.amount))} to ${forTerminal(entity ?? '')} over ${hops} hop${hops === 1 ? '' : 's'}`,
    ...path.hops.map(
      (hop) =>
        `   ${timeText(hop.at.time)}  ${name(hop.from)} → ${name(hop.to)}${label(hop.to)}  in ${amountText(book, path.asset, hop.recorded)}  tx ${short(hop.txId, style)}`,
    ),
  ];
}

const LINES: readonly [keyof Statement & string, string][] = [
  ['endpoints', 'at endpoints'],
  ['held', 'still held'],
  ['fees', 'fees'],
  ['burnt', 'burnt'],
  ['returned', 'returned to the seed'],
  ['reachedSeed', 'reached another seed'],
  ['convertedOut', 'converted out'],
];

/** The lines of a statement: those of every one, and a line for each reason for not following that occurs. */
function linesOfStatement(rows: readonly Statement[]): { title: string; of: (row: Statement) => bigint }[] {
  const reasons = [...new Set(rows.flatMap((row) => [...row.notFollowed.keys()]))].sort();
  return [
    ...LINES.map(([key, title]) => ({ title, of: (row: Statement) => row[key] as bigint })),
    ...reasons.map((reason) => ({
      title: `not followed: ${reason}`,
      of: (row: Statement) => row.notFollowed.get(reason) ?? 0n,
    })),
  ];
}

/** Per asset and conserving convention, over the seeds: the lines and their sum, which is what was injected. */
function statementTable(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const conserving = findings.options.conventions.filter((name) => name !== 'poison');
  const lines: string[] = [];
  for (const asset of injectedAssets(findings).filter((id) => book.get(id)?.genuine === true)) {
    const rows = findings.statement.filter((row) => row.asset === asset);
    const sum = (name: ConventionName, of: (row: Statement) => bigint): bigint =>
      rows.filter((row) => row.convention === name).reduce((total, row) => total + of(row), 0n);
    const table = linesOfStatement(rows)
      .map(({ title, of }) => ({ title, sums: conserving.map((name) => sum(name, of)) }))
      .filter(({ sums }) => sums.some((amount) => amount > 0n));
    if (conserving.length === 0) continue;
    const total = conserving.map((name) => sum(name, (row) => row.injected - row.residual));
    lines.push(
      ...plainTable(
        [symbolOf(book, asset), ...conserving],
        [
          ...table.map(({ title, sums }) => [
            title,
            ...sums.map((amount) => amountText(book, asset, amount)),
          ]),
          [
            style.chalk.bold(findings.kind === 'wallets' ? '= left the seeds (gross)' : '= the payments'),
            ...total.map((amount) => style.chalk.bold(amountText(book, asset, amount))),
          ],
        ],
        new Set(conserving.map((_, index) => index + 1)),
      ),
    );
  }
  return lines;
}

function gapLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const shown = findings.gaps.slice(0, style.addresses === 'short' ? 20 : findings.gaps.length);
  return [
    ...shown.map((gap) => {
      const place =
        gap.place === undefined || !isOwner(gap.place)
          ? chainName(gap.chain)
          : short(findings.names.get(placeKey(gap.place)) ?? '', style);
      const amount =
        gap.asset === undefined || gap.amount === undefined
          ? ''
          : ` ${amountText(book, gap.asset, gap.amount)}`;
      return `${style.chalk.yellow(gap.code)} ${place}:${amount === '' ? '' : `${amount}.`} ${forTerminal(gap.why)}`;
    }),
    ...more(findings.gaps.length - shown.length, 'gaps'),
    ...(findings.pending.length > 0
      ? [`${findings.pending.length} transfers above the as-of block or unconfirmed are in no sum.`]
      : []),
  ];
}

function namedList(name: string, words: ReadonlySet<string> | undefined): string {
  return words === undefined || words.size === 0
    ? ''
    : `, ${name} ${[...words].sort().map(forTerminal).join(' ')}`;
}

function methodLines(findings: Findings, head: ReportHead): string[] {
  const { options } = findings;
  const conventions = options.conventions.map(header);
  const ends = options.evidenceEnds.map(
    ({ place, after, source }) =>
      `published facts end at ${findings.names.get(place) ?? place.slice(place.lastIndexOf('/') + 1)} after ${after}: ${source}`,
  );
  return [
    forTerminal(head.command),
    ...findings.asOf.map(
      ({ chain, height, hash, time }) =>
        `${chainName(chain)} as of block ${height} ${hash} ${timeText(time)}`,
    ),
    ...findings.services.map(
      ({ chain, names }) => `${chainName(chain)} asked of ${names.map(forTerminal).join(', ')}`,
    ),
    `convention ${conventions[0]} (headline)${conventions.length > 1 ? `, beside it ${conventions.slice(1).join(', ')}` : ''}; wallets' balances are divided per asset in chain order`,
    `limits: hops ${options.hops}, min-value ${formatMinValue(options.minValue)}, max-wallets ${options.maxWallets}, hub-limit ${options.hubLimit}${options.since === undefined ? '' : `, since ${timeText(options.since)}`}${options.until === undefined ? '' : `, until ${timeText(options.until)}`}${namedList('stop-at', options.stopAt)}${namedList('asset', options.assets)}${namedList('follow', options.follow)}`,
    `explored beyond the seeds: ${findings.explored.places}; recorded transfers seen: ${findings.explored.transfers}`,
    `labels: ${head.labelSources.map(({ pack, rows }) => `${forTerminal(pack)} (${rows} row${rows === 1 ? '' : 's'})`).join(', ') || 'none'}`,
    ...ends.map(forTerminal),
    ...head.tapes.map((tape) => `answers replayed from a tape: ${forTerminal(tape)}`),
    `trace ${head.version}`,
  ];
}
