// Addresses that one owner seems to hold: who spends together in a transaction holds the keys together (common input). An
// inference. Off at CoinJoins, whose inputs are of many owners; inputs of dust count for nothing. A PayJoin, in which payer
// and payee spend together, cannot be told apart by design and joins the two.
// Grows by transactions, in any order, to the same clusters; near linear in their inputs.
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import { coinJoinOf } from './coinjoin.ts';
import { disjointSets } from './disjoint-sets.ts';
import type { CoinTransaction } from './transaction.ts';

/**
 * Satoshi. What anyone can send to mark an address, or what another owner brings along as a token of its own, is no sign of
 * one. Nobody publishes a limit: Bitcoin Core relays outputs from 546 on, and real dust lies a little above (655c533b pays 555).
 */
export const DUST = 1_000n;

export interface ClusterRules {
  /** Inputs of at most this much are left out. */
  readonly dust: bigint;
  /** Whether the inputs of a transaction may be of many owners, so that it joins none. */
  readonly mixes: (transaction: CoinTransaction) => boolean;
}

export const commonInput: ClusterRules = {
  dust: DUST,
  mixes: (transaction) => coinJoinOf(transaction) !== undefined,
};

/** One transaction that spends from both. */
export interface ClusterStep {
  readonly from: OwnerPlace;
  readonly to: OwnerPlace;
  readonly txId: TxId;
  readonly height: number;
}

export interface Clusters {
  /** A transaction told again changes nothing. */
  add(transaction: CoinTransaction): void;
  /** The whole cluster of a place, ordered by key; the place alone, where nothing joins it to another. */
  of(place: OwnerPlace): readonly OwnerPlace[];
  /** All clusters of two places or more, ordered by their first. */
  all(): readonly (readonly OwnerPlace[])[];
  /** A shortest chain of transactions from one to the other; of several the one over the earliest. undefined: of two clusters. */
  why(from: OwnerPlace, to: OwnerPlace): readonly ClusterStep[] | undefined;
  /** Such chains from one to each of the others of its cluster, what they share once; found in one go. */
  tie(from: OwnerPlace, others: readonly OwnerPlace[]): readonly ClusterStep[];
  /** Transactions that would have joined places and were left out as mixed. */
  mixed(): readonly CoinTransaction[];
}

interface Spending {
  readonly txId: TxId;
  readonly height: number;
  /** Numbers of the places that it joins, two or more. */
  readonly places: readonly number[];
}

export function clusters({ dust, mixes }: ClusterRules = commonInput): Clusters {
  const places: OwnerPlace[] = [];
  const numbers = new Map<PlaceKey, number>();
  const sets = disjointSets();
  const spendings: Spending[][] = [];
  const told = new Set<TxId>();
  const left: CoinTransaction[] = [];

  function numberOf(place: OwnerPlace): number {
    const key = placeKey(place);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, places.length);
    places.push(place);
    spendings.push([]);
    return sets.add();
  }
  const keyAt = (number: number): PlaceKey => placeKey(places[number] as OwnerPlace);
  function inOrder(members: readonly number[]): OwnerPlace[] {
    return [...members]
      .sort((a, b) => (keyAt(a) < keyAt(b) ? -1 : 1))
      .map((number) => places[number] as OwnerPlace);
  }

  return {
    add(transaction) {
      if (told.has(transaction.txId)) return;
      told.add(transaction.txId);
      const owners = new Map<PlaceKey, OwnerPlace>();
      for (const { place, amount } of transaction.inputs)
        if (isOwner(place) && amount > dust) owners.set(placeKey(place), place);
      if (owners.size < 2) return;
      if (mixes(transaction)) {
        left.push(transaction);
        return;
      }
      const joined = [...owners.values()].map(numberOf);
      const [first] = joined as [number];
      const { txId, height } = transaction;
      const spending = { txId, height, places: joined };
      for (const number of joined) {
        sets.join(first, number);
        spendings[number]?.push(spending);
      }
    },
    of(place) {
      const number = numbers.get(placeKey(place));
      return number === undefined ? [place] : inOrder(sets.members(number));
    },
    all() {
      const found = sets.all().map(inOrder);
      return found.sort(([a], [b]) => (placeKey(a as OwnerPlace) < placeKey(b as OwnerPlace) ? -1 : 1));
    },
    why(from, to) {
      const [start, end] = [numbers.get(placeKey(from)), numbers.get(placeKey(to))];
      if (placeKey(from) === placeKey(to)) return [];
      if (start === undefined || end === undefined || !sets.areJoined(start, end)) return undefined;
      return chains(start, new Set([end]));
    },
    tie(from, others) {
      const start = numbers.get(placeKey(from));
      if (start === undefined) return [];
      const ends = others.flatMap((place) => numbers.get(placeKey(place)) ?? []);
      return chains(start, new Set(ends.filter((end) => end !== start && sets.areJoined(start, end))));
    },
    mixed: () => [...left].sort(byChain),
  };

  /** Breadth first: the places one transaction away, then those two away. Steps in the order of that search. */
  function chains(start: number, ends: ReadonlySet<number>): ClusterStep[] {
    const cameBy = new Map<number, { readonly from: number; readonly by: Spending }>();
    const seen = new Set<Spending>();
    const open = [start];
    let missing = ends.size;
    for (const from of open) {
      if (missing === 0) break;
      for (const by of [...(spendings[from] as Spending[])].sort(byChain)) {
        if (seen.has(by)) continue;
        seen.add(by);
        for (const to of [...by.places].sort((a, b) => (keyAt(a) < keyAt(b) ? -1 : 1))) {
          if (to === start || cameBy.has(to)) continue;
          cameBy.set(to, { from, by });
          open.push(to);
          if (ends.has(to)) missing -= 1;
        }
      }
    }
    const needed = new Set<number>();
    for (const end of ends)
      for (let at = end; at !== start && !needed.has(at); at = (cameBy.get(at) as { from: number }).from)
        needed.add(at);
    return [...cameBy]
      .filter(([to]) => needed.has(to))
      .map(([to, { from, by }]) => ({
        from: places[from] as OwnerPlace,
        to: places[to] as OwnerPlace,
        txId: by.txId,
        height: by.height,
      }));
  }
}

function byChain(
  a: { readonly height: number; readonly txId: TxId },
  b: { readonly height: number; readonly txId: TxId },
): number {
  return a.height - b.height || (a.txId < b.txId ? -1 : a.txId > b.txId ? 1 : 0);
}
