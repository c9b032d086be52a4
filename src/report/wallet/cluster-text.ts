// The cluster of a Bitcoin address in its profile, in words: an inference with its evidence.
import type { OwnerPlace } from '../../model/place.ts';
import { CLUSTER_LIMITS, cut } from '../coins/cluster-text.ts';
import { clusterLabelText, stepText } from '../coins/text.ts';
import { clipped, forTerminal } from '../escape.ts';
import { short, type TextStyle } from '../text/style.ts';
import type { WalletAnswer } from './answer.ts';

export function ownClusterLines({ profile: { cluster }, nameOf }: WalletAnswer, style: TextStyle): string[] {
  if (cluster === undefined) return [];
  const { members, because, labels, coinJoins } = cluster;
  const name = (place: OwnerPlace): string => short(nameOf(place), style);
  const others = members.length - 1;
  const addresses = members.map(
    ({ place, labels: [label] }) =>
      `${name(place)}${label === undefined ? '' : ` ${clipped(forTerminal(label.entity), 40)} [${forTerminal(label.category)}]`}`,
  );
  const steps = because.map((step) => `    ${style.chalk.dim(stepText(step, name, style))}`);
  return [
    ...(others === 0
      ? ['Nothing in its own history ties it to another address.']
      : [
          `It and ${others} other address${others === 1 ? '' : 'es'} seem to be one owner's, as far as its own history tells; trace cluster reads theirs too.`,
          style.chalk.dim(`(${CLUSTER_LIMITS})`),
          ...cut(addresses, 'addresses', style),
          ...cut(steps, 'transactions that join them', style),
          ...cut(
            labels.map((one) => clusterLabelText(one, name)),
            'labels',
            style,
          ),
        ]),
    ...cut(
      coinJoins.map(
        ({ txId, height, shape }) => `${shape.kind} ${short(txId, style)}, block ${height}: ties nothing`,
      ),
      'CoinJoins',
      style,
    ),
  ];
}
