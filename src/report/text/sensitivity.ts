// What becomes of each service that was reached under another convention, hop limit or --min-value.
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings } from '../../trace/findings.ts';
import { formatMinValue } from '../../trace/options.ts';
import type { EntitySensitivity, Sensitivity } from '../../trace/sensitivity.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { type Survival, survivalOf, underHops, underValues } from '../sensitivity-json.ts';
import { header, limitOf, more, type TextStyle } from './style.ts';

export function sensitivityLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { sensitivity } = findings;
  if (sensitivity === undefined) return [];
  const rows = sensitivity.entities.filter(({ asset }) => book.get(asset)?.genuine === true);
  if (rows.length === 0) return [];
  const shown = rows.slice(0, limitOf(style));
  return [
    style.chalk.dim(
      `(amounts under ${header(sensitivity.convention)}; the same question with one limit drawn tighter, from the answers at hand)`,
    ),
    ...shown.flatMap((row) => entityLines(row, sensitivity, book, style)),
    ...more(rows.length - shown.length, 'services'),
    ...(rows.some(({ bounds: { most, mostFollowed } }) => most > mostFollowed)
      ? [
          'A larger --hops or a smaller --min-value would need new data. Whatever it showed, no service could be given more than its "at most"; of what was followed, no more than is said beside it.',
        ]
      : [
          'A larger --hops or a smaller --min-value could add nothing here: all that could go on to these services was followed.',
        ]),
    ...sensitivity.tried.flatMap(({ variant, gaps }) =>
      gaps.length === 0
        ? []
        : [
            `${style.chalk.yellow('not seen')} with ${variant.kind === 'hops' ? `--hops ${variant.hops}` : `--min-value ${formatMinValue(variant.minValue)}`} alone: ${gaps.length} histor${gaps.length === 1 ? 'y' : 'ies'} that this run did not ask for; its amounts may be too low.`,
          ],
    ),
  ];
}

function entityLines(
  row: EntitySensitivity,
  { tried }: Sensitivity,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { entity, asset, amount, bounds } = row;
  const units = (sum: bigint): string => amountText(book, asset, sum);
  const { most, mostFollowed } = bounds;
  const hops = underHops(row, tried).map(({ limit, amount: sum }) => ({ what: `--hops ${limit}`, sum }));
  const values = underValues(row, tried).map(({ value, amount: sum }) => ({
    what: `--min-value ${value}`,
    sum,
  }));
  return [
    `${clipped(forTerminal(entity), 40)}: ${amount === 0n ? 'not reached' : units(amount)}${verdict(survivalOf(row, tried))}`,
    ...[
      `another convention: ${conventionText(row, book)}`,
      ...(hops.length === 0 ? [] : [`a smaller hop limit: ${triedText(amount > 0n, hops, units)}`]),
      ...(values.length === 0 ? [] : [`a larger --min-value: ${triedText(amount > 0n, values, units)}`]),
      ...(most > mostFollowed
        ? [`further: at most ${units(most)}, ${units(mostFollowed)} of what was followed`]
        : []),
    ].map((line) => `    ${style.chalk.dim(line)}`),
  ];
}

const CHANGES: Readonly<Record<keyof Survival, string>> = {
  convention: 'a change of convention',
  hops: 'of the hop limit',
  minValue: 'of --min-value',
};

/** `; survives a change of convention, of --min-value; does not survive every change of the hop limit`. */
function verdict(survival: Survival): string {
  const named = (survives: boolean): string[] =>
    (Object.keys(CHANGES) as (keyof Survival)[])
      .filter((key) => survival[key] === survives)
      .map((key) => CHANGES[key]);
  const words = (list: readonly string[]): string =>
    list.map((text, index) => (index === 0 && !text.startsWith('a ') ? `a change ${text}` : text)).join(', ');
  const [stays, falls] = [named(true), named(false)];
  return [
    ...(stays.length === 0 ? [] : [`; survives ${words(stays)}`]),
    ...(falls.length === 0 ? [] : [`; may not survive ${words(falls)}`]),
  ].join('');
}

/** What stays of it with each limit. */
function triedText(
  isReached: boolean,
  tries: readonly { readonly what: string; readonly sum: bigint }[],
  units: (sum: bigint) => string,
): string {
  const kept = tries.filter(({ sum }) => sum > 0n).map(({ what, sum }) => `${what} (${units(sum)})`);
  const lost = tries.filter(({ sum }) => sum === 0n).map(({ what }) => what);
  return [
    ...(kept.length === 0 ? [] : [`${isReached ? 'still reached' : 'reached'} with ${kept.join(', ')}`]),
    ...(lost.length === 0 ? [] : [`${isReached ? 'no longer' : 'not'} reached with ${lost.join(', ')}`]),
  ].join('; ');
}

function conventionText(
  { conventions, asset, bounds: { least, mostFollowed, most } }: EntitySensitivity,
  book: AssetBook,
): string {
  if (least > 0n) return `reached under any rule, with at least ${amountText(book, asset, least)}`;
  if (mostFollowed === 0n)
    return most === 0n ? 'reached under no rule' : 'of what was followed reached under no rule';
  const names = (reached: boolean): ConventionName[] =>
    [...conventions].filter(([, sum]) => sum > 0n === reached).map(([name]) => name);
  const [under, notUnder] = [names(true), names(false)];
  if (under.length === 0 && notUnder.length === 0) return 'only reach was asked for; no rule makes it sure';
  const parts = [
    ...(under.length === 0 ? [] : [`reached under ${under.join(', ')}`]),
    ...(notUnder.length === 0 ? [] : [`not under ${notUnder.join(', ')}`]),
  ];
  return `${parts.join('; ')}; not under every rule (least is 0)`;
}
