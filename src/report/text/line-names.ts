// The lines of the statement as a report calls them.
import type { Standing } from '../../trace/standing.ts';

export const LINE_NAMES: Readonly<Record<Standing['line'], string>> = {
  endpoint: 'at endpoints',
  held: 'still held',
  returned: 'returned to the seed',
  reachedSeed: 'reached another seed',
  fees: 'fees',
  burnt: 'burnt',
  convertedOut: 'converted out',
  notFollowed: 'not followed',
};
