// Paths, hop by hop.
import { placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings, Path } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { more, short, type TextStyle } from './style.ts';

export function pathLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
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
