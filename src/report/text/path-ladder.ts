// Paths, hop by hop.
import { placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings, Path } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { more, short, type TextStyle } from './style.ts';

type Drawn = Pick<Findings, 'options' | 'paths' | 'pathsLeftOut' | 'names' | 'known'>;

/** The words of a question in which paths are told. */
export interface PathWords {
  /** What stands behind the amount of a path. */
  titleOf(path: Path): string;
  /** Where a path begins that begins at no wallet. */
  readonly start: string;
  /** What paths add up at. */
  readonly end: string;
}

export function toEndpoints({ endpoints }: Findings): PathWords {
  const entityAt = new Map(endpoints.map(({ place, label }) => [placeKey(place), label.entity]));
  return {
    titleOf({ hops }) {
      const last = hops.at(-1)?.to;
      return `to ${forTerminal((last === undefined ? undefined : entityAt.get(placeKey(last))) ?? '')}`;
    },
    start: 'the payment',
    end: 'paths into an endpoint add up to its amount',
  };
}

export function pathLines(findings: Drawn, book: AssetBook, style: TextStyle, words: PathWords): string[] {
  const headline = findings.options.conventions[0] as ConventionName;
  if (findings.paths.length === 0) return [];
  const shown = findings.paths.slice(0, style.addresses === 'short' ? 5 : findings.paths.length);
  const kind =
    headline === 'fifo' || headline === 'lifo'
      ? `${headline}: the lineage of the units themselves`
      : headline === 'poison'
        ? 'poison: the way of first contact; reach, no amount'
        : `${headline}: one decomposition of the tainted flow, in each wallet the units that came first leave first`;
  return [
    style.chalk.dim(`(${kind}; ${words.end})`),
    ...shown.flatMap((path, index) => oneWay(path, index, findings, book, style, words)),
    ...more(findings.paths.length + findings.pathsLeftOut - shown.length, 'paths'),
  ];
}

function oneWay(
  path: Path,
  index: number,
  findings: Drawn,
  book: AssetBook,
  style: TextStyle,
  words: PathWords,
): string[] {
  const { chalk } = style;
  const name = (place: Path['hops'][number]['to'] | undefined): string =>
    place === undefined ? words.start : short(findings.names.get(placeKey(place)) ?? placeKey(place), style);
  const label = (place: Path['hops'][number]['to']): string => {
    const entity = findings.known.get(placeKey(place));
    return entity === undefined ? '' : ` (${clipped(forTerminal(entity), 30)})`;
  };
  // Own change comes back to its payer: a step of the way, no hop (engine.md §7).
  const hops = path.hops.filter(
    ({ from, to }) => from === undefined || placeKey(from) !== placeKey(to),
  ).length;
  return [
    `${index + 1}. ${chalk.green(amountText(book, path.asset, path.amount))} ${words.titleOf(path)} over ${hops} hop${hops === 1 ? '' : 's'}`,
    ...path.hops.map(
      (hop) =>
        `   ${timeText(hop.at.time)}  ${name(hop.from)} → ${name(hop.to)}${label(hop.to)}  in ${amountText(book, path.asset, hop.recorded)}  tx ${short(hop.txId, style)}`,
    ),
  ];
}
