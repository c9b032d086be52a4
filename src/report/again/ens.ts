// Names of the Ethereum Name Service of a JSON result, as findings have them.
import { type Address, normalAddress } from '../../model/address.ts';
import { ETHEREUM } from '../../model/chain.ts';
import type { Findings } from '../../trace/findings.ts';
import type { RunJson } from '../schema.ts';

export function ensOf({
  ens,
  ensUnasked,
}: Pick<RunJson, 'ens' | 'ensUnasked'>): Pick<Findings, 'ens' | 'ensUnasked'> {
  return {
    ...(ens === undefined
      ? {}
      : {
          ens: ens.map(({ address, chain: _, ...name }) => ({
            ...name,
            address: normalAddress(ETHEREUM, address) satisfies Address,
            display: address,
          })),
        }),
    ...(ensUnasked === undefined ? {} : { ensUnasked }),
  };
}
