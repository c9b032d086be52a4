// A verdict on a bundle as a page: what stands, layer by layer, then transfer by transfer, then what it rests on.

import type { Layer, Standing, Verdict } from '../../evidence/verdict.ts';
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import { type ChainId, chainName } from '../../model/chain.ts';
import { amountText, assetBook } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { limitOf, more, plainTable, section, short, type TextStyle } from './style.ts';

const TITLES: Readonly<Record<string, string>> = {
  seal: 'Seal: is it what was sealed, and by whom?',
  replay: 'Replay: does the result follow from the answers?',
  arithmetic: 'Arithmetic: do the sums follow from the transfers?',
  inclusion: 'Inclusion: did the transfers happen?',
  anchors: 'Anchors: what does that rest on?',
  completeness: 'Completeness: is anything missing?',
};

export function verdictText(verdict: Verdict, assets: readonly AssetInfo[], style: TextStyle): string {
  const { chalk } = style;
  const book = assetBook(assets);
  const colour = (standing: Layer['standing']): string => {
    if (standing === 'contradicted') return chalk.red.bold('CONTRADICTED');
    return standing === 'proved' ? chalk.green(standing) : standing;
  };
  const shownFirst: readonly Standing[] = ['contradicted', 'not provable', 'consistent', 'proved'];
  const transfers = [...verdict.transfers].sort(
    (a, b) => shownFirst.indexOf(a.standing) - shownFirst.indexOf(b.standing),
  );
  const kept = transfers.slice(0, limitOf(style));
  const anchors = verdict.anchors.slice(0, limitOf(style));
  return [
    `${chalk.bold(`Verdict on ${forTerminal(verdict.file)}`)}: ${
      verdict.standing === 'contradicted' ? colour('contradicted') : 'nothing in it is contradicted'
    }`,
    ...(verdict.synthetic === undefined ? [] : [`  SYNTHETIC: ${forTerminal(verdict.synthetic)}`]),
    `  sealed by ${forTerminal(verdict.program)}, root ${verdict.root}`,
    `  ${verdict.hashes} hashes computed for proofs`,
    '',
    ...verdict.layers.map(
      ({ name, standing, notes }) =>
        `${section(style, TITLES[name] ?? name, [colour(standing), ...notes.map(forTerminal)])}\n`,
    ),
    section(style, 'Transfers on reported paths', [
      ...plainTable(
        ['standing', 'chain', 'transfer', 'amount', 'why'],
        kept.map(({ claim, standing, why, amount }) => [
          standing,
          forTerminal(chainName(claim.chain as ChainId)),
          `${short(claim.tx, style)}${forTerminal(claim.transfer.slice(claim.tx.length))}`,
          amountOf(amount ?? claim.amount, claim.asset as AssetId | undefined),
          forTerminal(why),
        ]),
        new Set([3]),
      ),
      ...more(transfers.length - kept.length, 'transfers'),
    ]),
    '',
    section(style, 'Blocks to compare with a node of your own', [
      ...plainTable(
        ['chain', 'height', 'hash', 'rests on'],
        anchors.map(({ chain, height, hash, basis }) => [
          forTerminal(chainName(chain as ChainId)),
          String(height),
          forTerminal(hash),
          forTerminal(basis),
        ]),
        new Set([1]),
      ),
      ...more(verdict.anchors.length - anchors.length, 'blocks'),
    ]),
    '',
  ]
    .filter((part, index, all) => part !== '' || all[index - 1] !== '')
    .join('\n');

  function amountOf(amount: bigint | undefined, asset: AssetId | undefined): string {
    return amount === undefined || asset === undefined ? '' : amountText(book, asset, amount);
  }
}
