// How a report was made, and what the run could not see.

import { chainName } from '../../model/chain.ts';
import { isOwner, placeKey } from '../../model/place.ts';
import type { Findings } from '../../trace/findings.ts';
import { formatMinValue } from '../../trace/options.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { ensLines } from '../ens/text.ts';
import { forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { labelSourcesText } from './label-sources.ts';
import { header, more, short, type TextStyle } from './style.ts';

export function gapLines(
  findings: Pick<Findings, 'gaps' | 'names' | 'pending'>,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const shown = findings.gaps.slice(0, style.addresses === 'short' ? 20 : findings.gaps.length);
  return [
    ...shown.map((gap) => {
      const place =
        gap.place === undefined || !isOwner(gap.place)
          ? chainName(gap.chain)
          : short(findings.names.get(placeKey(gap.place)) ?? '', style);
      const amount =
        gap.asset === undefined || gap.amount === undefined
          ? ''
          : ` ${amountText(book, gap.asset, gap.amount)}`;
      return `${style.chalk.yellow(gap.code)} ${place}:${amount === '' ? '' : `${amount}.`} ${forTerminal(gap.why)}`;
    }),
    ...more(findings.gaps.length - shown.length, 'gaps'),
    ...(findings.pending.length > 0
      ? [`${findings.pending.length} transfers above the as-of block or unconfirmed are in no sum.`]
      : []),
  ];
}

function namedList(name: string, words: ReadonlySet<string> | undefined): string {
  return words === undefined || words.size === 0
    ? ''
    : `, ${name} ${[...words].sort().map(forTerminal).join(' ')}`;
}

export function methodLines(
  findings: Pick<
    Findings,
    'options' | 'asOf' | 'services' | 'explored' | 'names' | 'decisions' | 'victims' | 'ens' | 'ensUnasked'
  >,
  head: ReportHead,
): string[] {
  const { options } = findings;
  const conventions = options.conventions.map(header);
  const ends = options.evidenceEnds.map(
    ({ place, after, source }) =>
      `published facts end at ${findings.names.get(place) ?? place.slice(place.lastIndexOf('/') + 1)} after ${after}: ${source}`,
  );
  return [
    // What a bundle or a case seals does not depend on how it was asked for, and keeps no command.
    ...(head.command === '' ? [] : [forTerminal(head.command)]),
    ...findings.asOf.map(
      ({ chain, height, hash, time }) =>
        `${chainName(chain)} as of block ${height} ${hash} ${timeText(time)}`,
    ),
    ...ensLines(findings),
    ...findings.services.map(
      ({ chain, names }) => `${chainName(chain)} asked of ${names.map(forTerminal).join(', ')}`,
    ),
    `convention ${conventions[0]} (headline)${conventions.length > 1 ? `, beside it ${conventions.slice(1).join(', ')}` : ''}; wallets' balances are divided per asset in chain order`,
    `limits: hops ${options.hops}, min-value ${formatMinValue(options.minValue)}, max-wallets ${options.maxWallets}, hub-limit ${options.hubLimit}, paths ${options.paths}${options.since === undefined ? '' : `, since ${timeText(options.since)}`}${options.until === undefined ? '' : `, until ${timeText(options.until)}`}${options.coinJoins === 'followed' ? ', CoinJoins followed' : ''}${namedList('stop-at', options.stopAt)}${namedList('asset', options.assets)}${namedList('follow', options.follow)}`,
    `explored beyond the seeds: ${findings.explored.places}; recorded transfers seen: ${findings.explored.transfers}`,
    labelSourcesText(head.labelSources),
    ...ends.map(forTerminal),
    ...(findings.victims === undefined
      ? []
      : [`claims: ${forTerminal(findings.victims.file.name)}, sha256 ${findings.victims.file.sha256}`]),
    ...(findings.decisions === undefined
      ? []
      : [
          `decisions: ${forTerminal(findings.decisions.file.name)}, sha256 ${findings.decisions.file.sha256}`,
        ]),
    ...head.tapes.map((tape) => `answers replayed from a tape: ${forTerminal(tape)}`),
    `trace ${head.version}`,
  ];
}
