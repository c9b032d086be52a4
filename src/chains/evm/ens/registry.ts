// What the ENS registry and its resolvers say at one block, asked of a node by eth_call. Nothing off the chain is asked: a
// resolver that points there (CCIP-read, EIP-3668) is told of as such.
import { AbiCoder, dnsEncode, Interface, namehash } from 'ethers';
import type { Asking } from '../../asking.ts';
import { askNode } from '../node/ask.ts';
import { hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';

/** https://docs.ens.domains/learn/deployments, the registry with fallback of 2020; the same on every network that has one. */
const REGISTRY = '0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e';

const face = new Interface([
  'function resolver(bytes32 node) view returns (address)',
  'function addr(bytes32 node) view returns (address)',
  'function name(bytes32 node) view returns (string)',
  'function supportsInterface(bytes4 id) view returns (bool)',
  'function resolve(bytes name, bytes data) view returns (bytes)',
]);

/** ENSIP-10: it answers for names below its own. */
const EXTENDED = '0x9061b923';
/** EIP-3668: `OffchainLookup(address,string[],bytes,bytes4,bytes)`. */
const OFFCHAIN = /0x556f1830|OffchainLookup/i;
const NOBODY = `0x${'0'.repeat(40)}`;

export type Said =
  | { readonly value: string }
  | { readonly missing: 'no-resolver' | 'empty' | 'off-chain' | 'refused' };

export interface Registry {
  readonly source: NodeSource;
  readonly height: number;
  readonly asking: Asking;
}

type Answer = { readonly data: string } | { readonly refused: string };

async function call({ source, height, asking }: Registry, to: string, data: string): Promise<Answer> {
  const answer = await askNode(source, 'eth_call', [{ to, data }, hexOf(height)], asking);
  if ('refused' in answer) return { refused: answer.selector ?? answer.refused };
  return typeof answer.result === 'string' ? { data: answer.result } : { refused: 'no data' };
}

/** undefined: not of this form. A contract may answer with anything. */
function decoded(type: 'address' | 'string' | 'bool' | 'bytes', answer: Answer): unknown {
  if ('refused' in answer) return undefined;
  try {
    return AbiCoder.defaultAbiCoder().decode([type], answer.data)[0];
  } catch {
    return undefined;
  }
}

interface Resolver {
  readonly at: string;
  /** `own`: of the name itself. `above`: of a name above it, which must then answer for names below. */
  readonly of: 'own' | 'above';
}

async function resolverOf(registry: Registry, name: string): Promise<Resolver | undefined> {
  const labels = name.split('.');
  for (let from = 0; from < labels.length; from += 1) {
    const node = namehash(labels.slice(from).join('.'));
    const at = decoded(
      'address',
      await call(registry, REGISTRY, face.encodeFunctionData('resolver', [node])),
    );
    if (typeof at === 'string' && at.toLowerCase() !== NOBODY)
      return { at: at.toLowerCase(), of: from === 0 ? 'own' : 'above' };
  }
  return undefined;
}

/** A record of a name: `addr`, as lower case, or `name`. */
export async function recordOf(registry: Registry, name: string, record: 'addr' | 'name'): Promise<Said> {
  const resolver = await resolverOf(registry, name);
  if (resolver === undefined) return { missing: 'no-resolver' };
  const asked = face.encodeFunctionData(record, [namehash(name)]);
  const supports = face.encodeFunctionData('supportsInterface', [EXTENDED]);
  const isExtended = decoded('bool', await call(registry, resolver.at, supports)) === true;
  if (!isExtended && resolver.of === 'above') return { missing: 'no-resolver' };
  const type = record === 'addr' ? 'address' : 'string';
  const data = isExtended ? face.encodeFunctionData('resolve', [dnsEncode(name, 255), asked]) : asked;
  const answer = await call(registry, resolver.at, data);
  if ('refused' in answer) return { missing: OFFCHAIN.test(answer.refused) ? 'off-chain' : 'refused' };
  const inner = isExtended ? decoded('bytes', answer) : answer.data;
  const value = typeof inner === 'string' ? decoded(type, { data: inner }) : undefined;
  if (typeof value !== 'string') return { missing: 'refused' };
  if (value === '' || value.toLowerCase() === NOBODY) return { missing: 'empty' };
  return { value: record === 'addr' ? value.toLowerCase() : value };
}
