// Introduces chains to the tracer: a ledger for each chain that a run needs, loaded only then.
import { type ChainId, chainInfo, chainName, isEvm, TRON } from '../model/chain.ts';
import type { Names } from '../model/ens-name.ts';
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import type { OpenedWarehouse, WarehouseName } from './warehouse/opened.ts';

const evmSources = ['blockscout', 'blockscout-rest', 'etherscan', 'node'] as const;
const bitcoinSources = ['esplora', 'core', 'electrum'] as const;
export const sourceNames = [...evmSources, ...bitcoinSources] as const;
export type SourceName = (typeof sourceNames)[number];
export type EvmSourceName = (typeof evmSources)[number];

function isEvmSource(name: SourceName): name is EvmSourceName {
  return evmSources.some((own) => own === name);
}

/** Where none is named for EVM chains, `usual` are asked. */
export function withUsual(
  named: readonly SourceName[],
  usual: readonly EvmSourceName[],
): readonly SourceName[] {
  return named.some(isEvmSource) ? named : [...named, ...usual];
}

export interface LedgerMaker {
  /** Chains that this maker is bound to; undefined = all known ones. */
  readonly chains: readonly ChainId[] | undefined;
  ledger(chain: ChainId): Promise<Ledger>;
  /** undefined: a file knows no names. */
  readonly names?: () => Promise<Names>;
}

/** `crossed`: each chain is asked of its first two services, and what they tell is compared. */
export function liveLedgers(
  http: Http,
  sources: readonly SourceName[],
  asking: 'single' | 'crossed' = 'single',
): LedgerMaker {
  const made = new Map<ChainId, Promise<Ledger>>();
  async function make(chain: ChainId): Promise<Ledger> {
    if (asking === 'crossed') {
      const { crossedLedger } = await import('./crossed-ledger.ts');
      return crossedLedger(http, chain, sources.filter(isEvmSource), sources.includes('core'));
    }
    const info = chainInfo(chain);
    if (info?.name === 'bitcoin') {
      if (sources.includes('core')) {
        const { coreLedger } = await import('./bitcoin/core/ledger.ts');
        if (!sources.includes('electrum')) return coreLedger(http);
        const { electrumIndex } = await import('./bitcoin/core/address-index.ts');
        return coreLedger(http, electrumIndex(http));
      }
      const { esploraLedger } = await import('./bitcoin/ledger.ts');
      return esploraLedger(http);
    }
    if (chain === TRON) {
      const { tronLedger } = await import('./tron/ledger.ts');
      return tronLedger(http);
    }
    if (isEvm(chain)) {
      const [{ explorerLedger }, { evmChain }] = await Promise.all([
        import('./evm/explorer-ledger.ts'),
        import('./evm/chains-table.ts'),
      ]);
      const row = evmChain(chain);
      const own = sources.filter(isEvmSource);
      if (row !== undefined) return explorerLedger(http, row, { sources: own });
    }
    throw new KnownError('unknown-chain', `No source of data for the chain ${chainName(chain)}.`, {
      facts: [
        'chains that are read: bitcoin, ethereum, bnb, polygon, arbitrum, optimism, base, avalanche, tron',
      ],
      hint: 'Name another chain with --chain, or bring an export with --ledger.',
      exit: 2,
    });
  }
  return {
    chains: undefined,
    ledger(chain) {
      const known = made.get(chain) ?? make(chain);
      made.set(chain, known);
      return known;
    },
    names: async () => (await import('./evm/ens/names.ts')).ensNames(http),
  };
}

export async function fileLedgers(content: string | Uint8Array, file: string): Promise<LedgerMaker> {
  const [{ readTransferList }, { listLedgers }] = await Promise.all([
    import('./list/read.ts'),
    import('./list/ledger.ts'),
  ]);
  return boundTo(listLedgers(await readTransferList(content, file)), file);
}

/** `close`: to be called when the last answer was given. */
export async function warehouseLedgers(name: WarehouseName): Promise<{
  readonly maker: LedgerMaker;
  readonly rankings: OpenedWarehouse['rankings'];
  readonly close: () => Promise<void>;
}> {
  const { openedWarehouse } = await import('./warehouse/opened.ts');
  const { title, ledgers, rankings, close } = await openedWarehouse(name);
  return { maker: boundTo(await ledgers(), title), rankings, close };
}

/** Chains of the warehouse from it and, above it, from their services; others from their services alone. */
export async function joinedLedgers(
  name: WarehouseName,
  live: LedgerMaker,
): Promise<{ readonly maker: LedgerMaker; readonly close: () => Promise<void> }> {
  const [{ openedWarehouse }, { joinedLedger }] = await Promise.all([
    import('./warehouse/opened.ts'),
    import('./warehouse/joined.ts'),
  ]);
  const warehouse = await openedWarehouse(name);
  const bulk = new Map((await warehouse.bulk()).map((each) => [each.ledger.chain, each]));
  const made = new Map<ChainId, Ledger>();
  return {
    maker: {
      chains: live.chains,
      ...(live.names && { names: live.names }),
      async ledger(chain) {
        const upper = await live.ledger(chain);
        const lower = bulk.get(chain);
        const ledger = made.get(chain) ?? (lower === undefined ? upper : joinedLedger(lower, upper));
        made.set(chain, ledger);
        return ledger;
      },
    },
    close: warehouse.close,
  };
}

function boundTo(made: readonly Ledger[], file: string): LedgerMaker {
  const ledgers = new Map(made.map((ledger) => [ledger.chain, ledger]));
  return {
    chains: [...ledgers.keys()],
    async ledger(chain) {
      const ledger = ledgers.get(chain);
      if (ledger !== undefined) return ledger;
      throw new KnownError('unknown-chain', `${file} holds no transfers of ${chainName(chain)}.`, {
        facts: [`chains in the file: ${[...ledgers.keys()].map(chainName).join(', ')}`],
        hint: 'Name one of these with --chain.',
        exit: 2,
      });
    },
  };
}

/** A ledger for every one of these chains, by chain id. */
export async function ledgersOf(
  chains: readonly ChainId[],
  maker: LedgerMaker,
): Promise<Map<ChainId, Ledger>> {
  const ledgers = new Map<ChainId, Ledger>();
  for (const chain of [...new Set(chains)].sort()) ledgers.set(chain, await maker.ledger(chain));
  return ledgers;
}

/** The blocks to which a run is pinned. `wanted` may throw. */
export async function headsOf(
  ledgers: ReadonlyMap<ChainId, Ledger>,
  wanted: (chain: ChainId) => Parameters<Ledger['head']>[0],
  signal: AbortSignal,
): Promise<ReadonlyMap<ChainId, Block>> {
  const blocks = await Promise.all(
    [...ledgers].map(async ([chain, ledger]) => [chain, await ledger.head(wanted(chain), signal)] as const),
  );
  return new Map(blocks);
}
