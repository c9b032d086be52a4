// The flags of `trace verify` and `trace prove`, as data like those of `trace` (flags.ts).
import { type Flag, flags, type Given } from './flags.ts';

export const verifyFlags: readonly Flag[] = [
  {
    kind: 'source',
    flags: '--key <file>',
    text: 'public key that the bundle must be signed with (Ed25519 in PEM, or of minisign)',
  },
  {
    kind: 'source',
    flags: '--signature <file>',
    text: 'the detached signature (default: FILE.sig or FILE.minisig, if it is there)',
  },
  {
    kind: 'source',
    flags: '--anchor <hash>',
    repeat: 'words',
    text: 'a block hash that you have compared with a node of your own; what rests on it is said to',
  },
  ...flags.filter(({ flags: text }) => /^(--json|-o, --output|--no-color)/.test(text)),
];

/** Where answers come from, as for a trace. */
const SOURCES = /^--(service|record|replay|offline|store|no-store|concurrency|config|sign|quiet)\b/;

export const proveFlags: readonly Flag[] = [
  { kind: 'source', flags: '-o, --output <file>', text: 'the bundle with its proofs' },
  {
    kind: 'source',
    flags: '--link <n>',
    text: 'fetch up to n headers to link a block to a checkpoint or --anchor, of an EVM chain also to the next proved one (default: 2016; of an EVM chain without --anchor 0)',
  },
  {
    kind: 'source',
    flags: '--anchor <hash>',
    repeat: 'words',
    text: 'a block hash that you have compared with a node of your own, to which to link',
  },
  ...flags.filter(({ flags: text }) => SOURCES.test(text)),
];

export type ProveGiven = Pick<
  Given,
  | 'service'
  | 'record'
  | 'replay'
  | 'offline'
  | 'store'
  | 'concurrency'
  | 'config'
  | 'sign'
  | 'quiet'
  | 'output'
> & { readonly link?: string; readonly anchor?: readonly string[] };

export interface VerifyGiven {
  readonly key?: string;
  readonly signature?: string;
  readonly anchor?: readonly string[];
  readonly json?: boolean;
  readonly output?: string;
  readonly color?: boolean;
}
