// Transactions of coin chains: inputs melt in their order, outputs are filled by the rule, and a coin keeps what it got
// until it is spent.
import type { CoinId } from '../../model/transfer.ts';
import { CLEAN } from '../lots.ts';
import { coinClaim } from '../question.ts';
import type { Group } from '../timeline.ts';
import type { AuditEvent, Step } from './account.ts';
import { type OpenAccount, post } from './books.ts';
import { type Desk, type Payment, transferName } from './desk.ts';
import {
  broughtBy,
  fillingOrder,
  partsOf,
  plannedParts,
  purse,
  type Segment,
  segment,
  total,
} from './paper.ts';

interface Coin {
  readonly leg: number;
  readonly segments: readonly Segment[];
  readonly account: OpenAccount;
}

export interface Coins {
  sweep(group: Group): void;
  /** Coins that nobody spent are held; those nobody could ask about are not followed. */
  close(): void;
}

export function coins(desk: Desk): Coins {
  /** Coins that carry taint and lie at explored places. */
  const unspent = new Map<CoinId, Coin>();

  function spent(index: number, group: Group): Payment & { readonly event: AuditEvent } {
    const { to, transfer } = desk.legAt(index);
    const { coin, amount } = transfer;
    const own = desk.fromSeed(index, group);
    const known = coin === undefined ? undefined : unspent.get(coin);
    if (coin !== undefined) unspent.delete(coin);
    if (known !== undefined)
      post(known.account, {
        event: 'spent',
        leg: index,
        party: to,
        out: amount,
        taintOut: partsOf(known.segments),
      });
    if (own !== undefined) return own;
    const ranks = desk.claimants(coinClaim(coin));
    const plain = { segments: known?.segments ?? [segment(amount, CLEAN)], steps: [] };
    return { ...desk.claimed(index, ranks, plain), event: ranks.length > 0 ? 'claim' : 'input' };
  }

  /** Inputs that carry anything, and what the transaction then holds. */
  function melted(group: Group): {
    inputs: (Payment & { index: number; event: AuditEvent })[];
    outputs: number[];
  } {
    const inputs: (Payment & { index: number; event: AuditEvent })[] = [];
    const outputs: number[] = [];
    for (let index = group.first; index < group.end; index += 1) {
      const { transfer } = desk.legAt(index);
      if (transfer.to.kind !== 'junction') outputs.push(index);
      else {
        const input = { ...spent(index, group), index };
        desk.agree(index, input.segments);
        const parts = partsOf(input.segments);
        const isOver = parts.size > 0 && desk.endsInside(index, group);
        if (isOver) desk.book('endpoint', index, parts);
        inputs.push(isOver ? { ...input, segments: [segment(transfer.amount, CLEAN)] } : input);
      }
    }
    const isFee = (index: number): boolean => desk.legAt(index).transfer.to.kind === 'fee';
    outputs.sort((a, b) => Number(isFee(a)) - Number(isFee(b)) || a - b);
    return { inputs, outputs };
  }

  function kept(index: number, group: Group, segments: readonly Segment[]): void {
    const { from, to, asset, transfer } = desk.legAt(index);
    const parts = partsOf(segments);
    if (parts.size === 0 || desk.ended(index, group, parts) !== undefined) return;
    const { coin } = transfer;
    if (!desk.isExplored(to) || coin === undefined) {
      desk.book('notFollowed', index, parts);
      return;
    }
    const account = desk.account(`coin|${coin}`, { kind: 'coin', asset, place: to, leg: index, coin });
    post(account, { event: 'created', leg: index, party: from, in: transfer.amount, taintIn: parts });
    unspent.set(coin, { leg: index, segments, account });
  }

  return {
    sweep(group) {
      const { inputs, outputs } = melted(group);
      const claims = outputs.map((index) => desk.claimants(transferName(desk.legAt(index))));
      const isClean =
        inputs.every(({ segments }) => partsOf(segments).size === 0) &&
        claims.every((ranks) => ranks.length === 0) &&
        outputs.every((index) => !desk.isFromCrossing(index));
      if (isClean) {
        for (const index of outputs) desk.agree(index, []);
        return;
      }
      const { asset } = desk.legAt(group.first);
      const account = desk.account(`transaction|${group.chain}|${group.txId}`, {
        kind: 'transaction',
        asset,
        leg: group.first,
      });
      const pot = purse(desk.rule);
      for (const { index, segments, steps, event } of inputs) {
        const { from, transfer } = desk.legAt(index);
        const entry = post(account, {
          event,
          leg: index,
          party: from,
          in: transfer.amount,
          taintIn: partsOf(segments),
          steps: [...steps, { is: 'arrived', segments: broughtBy(0, segments) }],
        });
        pot.put(broughtBy(entry, segments));
      }
      const amounts = outputs.map((index) => desk.legAt(index).transfer.amount);
      const hasFee = outputs.some((index) => desk.legAt(index).transfer.to.kind === 'fee');
      const planned = plannedParts(desk.rule, total(pot.parts), amounts);
      const all = { balance: pot.balance, tainted: total(pot.parts) };
      for (const nth of fillingOrder(desk.rule, amounts, hasFee)) {
        const index = outputs[nth] as number;
        const amount = amounts[nth] as bigint;
        const { to, transfer } = desk.legAt(index);
        const before = planned === undefined ? { balance: pot.balance, tainted: total(pot.parts) } : all;
        const taken = pot.take(amount, planned?.[nth]);
        const step: Step = { is: 'taken', from: 'pool', amount, ...before, taken };
        // Nothing of what melts here is anybody's then (crossings.ts): what was exchanged stands in its place.
        const crossed = desk.fromCrossing(index);
        const { segments, steps } = desk.claimed(
          index,
          claims[nth] ?? [],
          crossed ?? { segments: taken, steps: [step] },
        );
        desk.agree(index, segments);
        post(account, {
          event: transfer.to.kind === 'fee' ? 'fee' : 'output',
          leg: index,
          party: to,
          out: amount,
          taintOut: partsOf(taken),
          steps,
        });
        kept(index, group, segments);
      }
    },
    close() {
      for (const [coin, { leg, segments, account }] of unspent) {
        const parts = partsOf(segments);
        if (desk.question.answered.has(coin)) desk.book('held', leg, parts);
        else {
          desk.book('notFollowed', leg, parts);
          post(account, {
            event: 'not-followed',
            leg,
            party: account.place,
            out: account.balance,
            taintOut: parts,
          });
        }
      }
    },
  };
}
