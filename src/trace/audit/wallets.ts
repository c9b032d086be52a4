// Wallets of account chains, transaction by transaction: what came in earlier in the same one goes on first, the rest
// comes from the pool, and what stays is laid in it when the transaction is over.
import { CLEAN } from '../lots.ts';
import type { Group, Leg } from '../timeline.ts';
import type { AuditEvent, Step } from './account.ts';
import { type OpenAccount, opened, post } from './books.ts';
import { type Desk, type Payment, transferName } from './desk.ts';
import {
  broughtBy,
  inTransit,
  type Parts,
  type Purse,
  partsOf,
  purse,
  type Segment,
  segment,
  total,
} from './paper.ts';

interface Taken {
  readonly segments: readonly Segment[];
  readonly step: Step;
}

/** A receipt that waits for payments of the same transaction. */
interface Waiting {
  readonly leg: number;
  /** Its number in the account. */
  readonly entry: number;
  readonly purse: Purse;
}

interface Stand {
  readonly place: number;
  readonly asset: number;
  readonly account: OpenAccount;
  readonly waiting: Waiting[];
}

export interface Wallets {
  sweep(group: Group): void;
  /** What lies in each pool at the end is held; returns them under `place|asset`. */
  close(): ReadonlyMap<
    string,
    { readonly place: number; readonly asset: number; readonly pool: Purse; readonly missing: bigint }
  >;
}

export function wallets(desk: Desk): Wallets {
  const pools = new Map<string, { place: number; asset: number; pool: Purse; missing: bigint }>();
  const potOf = (place: number, asset: number): string => `${place}|${asset}`;

  function walletAccount(place: number, asset: number): OpenAccount {
    return desk.account(`wallet|${potOf(place, asset)}`, { kind: 'wallet', place, asset });
  }

  function poolOf(place: number, asset: number): { pool: Purse; missing: bigint } {
    const key = potOf(place, asset);
    let entry = pools.get(key);
    if (entry === undefined) {
      entry = { place, asset, pool: purse(desk.rule), missing: 0n };
      pools.set(key, entry);
    }
    return entry;
  }

  /** More is paid than is known to have been there. */
  function covered(account: OpenAccount, missing: bigint): number {
    return post(account, { event: 'shortage', in: missing });
  }

  /** A seed has no pool: all that leaves it is its own. Its balance is kept for the reader. */
  function paidBySeed(
    { from, to, asset, transfer }: Leg,
    leg: number,
    event: AuditEvent,
    parts: Parts,
  ): void {
    const account = walletAccount(from, asset);
    const { amount } = transfer;
    if (amount > account.balance) covered(account, amount - account.balance);
    post(account, { event, leg, party: to, out: amount, taintIn: parts, taintOut: parts });
  }

  function fromPool(account: OpenAccount, { from, asset }: Leg, amount: bigint): Taken {
    const entry = poolOf(from, asset);
    const { pool } = entry;
    if (amount > pool.balance) {
      const missing = amount - pool.balance;
      entry.missing += missing;
      pool.putOldest(segment(missing, CLEAN, covered(account, missing)));
    }
    return takenFrom(pool, 'pool', amount);
  }

  function takenFrom(from: Purse, name: 'pool' | number, amount: bigint): Taken {
    const { balance } = from;
    const tainted = total(from.parts);
    const taken = from.take(amount);
    return { segments: taken, step: { is: 'taken', from: name, amount, balance, tainted, taken } };
  }

  /** An ordinary wallet's payment: matched receipts first, then the pool. */
  function paidByWallet(leg: Leg, index: number, stand: Stand): Payment {
    const { from, to, transfer } = leg;
    const segments: Segment[] = [];
    const steps: Step[] = [];
    // One by one: a wallet of a million small receipts has more lots than a call takes arguments.
    function add(taken: Taken): void {
      for (const each of taken.segments) segments.push(each);
      steps.push(taken.step);
    }
    let left = transfer.amount;
    while (transfer.to.kind !== 'fee' && left > 0n && stand.waiting.length > 0) {
      const { purse: waiting, entry } = stand.waiting[0] as Waiting;
      const amount = waiting.balance < left ? waiting.balance : left;
      add(takenFrom(waiting, entry, amount));
      left -= amount;
      if (waiting.balance === 0n) stand.waiting.shift();
    }
    const matched = transfer.amount - left;
    if (left > 0n && desk.isExplored(from)) add(fromPool(stand.account, leg, left));
    else if (left > 0n) {
      // Whose history is not known, what he pays beyond this transaction carries nothing.
      post(stand.account, { event: 'unexplored', in: left });
      segments.push(segment(left, CLEAN));
    }
    const event = matched === 0n ? 'payment' : left === 0n ? 'passed-on' : 'partly-passed-on';
    post(stand.account, {
      event,
      leg: index,
      party: to,
      out: transfer.amount,
      taintOut: partsOf(segments),
      steps,
    });
    return { segments, steps };
  }

  /** What is left when the transaction is over stays: in the pool, or where nobody follows it. */
  function settle({ place, asset, account, waiting }: Stand): void {
    if (desk.isExplored(place)) {
      for (const { entry, purse: rest } of waiting)
        poolOf(place, asset).pool.put(broughtBy(entry, rest.take(rest.balance)));
      return;
    }
    const passedOn = account.entries.some(({ taintOut }) => taintOut.size > 0);
    for (const { leg, purse: rest } of waiting) {
      const parts = new Map(rest.parts);
      desk.book('notFollowed', leg, parts);
      post(account, { event: 'not-followed', leg, party: place, out: rest.balance, taintOut: parts });
    }
    if (passedOn) desk.keep(account);
  }

  return {
    sweep(group) {
      const stands = new Map<string, Stand>();

      function standOf(place: number, asset: number): Stand {
        const key = potOf(place, asset);
        let stand = stands.get(key);
        if (stand === undefined) {
          const account = desk.isExplored(place)
            ? walletAccount(place, asset)
            : opened({ kind: 'passage', place, asset, leg: group.first });
          stand = { place, asset, account, waiting: [] };
          stands.set(key, stand);
        }
        return stand;
      }

      function paid(index: number, leg: Leg): Payment {
        const { from, asset, transfer } = leg;
        const crossed = desk.fromCrossing(index);
        if (crossed !== undefined) return crossed;
        const own = desk.fromSeed(index, group);
        if (own !== undefined) {
          if (desk.isTouched(from, asset)) paidBySeed(leg, index, own.event, partsOf(own.segments));
          return own;
        }
        if (!desk.isTouched(from, asset) || !(desk.isExplored(from) || stands.has(potOf(from, asset))))
          return { segments: [segment(transfer.amount, CLEAN)], steps: [] };
        return paidByWallet(leg, index, standOf(from, asset));
      }

      /** What stops here is written down where the reader looks for it. */
      function stoppedAt(index: number, { from, to, asset }: Leg, event: AuditEvent, parts: Parts): void {
        const isSeed = desk.seedAt(to) !== undefined;
        if (isSeed && desk.isTouched(to, asset))
          post(walletAccount(to, asset), {
            event,
            leg: index,
            party: from,
            in: desk.legAt(index).transfer.amount,
            taintIn: parts,
            taintOut: parts,
          });
        else if (desk.isExplored(to) && desk.isTouched(to, asset))
          post(walletAccount(to, asset), { event, leg: index, party: from, taintIn: parts, taintOut: parts });
      }

      function arrives(index: number, leg: Leg, event: AuditEvent, payment: Payment): void {
        const { from, to, asset, transfer } = leg;
        if (!desk.isTouched(to, asset)) return;
        const stand = standOf(to, asset);
        const steps: Step[] = [
          ...payment.steps.filter(({ is }) => is === 'crossed' || is === 'claimed'),
          { is: 'arrived', segments: broughtBy(0, payment.segments) },
        ];
        const entry = post(stand.account, {
          event,
          leg: index,
          party: from,
          in: transfer.amount,
          taintIn: partsOf(payment.segments),
          steps,
        });
        const brought = broughtBy(entry, payment.segments);
        // Alone in its transaction, it waits for nothing.
        if (group.end - group.first === 1 && desk.isExplored(to)) {
          poolOf(to, asset).pool.put(brought);
          return;
        }
        const waiting = purse(inTransit(desk.rule));
        waiting.put(brought);
        stand.waiting.push({ leg: index, entry, purse: waiting });
      }

      function one(index: number): void {
        const leg = desk.legAt(index);
        const { from, to, asset, transfer } = leg;
        if (from === to) {
          desk.agree(index, []);
          if ((desk.isExplored(from) || desk.seedAt(from) !== undefined) && desk.isTouched(from, asset))
            post(walletAccount(from, asset), { event: 'self', leg: index, party: to });
          return;
        }
        const before = paid(index, leg);
        const ranks = desk.claimants(transferName(leg));
        const payment = desk.claimed(index, ranks, before);
        desk.agree(index, payment.segments);
        const parts = partsOf(payment.segments);
        const end = desk.ended(index, group, parts);
        if (end === 'afterUntil') {
          const event = desk.isExcluded(index) ? 'excluded' : 'after-until';
          const units = { segments: [segment(transfer.amount, CLEAN)], steps: [] };
          if (desk.seedAt(to) !== undefined)
            stoppedAt(index, leg, parts.size === 0 ? 'receipt' : event, parts);
          else arrives(index, leg, parts.size === 0 ? 'receipt' : event, units);
        } else if (end === undefined) {
          const crossed = payment.steps.some(({ is }) => is === 'crossed');
          arrives(index, leg, ranks.length > 0 ? 'claim' : crossed ? 'converted-in' : 'receipt', payment);
        } else stoppedAt(index, leg, stopEvent(desk.seedAt(to), parts), parts);
      }

      for (let index = group.first; index < group.end; index += 1) one(index);
      for (const stand of stands.values()) settle(stand);
    },
    close() {
      for (const { place, asset, pool } of pools.values()) desk.hold(place, asset, new Map(pool.parts));
      return pools;
    },
  };
}

function stopEvent(seedHere: number | undefined, parts: Parts): AuditEvent {
  if (seedHere === undefined) return 'absorbed';
  if (parts.size === 0) return 'receipt';
  return [...parts.keys()].every((seed) => seed === seedHere) ? 'returned' : 'reached-seed';
}
