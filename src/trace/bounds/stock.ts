// What stands in a pool, or in a match inside a transaction, as the network tells it: a node from one receipt after a payment
// to the next.
import type { TaggedEdges } from './tagged-edges.ts';

/** What stands somewhere: in a pool, or in a match inside a transaction. */
export interface Stock {
  /** Node of it as it is now; undefined while nothing tainted can be in it. */
  node: number | undefined;
  balance: bigint;
  /** The leg of a payment since the last receipt. */
  paid: number | undefined;
  /** What passes here may have gone anywhere. */
  readonly leaks: boolean;
}

/** Ways by which tainted value can come with a payment: a node, and how much of it. */
export type Ways = readonly { readonly node: number; readonly amount: bigint }[];

export interface Stocking {
  /** What comes in mixes with what is there only from now on: what was paid before cannot be of it. */
  renew(stock: Stock): void;
  /** Where what comes in goes. */
  nodeOf(stock: Stock): number;
  /** A payment with this leg. */
  take(stock: Stock, amount: bigint, leg: number): Ways;
}

/** `anywhere`: where value may have gone from a stock that leaks; `plenty`: more than it can ever be. */
export function stocking({ node, edge }: TaggedEdges, anywhere: number, plenty: bigint): Stocking {
  function nodeOf(stock: Stock): number {
    if (stock.node === undefined) {
      stock.node = node();
      if (stock.leaks) edge(stock.node, anywhere, plenty, 'none', 0);
    }
    return stock.node;
  }
  return {
    nodeOf,
    renew(stock) {
      const { node: before, paid, balance } = stock;
      if (paid === undefined) return;
      stock.node = undefined;
      stock.paid = undefined;
      if (before !== undefined && balance > 0n) edge(before, nodeOf(stock), balance, 'held', paid);
    },
    take(stock, amount, leg) {
      stock.balance -= amount;
      stock.paid = leg;
      return stock.node === undefined ? [] : [{ node: stock.node, amount }];
    },
  };
}
