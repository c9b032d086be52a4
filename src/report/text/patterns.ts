// Patterns of the tainted flow in words, with their evidence and the numbers that define them.
import type { OwnerPlace } from '../../model/place.ts';
import type { Findings } from '../../trace/findings.ts';
import type { PatternKind } from '../../trace/patterns/parameters.ts';
import type { Exchanged, PatternFinding } from '../../trace/patterns/patterns.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { rateText } from '../rates.ts';
import { header, limitOf, more, placeName, short, spanText, type TextStyle } from './style.ts';

type Patterned = Pick<Findings, 'patterns' | 'options' | 'names' | 'known'>;

export function patternLines(findings: Patterned, book: AssetBook, style: TextStyle): string[] {
  const { patterns, options } = findings;
  const [headline] = options.conventions;
  if (patterns.length === 0 || headline === undefined) return [];
  const shown = patterns.slice(0, limitOf(style));
  return [
    style.chalk.dim(
      `(inferences from the traced flow under ${header(headline)}, no facts; they say nothing of intent and change no figure)`,
    ),
    ...shown.flatMap((pattern) => linesOf(pattern, findings, book, style)),
    ...more(patterns.length - shown.length, 'patterns'),
  ];
}

function linesOf(pattern: PatternFinding, findings: Patterned, book: AssetBook, style: TextStyle): string[] {
  const { kind, asset, places, amount, transfers, first, last } = pattern;
  const told: Telling = {
    book,
    place: (nth) => placeName(places[nth] as OwnerPlace, findings, style),
  };
  const evidence = transfers.slice(0, style.addresses === 'short' ? 3 : transfers.length);
  const others = transfers.length - evidence.length;
  return [
    `${style.chalk.bold(kind)} ${told.place(0)}: ${WORDS[kind](pattern, amountText(book, asset, amount), told)}; ${spanText(first, last)}`,
    ...[
      `evidence: ${transfers.length} transfers: ${evidence.map((id) => short(id, style)).join(', ')}${others > 0 ? ` and ${others} more` : ''}`,
      `called so from: ${parametersText(pattern)}`,
    ].map((line) => `    ${style.chalk.dim(line)}`),
  ];
}

interface Telling {
  readonly book: AssetBook;
  readonly place: (nth: number) => string;
}

const WORDS: Readonly<
  Record<PatternKind, (pattern: PatternFinding, amount: string, told: Telling) => string>
> = {
  'peel-chain': ({ counts }, amount) =>
    `${counts.steps} times in a row the smaller part was paid away, ${amount} in all, and the rest went on`,
  'fan-out': ({ counts }, amount) =>
    `paid ${amount} to ${counts.wallets} wallets, ${counts.passedOn} of which passed it on ("spraying")`,
  'fan-in': ({ counts }, amount) =>
    `got ${amount} from ${counts.wallets} wallets, ${counts.passedOn} of which passed on what they had got ("funnelling")`,
  'round-trip': ({ counts }, amount) =>
    `${amount} left and came back over other wallets, on ${counts.trips} way${counts.trips === 1 ? '' : 's'}`,
  dormancy: ({ counts }, amount) =>
    `${amount} lay still and then went on, the longest rest ${counts.days} days`,
  'desk-swap': ({ asset, exchanged }, amount, { book, place }) => {
    const { given, asset: gets, received } = exchanged as Exchanged;
    return `paid ${amountText(book, asset, given)} to ${place(1)}, ${amount} of it traced, and was paid back ${amountText(book, gets, received)} in other transactions; if the one was for the other, at ${rateText(book, { asset, amount: given }, { asset: gets, amount: received })}`;
  },
};

function parametersText({ kind, parameters: own }: PatternFinding): string {
  switch (kind) {
    case 'peel-chain':
      return `${own.steps} steps`;
    case 'round-trip':
      return `${own.walletsBetween} other wallets in between`;
    case 'dormancy':
      return `${own.days} days`;
    case 'desk-swap':
      return `no more than ${own.withinHours} h from payment to payment, whichever way`;
    default:
      return `${own.wallets} wallets within ${own.withinHours} h, ${own.passedOnPercentOfWallets} % of them passing on ${own.passedOnPercent} % within ${own.passedOnWithinHours} h`;
  }
}
