// CoinJoins, clusters and likely change in words: inferences, each with its evidence.
import type { ChangeSign } from '../../graph/coins/change.ts';
import type { ClusterStep } from '../../graph/coins/clusters.ts';
import type { CoinJoin, CoinJoinKind } from '../../graph/coins/coinjoin.ts';
import type { AssetId } from '../../model/asset.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { ClusterFinding, ClusterLabel, CoinJoinFinding } from '../../trace/coins/coin-findings.ts';
import type { Findings, Hop } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { limitOf, more, placeName, short, type TextStyle } from '../text/style.ts';
import { whoSays } from '../who-says.ts';

export function coinJoinLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const { coinJoins, options } = findings;
  const [headline] = options.conventions;
  if (coinJoins.length === 0 || headline === undefined) return [];
  const shown = coinJoins.slice(0, limitOf(style));
  const wentIn = ({ amounts, asset }: CoinJoinFinding): string => {
    const units = amounts.get(headline);
    return units === undefined
      ? `traced money under ${[...amounts.keys()].join(', ')}`
      : `${amountText(book, asset, units)}${headline === 'poison' ? ' (reach)' : ''}`;
  };
  return [
    style.chalk.dim(
      `(inferences from the form of transactions, no facts; ${options.coinJoins === 'followed' ? 'they are divided like all others, and' : 'what goes in ends there (--coinjoin follow goes on), and'} behind them nobody can say whose coins are whose)`,
    ),
    ...shown.flatMap((one) => [
      `${style.chalk.bold(one.shape.kind)} ${short(one.txId, style)}: ${wentIn(one)} went in; block ${one.height}, ${timeText(one.time)}`,
      ...shapeLines(one.shape, one.asset, book).map((line) => `    ${style.chalk.dim(line)}`),
    ]),
    ...more(coinJoins.length - shown.length, 'CoinJoins'),
  ];
}

export function shapeLines(shape: CoinJoin, asset: AssetId, book: AssetBook): string[] {
  const { inputs, inputScripts, outputs, equal, amount, kind, rule } = shape;
  const alike =
    amount === undefined ? `${equal} in its denominations` : `${equal} of ${amountText(book, asset, amount)}`;
  return [
    `evidence: ${inputs} inputs of ${inputScripts} scripts; ${outputs} outputs, ${alike}`,
    `called so from: ${RULES[kind](rule)}${rule.toBlock === undefined ? `, from block ${rule.fromBlock}` : `, blocks ${rule.fromBlock} to ${rule.toBlock}`}`,
  ];
}

const RULES: Readonly<Record<CoinJoinKind, (rule: CoinJoin['rule']) => string>> = {
  whirlpool: (rule) =>
    `${rule.leastInputs} to ${rule.mostInputs} inputs, as many outputs, all of one pool; inputs at most ${rule.mostAbovePool} satoshi above it, one of them just it`,
  'wasabi-2': (rule) =>
    `${rule.leastInputs} inputs, over ${rule.overPercentOfOutputs} % of the outputs in its denominations`,
  'wasabi-1': (rule) =>
    `${rule.leastEqual} equal outputs within ${rule.within} satoshi of ${rule.base}, and as many inputs`,
  'joinmarket-like': (rule) =>
    `one group of n equal outputs, n at least ${rule.leastEqual}, 2n outputs in all, inputs of n scripts`,
};

export function clusterLines(findings: Findings, style: TextStyle): string[] {
  const { clusters } = findings;
  if (clusters.length === 0) return [];
  const shown = clusters.slice(0, limitOf(style));
  const name = (place: OwnerPlace): string => placeName(place, findings, style);
  return [
    style.chalk.dim(
      '(inferences: who spends together in a transaction seems to be one owner; not where it looks like a CoinJoin; a PayJoin joins strangers and cannot be told apart; no figure rests on it but at an inferred deposit address that names it)',
    ),
    ...shown.flatMap((cluster) => oneCluster(cluster, name, style)),
    ...more(clusters.length - shown.length, 'clusters'),
  ];
}

function oneCluster(
  { places, size, because, labels }: ClusterFinding,
  name: (place: OwnerPlace) => string,
  style: TextStyle,
): string[] {
  const some = places.slice(0, limitOf(style));
  const others = places.length - some.length;
  const steps = because.slice(0, limitOf(style));
  return [
    `${some.map(name).join(', ')}${others > 0 ? ` and ${others} more` : ''}; ${size} addresses in the cluster, as far as was read`,
    ...labels.map((one) => `    ${clusterLabelText(one, name)}`),
    ...steps.map((step) => `    ${style.chalk.dim(stepText(step, name, style))}`),
    ...more(because.length - steps.length, 'transactions that join them').map((line) => `    ${line}`),
  ];
}

export function stepText(
  { from, to, txId, height }: ClusterStep,
  name: (place: OwnerPlace) => string,
  style: TextStyle,
): string {
  return `${name(from)} and ${name(to)} are spent together in ${short(txId, style)}, block ${height}`;
}

export function clusterLabelText(
  { place, label }: ClusterLabel,
  name: (place: OwnerPlace) => string,
): string {
  const { entity, category } = label;
  return `${clipped(forTerminal(entity), 40)} [${forTerminal(category)}], said of the whole cluster of ${name(place)} by ${whoSays(label)}`;
}

const SIGNS: Readonly<Record<ChangeSign, string>> = {
  reuse: 'back to an address that paid',
  'same-type': 'the type of address that paid',
  'not-round': 'no round amount',
  'below-inputs': 'less than the smallest input',
  'first-seen': 'an address not seen before',
};

/** What the form of its transaction says of a hop. */
export function hopShapeTexts({ coinJoin, change }: Hop): string[] {
  const words = (signs: readonly ChangeSign[]): string => signs.map((sign) => SIGNS[sign]).join(', ');
  return [
    ...(coinJoin === undefined ? [] : [`inferred: a CoinJoin by its form (${coinJoin})`]),
    ...(change === undefined
      ? []
      : [
          `inferred: likely the payer's change (${words(change.signs)}${change.against.length === 0 ? '' : `; against it: ${words(change.against)} of another output`})`,
        ]),
  ];
}
