// In which transaction of a timeline a leg stands.
import type { Group, Timeline } from './timeline.ts';

export function groupFinder(timeline: Pick<Timeline, 'groups'>): (leg: number) => Group {
  const starts = timeline.groups.map((group) => group.first);
  return (leg) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] as number) <= leg) low = middle;
      else high = middle - 1;
    }
    return timeline.groups[low] as Group;
  };
}
