// What is said of an import that contradicts what a warehouse on a cluster has, or holds what a cluster cannot.
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { TxId } from '../../model/place.ts';
import type { MoveRow } from './cluster-write.ts';
import type { Basis, MovedBlock } from './moves.ts';

const BELOW =
  'what this import stored below this block is in the warehouse, this block and those above it are not';

export function conflict(chain: ChainId, height: number, what: string): KnownError {
  return new KnownError('import-conflict', `${chainName(chain)}, block ${height}: ${what}.`, {
    facts: [BELOW],
    hint: 'Import all files that tell of these blocks at once, into a new warehouse.',
  });
}

export function amountTooLarge(chain: ChainId, height: number, txId: TxId): KnownError {
  return new KnownError(
    'amount-too-large',
    `${chainName(chain)}, block ${height}: transaction ${txId} moves more than a cluster can hold.`,
    {
      facts: ['the most is 2^256 − 1 base units', BELOW],
      hint: 'Import these files into a warehouse of their own: --to sqlite:FILE.',
    },
  );
}

export interface KnownBlock {
  readonly time: number;
  readonly hash: string | undefined;
  readonly basis: Basis;
}

/** Throws KnownError `import-conflict` unless both tell of the same block, and of its order in one way. */
export function checkKnown(chain: ChainId, told: MovedBlock, { time, hash, basis }: KnownBlock): void {
  if (told.time !== time)
    throw conflict(chain, told.height, `its time is ${told.time} here and ${time} in the warehouse`);
  if (hash !== undefined && told.hash !== undefined && hash !== told.hash)
    throw conflict(chain, told.height, 'it has another hash in the warehouse');
  // A numbering by calls or events gives way to what is known better, or to what came first.
  if (basis !== told.basis && (told.basis === 'index' || told.basis === 'list'))
    throw conflict(
      chain,
      told.height,
      'the order of its transactions is told in another way in the warehouse',
    );
}

export function differs(a: MoveRow, b: MoveRow): boolean {
  return (['payer', 'payee', 'time', 'asset', 'ord', 'amount', 'sink'] as const).some(
    (each) => a[each] !== b[each],
  );
}
