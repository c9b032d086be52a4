// THORChain memos in Bitcoin transactions: in an output that carries data (OP_RETURN), beside a payment to a vault or out of
// one. Vaults change and anyone can write a memo, so it is a claim until the other chain answers to it.
import type { Address } from '../../model/address.ts';
import { type BridgeActs, NO_ACTS } from '../../model/bridge.ts';
import { isOwner, type OwnerPlace, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { actsByMemo } from '../thorchain/sending.ts';
import type { KnownTransactions, KnownTx } from './known-transactions.ts';

export function memosIn(known: Pick<KnownTransactions, 'seen'>): { of(tx: TxId): BridgeActs } {
  const read = new Map<TxId, BridgeActs>();
  return {
    of(tx) {
      const before = read.get(tx);
      if (before !== undefined) return before;
      const one = known.seen(tx);
      const acts = one === undefined ? NO_ACTS : actsOf(one);
      if (one !== undefined) read.set(tx, acts);
      return acts;
    },
  };
}

function actsOf({ tx, transfers }: KnownTx): BridgeActs {
  const memos = tx.vout.flatMap(({ scriptpubkey }) => memoIn(scriptpubkey) ?? []);
  const [memo] = memos;
  const paid = paidTo(transfers);
  // Two memos say two things; THORChain reads the first, and so may somebody who means to mislead.
  if (memo === undefined || memos.length > 1 || paid === undefined) return NO_ACTS;
  const { txId, asset, amount, id: leg } = paid.transfer;
  return actsByMemo({ txId, memo, asset, amount, sender: paid.payer, leg }, paid.to);
}

/** The text of a data output: OP_RETURN and one whole push, by its length or by OP_PUSHDATA1 or 2; undefined: it is none. */
function memoIn(script: string): string | undefined {
  if (!script.startsWith('6a')) return undefined;
  const [length, from] = pushed(script.slice(2));
  const data = script.slice(2 + from);
  if (length === 0 || data.length !== 2 * length) return undefined;
  return Buffer.from(data, 'hex').toString('latin1');
}

/** Bytes of the push, and hex digits before them. */
function pushed(code: string): readonly [number, number] {
  const first = Number.parseInt(code.slice(0, 2), 16);
  if (first <= 75) return [first, 2];
  if (first === 0x4c) return [Number.parseInt(code.slice(2, 4), 16), 4];
  if (first === 0x4d) return [Number.parseInt(code.slice(4, 6) + code.slice(2, 4), 16), 6];
  return [0, 0];
}

/** The first output to somebody who paid nothing in: the vault, or whom a vault pays. */
function paidTo(
  transfers: readonly Transfer[],
): { readonly transfer: Transfer; readonly to: Address; readonly payer: Address | undefined } | undefined {
  const payers = transfers.flatMap(({ from, to }): OwnerPlace[] =>
    to.kind === 'junction' && isOwner(from) ? [from] : [],
  );
  const keys = new Set(payers.map(placeKey));
  for (const transfer of transfers) {
    const { from, to } = transfer;
    if (from.kind !== 'junction' || to.kind !== 'wallet' || keys.has(placeKey(to))) continue;
    const [payer] = payers;
    return { transfer, to: to.address, payer: payer?.kind === 'wallet' ? payer.address : undefined };
  }
  return undefined;
}
