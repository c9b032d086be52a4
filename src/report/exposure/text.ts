// Accounts that were asked about, one row each: what they received, and what of it came from the seeds.
import type { AssetId } from '../../model/asset.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { AccountExposure } from '../../trace/exposure/accounts.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, bareAmount, shareText, symbolOf } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { header, limitOf, more, plainTable, type TextStyle } from '../text/style.ts';

export function exposureLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { exposure, options } = findings;
  if (exposure === undefined) return [];
  const { file, accounts } = exposure;
  const headline = options.conventions[0] as ConventionName;
  const reached = accounts.filter(({ amounts }) => [...(amounts.get(headline)?.keys() ?? [])].length > 0);
  const shown = accounts.slice(0, limitOf(style));
  const assets = [
    ...new Set(
      accounts.flatMap(({ amounts, bounds }) => [...(amounts.get(headline)?.keys() ?? []), ...bounds.keys()]),
    ),
  ].filter((asset) => book.get(asset)?.genuine === true);
  return [
    `${reached.length} of ${accounts.length} account${accounts.length === 1 ? '' : 's'} of ${forTerminal(file.name)} reached (${header(headline)}).`,
    style.chalk.dim(
      '(least and most: what any rule could give; the share is of all that the account received)',
    ),
    ...assets.flatMap((asset) => tableOf(asset, shown, headline, book)),
    ...more(accounts.length - shown.length, 'accounts'),
  ];
}

function tableOf(
  asset: AssetId,
  accounts: readonly AccountExposure[],
  headline: ConventionName,
  book: AssetBook,
): string[] {
  const rows = accounts.map(({ name, received, amounts, direct, bounds }) => {
    const amount = amounts.get(headline)?.get(asset) ?? 0n;
    const all = received?.sums.get(asset) ?? (received === undefined ? undefined : 0n);
    const between = bounds.get(asset) ?? { least: 0n, most: 0n };
    return [
      bareAmount(book, asset, amount),
      all === undefined || all === 0n ? '–' : shareText(amount, all),
      bareAmount(book, asset, direct.get(asset) ?? 0n),
      bareAmount(book, asset, between.least),
      bareAmount(book, asset, between.most),
      all === undefined ? 'unknown' : bareAmount(book, asset, all),
      clipped(forTerminal(name), 40),
    ];
  });
  const head = [
    header(headline),
    'share',
    'direct',
    'least',
    'most',
    'received in all',
    symbolOf(book, asset),
  ];
  return plainTable(head, rows, new Set([0, 1, 2, 3, 4, 5]));
}
