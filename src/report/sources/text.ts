// The report of an account's sources for people: what arrived, from whom under which rule, the paths, the sum, the gaps.
import type { AssetId } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import type {
  GroupFinding,
  SourceFinding,
  SourceFindings,
  SourceStatement,
} from '../../trace/backward/findings.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Arrivals } from '../../trace/findings.ts';
import { type AssetBook, amountText, assetBook, shareText, symbolOf } from '../amounts.ts';
import type { SourcesResult } from '../answer.ts';
import { clipped, forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { spamSection } from '../spam/text.ts';
import { crossingLines } from '../text/crossings.ts';
import { gapLines, methodLines } from '../text/method.ts';
import { type PathWords, pathLines } from '../text/path-ladder.ts';
import {
  genuineOnly,
  header,
  limitOf,
  more,
  plainTable,
  section,
  short,
  spanText,
  type TextStyle,
} from '../text/style.ts';
import { whoSays } from '../who-says.ts';
import { shownAssets, sourcesSummary } from './summary.ts';

export function sourcesText(
  { name, title, sources: findings }: SourcesResult,
  head: ReportHead,
  style: TextStyle,
  runs: number,
): string {
  const { chalk } = style;
  const book = assetBook(findings.assets);
  const { shown } = shownAssets(findings);
  const grouped = (
    title: string,
    rows: readonly GroupFinding[],
    nameOf: (row: GroupFinding) => string,
  ): string =>
    section(
      style,
      title,
      shown.flatMap((asset) => groupLines(rows, nameOf, asset, findings, book, style)),
    );
  const parts = [
    ...(head.synthetic === undefined ? [] : [chalk.yellow.bold(`SYNTHETIC: ${forTerminal(head.synthetic)}`)]),
    ...(runs > 1 ? [chalk.bold(`── ${forTerminal(name)} ──`)] : []),
    ...(title === undefined ? [] : [forTerminal(title)]),
    ...sourcesSummary(findings).map((sentence) => chalk.bold(sentence)),
    section(style, 'The account', accountLines(findings, book, style)),
    section(style, 'Where it came from', categoryLines(findings, book, style)),
    grouped('Named sources', findings.entities, ({ entity, category }) => named(entity, category)),
    grouped('By who says what they are', findings.labelSources, ({ saidBy, category }) =>
      named(saidBy, category),
    ),
    section(style, 'Source by source', sourceLines(findings, book, style)),
    section(style, 'Where value changed asset or chain', crossingLines(findings, book, style)),
    section(style, 'Paths', pathLines(findings, book, style, fromSources(findings, style))),
    section(
      style,
      'The sum',
      shown.flatMap((asset) => sumLines(findings, asset, book, style)),
    ),
    unlistedSection(findings, book, style),
    spamSection(findings, book, style),
    section(style, 'Gaps: what this run could not see', gapLines(findings, book, style)),
    section(style, 'How this was made', methodLines(findings, head)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

export function unlistedSection(findings: SourceFindings, book: AssetBook, style: TextStyle): string {
  const { unlisted } = shownAssets(findings);
  return section(
    style,
    'Tokens on no list of genuine contracts (anyone can forge such transfers)',
    unlisted.map((asset) => `${amountText(book, asset, findings.received.get(asset) ?? 0n)} arrived`),
  );
}

function named(name: string | undefined, category: string): string {
  return `${clipped(forTerminal(name ?? ''), 60)} [${forTerminal(category)}]`;
}

const KINDS = {
  labelled: '',
  unknown: 'wallets that no label names',
  issued: 'issued or mined',
  own: "the account's own money, come back",
} as const;

/** By kind and category, and what has no source: together all that arrived. */
export function categoryLines(findings: SourceFindings, book: AssetBook, style: TextStyle): string[] {
  const { shown } = shownAssets(findings);
  return shown.flatMap((asset) => [
    ...groupLines(findings.categories, categoryName, asset, findings, book, style),
    ...unexplainedLines(findings, asset, book),
  ]);
}

function unexplainedLines({ statement, options }: SourceFindings, asset: AssetId, book: AssetBook): string[] {
  const rows = options.conventions.flatMap((name) =>
    statement.filter((row) => row.asset === asset && row.convention === name && row.unexplained > 0n),
  );
  const texts = rows.map(
    ({ convention, unexplained }) => `${amountText(book, asset, unexplained)} (${convention})`,
  );
  return texts.length === 0
    ? []
    : [
        `and ${texts.join(' · ')} without explanation: wallets paid it that are not known to have received it`,
      ];
}

function categoryName({ kind, category }: GroupFinding): string {
  return kind === 'labelled' ? forTerminal(category) : KINDS[kind];
}

export function accountLines({ account }: SourceFindings, book: AssetBook, style: TextStyle): string[] {
  return account.map(({ place, display, labels, received, arrivals, outside }) => {
    const label = labels[0];
    const known =
      label === undefined ? '' : `, ${named(label.entity, label.category)} says ${whoSays(label)}`;
    const sums = genuineOnly(received, book).map(
      ([asset, amount]) => `${amountText(book, asset, amount)} in ${arrivedText(arrivals.get(asset))}`,
    );
    const rest = outside === 0 ? '' : `; ${outside} more outside of the window, in no sum`;
    return `${short(display, style)} on ${chainName(place.chain)}${known}: ${sums.join(', ') || 'nothing'}${rest}`;
  });
}

function arrivedText(arrivals: Arrivals | undefined): string {
  if (arrivals === undefined) return 'no payment';
  const { transfers, first, last } = arrivals;
  return `${transfers} payment${transfers === 1 ? '' : 's'}, ${spanText(first, last)}`;
}

/** Amount, share of what arrived, what came directly; beneath it the bounds and the other conventions. */
function groupLines(
  rows: readonly GroupFinding[],
  nameOf: (row: GroupFinding) => string,
  asset: AssetId,
  findings: SourceFindings,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { conventions } = findings.options;
  const headline = conventions[0] as ConventionName;
  const whole = findings.received.get(asset) ?? 0n;
  const having = rows.filter(({ amounts }) => [...amounts.values()].some((sums) => sums.has(asset)));
  const shown = having.slice(0, limitOf(style));
  const of = (table: GroupFinding['amounts'], name: ConventionName): bigint =>
    table.get(name)?.get(asset) ?? 0n;
  const [head = '', ...body] = plainTable(
    [header(headline), headline === 'poison' ? '' : 'of what arrived', 'directly', symbolOf(book, asset)],
    shown.map((row) => [
      amountText(book, asset, of(row.amounts, headline)),
      headline === 'poison' ? '' : shareText(of(row.amounts, headline), whole),
      amountText(book, asset, of(row.direct, headline)),
      nameOf(row),
    ]),
    new Set([0, 1, 2]),
  );
  const detail = (text: string): string => `    ${style.chalk.dim(text)}`;
  return [
    ...(body.length === 0 ? [] : [style.chalk.dim(head)]),
    ...body.flatMap((line, index) => {
      const { amounts, bounds } = shown[index] as GroupFinding;
      const bound = bounds?.get(asset);
      const others = conventions
        .slice(1)
        .map((name) => `${header(name)} ${amountText(book, asset, of(amounts, name))}`);
      return [
        line,
        ...(bound === undefined
          ? []
          : [
              detail(
                `under any rule at least ${amountText(book, asset, bound.least)}, at most ${amountText(book, asset, bound.most)}${bound.most === bound.mostFollowed ? '' : ` (${amountText(book, asset, bound.mostFollowed)} of what was followed)`}`,
              ),
            ]),
        ...(others.length > 0 ? [detail(others.join(' · '))] : []),
      ];
    }),
    ...more(having.length - shown.length, 'rows'),
  ];
}

function sourceName({ source, display }: SourceFinding, style: TextStyle): string {
  const { kind, label, reason, places } = source;
  if (kind === 'issued') return KINDS.issued;
  if (source.place === undefined) return `${places} small senders on ${chainName(source.chain)} (${reason})`;
  const at = `${short(display, style)} on ${chainName(source.chain)}`;
  if (kind === 'own') return `${at} (${KINDS.own})`;
  return label === undefined ? `${at} (${reason})` : `${at} ${named(label.entity, label.category)}`;
}

function sourceLines(findings: SourceFindings, book: AssetBook, style: TextStyle): string[] {
  const headline = findings.options.conventions[0] as ConventionName;
  const visible = findings.sources.filter(({ amounts }) =>
    [...amounts.values()].some((sums) => genuineOnly(sums, book).length > 0),
  );
  const shown = visible.slice(0, limitOf(style));
  return [
    ...plainTable(
      [header(headline), 'source'],
      shown.map((row) => {
        const sums = genuineOnly(row.amounts.get(headline), book);
        const direct = [...row.arrivals.values()].reduce((sum, { transfers }) => sum + transfers, 0);
        const paid =
          direct === 0 ? '' : `, ${direct} payment${direct === 1 ? '' : 's'} straight to the account`;
        return [
          sums.map(([asset, amount]) => amountText(book, asset, amount)).join(', ') || '0',
          `${sourceName(row, style)}${paid}`,
        ];
      }),
      new Set([0]),
    ),
    ...more(visible.length - shown.length, 'sources'),
  ];
}

function fromSources(findings: SourceFindings, style: TextStyle): PathWords {
  const byId = new Map(findings.sources.map((row) => [row.source.id, row]));
  return {
    titleOf({ seed }) {
      const row = byId.get(seed);
      return row === undefined ? '' : `from ${sourceName(row, style)}`;
    },
    endOf: () => 'to the account',
    start: 'issued',
    end: 'paths from a source add up to its amount',
  };
}

const LINES: readonly [keyof SourceStatement, string][] = [
  ['labelled', 'from named sources'],
  ['unknown', KINDS.unknown],
  ['issued', KINDS.issued],
  ['own', KINDS.own],
  ['unexplained', 'without explanation'],
  ['received', '= all that arrived'],
];

function sumLines(findings: SourceFindings, asset: AssetId, book: AssetBook, style: TextStyle): string[] {
  const rows = findings.statement.filter((row) => row.asset === asset);
  if (rows.length === 0) return [];
  const lines = LINES.filter(([key]) => key === 'received' || rows.some((row) => row[key] !== 0n));
  return plainTable(
    [symbolOf(book, asset), ...rows.map(({ convention }) => convention)],
    lines.map(([key, text]) => {
      const bold = (cell: string): string => (key === 'received' ? style.chalk.bold(cell) : cell);
      return [bold(text), ...rows.map((row) => bold(amountText(book, asset, row[key] as bigint)))];
    }),
    new Set(rows.map((_, index) => index + 1)),
  );
}
