// What `trace cluster` found, in words: the answer first, then who, why, what was left out, what was not read.
import { asOne } from '../../labels/rank.ts';
import type { AssetInfo } from '../../model/asset.ts';
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import { assetBook, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { labelSourcesText } from '../text/label-sources.ts';
import { limitOf, more, section, short, type TextStyle } from '../text/style.ts';
import { wrapped } from '../text/wrap.ts';
import type { ClusterAnswer } from './cluster-answer.ts';
import { clusterLabelText, shapeLines, stepText } from './text.ts';

export const CLUSTER_LIMITS =
  'An inference, no fact: who spends together in a transaction seems to be one owner. Transactions that look like a CoinJoin tie nothing; a PayJoin joins strangers and cannot be told apart; a service is one owner with all whose coins it spends.';

export function clusterText(
  answer: ClusterAnswer,
  head: ReportHead,
  asset: AssetInfo,
  style: TextStyle,
): string {
  const { chalk } = style;
  const { members, labels, other, coinJoins } = answer;
  const book = assetBook([asset]);
  const known = new Map(members.map(({ place, labels: own }) => [placeKey(place), asOne(own)]));
  const address = (place: OwnerPlace): string => short(answer.nameOf(place), style);
  function name(place: OwnerPlace): string {
    const label = known.get(placeKey(place));
    return label === undefined
      ? address(place)
      : `${address(place)} (${clipped(forTerminal(label.entity), 30)} [${forTerminal(label.category)}])`;
  }
  const chain = (other?.because ?? []).map((step) => stepText(step, name, style));
  const said = labels.map((one) => clusterLabelText(one, address));
  const parts = [
    ...(head.synthetic === undefined ? [] : [chalk.yellow.bold(`SYNTHETIC: ${forTerminal(head.synthetic)}`)]),
    chalk.bold(sentence(answer, address)),
    chalk.dim(CLUSTER_LIMITS),
    section(style, 'Why the two are together', cut(chain, 'transactions', style)),
    section(style, 'Said of the whole cluster', cut(said, 'labels', style)),
    ...wholeCluster(answer, name, style),
    section(
      style,
      'CoinJoins, which tie nothing (inferred from their form)',
      coinJoins.flatMap(({ txId, height, shape }) => [
        `${shape.kind} ${short(txId, style)}, block ${height}`,
        ...shapeLines(shape, asset.id, book).map((line) => `    ${chalk.dim(line)}`),
      ]),
    ),
    section(style, 'Not read: there may be more', unreadLines(answer, address)),
    section(style, 'How this was made', methodLines(answer, head)),
  ];
  const text = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  return style.columns === undefined ? text : wrapped(text, style.columns);
}

/** Not where reading ended at a tie: who else belongs to the cluster was then not asked. */
function wholeCluster(
  { members, ties, ended, nameOf }: ClusterAnswer,
  name: (place: OwnerPlace) => string,
  style: TextStyle,
): string[] {
  if (ended === 'tied' || members.length < 2) return [];
  const bare = (place: OwnerPlace): string => short(nameOf(place), style);
  const addresses = members.map(({ place }) => name(place));
  const transactions = ties.map((step) => stepText(step, bare, style));
  return [
    section(style, 'Addresses', cut(addresses, 'addresses', style)),
    section(style, 'Why', cut(transactions, 'transactions', style)),
  ];
}

export function cut(lines: readonly string[], of: string, style: TextStyle): string[] {
  const shown = lines.slice(0, limitOf(style));
  return [...shown, ...more(lines.length - shown.length, of)];
}

function sentence(
  { address, members, other, read }: ClusterAnswer,
  name: (place: OwnerPlace) => string,
): string {
  const histories = `${read} ${read === 1 ? 'history' : 'histories'} read`;
  if (other !== undefined) {
    const both = `${name(address)} and ${name(other.place)}`;
    if (other.because === undefined) return `Nothing that was read ties ${both} together (${histories}).`;
    const count = other.because.length;
    return count === 0
      ? `${both} are one address.`
      : `${both} seem to be one owner's: ${count} transaction${count === 1 ? ' ties' : 's tie'} them together (${histories}).`;
  }
  const others = members.length - 1;
  return others === 0
    ? `Nothing that was read ties ${name(address)} to another address (${histories}).`
    : `${name(address)} and ${others} other address${others === 1 ? '' : 'es'} seem to be one owner's (${histories}).`;
}

function unreadLines(
  { unread, hubs, gaps, nameOf }: ClusterAnswer,
  name: (place: OwnerPlace) => string,
): string[] {
  return [
    ...(unread.length === 0
      ? []
      : [
          `${unread.length} of these addresses, because of --max-wallets; whoever is spent together with them alone is missing`,
        ]),
    ...hubs.map((place) => `${name(place)}: its history is longer than --hub-limit`),
    ...gaps.map(
      ({ code, place, why }) =>
        `${code}${place === undefined || (place.kind !== 'wallet' && place.kind !== 'script') ? '' : ` ${forTerminal(nameOf(place))}`}: ${forTerminal(why)}`,
    ),
  ];
}

function methodLines({ asOf, services, dust }: ClusterAnswer, head: ReportHead): string[] {
  return [
    forTerminal(head.command),
    `bitcoin as of block ${asOf.height} ${asOf.hash} ${timeText(asOf.time)}`,
    `bitcoin asked of ${services.map(forTerminal).join(', ')}`,
    `inputs of ${dust} satoshi or less tie nothing`,
    labelSourcesText(head.labelSources),
    ...head.tapes.map((tape) => `answers replayed from a tape: ${forTerminal(tape)}`),
    `trace ${head.version}`,
  ];
}
