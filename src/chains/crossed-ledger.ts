// A chain asked of two of its services at once: which two, and what is said where there is only one.
import { BITCOIN, type ChainId, chainName, isEvm } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import type { Ledger } from '../model/ledger.ts';
import { crossChecked } from './cross-checked.ts';
import type { SourceName } from './evm/source.ts';

/** Throws KnownError `no-source` where a second one is missing. */
export async function crossedLedger(
  http: Http,
  chain: ChainId,
  explorers: readonly SourceName[],
  isCore: boolean,
): Promise<Ledger> {
  const [first, second] =
    chain === BITCOIN && !isCore
      ? await esploras(http)
      : isEvm(chain)
        ? await evms(http, chain, explorers)
        : [];
  if (first !== undefined && second !== undefined) return crossChecked(first, second);
  throw new KnownError('no-source', `There is no second service to check ${chainName(chain)} against.`, {
    hint: 'Leave --cross-check out; on EVM chains, name two with --source, such as blockscout,etherscan or node,blockscout.',
    exit: 2,
  });
}

async function esploras(http: Http): Promise<Ledger[]> {
  const [{ esploraLedger }, { esploraServices }] = await Promise.all([
    import('./bitcoin/ledger.ts'),
    import('./bitcoin/services.ts'),
  ]);
  return esploraServices.map(({ name }) => esploraLedger(http, { services: [name] }));
}

async function evms(http: Http, chain: ChainId, names: readonly SourceName[]): Promise<Ledger[]> {
  const [{ explorerLedger }, { evmChain }, { serviceOf }] = await Promise.all([
    import('./evm/explorer-ledger.ts'),
    import('./evm/chains-table.ts'),
    import('./evm/source.ts'),
  ]);
  const row = evmChain(chain);
  if (row === undefined) return [];
  // Two ways to ask one service are no check.
  const services = names.map((name) => serviceOf(row, name));
  return names
    .filter((_, at) => services[at] !== undefined && services.indexOf(services[at]) === at)
    .map((name, at) =>
      explorerLedger(http, row, { sources: [name], callOrder: at === 0 ? 'kept' : 'dropped' }),
    );
}
