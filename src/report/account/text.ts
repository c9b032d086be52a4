// The report of an account for people: the three figures, what each rests on, and where the rest came from.
import { chainName } from '../../model/chain.ts';
import type { Exposure } from '../../trace/backward/findings.ts';
import type { Path } from '../../trace/findings.ts';
import { type AssetBook, amountText, assetBook, timeText } from '../amounts.ts';
import type { AccountResult } from '../answer.ts';
import { clipped, forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { accountLines, categoryLines, unlistedSection } from '../sources/text.ts';
import { gapLines, methodLines } from '../text/method.ts';
import { pathLines } from '../text/path-ladder.ts';
import { genuineOnly, limitOf, more, section, short, type TextStyle } from '../text/style.ts';
import { accountSummary, byConvention } from './summary.ts';

export function accountText(
  { name, title, account: findings, flags }: AccountResult,
  head: ReportHead,
  style: TextStyle,
  runs: number,
): string {
  const { chalk } = style;
  const { sources, victims } = findings;
  const book = assetBook(sources.assets);
  const drawn = { ...sources, paths: victims?.paths ?? [], pathsLeftOut: victims?.pathsLeftOut ?? [] };
  const parts = [
    ...(head.synthetic === undefined ? [] : [chalk.yellow.bold(`SYNTHETIC: ${forTerminal(head.synthetic)}`)]),
    ...(runs > 1 ? [chalk.bold(`── ${forTerminal(name)} ──`)] : []),
    ...(title === undefined ? [] : [forTerminal(title)]),
    ...accountSummary(findings).map((sentence) => chalk.bold(sentence)),
    section(style, '(a) What arrived', accountLines(sources, book, style)),
    section(style, '(b) From flagged wallets', walletLines(findings, book, style)),
    section(style, '    By who flagged them', saidByLines(findings, book, style)),
    section(style, '(c) From victims', victimLines(findings, book, style)),
    section(
      style,
      "    The ways of the victims' money",
      pathLines(drawn, book, style, {
        titleOf: ({ seed }: Path) => `of ${forTerminal(victimOf(findings, seed))}`,
        endOf: () => 'to the account',
        start: 'the payment',
        end: 'paths of one victim add up to the amount',
      }),
    ),
    section(
      style,
      'Where all of it came from, as far as it was followed',
      categoryLines(sources, book, style),
    ),
    unlistedSection(sources, book, style),
    section(style, 'Gaps: what this run could not see', gapLines(sources, book, style)),
    section(style, 'How this was made', [
      ...methodLines(sources, head),
      `flags: ${flags.map(forTerminal).join(', ')}`,
    ]),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function victimOf({ victims }: AccountResult['account'], seed: string): string {
  return victims?.victims.find(({ seeds }) => seeds.some((each) => each.seed.id === seed))?.name ?? '';
}

type Conventions = AccountResult['account']['sources']['options']['conventions'];

/** `USDT: directly 9,175,000, in all 9,405,000 (fifo; …)`, a text for each genuine asset. */
function amountsText({ amounts, direct }: Exposure, conventions: Conventions, book: AssetBook): string {
  const assets = new Set(
    [...amounts.values()].flatMap((sums) => genuineOnly(sums, book).map(([asset]) => asset)),
  );
  const headline = conventions[0];
  return [...assets]
    .map((asset) => {
      const straight = (headline === undefined ? undefined : direct.get(headline)?.get(asset)) ?? 0n;
      return `${amountText(book, asset, straight)} directly, in all ${byConvention(amounts, conventions, asset, book)}`;
    })
    .join('; ');
}

function walletLines(
  { flagged, sources }: AccountResult['account'],
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { conventions } = sources.options;
  const shown = flagged.wallets.slice(0, limitOf(style));
  return [
    ...shown.flatMap((wallet) => {
      const payments = [...wallet.arrivals.values()].reduce((sum, { transfers }) => sum + transfers, 0);
      return [
        `${short(wallet.display, style)} on ${chainName(wallet.place.chain)}: ${amountsText(wallet, conventions, book) || 'only tokens on no list of genuine contracts'}; ${payments} payment${payments === 1 ? '' : 's'} of its own`,
        ...wallet.flags.map(
          ({ entity, category, source, date }) =>
            `    ${style.chalk.dim(`${clipped(forTerminal(entity), 60)} [${forTerminal(category)}] says ${forTerminal(source)}${date === undefined ? ', since when is not said' : `, public since ${timeText(date)}`}`)}`,
        ),
      ];
    }),
    ...more(flagged.wallets.length - shown.length, 'wallets'),
  ];
}

function saidByLines(
  { flagged, sources }: AccountResult['account'],
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { conventions } = sources.options;
  return flagged.saidBy.flatMap((source) => {
    const { saidBy, wallets, after } = source;
    const bounds = [...source.bounds]
      .filter(([asset]) => book.get(asset)?.genuine === true)
      .map(
        ([asset, { least, most }]) =>
          `at least ${amountText(book, asset, least)}, at most ${amountText(book, asset, most)}`,
      );
    const dated = wallets.some(({ since }) => since !== undefined);
    return [
      `${forTerminal(saidBy)} (${wallets.length} wallet${wallets.length === 1 ? '' : 's'}): ${amountsText(source, conventions, book)}`,
      ...(bounds.length === 0 ? [] : [`    ${style.chalk.dim(`under any rule ${bounds.join('; ')}`)}`]),
      `    ${style.chalk.dim(dated ? `after its flags were public: ${amountsText(after, conventions, book) || 'nothing'}` : 'since when is not said')}`,
    ];
  });
}

function victimLines(
  { victims, sources }: AccountResult['account'],
  book: AssetBook,
  style: TextStyle,
): string[] {
  if (victims === undefined) return [];
  const { conventions } = sources.options;
  const named = victims.victims.map((victim) => ({ ...victim, count: victim.seeds.length }));
  const all = {
    ...victims.total,
    name: 'all together',
    count: named.reduce((sum, { count }) => sum + count, 0),
  };
  return [...named, ...(named.length > 1 ? [all] : [])].flatMap(
    ({ name, count, injected, amounts, bounds }) => [
      `${forTerminal(name)}, ${count} payment${count === 1 ? '' : 's'}: paid ${[...injected].map(([asset, units]) => amountText(book, asset, units)).join(', ')}`,
      ...[...injected.keys()].map((asset) => {
        const bound = bounds.get(asset);
        const sure =
          bound === undefined
            ? ''
            : `; under any rule at least ${amountText(book, asset, bound.least)}, at most ${amountText(book, asset, bound.most)}`;
        return `    ${style.chalk.dim(`of the ${amountText(book, asset, injected.get(asset) ?? 0n)} reached the account: ${byConvention(amounts, conventions, asset, book)}${sure}`)}`;
      }),
    ],
  );
}
