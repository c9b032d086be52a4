// Inferred deposit addresses in words: whose, why, by which numbers, and the sweeps that say so.

import type { Deposit, Sweep } from '../../labels/deposits/judgement.ts';
import { depositName } from '../../labels/deposits/label.ts';
import { DUST, GAS_FEES, leftText } from '../../labels/deposits/parameters.ts';
import { BITCOIN, chainInfo, chainName } from '../../model/chain.ts';
import type { OwnerPlace } from '../../model/place.ts';
import { type AssetBook, amountText, durationText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { limitOf, more, short, type TextStyle } from '../text/style.ts';
import { whoSays } from '../who-says.ts';

const INFERENCE =
  '(inferences from what these addresses received and paid, no facts; what ends at them rests on them, and --deposits off asks without them)';

/** Sweeps that a terminal shows of one address. */
const SWEEPS_SHOWN = 3;

export function depositLines(
  deposits: readonly Deposit[],
  nameOf: (place: OwnerPlace) => string,
  book: AssetBook,
  style: TextStyle,
): string[] {
  if (deposits.length === 0) return [];
  const shown = deposits.slice(0, limitOf(style));
  return [
    style.chalk.dim(INFERENCE),
    ...shown.flatMap((deposit) => linesOf(deposit, nameOf, book, style)),
    ...more(deposits.length - shown.length, 'addresses'),
  ];
}

function linesOf(
  deposit: Deposit,
  nameOf: (place: OwnerPlace) => string,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const { place, exchange, sweeps, confidence, gasBy } = deposit;
  const shown = style.addresses === 'short' ? sweeps.slice(0, SWEEPS_SHOWN) : sweeps;
  const head = `${style.chalk.bold(short(nameOf(place), style))} on ${chainName(place.chain)}: ${clipped(forTerminal(depositName(exchange.entity)), 60)}, confidence ${confidence.toFixed(2)}`;
  return [
    head,
    ...[
      `all that it received it passed on to ${clipped(forTerminal(exchange.entity), 40)}, a main wallet as ${clipped(whoSays(exchange), 80)} says`,
      ...shown.map((sweep) => sweepText(sweep, nameOf, book, style)),
      ...more(sweeps.length - shown.length, 'sweeps'),
      ...(gasBy === undefined
        ? []
        : [
            `its gas came from ${clipped(forTerminal(gasBy.entity), 40)}, as ${clipped(whoSays(gasBy), 80)} says: one sweep is enough`,
          ]),
      `inferred from: ${parametersText(deposit)}`,
    ].map((line) => `    ${style.chalk.dim(line)}`),
  ];
}

function sweepText(
  { txId, time, asset, amount, to, receipts, waited, left }: Sweep,
  nameOf: (place: OwnerPlace) => string,
  book: AssetBook,
  style: TextStyle,
): string {
  const from = `${receipts} receipt${receipts === 1 ? '' : 's'}, the oldest ${durationText(waited)} before`;
  const rest = left === 0n ? '' : `, ${amountText(book, asset, left)} left`;
  return `sweep ${short(txId, style)}: ${amountText(book, asset, amount)} to ${short(nameOf(to), style)}, ${timeText(time)} (${from}${rest})`;
}

function parametersText({ place, parameters }: Pick<Deposit, 'place' | 'parameters'>): string {
  const { within, sweeps } = parameters;
  const coin = chainInfo(place.chain)?.native.symbol ?? 'of the chain’s own coin';
  const apart =
    place.chain === BITCOIN
      ? ''
      : `, of a token but dust (a ${DUST}th of its largest receipt); gas for ${GAS_FEES} fees may lie there`;
  return `at least ${sweeps} sweep${sweeps === 1 ? '' : 's'}, each within ${within} s, at most ${leftText(place.chain, parameters)} ${coin} left${apart}`;
}
