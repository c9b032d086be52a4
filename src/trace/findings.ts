// Findings: what a run found, in exact integers. Made from the sweeps; says everything once; prints nothing.
import type { LikelyChange } from '../graph/coins/change.ts';
import type { CoinJoinKind } from '../graph/coins/coinjoin.ts';
import type { Deposit } from '../labels/deposits/judgement.ts';
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Crossing } from '../model/crossing.ts';
import type { EnsName } from '../model/ens-name.ts';
import type { Gap } from '../model/gap.ts';
import type { Label } from '../model/label.ts';
import type { Block } from '../model/ledger.ts';
import type { OwnerPlace, PlaceKey, TxId } from '../model/place.ts';
import type { Seed, SeedId } from '../model/seed.ts';
import type { CoinId, Position, Transfer, TransferId } from '../model/transfer.ts';
import type { Audit } from './audit/audit.ts';
import type { BoundsProofs } from './bounds/explain.ts';
import type { BridgeFinding } from './bridges/bridge-findings.ts';
import type { VictimFindings } from './claims/victims.ts';
import type { ClusterFinding, CoinJoinFinding } from './coins/coin-findings.ts';
import type { ConventionName } from './conventions/convention.ts';
import type { DecisionFindings } from './decisions/effects.ts';
import type { NotFollowedReason } from './explore.ts';
import type { ExposureFindings } from './exposure/accounts.ts';
import type { Frozen, IssuerFinding } from './issuers/frozen.ts';
import type { LedgerRows } from './ledger-rows.ts';
import type { TraceOptions } from './options.ts';
import type { PatternFinding } from './patterns/patterns.ts';
import type { PriceFindings } from './prices/priced.ts';
import type { Sensitivity } from './sensitivity.ts';
import type { SpamFindings } from './spam/spam-findings.ts';
import type { TargetFinding } from './target.ts';

/** Base units by asset; zero is absent. */
export type Sums = ReadonlyMap<AssetId, bigint>;
/** Sums by convention. Under poison they are reach, never to be added up. */
export type Amounts = ReadonlyMap<ConventionName, Sums>;

export interface PlaceFinding {
  readonly place: OwnerPlace;
  /** For people: EIP-55, the address of a P2PK key, … */
  readonly display: string;
  readonly labels: readonly Label[];
  /** Over all seeds of the run. */
  readonly amounts: Amounts;
  readonly bySeed: ReadonlyMap<SeedId, Amounts>;
}

/** What no choice of convention can change, in base units of one asset. */
export interface Bounds {
  readonly least: bigint;
  /** Also if all that was not followed went on to this endpoint. */
  readonly most: bigint;
  /** Of what was followed. */
  readonly mostFollowed: bigint;
}

export interface Arrivals {
  readonly transfers: number;
  readonly first: number;
  readonly last: number;
}

export interface EndpointFinding extends PlaceFinding {
  readonly bounds: ReadonlyMap<AssetId, Bounds>;
  /** The label that makes it an endpoint. */
  readonly label: Label;
  /** By asset; times in unix seconds. */
  readonly arrivals: ReadonlyMap<AssetId, Arrivals>;
  /** With totals asked for: all that the place received from anyone in the window; a fact, not traced money. */
  readonly received: { readonly sums: Sums; readonly transfers: number } | undefined;
  /** With `flagged`: of the amounts, what came from that moment on. */
  readonly afterFlag?: Amounts;
}

/** All endpoints of one name: what the sentence at the head of a report speaks of. */
export interface EntityFinding {
  readonly entity: string;
  readonly category: string;
  readonly amounts: Amounts;
  readonly bounds: ReadonlyMap<AssetId, Bounds>;
  /** Each seed asked alone, what the others sent being clean; they need not add up to those over all seeds. */
  readonly boundsBySeed: ReadonlyMap<SeedId, ReadonlyMap<AssetId, Bounds>>;
  /** Of the headline's amounts, what came in one hop: no rule divides it, for it mixed nowhere on the way. */
  readonly direct: Sums;
  readonly endpoints: readonly PlaceKey[];
}

/** A labelled place that nothing reached under any convention of the run, though the run saw transfers into it. */
export interface NotReachedFinding {
  readonly entity: string;
  readonly category: string;
  /** `other`: its label does not end a trace. */
  readonly kind: 'service' | 'other';
  readonly places: readonly { readonly place: OwnerPlace; readonly display: string }[];
  /** Recorded transfers into them that the run saw. */
  readonly transfers: number;
  /** By asset that the seeds injected; where `most` is 0, nothing reached it under any rule. */
  readonly bounds: ReadonlyMap<AssetId, Bounds>;
}

export interface HeldFinding extends PlaceFinding {
  /** Coin chains: the unspent coin. */
  readonly coin: CoinId | undefined;
  /** Where its issuer froze it; else it is free. */
  readonly frozen: Frozen | undefined;
}

export interface NotFollowedFinding extends PlaceFinding {
  readonly reason: NotFollowedReason;
  readonly arrivals: ReadonlyMap<AssetId, Arrivals>;
}

export interface SeedFinding {
  readonly seed: Seed;
  readonly place: OwnerPlace | undefined;
  readonly display: string;
  readonly labels: readonly Label[];
  /** It takes part in some transfer up to the as-of block. */
  readonly isSeen: boolean;
  /** Its own history could not be had in full: what it sent may be more than is known. */
  readonly isPartial: boolean;
  /** Gross amount that left, or was claimed. */
  readonly injected: Sums;
}

/** Who acted in a hop, where the sources at hand say so; what they do not say is absent. */
export interface Actors {
  /** Who sent the transaction and paid its fee: it need not be the payer. */
  readonly sender: OwnerPlace | undefined;
  /** Who moved a token by `transferFrom`, on an allowance of the payer. */
  readonly spender: OwnerPlace | undefined;
  /** Where the payer's first native coin came from: who gave it its first gas. */
  readonly funder:
    | { readonly place: OwnerPlace; readonly at: Position; readonly transfer: TransferId }
    | undefined;
}

export interface Hop {
  readonly transfers: readonly TransferId[];
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly at: Position;
  readonly from: OwnerPlace | undefined;
  readonly to: OwnerPlace;
  readonly asset: AssetId;
  /** The whole recorded amount that arrives with this hop. */
  readonly recorded: bigint;
  /** Seconds between the arrival at `from` with the hop before and this hop; undefined for the first. */
  readonly waited: number | undefined;
  readonly actors: Actors;
  /** Inferences from the form of its transaction: that it is a CoinJoin; that what arrives is likely the payer's own change. */
  readonly coinJoin?: CoinJoinKind;
  readonly change?: LikelyChange;
}

export interface Path {
  readonly seed: SeedId;
  readonly asset: AssetId;
  /** What this path carries at every hop in its asset, under the headline convention. */
  readonly amount: bigint;
  readonly hops: readonly Hop[];
}

/** A transfer that carries something of the seeds, over all of them, in base units by convention; zero is absent. */
export interface Flow {
  readonly transfer: Transfer;
  readonly amounts: ReadonlyMap<ConventionName, bigint>;
}

/** Paths into a place beyond the number kept. */
export interface LeftOutPaths {
  readonly seed: SeedId;
  readonly asset: AssetId;
  readonly place: OwnerPlace;
  readonly paths: number;
  /** What they carry together. */
  readonly amount: bigint;
}

/** The identity of engine.md §1 for one seed, asset and conserving convention; residual is always 0. */
export interface Statement {
  readonly seed: SeedId;
  readonly asset: AssetId;
  readonly convention: ConventionName;
  readonly injected: bigint;
  readonly convertedIn: bigint;
  readonly endpoints: bigint;
  readonly held: bigint;
  readonly fees: bigint;
  readonly burnt: bigint;
  readonly returned: bigint;
  readonly reachedSeed: bigint;
  readonly convertedOut: bigint;
  readonly notFollowed: ReadonlyMap<NotFollowedReason, bigint>;
  readonly residual: bigint;
}

export interface ReachedSeed {
  readonly from: SeedId;
  readonly to: SeedId;
  readonly amounts: Amounts;
}

/** Value that changed asset or chain; its tainted part stands as converted out on one side, converted in on the other. */
export interface CrossingFinding {
  readonly crossing: Crossing;
  /** All that was given and received, tainted or not; undefined where it could not be reckoned with. */
  readonly given: { readonly asset: AssetId; readonly amount: bigint } | undefined;
  readonly received: { readonly asset: AssetId; readonly amount: bigint } | undefined;
  /** Tainted base units, over all seeds; under poison reach. */
  readonly amounts: ReadonlyMap<ConventionName, { readonly given: bigint; readonly received: bigint }>;
  /** Why it could not be reckoned with; what it would have carried on is then not followed. */
  readonly refused: string | undefined;
}

export interface BySeed {
  readonly amounts: Amounts;
  readonly bySeed: ReadonlyMap<SeedId, Amounts>;
}

export interface Findings {
  /** With `flagged`: unix seconds from which on `afterFlag` counts. */
  readonly flaggedSince?: number;
  readonly kind: 'wallets' | 'payments';
  readonly seeds: readonly SeedFinding[];
  readonly options: TraceOptions;
  readonly asOf: readonly Block[];
  readonly services: readonly { readonly chain: ChainId; readonly names: readonly string[] }[];
  readonly assets: readonly AssetInfo[];
  readonly endpoints: readonly EndpointFinding[];
  readonly entities: readonly EntityFinding[];
  /** By name. */
  readonly notReached: readonly NotReachedFinding[];
  /** What a service that is not among `endpoints` could have been given: all that was not followed. By asset injected. */
  readonly unseen: Sums;
  /** Labelled places on the way that do not stop a trace. */
  readonly touched: readonly PlaceFinding[];
  readonly held: readonly HeldFinding[];
  readonly notFollowed: readonly NotFollowedFinding[];
  readonly fees: BySeed;
  readonly burnt: BySeed;
  readonly returned: BySeed;
  readonly reachedSeed: readonly ReachedSeed[];
  /** In chain order; those refused last. */
  readonly crossings: readonly CrossingFinding[];
  /** Absent where no payment into a bridge was met. */
  readonly bridges?: readonly BridgeFinding[];
  /**
   * Of assets on the list of genuine contracts, or asked for with --asset: anyone can forge transfers of any other token,
   * and a forgery must never be drawn as a path. What it amounts to is in the figures all the same.
   */
  readonly paths: readonly Path[];
  /** With what they carry: nothing is cut in silence, and paths and these add up to what is at the endpoints. */
  readonly pathsLeftOut: readonly LeftOutPaths[];
  /** Number of distinct paths into a place for an asset, kept or not, under `pathsKey`. */
  readonly pathCounts: ReadonlyMap<string, number>;
  /** Annotations: inferences that no figure rests on. */
  readonly patterns: readonly PatternFinding[];
  /** Likewise. */
  readonly coinJoins: readonly CoinJoinFinding[];
  readonly clusters: readonly ClusterFinding[];
  /** Inferred deposit addresses that the run met: endpoints by inference. */
  readonly deposits: readonly Deposit[];
  readonly pending: readonly Transfer[];
  readonly gaps: readonly Gap[];
  readonly statement: readonly Statement[];
  readonly explored: { readonly places: number; readonly transfers: number };
  /** Display form of every place that the findings name. */
  readonly names: ReadonlyMap<PlaceKey, string>;
  /** Who the best label says stands at a place on a path. */
  readonly known: ReadonlyMap<PlaceKey, string>;
  /** In chain order; absent where they were not asked for. */
  readonly flows?: readonly Flow[];
  /** Absent where no service was reached. */
  readonly sensitivity?: Sensitivity;
  /** Only where asked for. */
  readonly rows?: LedgerRows;
  /** Absent where the run was asked without a file of decisions. */
  readonly decisions?: DecisionFindings;
  /** Absent where the run was asked without a file of claims. */
  readonly victims?: VictimFindings;
  /** Absent where no audit was asked for. */
  readonly audits?: readonly Audit[];
  /** Absent where it was not asked for. */
  readonly explainBounds?: BoundsProofs;
  /** Present where accounts were asked about. */
  readonly exposure?: ExposureFindings;
  /** Absent where nothing stands that an issuer has power over. */
  readonly issuers?: readonly IssuerFinding[];
  /** Absent where no prices were asked for. */
  readonly prices?: PriceFindings;
  /** Absent where there is none. */
  readonly spam?: SpamFindings;
  /** Names that the question gave, or that wallets claim, where either was asked; added by who asked. */
  readonly ens?: readonly EnsName[];
  /** Wallets whose names were not asked for, since there are too many. */
  readonly ensUnasked?: number;
  /** Present where the question is about one wallet or service: endpoints, entities and paths are then its own alone. */
  readonly target?: TargetFinding;
}
