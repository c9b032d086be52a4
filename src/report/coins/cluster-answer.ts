// What `trace cluster` found, as data and as JSON.

import type { ClusterStep } from '../../graph/coins/clusters.ts';
import type { CoinJoin } from '../../graph/coins/coinjoin.ts';
import type { Gap } from '../../model/gap.ts';
import type { Label } from '../../model/label.ts';
import type { Block } from '../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../model/place.ts';
import type { ClusterWalk } from '../../trace/coins/cluster-walk.ts';
import type { ClusterLabel } from '../../trace/coins/coin-findings.ts';
import type { ReportHead } from '../json.ts';
import { labelSourceJson } from '../json.ts';
import { gapJson, placeJson } from '../json-parts.ts';
import type { ClusterAnswerJson } from '../schema.ts';
import { SCHEMA_VERSION } from '../schema-version.ts';
import { labelJson } from '../who-says.ts';
import { clusterLabelJson, shapeJson, stepJson } from './json.ts';

export interface ClusterMember {
  readonly place: OwnerPlace;
  readonly labels: readonly Label[];
}

export interface ClusterAnswer {
  readonly address: OwnerPlace;
  /** Ordered by key, with `address`. */
  readonly members: readonly ClusterMember[];
  /** Ties `address` to every other member. */
  readonly ties: readonly ClusterStep[];
  readonly labels: readonly ClusterLabel[];
  /** Where a second address was asked about: what ties it to the first; undefined: nothing that was read. */
  readonly other:
    | { readonly place: OwnerPlace; readonly because: readonly ClusterStep[] | undefined }
    | undefined;
  /** Transactions that would have tied addresses together and look like CoinJoins. */
  readonly coinJoins: readonly { readonly txId: TxId; readonly height: number; readonly shape: CoinJoin }[];
  /** Satoshi: inputs of at most this much tie nothing. */
  readonly dust: bigint;
  readonly read: number;
  readonly ended: ClusterWalk['ended'];
  readonly unread: readonly OwnerPlace[];
  readonly hubs: readonly OwnerPlace[];
  readonly gaps: readonly Gap[];
  readonly asOf: Block;
  readonly services: readonly string[];
  nameOf(place: OwnerPlace): string;
}

export function clusterJson(answer: ClusterAnswer, head: ReportHead): ClusterAnswerJson {
  const { address, members, ties, labels, other, coinJoins, asOf, nameOf } = answer;
  const places = (all: readonly OwnerPlace[]) => all.map((place) => placeJson(place, nameOf(place)));
  return {
    schemaVersion: SCHEMA_VERSION,
    program: { name: 'trace', version: head.version },
    ...(head.synthetic === undefined ? {} : { synthetic: head.synthetic }),
    tapes: [...head.tapes],
    labelSources: head.labelSources.map(labelSourceJson),
    question: 'cluster',
    ...placeJson(address, nameOf(address)),
    ...(other === undefined
      ? {}
      : {
          other: {
            ...placeJson(other.place, nameOf(other.place)),
            isTogether: other.because !== undefined,
            because: (other.because ?? []).map((step) => stepJson(step, nameOf)),
          },
        }),
    members: members.map((member) => ({
      ...placeJson(member.place, nameOf(member.place)),
      labels: member.labels.map(labelJson),
    })),
    because: ties.map((step) => stepJson(step, nameOf)),
    labels: labels.map((one) => clusterLabelJson(one, nameOf)),
    coinJoins: coinJoins.map(({ txId, height, shape }) => ({ tx: txId, height, ...shapeJson(shape) })),
    parameters: { dust: Number(answer.dust) },
    read: answer.read,
    ended: answer.ended,
    unread: places(answer.unread),
    hubs: places(answer.hubs),
    gaps: answer.gaps.map((gap) => gapJson(gap, nameOf)),
    asOf: { chain: asOf.chain, height: asOf.height, hash: asOf.hash, time: asOf.time },
    services: [...answer.services],
  };
}
