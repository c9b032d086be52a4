// All ways of the tainted units as one forest: a node for each leg on each distinct way, with the units whose way leads over it.
// Ways share their beginnings, so that it is no larger than what the sweep kept.
import type { Way } from '../lots.ts';
import type { Swept } from '../sweep/swept.ts';
import type { Leg, Timeline } from '../timeline.ts';

export interface WayNode {
  readonly leg: number;
  readonly before: WayNode | undefined;
  readonly after: WayNode[];
  /** Base units of the leg's asset whose way leads over it. */
  units: bigint;
}

/** Every node stands after the one before it. */
export function wayTree({ legs }: Timeline, { bookings }: Swept): WayNode[] {
  const nodes = new Map<Way, WayNode>();
  const assetAt = (leg: number): number => (legs[leg] as Leg).asset;
  function nodeOf(way: Way): WayNode {
    const open: Way[] = [];
    let known: WayNode | undefined;
    for (let step: Way | undefined = way; step !== undefined; step = step.before) {
      known = nodes.get(step);
      if (known !== undefined) break;
      open.push(step);
    }
    for (const step of open.reverse()) {
      const node: WayNode = { leg: step.transfer, before: known, after: [], units: 0n };
      known?.after.push(node);
      nodes.set(step, node);
      known = node;
    }
    return known as WayNode;
  }
  for (const { way, asset, amount } of bookings) {
    if (way === undefined) continue;
    const node = nodeOf(way);
    if (assetAt(node.leg) === asset) node.units += amount;
  }
  const all = [...nodes.values()];
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const { before, leg, units } = all[index] as WayNode;
    // Where value changed asset, its units are of another kind.
    if (before !== undefined && assetAt(before.leg) === assetAt(leg)) before.units += units;
  }
  return all;
}
