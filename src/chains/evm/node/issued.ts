// Coin that comes from no transaction: a block's reward and the tips in it, withdrawals from staking, what the first block
// held. No index lists them by wallet, but a balance shows them: what it has beyond all known movements only ever grows
// with them, so that the blocks where it does are found by halves. What is found in none of these ways is a gap.
import type { Address } from '../../../model/address.ts';
import type { Scope } from '../../../model/ledger.ts';
import { placeKey, type TxId, wallet } from '../../../model/place.ts';
import type { Transfer } from '../../../model/transfer.ts';
import type { Asking } from '../../asking.ts';
import type { TokenBook } from '../../token-book.ts';
import type { EvmChain } from '../chains-table.ts';
import { hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import { readAmount } from '../tx-answers.ts';
import { askNode } from './ask.ts';
import { blockWith, issuedIn } from './block-issues.ts';

/** Blocks looked for in one history; who has more is paid by a chain for a living. */
const MOST_BLOCKS = 1_000;

/** A contract that was destroyed leaves neither code nor nonce. */
const NEVER_SENT =
  'it has sent no transaction, so that a contract may have stood there and been destroyed; what that one passed on, without an index no balance shows';

export interface Unexplained {
  readonly why: string;
  readonly amount?: bigint;
}

export interface IssuedCoin {
  readonly transfers: readonly Transfer[];
  readonly unexplained: readonly Unexplained[];
}

export interface IssuedOptions {
  readonly source: NodeSource;
  readonly chain: EvmChain;
  readonly book: TokenBook;
  readonly address: Address;
  /** Movements of the coin, of this wallet, all that are known. */
  readonly known: readonly Transfer[];
  /** All transfers of a transaction of the wallet that no index gave. */
  readonly read: (tx: TxId) => Promise<readonly Transfer[]>;
  /**
   * `balance`: transactions are known, and it is looked for what they leave out. `nonce`: none is known, of an account
   * without code. What it pays takes a transaction of its own, which its nonce counts; so where neither nonce nor balance
   * has changed between two blocks, it has no part in anything in between.
   */
  readonly watched: 'balance' | 'nonce';
  readonly scope: Scope;
  readonly asking: Asking;
}

/** What an account has beyond the movements known; and where that is watched, its nonce and whether code acts for it. */
interface State {
  readonly beyond: bigint;
  readonly nonce: bigint;
  readonly hasCode: boolean;
}

export async function issuedTo(options: IssuedOptions): Promise<IssuedCoin> {
  const { source, chain, address, known, watched, scope, asking } = options;
  const top = scope.asOf.height;
  const sumUpTo = sums(known, placeKey(wallet(chain.id, address)));
  /** undefined: the node keeps no state of that block. */
  async function stateAt(height: number): Promise<State | undefined> {
    const ask = async (method: string) => {
      const answer = await askNode(source, method, [address, hexOf(height)], asking);
      return 'result' in answer ? answer.result : undefined;
    };
    const balance = readAmount(await ask('eth_getBalance'));
    if (balance === undefined) return undefined;
    const beyond = balance - sumUpTo(height);
    if (watched === 'balance') return { beyond, nonce: 0n, hasCode: false };
    const nonce = readAmount(await ask('eth_getTransactionCount'));
    const code = await ask('eth_getCode');
    return nonce === undefined || code === undefined ? undefined : { beyond, nonce, hasCode: code !== '0x' };
  }

  const transfers: Transfer[] = [];
  const unexplained: Unexplained[] = [];
  const end = await stateAt(top);
  if (end === undefined) {
    const why =
      'the node keeps no balances of the block of the run: rewards, withdrawals and coin of the first block are missing if there were any';
    return { transfers, unexplained: [{ why }] };
  }
  if (watched === 'nonce' && end.nonce === 0n) unexplained.push({ why: NEVER_SENT });
  const open = [{ from: -1, before: { beyond: 0n, nonce: 0n, hasCode: false }, to: top, after: end }];
  let found = 0;
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const { from, before, to, after } = span;
    const amount = after.beyond - before.beyond;
    const between = from + 1 === to ? `in block ${to}` : `between blocks ${from + 1} and ${to}`;
    if (amount === 0n && before.nonce === after.nonce) {
      // Code lent to an account (EIP-7702) pays without a transaction of its own.
      if (before.hasCode)
        unexplained.push({ why: `${between} code acts for it, and what it did is not known` });
      continue;
    }
    const size = amount < 0n ? -amount : amount;
    const missing = (because: string) => {
      const verb = amount < 0n ? 'falls' : 'rises';
      const sent =
        after.nonce === before.nonce ? '' : ` and ${after.nonce - before.nonce} transactions are sent`;
      unexplained.push({
        why: `${between} the balance ${verb} by ${size} more than is known${sent}${because}`,
        amount: size,
      });
    };
    if (to - from === 1) {
      found += 1;
      if (found > MOST_BLOCKS) {
        missing(`; only ${MOST_BLOCKS} such blocks are looked at`);
        continue;
      }
      const block = await blockWith(source, to, asking);
      const issued = await issuedIn({ ...options, block, amount });
      transfers.push(...issued.transfers);
      if (issued.rest !== 0n) {
        const rest = issued.rest < 0n ? -issued.rest : issued.rest;
        const why = `${between} the balance changes by ${rest} for no reason that the node tells`;
        unexplained.push({ why, amount: rest });
      }
      continue;
    }
    const middle = Math.floor((from + to) / 2);
    const there = await stateAt(middle);
    if (there === undefined) missing(', and the node keeps no balances of these blocks');
    else open.push({ from: middle, before: there, to, after }, { from, before, to: middle, after: there });
  }
  return { transfers, unexplained };
}

/** What the movements up to a block add up to. */
function sums(known: readonly Transfer[], own: string): (height: number) => bigint {
  const changes = known
    .flatMap(({ at, from, to, amount }) => {
      const change = (placeKey(to) === own ? amount : 0n) - (placeKey(from) === own ? amount : 0n);
      return at === undefined || change === 0n ? [] : [{ height: at.height, change }];
    })
    .sort((a, b) => a.height - b.height);
  const heights: number[] = [];
  const totals: bigint[] = [];
  for (const { height, change } of changes) {
    const total = (totals.at(-1) ?? 0n) + change;
    if (heights.at(-1) === height) totals[totals.length - 1] = total;
    else {
      heights.push(height);
      totals.push(total);
    }
  }
  return (height) => {
    let low = 0;
    let high = heights.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((heights[middle] as number) <= height) low = middle + 1;
      else high = middle;
    }
    return totals[low - 1] ?? 0n;
  };
}
