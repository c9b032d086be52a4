// The derived view wallet → wallet. On account chains a transfer is that already; on coin chains a transaction stands
// between payers and payees, and who paid whom is an inference that names its basis.
import { isOwner, type OwnerPlace, placeKey } from '../model/place.ts';
import type { Transfer, TransferId } from '../model/transfer.ts';
import type { TransferGraph } from './transfer-graph.ts';
import { transfersOfGraph } from './transfer-graph.ts';

/** `recorded`: the chain says so. `sole-payer`, `sole-payee`: one side is one wallet. `prorated`: divided by what each paid in. */
export type Basis = 'recorded' | 'sole-payer' | 'sole-payee' | 'prorated';

export interface WalletLink {
  readonly from: OwnerPlace;
  readonly to: OwnerPlace;
  /** Base units. Under `prorated` an estimate that adds up to the recorded output. */
  readonly amount: bigint;
  readonly asset: Transfer['asset'];
  readonly basis: Basis;
  /** Recorded transfers it is made of. */
  readonly transfers: readonly TransferId[];
}

/** `total` divided by `weights`, rounded down, the units left over to the largest remainders, ties to the earlier. */
export type Divide = (total: bigint, weights: readonly bigint[]) => readonly bigint[];

/** Own change (to a payer) is left out: it is no payment. Sorted by transfer id. */
export function walletView(graph: TransferGraph, divide: Divide): WalletLink[] {
  const links: WalletLink[] = [];
  const junctions = new Map<string, Transfer[]>();
  for (const transfer of transfersOfGraph(graph)) {
    const { from, to, id, amount, asset } = transfer;
    if (isOwner(from) && isOwner(to))
      links.push({ from, to, amount, asset, basis: 'recorded', transfers: [id] });
    else if (from.kind === 'junction' || to.kind === 'junction') {
      const key = placeKey(from.kind === 'junction' ? from : to);
      junctions.set(key, [...(junctions.get(key) ?? []), transfer]);
    }
  }
  for (const legs of junctions.values()) for (const link of throughJunction(legs, divide)) links.push(link);
  return links.sort((a, b) => (a.transfers.join() < b.transfers.join() ? -1 : 1));
}

function throughJunction(legs: readonly Transfer[], divide: Divide): WalletLink[] {
  const payers = new Map<string, { place: OwnerPlace; sum: bigint; ids: TransferId[] }>();
  for (const { from, to, amount, id } of legs) {
    if (to.kind !== 'junction' || !isOwner(from)) continue;
    const payer = payers.get(placeKey(from)) ?? { place: from, sum: 0n, ids: [] };
    payer.sum += amount;
    payer.ids.push(id);
    payers.set(placeKey(from), payer);
  }
  const sorted = [...payers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, payer]) => payer);
  const payments = legs.filter(
    ({ from, to }) => from.kind === 'junction' && isOwner(to) && !payers.has(placeKey(to)),
  );
  const payees = new Set(payments.map(({ to }) => placeKey(to)));
  const basis: Basis = sorted.length === 1 ? 'sole-payer' : payees.size === 1 ? 'sole-payee' : 'prorated';
  return payments.flatMap(({ to, amount, asset, id }) => {
    const shares = divide(
      amount,
      sorted.map(({ sum }) => sum),
    );
    return sorted.flatMap(({ place, ids }, index) => {
      const share = shares[index] as bigint;
      if (share === 0n) return [];
      return [{ from: place, to: to as OwnerPlace, amount: share, asset, basis, transfers: [...ids, id] }];
    });
  });
}
