// What an account received, in sentences: in all, from flagged wallets, from victims. Three figures that are never merged;
// each says "at least" where it is a lower bound.
import type { AssetId } from '../../model/asset.ts';
import type { AccountFindings } from '../../trace/account/account.ts';
import type { Flagged, FlagSource } from '../../trace/account/flagged.ts';
import type { VictimFindings } from '../../trace/account/victims.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Amounts } from '../../trace/findings.ts';
import { type AssetBook, amountText, assetBook, bareAmount, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { accountValueSentences } from '../prices/text.ts';
import { arrivedText, caveats, forgedSentence, shownAssets, windowText } from '../sources/summary.ts';

export function accountSummary(findings: AccountFindings): string[] {
  const { sources, flagged, victims } = findings;
  const book = assetBook(sources.assets);
  const { shown } = shownAssets(sources);
  const conventions = sources.options.conventions;
  const figures = [
    ...shown.map((asset) => `(a) ${arrivedText(sources, asset, book)}${windowWords(sources.options)}.`),
    ...shown.flatMap((asset) => flaggedSentences(flagged, asset, conventions, book)),
    ...(victims === undefined ? [] : victimSentences(victims, conventions, book)),
  ];
  return [
    ...caveats(sources),
    ...flagged.own.map(({ display, flags }) => {
      const says = flags.map(
        ({ entity, category, source, date }) =>
          `${forTerminal(entity)} [${forTerminal(category)}] says ${forTerminal(source)}${date === undefined ? '' : ` since ${timeText(date)}`}`,
      );
      return `${display}, an address of the account, is itself flagged: ${says.join('; ')}. That is in no figure: the account is no source of its own money.`;
    }),
    ...figures,
    ...(figures.length > 1
      ? [
          'These figures answer different questions about money that may be the same: they are never added up.',
        ]
      : []),
    ...accountValueSentences(sources, book),
    ...forgedSentence(sources),
  ];
}

function windowWords(options: AccountFindings['sources']['options']): string {
  const window = windowText(options);
  return window === '' ? '' : ` (asked${window})`;
}

function unitsOf(amounts: Amounts, name: ConventionName | undefined, asset: AssetId): bigint {
  return (name === undefined ? undefined : amounts.get(name)?.get(asset)) ?? 0n;
}

/** `9,405,000 (fifo; haircut 9,403,333; poison reach 9,500,000)` */
export function byConvention(
  amounts: Amounts,
  conventions: readonly ConventionName[],
  asset: AssetId,
  book: AssetBook,
): string {
  const [first, ...rest] = conventions.map((name) => {
    const units = bareAmount(book, asset, unitsOf(amounts, name, asset));
    return { name: name === 'poison' ? 'poison, which is reach,' : name, units };
  });
  const others = rest.map(({ name, units }) => `; ${name} ${units}`).join('');
  return `${first?.units} (${first?.name}${others})`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function flaggedSentences(
  flagged: AccountFindings['flagged'],
  asset: AssetId,
  conventions: readonly ConventionName[],
  book: AssetBook,
): string[] {
  const wallets = flagged.wallets.filter(({ amounts }) =>
    conventions.some((name) => unitsOf(amounts, name, asset) > 0n),
  );
  const bounds = flagged.bounds.get(asset);
  if (wallets.length === 0) {
    const most = bounds === undefined ? '' : `; at most ${amountText(book, asset, bounds.most)} can have`;
    return [`(b) None of the ${forAsset(book, asset)} that was followed came from a flagged wallet${most}.`];
  }
  return [
    `(b) ${flaggedPart(flagged, asset, conventions, book, wallets)}.`,
    ...flagged.saidBy
      .filter(({ amounts }) => conventions.some((name) => unitsOf(amounts, name, asset) > 0n))
      .map((source) => `    ${sourceSentence(source, asset, conventions, book)}`),
  ];
}

/** The name of an asset without an amount. */
function forAsset(book: AssetBook, asset: AssetId): string {
  return amountText(book, asset, 0n).slice(bareAmount(book, asset, 0n).length + 1);
}

function flaggedPart(
  { amounts, directLeast, bounds }: Flagged,
  asset: AssetId,
  conventions: readonly ConventionName[],
  book: AssetBook,
  wallets: AccountFindings['flagged']['wallets'],
): string {
  const straight = directLeast.get(asset) ?? 0n;
  const payers = wallets.filter((wallet) => unitsOf(wallet.direct, conventions[0], asset) > 0n).length;
  const directly =
    straight === 0n
      ? 'Nothing of it came directly from a flagged wallet'
      : `At least ${amountText(book, asset, straight)} of it came directly from ${plural(payers, 'flagged wallet')}`;
  const bound = bounds.get(asset);
  const sure =
    bound === undefined
      ? ''
      : `, at least ${bareAmount(book, asset, bound.least)} and at most ${bareAmount(book, asset, bound.most)} under any rule`;
  return `${directly}; with what came through other wallets, from ${wallets.length}, ${byConvention(amounts, conventions, asset, book)}${sure}`;
}

function sourceSentence(
  source: FlagSource,
  asset: AssetId,
  conventions: readonly ConventionName[],
  book: AssetBook,
): string {
  const headline = conventions[0];
  const dates = [
    ...new Set(source.wallets.flatMap(({ since }) => (since === undefined ? [] : [since]))),
  ].sort((a, b) => a - b);
  const first = dates[0];
  const undated = source.wallets.filter(({ since }) => since === undefined).length;
  const since =
    first === undefined
      ? 'since when is not said'
      : `public since ${timeText(first)}${dates.length > 1 ? ` to ${timeText(dates.at(-1) as number)}` : ''}${undated > 0 ? `, of ${undated} it is not said` : ''}`;
  const straight = source.directLeast.get(asset) ?? 0n;
  const after = source.after.directLeast.get(asset) ?? 0n;
  const all = unitsOf(source.after.amounts, headline, asset);
  const later =
    first === undefined
      ? ''
      : all === 0n
        ? '; nothing of it arrived after that'
        : `; after that at least ${bareAmount(book, asset, after)} directly, ${bareAmount(book, asset, all)} in all (${headline})`;
  return `flagged by ${forTerminal(source.saidBy)} (${plural(source.wallets.length, 'wallet')}, ${since}): at least ${amountText(book, asset, straight)} directly, ${bareAmount(book, asset, unitsOf(source.amounts, headline, asset))} in all (${headline})${later}`;
}

function victimSentences(
  { victims }: VictimFindings,
  conventions: readonly ConventionName[],
  book: AssetBook,
): string[] {
  return victims.flatMap(({ name, injected, amounts, bounds, notFollowed }) =>
    [...injected].map(([asset, paid]) => {
      const whole = `(c) Of ${amountText(book, asset, paid)} that ${forTerminal(name)} paid`;
      const isReached = conventions.some((convention) => unitsOf(amounts, convention, asset) > 0n);
      const bound = bounds.get(asset);
      const lost = unitsOf(notFollowed, conventions[0], asset);
      const open = lost === 0n ? '' : `; ${bareAmount(book, asset, lost)} was not followed`;
      if (!isReached) {
        const most =
          bound === undefined ? '' : `, at most ${bareAmount(book, asset, bound.most)} under any rule`;
        return `${whole}, nothing is seen to have reached the account${most}${open}.`;
      }
      const sure =
        bound === undefined
          ? ''
          : `, at least ${bareAmount(book, asset, bound.least)} and at most ${bareAmount(book, asset, bound.most)} under any rule`;
      return `${whole}, ${byConvention(amounts, conventions, asset, book)} reached the account${sure}${open}.`;
    }),
  );
}
