// Transfers as a graph: places are nodes, transfers are edges. Says nothing of taint. The store of what a run has seen.
import { MultiDirectedGraph } from 'graphology';
import { type Place, type PlaceKey, placeKey, type TxId } from '../model/place.ts';
import type { Transfer, TransferId } from '../model/transfer.ts';

export interface NodeFacts {
  readonly place: Place;
}
export interface EdgeFacts {
  readonly transfer: Transfer;
}
export type TransferGraph = MultiDirectedGraph<NodeFacts, EdgeFacts>;

export function transferGraph(): TransferGraph {
  return new MultiDirectedGraph<NodeFacts, EdgeFacts>();
}

function sameRecord(a: Transfer, b: Transfer): boolean {
  return (
    a.amount === b.amount &&
    a.asset === b.asset &&
    a.coin === b.coin &&
    a.at?.height === b.at?.height &&
    placeKey(a.from) === placeKey(b.from) &&
    placeKey(a.to) === placeKey(b.to)
  );
}

/** The same fact with whatever position either telling of it knows. */
function better(a: Transfer, b: Transfer): Transfer {
  if (a.at === undefined || b.at === undefined) return a.at === undefined ? b : a;
  const txIndex = a.at.txIndex ?? b.at.txIndex;
  const order = a.at.order ?? b.at.order;
  if (txIndex === a.at.txIndex && order === a.at.order) return a;
  return { ...a, at: { ...a.at, txIndex, order } };
}

/** Whether any transfer of a transaction is known; looked up once, when first asked. */
export function metIn(graph: TransferGraph): (tx: TxId) => boolean {
  let met: Set<TxId> | undefined;
  return (tx) => {
    met ??= new Set(graph.mapEdges((_, { transfer }) => transfer.txId));
    return met.has(tx);
  };
}

export interface Added {
  /** Transfers that were not there before. */
  readonly fresh: readonly Transfer[];
  /** Transfers that were there, as they stand now with more of their position. */
  readonly improved: readonly Transfer[];
  /** Ids told twice with different content: the first telling stays, the caller declares the disagreement. */
  readonly contradicted: readonly { readonly known: Transfer; readonly told: Transfer }[];
}

/** Idempotent by transfer id: one payment told by both parties is one edge, two equal payments of one transaction are two. */
export function addTransfers(graph: TransferGraph, transfers: Iterable<Transfer>): Added {
  const fresh: Transfer[] = [];
  const improved: Transfer[] = [];
  const contradicted: { known: Transfer; told: Transfer }[] = [];
  for (const transfer of transfers) {
    const key = edgeKey(transfer);
    if (graph.hasEdge(key)) {
      const known = graph.getEdgeAttribute(key, 'transfer');
      if (known === transfer) continue;
      if (!sameRecord(known, transfer)) {
        contradicted.push({ known, told: transfer });
        continue;
      }
      const best = better(known, transfer);
      if (best === known) continue;
      graph.setEdgeAttribute(key, 'transfer', best);
      improved.push(best);
      continue;
    }
    const from = node(graph, transfer.from);
    const to = node(graph, transfer.to);
    graph.addDirectedEdgeWithKey(key, from, to, { transfer });
    fresh.push(transfer);
  }
  return { fresh, improved, contradicted };
}

/** Transfer ids are unique on their chain only. */
function edgeKey(transfer: Transfer): string {
  return `${transfer.chain}|${transfer.id}` satisfies `${string}|${TransferId}`;
}

function node(graph: TransferGraph, place: Place): PlaceKey {
  const key = placeKey(place);
  if (!graph.hasNode(key)) graph.addNode(key, { place });
  return key;
}

/** All transfers, in no particular order. */
export function transfersOfGraph(graph: TransferGraph): Transfer[] {
  return graph.mapEdges((_key, facts) => facts.transfer);
}
