// What is said where a transaction is in no warehouse, or above the block at which a run ends.
import { type ChainId, chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { TxId } from '../../model/place.ts';
import { HEX_HASH } from '../list/address.ts';
import { looksLikeSecret } from '../secret.ts';

/** `later`: the height at which it stands, above `asOf`. */
export function unknownTransaction(
  chain: ChainId,
  warehouse: string,
  tx: TxId,
  later: number | undefined,
  asOf: number,
): KnownError {
  const name = HEX_HASH.test(tx) || looksLikeSecret(tx) === undefined ? ` ${tx}` : '';
  return new KnownError(
    'transaction-unknown',
    `No transfer of transaction${name} of ${chainName(chain)} is in ${warehouse}.`,
    {
      facts: later === undefined ? [] : [`it stands at height ${later}, above ${asOf}, where the run ends`],
      hint:
        later === undefined
          ? 'Check the id, and what the warehouse covers: trace warehouse status.'
          : 'Name a later --as-of.',
    },
  );
}
