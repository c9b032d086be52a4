// Wallets that had most to do with an asset, in tables.
import { asOne } from '../../labels/rank.ts';
import { chainName } from '../../model/chain.ts';
import type { Ranking } from '../../model/ranking.ts';
import {
  type AssetBook,
  amountText,
  assetBook,
  bareAmount,
  shareText,
  symbolOf,
  timeText,
} from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { plainTable, section, short, type TextStyle } from '../text/style.ts';
import type { TopAnswer, TopOfChain } from './answer.ts';

export function topText(answer: TopAnswer, style: TextStyle): string {
  const { command, of, since, until, chains } = answer;
  const whose =
    of.length === 0
      ? 'all wallets'
      : `those that dealt with ${of.length} wallet${of.length === 1 ? '' : 's'}, money among these left out`;
  const window = [
    ...(since === undefined ? [] : [`from ${timeText(since)}`]),
    ...(until === undefined ? [] : [`up to ${timeText(until)}`]),
  ];
  const head = [
    forTerminal(command),
    `Of ${whose}${window.length === 0 ? '' : `, ${window.join(' ')}`}: recorded transfers, fees and payments to oneself left out.`,
  ];
  const blocks = chains.flatMap((chain) => [
    section(style, chainName(chain.chain), coverLines(chain)),
    ...chain.rankings.map((ranking) => rankingBlock(ranking, chain, answer, style)),
  ]);
  return `${[head.join('\n'), ...blocks.filter((text) => text !== '')].join('\n\n')}\n`;
}

function coverLines({ covered, refused, unfinished, leftOut, rankings }: TopOfChain): string[] {
  return [
    ...covered.map(({ kind, first, last }) => `counted: ${forTerminal(kind)}, blocks ${first} to ${last}`),
    ...(refused > 0 ? [`${refused} rows of its files were left out at import, and are in no sum`] : []),
    ...(unfinished ? ['an import was begun and not finished: what it has not stored is in no sum'] : []),
    ...(leftOut > 0
      ? [`${leftOut} tokens on no list of genuine contracts are left out; --asset CONTRACT asks for one`]
      : []),
    ...(rankings.every(({ wallets }) => wallets.length === 0) ? ['nobody received or paid anything'] : []),
  ];
}

function rankingBlock(
  { asset, side, wallets, all }: Ranking,
  { assets }: TopOfChain,
  { labelsOf, nameOf }: TopAnswer,
  style: TextStyle,
): string {
  const book: AssetBook = assetBook(assets);
  const title = `${side === 'received' ? 'Received' : 'Paid'} most ${symbolOf(book, asset)}: ${wallets.length} of ${all.wallets} wallets, ${amountText(book, asset, all.amount)} in all`;
  const rows = wallets.map(({ place, amount, transfers }) => {
    const label = asOne(labelsOf(place));
    return [
      bareAmount(book, asset, amount),
      shareText(amount, all.amount),
      transfers.toString(),
      short(nameOf(place), style),
      label === undefined ? '' : `${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}]`,
    ];
  });
  return section(
    style,
    title,
    plainTable(['amount', 'share', 'transfers', 'wallet', 'known as'], rows, new Set([0, 1, 2])),
  );
}
