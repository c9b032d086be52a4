// What a run upstream found: where the money of an account came from. Exact integers, everything once; prints nothing.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { EnsName } from '../../model/ens-name.ts';
import type { Gap } from '../../model/gap.ts';
import type { Label } from '../../model/label.ts';
import type { Block } from '../../model/ledger.ts';
import type { OwnerPlace, PlaceKey } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { ConventionName } from '../conventions/convention.ts';
import type { Amounts, Arrivals, Bounds, CrossingFinding, LeftOutPaths, Path, Sums } from '../findings.ts';
import type { TraceOptions } from '../options.ts';
import type { AccountPrices } from '../prices/of-account.ts';
import type { SpamFindings } from '../spam/spam-findings.ts';
import type { Source, SourceKind } from './sources.ts';

export interface AccountPlace {
  readonly place: OwnerPlace;
  readonly display: string;
  readonly labels: readonly Label[];
  /** What arrived here in the window: facts of the chain. */
  readonly received: Sums;
  readonly arrivals: ReadonlyMap<AssetId, Arrivals>;
  /** Arrivals before or after the window: in no sum. */
  readonly outside: number;
  readonly isSeen: boolean;
  /** Its own history could not be had in full: what it received may be more than is known. */
  readonly isPartial: boolean;
}

/** What came from one source, or from several of one kind. */
export interface Exposure {
  /** By convention. Under poison reach, never to be added up. */
  readonly amounts: Amounts;
  /** Of it, what the source itself paid to the account: it mixed nowhere on the way. */
  readonly direct: Amounts;
}

export interface SourceFinding extends Exposure {
  readonly source: Source;
  readonly display: string;
  /** All that is said of the place, the label by which it is a source among it. */
  readonly labels: readonly Label[];
  /** Its own payments to the account, under the headline. */
  readonly arrivals: ReadonlyMap<AssetId, Arrivals>;
}

export interface GroupFinding extends Exposure {
  readonly kind: SourceKind;
  /** Empty but for `labelled`. */
  readonly category: string;
  /** Of an entity: its name. */
  readonly entity: string | undefined;
  /** Of a label source: who says what these places are. */
  readonly saidBy: string | undefined;
  readonly sources: readonly SeedId[];
  /** Of named sources and issuance; undefined beyond the number for which they are worked out. */
  readonly bounds: ReadonlyMap<AssetId, Bounds> | undefined;
}

/** One asset under one conserving convention: the parts add up to what was received. */
export interface SourceStatement extends Readonly<Record<SourceKind, bigint>> {
  readonly asset: AssetId;
  readonly convention: ConventionName;
  readonly received: bigint;
  /** Money that explored wallets paid without being known to have received it. */
  readonly unexplained: bigint;
}

export interface SourceFindings {
  readonly account: readonly AccountPlace[];
  readonly options: TraceOptions;
  readonly asOf: readonly Block[];
  readonly services: readonly { readonly chain: ChainId; readonly names: readonly string[] }[];
  readonly assets: readonly AssetInfo[];
  /** Over all places of the account, in the window. */
  readonly received: Sums;
  readonly arrivals: ReadonlyMap<AssetId, Arrivals>;
  /** By kind, the named ones by category. */
  readonly categories: readonly GroupFinding[];
  readonly entities: readonly GroupFinding[];
  readonly labelSources: readonly GroupFinding[];
  /** Most money first under the headline. */
  readonly sources: readonly SourceFinding[];
  readonly statement: readonly SourceStatement[];
  readonly paths: readonly Path[];
  readonly pathsLeftOut: readonly LeftOutPaths[];
  readonly crossings: readonly CrossingFinding[];
  readonly pending: readonly Transfer[];
  readonly gaps: readonly Gap[];
  readonly explored: { readonly places: number; readonly transfers: number };
  readonly names: ReadonlyMap<PlaceKey, string>;
  readonly known: ReadonlyMap<PlaceKey, string>;
  /** Absent where there is none. */
  readonly spam?: SpamFindings;
  /** Absent where no prices were asked for. */
  readonly prices?: AccountPrices;
  /** As in findings of a trace. */
  readonly ens?: readonly EnsName[];
  readonly ensUnasked?: number;
}
