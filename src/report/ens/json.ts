// Names of the Ethereum Name Service as JSON.
import { ETHEREUM } from '../../model/chain.ts';
import type { Findings } from '../../trace/findings.ts';
import type { RunJson } from '../schema.ts';

export function ensJson({
  ens,
  ensUnasked,
}: Pick<Findings, 'ens' | 'ensUnasked'>): Pick<RunJson, 'ens' | 'ensUnasked'> {
  return {
    ...(ens === undefined
      ? {}
      : {
          ens: ens.map(({ name, display, how, block, looks }) => ({
            name,
            chain: ETHEREUM,
            address: display,
            how,
            block,
            looks: [...looks],
          })),
        }),
    ...(ensUnasked === undefined ? {} : { ensUnasked }),
  };
}
