// Names in and out: which address a name leads to, and which name an address claims that leads back to it.
import { getAddress } from 'ethers';
import type { Address } from '../../../model/address.ts';
import { ETHEREUM } from '../../../model/chain.ts';
import type { EnsName, Names } from '../../../model/ens-name.ts';
import { KnownError } from '../../../model/errors.ts';
import type { Http } from '../../../model/http.ts';
import { eachConcurrently } from '../../concurrent.ts';
import { asKnownError, SourceFailure } from '../../source-failure.ts';
import { type EvmChain, evmChain } from '../chains-table.ts';
import { checkChain } from '../node/ask.ts';
import { type NodeSource, sourcesOf } from '../source.ts';
import { looksOf, normalName, normalOrNot } from './normal-name.ts';
import { type Registry, recordOf, type Said } from './registry.ts';

/** Names asked for at once. */
const AT_ONCE = 4;

const reasons: Record<Exclude<Said, { value: string }>['missing'], string> = {
  'no-resolver': 'the registry knows no resolver of it: it is not registered, or was never set up',
  empty: 'its resolver names no address of Ethereum',
  'off-chain':
    'its resolver points to a service off the chain (CCIP-read), which is not asked: what it says is no fact of the block',
  refused: 'its resolver refused to answer, or answered with something else',
};

export function ensNames(http: Http): Names {
  const [source] = sourcesOf(http, evmChain(ETHEREUM) as EvmChain, ['node']) as [NodeSource];
  async function registryAt(at: { height: number; hash: string }, signal: AbortSignal): Promise<Registry> {
    const registry = {
      source,
      height: at.height,
      asking: { keep: { kind: 'pinned', block: at.hash }, signal },
    } as const;
    await checkChain(source, ETHEREUM, { keep: { kind: 'tip' }, signal });
    return registry;
  }
  return {
    async addressOf(text, at, signal) {
      const name = normalName(text);
      const said = await told(name, async () => recordOf(await registryAt(at, signal), name, 'addr'));
      if ('value' in said) return found(name, said.value as Address, at.height, 'asked');
      throw new KnownError('name-unresolved', `${name} leads to no address at block ${at.height}.`, {
        facts: [reasons[said.missing]],
        hint: 'Check its spelling, choose another --as-of, or give the address itself.',
      });
    },
    async claimedBy(addresses, at, signal) {
      const names: EnsName[] = [];
      const registry = await told('Names', () => registryAt(at, signal));
      const asked = eachConcurrently(addresses, AT_ONCE, (address) =>
        told('Names', () => claimed(registry, address)),
      );
      for await (const name of asked) if (name !== undefined) names.push(name);
      return names.sort((a, b) => (a.address < b.address ? -1 : 1));
    },
  };
}

/** Anybody may claim any name: only the name's own record says that it is so. */
async function claimed(registry: Registry, address: Address): Promise<EnsName | undefined> {
  const reverse = await recordOf(registry, `${address.slice(2)}.addr.reverse`, 'name');
  if (!('value' in reverse)) return undefined;
  // What is not in its normal form was put there to look like something else.
  const name = normalOrNot(reverse.value);
  if (name === undefined || name !== reverse.value) return undefined;
  const forward = await recordOf(registry, name, 'addr');
  return 'value' in forward && forward.value === address
    ? found(name, address, registry.height, 'claimed')
    : undefined;
}

function found(name: string, address: Address, block: number, how: EnsName['how']): EnsName {
  return { name, address, display: getAddress(address), how, block, looks: looksOf(name) };
}

async function told<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SourceFailure) throw asKnownError(what, [error]);
    throw error;
  }
}
