// What a verification says: layer by layer, transfer by transfer. Plain data; report prints it.

/**
 * `proved`: follows from bytes that hash to a block. `consistent`: re-derived from the answers in the bundle, which the
 * services vouch for. `not provable`: no chain commits to it. `contradicted`: something in the bundle says otherwise.
 */
export type Standing = 'proved' | 'consistent' | 'not provable' | 'contradicted';

export interface Layer {
  readonly name: string;
  /** `absent`: the bundle brings nothing for it. */
  readonly standing: Standing | 'absent';
  /** One sentence each. */
  readonly notes: readonly string[];
}

/** One transfer of a reported path, as the result claims it. */
export interface Claim {
  readonly chain: string;
  readonly tx: string;
  readonly transfer: string;
  readonly height: number;
  /** Unix seconds. */
  readonly time: number;
  readonly asset: string | undefined;
  /**
   * One of the two transfers of a hop, an input or what was given up in an exchange, and an output or what was received: of
   * the first only `from` is claimed, of the second only `to` and `amount`. Else `from` or `to` undefined is nobody.
   */
  readonly isPart: boolean;
  /** Display forms. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Base units. */
  readonly amount: bigint | undefined;
  /** Coin chains: the transfer before it on the path, whose coin this input spends. */
  readonly spends: string | undefined;
}

export interface TransferVerdict {
  readonly claim: Claim;
  readonly standing: Standing;
  readonly why: string;
  /** Base units as the proof has them, where it has them and the claim need not. */
  readonly amount?: bigint;
}

/** A block hash that the reader must compare with a node that he trusts: all that is proved rests on it. */
export interface Anchor {
  readonly chain: string;
  readonly height: number;
  readonly hash: string;
  /** Why it may be believed, as far as the bundle can say. */
  readonly basis: string;
  /** Named by the reader, or a checkpoint of this program. */
  readonly isKnown: boolean;
}

export interface Verdict {
  readonly file: string;
  /** Present: the data is invented, and this says so. */
  readonly synthetic: string | undefined;
  readonly program: string;
  readonly root: string;
  readonly standing: 'contradicted' | 'not contradicted';
  readonly layers: readonly Layer[];
  readonly transfers: readonly TransferVerdict[];
  readonly anchors: readonly Anchor[];
  /** Hashes computed for the inclusion proofs. */
  readonly hashes: number;
}
