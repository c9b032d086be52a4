// Re-routing against a plain maximum flow, found anew for each question by trying path after path (Ford and Fulkerson): it
// shares no line with the engine. Networks are large enough for distances to run out while others still lead on.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgesBuilder } from '../../src/trace/bounds/edges.ts';
import { type Flow, flowThrough } from '../../src/trace/bounds/flow.ts';

interface Net {
  /** Nodes 0 … inner − 1 pass on; the terminals follow. Every inner node can let all go to the last terminal. */
  readonly inner: number;
  readonly terminals: number;
  readonly injected: readonly { readonly into: number; readonly amount: number }[];
  readonly edges: readonly (readonly [from: number, to: number, capacity: number])[];
}

const AMPLE = 1_000;

const nets: fc.Arbitrary<Net> = fc
  .record({
    inner: fc.integer({ min: 4, max: 18 }),
    terminals: fc.integer({ min: 2, max: 4 }),
    injected: fc.array(fc.record({ into: fc.nat(), amount: fc.integer({ min: 1, max: 6 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    onward: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 5 })), { maxLength: 45 }),
    ending: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 4 })), { maxLength: 12 }),
  })
  .map(({ inner, terminals, injected, onward, ending }) => ({
    inner,
    terminals,
    injected: injected.map(({ into, amount }) => ({ into: into % inner, amount })),
    edges: [
      ...onward.map(([from, to, capacity]): [number, number, number] => {
        const start = from % (inner - 1);
        return [start, start + 1 + (to % (inner - 1 - start)), capacity];
      }),
      ...ending.map(([from, to, capacity]): [number, number, number] => [
        from % inner,
        inner + (to % terminals),
        capacity,
      ]),
      ...Array.from({ length: inner }, (_, node): [number, number, number] => [
        node,
        inner + terminals - 1,
        AMPLE,
      ]),
    ],
  }));

/** From what is injected to these terminals, the others closed. */
function mostInto({ inner, terminals, injected, edges }: Net, goals: ReadonlySet<number>): number {
  const [source, sink] = [inner + terminals, inner + terminals + 1];
  const room = Array.from({ length: sink + 1 }, () => new Array<number>(sink + 1).fill(0));
  const widen = (from: number, to: number, by: number): void => {
    (room[from] as number[])[to] = ((room[from] as number[])[to] as number) + by;
  };
  for (const { into, amount } of injected) widen(source, into, amount);
  for (const [from, to, capacity] of edges) if (to < inner || goals.has(to)) widen(from, to, capacity);
  for (const goal of goals) widen(goal, sink, Number.MAX_SAFE_INTEGER);
  for (let total = 0; ; ) {
    const before = new Map<number, number>([[source, source]]);
    for (const node of before.keys())
      for (let to = 0; to <= sink; to += 1)
        if (((room[node] as number[])[to] as number) > 0 && !before.has(to)) before.set(to, node);
    if (!before.has(sink)) return total;
    let amount = Number.MAX_SAFE_INTEGER;
    for (let node = sink; node !== source; node = before.get(node) as number)
      amount = Math.min(amount, (room[before.get(node) as number] as number[])[node] as number);
    for (let node = sink; node !== source; node = before.get(node) as number) {
      widen(before.get(node) as number, node, -amount);
      widen(node, before.get(node) as number, amount);
    }
    total += amount;
  }
}

function poured({ inner, terminals, injected, edges }: Net): { flow: Flow; source: number; ends: number[] } {
  const builder = edgesBuilder();
  for (let node = 0; node < inner; node += 1) builder.node();
  const ends = Array.from({ length: terminals }, () => builder.terminal());
  const source = builder.terminal();
  const openings = injected.map(({ into }) => builder.edge(source, into, 0n));
  for (const [from, to, capacity] of edges) builder.edge(from, to, BigInt(capacity));
  const flow = flowThrough(builder.done());
  for (const [index, edge] of openings.entries()) flow.setRest(edge, BigInt(injected[index]?.amount ?? 0));
  flow.pour(openings);
  return { flow, source, ends };
}

test('what is led to some ends is the maximum flow, and what stays where it is led away the least that must', () => {
  fc.assert(
    fc.property(nets, fc.nat(), (net, drawn) => {
      const { flow, source, ends } = poured(net);
      const injected = net.injected.reduce((sum, { amount }) => sum + amount, 0);
      // Any of them, at least one and not all.
      const mask = 1 + (drawn % (2 ** ends.length - 2));
      const some = ends.filter((_, index) => ((mask >> index) & 1) === 1);
      const others = ends.filter((end) => !some.includes(end));
      const fresh = flow.emptied();
      const most = BigInt(mostInto(net, new Set(some)));
      expect(fresh.lead([source], some)).toBe(most);
      expect(some.reduce((sum, end) => sum + fresh.flowInto(end), 0n)).toBe(most);
      // With the others too there is nothing that cannot end.
      expect(fresh.lead([source], others)).toBe(BigInt(injected) - most);
      expect(some.reduce((sum, end) => sum + fresh.flowInto(end), 0n)).toBe(most);
      const least = BigInt(injected - mostInto(net, new Set(others)));
      const surveyed = flow.survey(ends);
      const full = flow.mark();
      flow.lead(some, surveyed);
      expect(some.reduce((sum, end) => sum + flow.flowInto(end), 0n)).toBe(least);
      flow.undo(full);
      // From where it was, by distances measured then.
      flow.lead(some, surveyed);
      expect(some.reduce((sum, end) => sum + flow.flowInto(end), 0n)).toBe(least);
    }),
    { seed: 20_261_125, numRuns: 20_000 },
  );
});
