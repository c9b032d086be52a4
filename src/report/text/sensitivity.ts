// What becomes of each service that was reached under another convention, hop limit or --min-value.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings } from '../../trace/findings.ts';
import { formatMinValue } from '../../trace/options.ts';
import type { EntitySensitivity, Sensitivity } from '../../trace/sensitivity.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { underHops, underValues } from '../sensitivity-json.ts';
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
  const units = (sum: bigint): string => (sum === 0n ? 'not reached' : amountText(book, asset, sum));
  const { least, most, mostFollowed } = bounds;
  const further =
    most > mostFollowed
      ? [
          `further: at most ${amountText(book, asset, most)}, ${amountText(book, asset, mostFollowed)} of what was followed`,
        ]
      : [];
  const hops = underHops(row, tried).map(({ limit, amount: sum }) => `${limit}: ${units(sum)}`);
  const values = underValues(row, tried).map(({ value, amount: sum }) => `${value}: ${units(sum)}`);
  return [
    `${clipped(forTerminal(entity), 40)}: ${units(amount)}`,
    ...[
      `convention: ${conventionText(row, least, asset, book)}`,
      ...(hops.length === 0 ? [] : [`--hops ${hops.join('; ')}`]),
      ...(values.length === 0 ? [] : [`--min-value ${values.join('; ')}`]),
      ...further,
    ].map((line) => `    ${style.chalk.dim(line)}`),
  ];
}

function conventionText(
  { conventions }: EntitySensitivity,
  least: bigint,
  asset: AssetId,
  book: AssetBook,
): string {
  if (least > 0n) return `reached under any rule, with at least ${amountText(book, asset, least)}`;
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
