// Paths, hop by hop, and what is left out of them.
import type { AssetId } from '../../model/asset.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings, Hop, Path } from '../../trace/findings.ts';
import { type AssetBook, amountText, durationText, timeText } from '../amounts.ts';
import { hopShapeTexts } from '../coins/text.ts';
import { clipped, forTerminal } from '../escape.ts';
import { more, placeName, short, type TextStyle } from './style.ts';

type Drawn = Pick<Findings, 'options' | 'paths' | 'pathsLeftOut' | 'names' | 'known'>;

/** The words of a question in which paths are told. */
export interface PathWords {
  /** What stands behind the amount of a path. */
  titleOf(path: Path): string;
  /** How a place is called at which paths end. */
  endOf(place: OwnerPlace): string;
  /** Where a path begins that begins at no wallet. */
  readonly start: string;
  /** What paths add up at. */
  readonly end: string;
}

export function toEndpoints({ endpoints }: Pick<Findings, 'endpoints'>): PathWords {
  const entities = new Map(endpoints.map(({ place, label }) => [placeKey(place), label.entity]));
  const endOf = (place: OwnerPlace): string =>
    `to ${clipped(forTerminal(entities.get(placeKey(place)) ?? ''), 40)}`;
  return {
    titleOf: ({ hops }) => endOf((hops.at(-1) as Hop).to),
    endOf,
    start: 'the payment',
    end: 'paths into an endpoint add up to its amount',
  };
}

export function pathLines(findings: Drawn, book: AssetBook, style: TextStyle, words: PathWords): string[] {
  const headline = findings.options.conventions[0] as ConventionName;
  const { paths, pathsLeftOut } = findings;
  if (paths.length + pathsLeftOut.length === 0) return [];
  const shown = paths.slice(0, style.addresses === 'short' ? 5 : paths.length);
  const kind =
    headline === 'fifo' || headline === 'lifo'
      ? `${headline}: the lineage of the units themselves`
      : headline === 'poison'
        ? 'poison: the way of first contact; reach, no amount'
        : `${headline}: one decomposition of the tainted flow, in each wallet the units that came first leave first`;
  const sum = headline === 'poison' ? '' : `; ${words.end}`;
  const told = new Set<PlaceKey>();
  return [
    style.chalk.dim(`(${kind}${sum})`),
    ...shown.flatMap((path, index) => oneWay(path, index, findings, book, style, words, told)),
    ...more(paths.length - shown.length, 'paths'),
    ...leftOutLines(findings, book, words),
  ];
}

/** Over the seeds and the places of one end. */
function leftOutLines({ pathsLeftOut, options }: Drawn, book: AssetBook, words: PathWords): string[] {
  const sums = new Map<string, { end: string; asset: AssetId; paths: number; amount: bigint }>();
  for (const { place, asset, paths, amount } of pathsLeftOut) {
    const end = words.endOf(place);
    const sum = sums.get(`${end} ${asset}`) ?? { end, asset, paths: 0, amount: 0n };
    sums.set(`${end} ${asset}`, { ...sum, paths: sum.paths + paths, amount: sum.amount + amount });
  }
  return [...sums.values()].map(
    ({ end, asset, paths, amount }) =>
      `left out (--paths ${options.paths}): ${paths} path${paths === 1 ? '' : 's'} ${end} with ${amountText(book, asset, amount)} together`,
  );
}

function oneWay(
  path: Path,
  index: number,
  findings: Drawn,
  book: AssetBook,
  style: TextStyle,
  words: PathWords,
  told: Set<PlaceKey>,
): string[] {
  // Own change comes back to its payer: a step of the way, no hop (engine.md §7).
  const hops = path.hops.filter(
    ({ from, to }) => from === undefined || placeKey(from) !== placeKey(to),
  ).length;
  return [
    `${index + 1}. ${style.chalk.green(amountText(book, path.asset, path.amount))} ${words.titleOf(path)} over ${hops} hop${hops === 1 ? '' : 's'}`,
    ...path.hops.flatMap((hop) => [
      `   ${hopText(hop, findings, book, style, words)}`,
      ...[...actorsText(hop, findings, style, told), ...hopShapeTexts(hop)].map(
        (text) => `       ${style.chalk.dim(text)}`,
      ),
    ]),
  ];
}

/**
 * Only what the hop itself does not show: that a payer sent his own payment goes without saying. `told`: payers of whose
 * first gas it was said above.
 */
function actorsText({ from, actors }: Hop, findings: Drawn, style: TextStyle, told: Set<PlaceKey>): string[] {
  const { sender, spender, funder } = actors;
  const payer = from === undefined ? undefined : placeKey(from);
  const name = (place: OwnerPlace): string => placeName(place, findings, style);
  const isOther = (place: OwnerPlace | undefined): place is OwnerPlace =>
    place !== undefined && placeKey(place) !== payer;
  const parts: string[] = [];
  if (isOther(spender))
    parts.push(`moved by ${name(spender)} with transferFrom, on an allowance of the payer`);
  else if (isOther(sender)) parts.push(`transaction sent by ${name(sender)}`);
  if (funder !== undefined && payer !== undefined && !told.has(payer)) {
    parts.push(`the payer's first gas came from ${name(funder.place)}, ${timeText(funder.at.time)}`);
    told.add(payer);
  }
  return parts.length === 0 ? [] : [parts.join('; ')];
}

function hopText(hop: Hop, findings: Drawn, book: AssetBook, style: TextStyle, words: PathWords): string {
  const rest = hop.waited === undefined ? '' : `after ${durationText(hop.waited)}  `;
  const from =
    hop.from === undefined ? words.start : short(findings.names.get(placeKey(hop.from)) ?? '', style);
  const to = placeName(hop.to, findings, style);
  return `${timeText(hop.at.time)}  ${rest}${from} → ${to}  in ${amountText(book, hop.asset, hop.recorded)}  tx ${short(hop.txId, style)}`;
}
