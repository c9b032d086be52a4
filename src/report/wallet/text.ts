// A wallet's profile for people: what came and went, what is said of it, with whom it dealt, and what is inferred.
import type { NotBecause } from '../../labels/deposits/judgement.ts';
import { asOne } from '../../labels/rank.ts';
import { chainName } from '../../model/chain.ts';
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { Sums } from '../../trace/findings.ts';
import { defaultOptions } from '../../trace/options.ts';
import type { Exchanged } from '../../trace/profile/counterparties.ts';
import type { AssetTotal } from '../../trace/profile/totals.ts';
import { ALIKE } from '../../trace/spam/look-alikes.ts';
import { type AssetBook, amountText, assetBook, timeText } from '../amounts.ts';
import { depositLines } from '../deposits/text.ts';
import { clipped, forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { lookAlikeLine } from '../spam/text.ts';
import { labelSourcesText } from '../text/label-sources.ts';
import { gapLines } from '../text/method.ts';
import { patternLines } from '../text/patterns.ts';
import { limitOf, more, section, short, spanText, type TextStyle } from '../text/style.ts';
import { wrapped } from '../text/wrap.ts';
import { whoSays } from '../who-says.ts';
import type { WalletAnswer } from './answer.ts';
import { ownClusterLines } from './cluster-text.ts';

export function walletText(answer: WalletAnswer, head: ReportHead, style: TextStyle): string {
  const { profile, assets } = answer;
  const { chalk } = style;
  const book = assetBook(assets);
  const parts = [
    ...(head.synthetic === undefined ? [] : [chalk.yellow.bold(`SYNTHETIC: ${forTerminal(head.synthetic)}`)]),
    chalk.bold(sentence(answer, style)),
    section(style, 'What is said of it', labelLines(answer)),
    section(style, 'In and out', totalLines(profile.totals, book, style)),
    section(style, 'By category of the other side', categoryLines(answer, book)),
    section(style, 'Counterparties', counterpartyLines(answer, book, style)),
    section(style, 'A deposit address of an exchange?', depositPart(answer, book, style)),
    section(style, 'Cluster (inferred)', ownClusterLines(answer, style)),
    section(style, 'Look-alikes among its counterparties', lookAlikeLines(answer, book, style)),
    section(style, 'Patterns', patternPart(answer, book, style)),
    section(style, 'Gaps: what could not be seen', gapPart(answer, book, style)),
    section(style, 'How this was made', methodLines(answer, head)),
  ];
  const text = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  return style.columns === undefined ? text : wrapped(text, style.columns);
}

function sentence({ profile, nameOf }: WalletAnswer, style: TextStyle): string {
  const { place, isHub, transactions, first, last } = profile;
  const name = `${short(nameOf(place), style)} on ${chainName(place.chain)}`;
  if (isHub)
    return `${name} has more transfers than --hub-limit allows to be read; of it only labels are known.`;
  if (first === undefined || last === undefined)
    return `${name} takes part in no transaction up to the as-of block.`;
  return `${name} took part in ${transactions} transaction${transactions === 1 ? '' : 's'}, ${spanText(first.time, last.time)}.`;
}

function labelLines({ profile: { labels } }: WalletAnswer): string[] {
  if (labels.length === 0) return ['No label of it is known here.'];
  const shown = asOne(labels)?.entity as string;
  return [
    ...(shown === labels[0]?.entity ? [] : [`shown as ${clipped(forTerminal(shown), 80)}`]),
    ...labels.map(
      ({ entity, category, role, tier, date, ...who }) =>
        `${clipped(forTerminal(entity), 60)} [${forTerminal(category)}]${role === undefined ? '' : `, ${forTerminal(role)}`}; tier ${tier ?? 'not stated'}; ${date === undefined ? 'no date' : `since ${timeText(date)}`}; says ${whoSays(who)}`,
    ),
  ];
}

function totalLines(totals: readonly AssetTotal[], book: AssetBook, style: TextStyle): string[] {
  const genuine = totals.filter(({ asset }) => book.get(asset)?.genuine === true);
  const others = totals.length - genuine.length;
  return [
    ...genuine.flatMap((total) => {
      const { asset, received, paid, receipts, payments } = total;
      const left = received - paid;
      const of = (['issued', 'change', 'fees', 'burnt'] as const).flatMap((name) =>
        total[name] === 0n ? [] : [`${WORDS[name]} ${amountText(book, asset, total[name])}`],
      );
      return [
        `in ${amountText(book, asset, received)} (${receipts} receipt${receipts === 1 ? '' : 's'}), out ${amountText(book, asset, paid)} (${payments} payment${payments === 1 ? '' : 's'}), ${left < 0n ? `${amountText(book, asset, -left)} more out than in: the history has a hole` : `left ${amountText(book, asset, left)}`}`,
        ...(of.length === 0 ? [] : [`    ${style.chalk.dim(`of these: ${of.join(', ')}`)}`]),
      ];
    }),
    ...(others === 0
      ? []
      : [
          `${others} further token${others === 1 ? '' : 's'} on no list of genuine contracts: anyone can forge such transfers; they are in the JSON.`,
        ]),
  ];
}

const WORDS = {
  issued: 'made there',
  change: 'own change',
  fees: 'fees',
  burnt: 'burnt',
} as const;

function categoryLines({ profile: { categories } }: WalletAnswer, book: AssetBook): string[] {
  return categories.map(
    ({ category, places, ...sums }) =>
      `${category === undefined ? 'nobody says who they are' : forTerminal(category)} (${places} address${places === 1 ? '' : 'es'}): ${exchangedText(sums, book)}`,
  );
}

function counterpartyLines(
  { profile: { counterparties }, nameOf }: WalletAnswer,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const shown = counterparties.slice(0, limitOf(style));
  return [
    ...shown.flatMap(({ place, label, transfers, first, last, ...sums }) => [
      `${short(nameOf(place), style)}${label === undefined ? '' : ` ${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}]`}: ${exchangedText(sums, book)}`,
      `    ${style.chalk.dim(`${transfers} transfer${transfers === 1 ? '' : 's'}, ${spanText(first, last)}${label === undefined ? '' : `; named by ${whoSays(label)}`}`)}`,
    ]),
    ...more(counterparties.length - shown.length, 'counterparties'),
  ];
}

function exchangedText({ received, sent }: Exchanged, book: AssetBook): string {
  const text = (sums: Sums): string =>
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([asset, amount]) => amountText(book, asset, amount))
      .join(', ');
  return [
    ...(received.size === 0 ? [] : [`${text(received)} from ${sent.size === 0 ? 'there' : 'it'}`]),
    ...(sent.size === 0 ? [] : [`${text(sent)} to ${received.size === 0 ? 'there' : 'it'}`]),
  ].join(', ');
}

const NOT_ONE: Readonly<Record<NotBecause, string>> = {
  named: 'somebody names it already',
  'pays-no-exchange': 'nothing that it paid went to a main wallet of an exchange',
  'pays-elsewhere': 'it also paid somebody who is no main wallet of an exchange',
  'several-exchanges': 'it paid more than one exchange',
  'paid-by-exchange': 'the exchange paid it, which exchanges do not do to their deposit addresses',
  mines: 'coins are made there',
  kept: 'something stayed there for longer than --deposit-within',
  'left-over': 'not all that it had went on',
  'too-few': 'it was swept fewer times than --deposit-sweeps asks for; by all else it could be one',
  incomplete: 'more went out than is known to have come in',
};

function depositPart(answer: WalletAnswer, book: AssetBook, style: TextStyle): string[] {
  const { profile, nameOf } = answer;
  const { deposit, isHub, gaps } = profile;
  if (deposit === undefined)
    return isHub || gaps.length > 0 ? ['Not judged: that needs its whole history.'] : [];
  if (deposit.kind === 'deposit') return depositLines([deposit], nameOf, book, style);
  const by = deposit.transfer === undefined ? '' : ` (${short(deposit.transfer, style)})`;
  return [`Not taken for one: ${NOT_ONE[deposit.because]}${by}.`];
}

function lookAlikeLines(
  { profile: { lookAlikes, isHub }, nameOf }: WalletAnswer,
  book: AssetBook,
  style: TextStyle,
): string[] {
  if (isHub) return [];
  if (lookAlikes.length === 0) return ['None among whom it dealt with.'];
  const whole = (place: OwnerPlace): string => forTerminal(nameOf(place));
  return [
    style.chalk.dim(
      `(inferences: the first and last ${ALIKE} characters are alike, and it got into the history by dust, tokens on no list or transfers of nothing alone; compare whole addresses)`,
    ),
    ...lookAlikes.map((one) => lookAlikeLine(one, whole, book, style)),
  ];
}

const OTHERS =
  'Looked for in its own history alone: fans, chains and round trips show in the histories of those it paid (--hops 3).';

function patternPart(answer: WalletAnswer, book: AssetBook, style: TextStyle): string[] {
  const { patterns, patternsFrom, nameOf, knownAs } = answer;
  if (patterns === undefined) return [];
  const others = patternsFrom === 'its-own' ? [OTHERS] : [];
  if (patterns.length === 0) return ['None in the flow of what left it.', ...others];
  const places = patterns.flatMap((pattern) => pattern.places);
  const names = new Map(places.map((place) => [placeKey(place), nameOf(place)]));
  const known = new Map(
    places.flatMap((place) => {
      const name = knownAs(place);
      return name === undefined ? [] : [[placeKey(place), name] as const];
    }),
  );
  return [...patternLines({ patterns, options: defaultOptions, names, known }, book, style), ...others];
}

function gapPart({ profile, nameOf }: WalletAnswer, book: AssetBook, style: TextStyle): string[] {
  const { gaps, place, pending } = profile;
  const names = new Map([[placeKey(place), nameOf(place)]]);
  return [
    ...gapLines({ gaps, names, pending: [] }, book, style),
    ...(pending === 0 ? [] : [`${pending} transfers above the as-of block or unconfirmed are in no sum.`]),
  ];
}

function methodLines({ profile: { asOf, place }, services }: WalletAnswer, head: ReportHead): string[] {
  return [
    forTerminal(head.command),
    `${chainName(place.chain)} as of block ${asOf.height} ${asOf.hash} ${timeText(asOf.time)}, asked of ${services.map(forTerminal).join(', ')}`,
    labelSourcesText(head.labelSources),
    ...head.tapes.map((tape) => `answers replayed from a tape: ${forTerminal(tape)}`),
    `trace ${head.version}`,
  ];
}
