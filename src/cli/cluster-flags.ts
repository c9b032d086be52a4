// The flags of `trace cluster`, as data like those of `trace` (flags.ts).
import { type Flag, flags, type Given } from './flags.ts';

/** As for a trace. */
const SHARED =
  /^(--as-of|--hub-limit|--labels|--book|--no-book|--labels-as-of|--service|--record|--replay|--offline|--store|--no-store|--concurrency|--config|--json|-o, --output|--quiet|--no-color)\b/;

/** Histories that are read unless it is said otherwise: about two questions to a service each. */
export const MOST_READ = 200;

export const clusterFlags: readonly Flag[] = [
  {
    kind: 'result',
    flags: '--max-wallets <n>',
    text: `read the histories of at most n addresses (default: ${MOST_READ})`,
  },
  ...flags.filter(({ flags: text }) => SHARED.test(text)),
];

export type ClusterGiven = Pick<
  Given,
  | 'maxWallets'
  | 'asOf'
  | 'hubLimit'
  | 'labels'
  | 'book'
  | 'labelsAsOf'
  | 'service'
  | 'record'
  | 'replay'
  | 'offline'
  | 'store'
  | 'concurrency'
  | 'config'
  | 'json'
  | 'output'
  | 'quiet'
  | 'color'
>;
