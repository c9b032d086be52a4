// The cluster of a Bitcoin address in its profile, as JSON.
import type { OwnerPlace } from '../../model/place.ts';
import type { OwnCluster } from '../../trace/profile/own-cluster.ts';
import { clusterLabelJson, stepJson } from '../coins/json.ts';
import { labelJson } from '../who-says.ts';
import type { WalletJson } from './schema.ts';

export function ownClusterJson(
  { members, because, labels, coinJoins }: OwnCluster,
  nameOf: (place: OwnerPlace) => string,
): NonNullable<WalletJson['cluster']> {
  return {
    members: members.map(({ place, labels: own }) => ({
      chain: place.chain,
      address: nameOf(place),
      labels: own.map(labelJson),
    })),
    because: because.map((step) => stepJson(step, nameOf)),
    labels: labels.map((one) => clusterLabelJson(one, nameOf)),
    coinJoins: coinJoins.map(({ txId, height, shape }) => ({ tx: txId, height, kind: shape.kind })),
  };
}
