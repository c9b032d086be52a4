// Random worlds as rows of one transfer list, a chain of its own for each: shared heights, orders that are told, untold or the
// same, times that do not ascend, rows in no order.
import fc from 'fast-check';
import type { AccountWorld } from './oracle.ts';
import { accountWorlds } from './worlds.ts';

interface Drawn {
  readonly world: AccountWorld;
  /** Of each transaction: whether it shares the height of the one before. */
  readonly together: readonly boolean[];
  /** Of each row: its order is told, untold, or told as that of the row before. */
  readonly told: readonly ('own' | 'none' | 'same')[];
  readonly late: readonly number[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  world: accountWorlds,
  together: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
  told: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<'own'>('own') },
      { weight: 1, arbitrary: fc.constant<'none'>('none') },
      { weight: 1, arbitrary: fc.constant<'same'>('same') },
    ),
    { minLength: 40, maxLength: 40 },
  ),
  late: fc.array(fc.nat(9), { minLength: 40, maxLength: 40 }),
});

function rowsOf(chain: string, { world, together, told, late }: Drawn): string[] {
  const txs = [...new Set(world.transfers.map(({ tx }) => tx))];
  let height = 0;
  const heights = new Map<string, number>();
  for (const [at, tx] of txs.entries()) {
    if (at === 0 || together[at] !== true) height += 1;
    heights.set(tx, height);
  }
  let order = 0;
  return world.transfers.map(({ tx, from, to, amount }, at) => {
    const stands = heights.get(tx) as number;
    if (told[at] === 'own') order += 1;
    const cells = [chain, tx, stands, 1_600_000_000 + stands * 600 - (late[at] as number)];
    return [...cells, told[at] === 'none' ? '' : order, from, to, 'UNIT', amount, 0].join();
  });
}

/** The chain of the nth world is `wN`. */
export function listedWorlds(count: number): {
  readonly worlds: readonly AccountWorld[];
  readonly rows: readonly string[];
} {
  const worlds = fc.sample(drawn, { seed: 20_261_125, numRuns: count });
  const rows = worlds.flatMap((each, at) => rowsOf(`w${at}`, each));
  // A list needs no order of its own.
  const shuffled = rows.map((row, at) => ({ row, key: (at * 7919) % 10_007 })).sort((a, b) => a.key - b.key);
  return { worlds: worlds.map(({ world }) => world), rows: shuffled.map(({ row }) => row) };
}
