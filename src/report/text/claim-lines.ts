// One claim of a victim and what became of it: what is used with how it was found, what is not with its reason and candidates.
import { isOwner, type Place, placeKey } from '../../model/place.ts';
import type { Candidate } from '../../trace/claims/outcome.ts';
import type { SettledClaim } from '../../trace/claims/settle.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { short, type TextStyle } from './style.ts';

export interface Shown {
  readonly findings: Findings;
  readonly book: AssetBook;
  readonly style: TextStyle;
}

export function claimLines({ line, claim, outcome }: SettledClaim, shown: Shown): string[] {
  const stated = claim === undefined ? '' : statedText(claim, shown);
  if (outcome.state === 'used') {
    const { payment, amount } = outcome;
    const { asset, amount: whole } = payment.transfer;
    const how = claim?.txId === undefined ? 'matched by date and amount' : 'named by its transaction';
    const front = amount === whole ? '' : `, the front ${amountText(shown.book, asset, amount)} of it`;
    return [`line ${line}: ${how}${stated}: ${candidateText(payment, shown)}${front}`];
  }
  const label = shown.style.chalk.yellow(`not used, ${outcome.state}`);
  const lead = outcome.state === 'unmatched' ? 'nearest: ' : '';
  // In full also on a terminal: one of these ids may have to go into the file.
  const full: Shown = { ...shown, style: { ...shown.style, addresses: 'full' } };
  return [
    `line ${line}: ${label}: ${forTerminal(outcome.why)}${stated}`,
    ...outcome.candidates.map((candidate) => `    ${lead}${candidateText(candidate, full)}`),
  ];
}

/** In the words of the file. */
function statedText(
  { date, amount, fee, asset, place }: NonNullable<SettledClaim['claim']>,
  { findings, style }: Shown,
): string {
  const words = [
    ...(amount === undefined ? [] : [`${amount}${asset === undefined ? '' : ` ${forTerminal(asset)}`}`]),
    ...(fee === undefined ? [] : [`less a fee of at most ${fee}`]),
    ...(date === undefined ? [] : [`at ${forTerminal(date.written)}`]),
    ...(place === undefined ? [] : [`to ${short(findings.names.get(placeKey(place)) ?? '', style)}`]),
  ];
  return words.length === 0 ? '' : ` (stated: ${words.join(', ')})`;
}

function candidateText(
  { transfer: { at, from, to, asset, amount }, txId, n }: Candidate,
  { findings, book, style }: Shown,
): string {
  const called = (place: Place): string =>
    isOwner(place) ? short(findings.names.get(placeKey(place)) ?? '', style) : '';
  const when = at === undefined ? '' : ` at ${timeText(at.time)}`;
  const parties =
    to.kind === 'junction'
      ? `, a coin of ${called(from)}, spent${when}`
      : `${isOwner(from) ? ` from ${called(from)}` : ''} to ${called(to)}${when}`;
  const which = `tx ${short(txId, style)}${n === undefined ? '' : `:${n}`}`;
  return `${amountText(book, asset, amount)}${parties}, ${which}`;
}
