// Worlds renamed, laid side by side and scaled, and what must become of their answers then.
import type { Transfer } from '../../src/model/transfer.ts';
import type { AccountAnswer, AccountWorld } from './oracle.ts';
import type { Parts, PartsAt } from './oracle-lots.ts';
import type { Posed } from './pose-worlds.ts';

export function renamed(world: AccountWorld, mark: string): AccountWorld {
  const name = (text: string) => `${mark}${text}`;
  return {
    transfers: world.transfers.map((row) => ({
      ...row,
      tx: name(row.tx),
      from: name(row.from),
      to: name(row.to),
    })),
    seeds: world.seeds.map(name),
    endpoints: world.endpoints.map(name),
    unexplored: (world.unexplored ?? []).map(name),
    payments: (world.payments ?? []).map((payment) => ({ ...payment, id: name(payment.id) })),
  };
}

export function sideBySide(one: Posed, two: Posed): Posed {
  const stretched = (transfers: readonly Transfer[], shift: number) =>
    transfers.map((each): Transfer => {
      const at = each.at as NonNullable<Transfer['at']>;
      return { ...each, at: { ...at, height: at.height * 2 + shift, time: at.time * 2 + shift } };
    });
  const [a, b] = [one.question, two.question];
  return {
    transfers: [...stretched(one.transfers, 0), ...stretched(two.transfers, 1)],
    question: {
      ...a,
      seeds: [...a.seeds, ...b.seeds],
      explored: new Set([...a.explored, ...b.explored]),
      answered: new Set([...a.answered, ...b.answered]),
      isEndpoint: (place, time) => a.isEndpoint(place, time) || b.isEndpoint(place, time),
    },
  };
}

export function union(one: AccountAnswer, two: AccountAnswer): AccountAnswer {
  return {
    perTransfer: [...one.perTransfer, ...two.perTransfer],
    endpoints: { ...one.endpoints, ...two.endpoints },
    held: { ...one.held, ...two.held },
    notFollowed: { ...one.notFollowed, ...two.notFollowed },
    returned: { ...one.returned, ...two.returned },
    reachedSeed: { ...one.reachedSeed, ...two.reachedSeed },
    afterUntil: { ...one.afterUntil, ...two.afterUntil },
    fees: { ...one.fees, ...two.fees },
    injected: { ...one.injected, ...two.injected },
    shortage: { ...one.shortage, ...two.shortage },
  };
}

export function scaled(world: AccountWorld, k: bigint): AccountWorld {
  return {
    ...world,
    transfers: world.transfers.map((row) => ({ ...row, amount: row.amount * k })),
    payments: (world.payments ?? []).map((payment) => ({ ...payment, amount: payment.amount * k })),
  };
}

export const timesParts = (parts: Parts, k: bigint): Parts =>
  Object.fromEntries(Object.entries(parts).map(([seed, units]) => [seed, units * k]));
export const timesAt = (at: PartsAt, k: bigint): PartsAt =>
  Object.fromEntries(Object.entries(at).map(([place, parts]) => [place, timesParts(parts, k)]));
export function times(answer: AccountAnswer, k: bigint): AccountAnswer {
  return {
    perTransfer: answer.perTransfer.map((parts) => timesParts(parts, k)),
    endpoints: timesAt(answer.endpoints, k),
    held: timesAt(answer.held, k),
    notFollowed: timesAt(answer.notFollowed, k),
    returned: timesParts(answer.returned, k),
    reachedSeed: timesAt(answer.reachedSeed, k),
    afterUntil: timesAt(answer.afterUntil, k),
    fees: timesParts(answer.fees, k),
    injected: timesParts(answer.injected, k),
    shortage: timesParts(answer.shortage, k),
  };
}

const sum = (parts: Parts) => Object.values(parts).reduce((a, b) => a + b, 0n);
export const sumsAt = (at: PartsAt) =>
  Object.fromEntries(Object.entries(at).map(([key, parts]) => [key, sum(parts)]));
/** The seeds of one answer taken together. */
export function totals(answer: AccountAnswer) {
  return {
    perTransfer: answer.perTransfer.map(sum),
    endpoints: sumsAt(answer.endpoints),
    held: sumsAt(answer.held),
    notFollowed: sumsAt(answer.notFollowed),
    atSeeds: sum(answer.returned) + Object.values(sumsAt(answer.reachedSeed)).reduce((a, b) => a + b, 0n),
    fees: sum(answer.fees),
    injected: sum(answer.injected),
    shortage: answer.shortage,
  };
}
