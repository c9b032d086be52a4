// What issuers did to the wallets of a walk: asked once for each asset whose issuer has such a power, if what a seed or an
// explored wallet received and paid of it is not the same, when all else is known. What was destroyed, issued or redeemed
// becomes a transfer, unless the token told one itself.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { failureForGap } from '../../model/errors.ts';
import type { Gap } from '../../model/gap.ts';
import type { IssuerAct } from '../../model/issuer-act.ts';
import type { Ledger, Scope } from '../../model/ledger.ts';
import { type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import type { Timeline } from '../timeline.ts';

/** Acts on wallets of the walk in chain order; `unasked`: they could not be had. By asset. */
export type IssuerActs = ReadonlyMap<AssetId, readonly IssuerAct[] | 'unasked'>;

export interface IssuerWatch {
  readonly told: IssuerActs;
  /**
   * `isKept`: seeds, and explored wallets. `isMet`: transactions that something is told of. undefined: there is nothing that
   * was not asked before.
   */
  ask(
    timeline: Timeline,
    isKept: (key: PlaceKey) => boolean,
    isMet: (tx: TxId) => boolean,
  ): Promise<{ readonly transfers: readonly Transfer[]; readonly gaps: readonly Gap[] } | undefined>;
}

export function issuerWatch(
  ledgers: ReadonlyMap<ChainId, Ledger>,
  scopeOf: (chain: ChainId) => Scope,
): IssuerWatch {
  const told = new Map<AssetId, readonly IssuerAct[] | 'unasked'>();

  function withPower(asset: AssetId): { readonly ledger: Ledger; readonly issuer: string } | undefined {
    for (const ledger of ledgers.values()) {
      const issuer = ledger.issuing?.issuerOf(asset);
      if (issuer !== undefined) return { ledger, issuer };
    }
    return undefined;
  }

  async function actsOn(
    asset: AssetId,
    isMet: (tx: TxId) => boolean,
    gaps: Gap[],
  ): Promise<readonly IssuerAct[] | 'unasked'> {
    const { ledger, issuer } = withPower(asset) as NonNullable<ReturnType<typeof withPower>>;
    try {
      return (await ledger.issuing?.actsOn(asset, scopeOf(ledger.chain), isMet)) ?? [];
    } catch (thrown) {
      const error = failureForGap(thrown);
      const text = error.facts.join('; ') || error.message;
      const why = `Whether ${issuer} froze or destroyed what wallets held of it could not be asked (${text}); run again later.`;
      gaps.push({ code: 'issuer-unasked', chain: ledger.chain, place: undefined, why, asset });
      return 'unasked';
    }
  }

  return {
    told,
    async ask(timeline, isKept, isMet) {
      const open = new Set(
        timeline.assets.filter((asset) => !told.has(asset) && withPower(asset) !== undefined),
      );
      const assets = open.size === 0 ? [] : leftOf(open, timeline, isKept);
      if (assets.length === 0) return undefined;
      const gaps: Gap[] = [];
      const transfers: Transfer[] = [];
      for (const asset of assets) {
        const all = await actsOn(asset, isMet, gaps);
        const own =
          all === 'unasked' ? all : all.filter(({ holder }) => isKept(placeKey(holder))).sort(byTime);
        told.set(asset, own);
        if (own === 'unasked') continue;
        for (const act of own) if (act.amount > 0n && !isTold(act, timeline)) transfers.push(movementOf(act));
      }
      return { transfers, gaps };
    },
  };
}

/** Those of which a kept wallet received more than it paid, or less: what an issuer does of itself, no transfer tells. */
function leftOf(
  assets: ReadonlySet<AssetId>,
  { legs, keys, pools, assets: all }: Timeline,
  isKept: (key: PlaceKey) => boolean,
): AssetId[] {
  const left = new Map<number, bigint>();
  const add = (pool: number, amount: bigint): void => {
    left.set(pool, (left.get(pool) ?? 0n) + amount);
  };
  for (const { fromPool, toPool, transfer } of legs) {
    if (!assets.has(transfer.asset)) continue;
    add(fromPool, -transfer.amount);
    add(toPool, transfer.amount);
  }
  const found = new Set<AssetId>();
  for (const [pool, amount] of left) {
    const { place, asset } = pools[pool] as Timeline['pools'][number];
    if (amount !== 0n && isKept(keys[place] as PlaceKey)) found.add(all[asset] as AssetId);
  }
  return [...found].sort();
}

function byTime({ at: a, id: x }: IssuerAct, { at: b, id: y }: IssuerAct): number {
  return (
    a.height - b.height ||
    (a.txIndex ?? 0) - (b.txIndex ?? 0) ||
    (a.order ?? 0) - (b.order ?? 0) ||
    (x < y ? -1 : 1)
  );
}

/** Some contracts tell a transfer to nobody too: the same units must not go twice. */
function isTold(act: IssuerAct, { legs }: Timeline): boolean {
  const { txId, asset, amount, from, to } = movementOf(act);
  return legs.some(
    ({ transfer: other }) =>
      other.txId === txId &&
      other.asset === asset &&
      other.amount === amount &&
      placeKey(other.from) === placeKey(from) &&
      placeKey(other.to) === placeKey(to),
  );
}

const DESTROYED = /\/destroyed\/\d+$/;
const REDEEMED = /\/redeemed\/\d+$/;

/** Whether a transfer stands for what an issuer took from a holder. */
export function isDestruction({ id, to }: Pick<Transfer, 'id' | 'to'>): boolean {
  return to.kind === 'burnt' && DESTROYED.test(id);
}

/** Whether a transfer into nothing stands for an act of the issuer, which is nobody's exchange. */
export function isIssuers(transfer: Pick<Transfer, 'id' | 'to'>): boolean {
  return isDestruction(transfer) || REDEEMED.test(transfer.id);
}

function movementOf({ id, kind, chain, txId, at, asset, amount, holder }: IssuerAct): Transfer {
  const sides: Pick<Transfer, 'from' | 'to'> =
    kind === 'issued'
      ? { from: { kind, chain }, to: holder }
      : { from: holder, to: { kind: 'burnt', chain } };
  return { ...{ id: id as TransferId, chain, txId, at, asset, amount, coin: undefined }, ...sides };
}
