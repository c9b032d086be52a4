// Fetching proofs: what is handed to each chain's part of it, and what it hands back; and all chains in turn.
import { BITCOIN, type ChainId, chainName, isEvm } from '../model/chain.ts';
import type { Http } from '../model/http.ts';
import { rowsIn } from './arithmetic/rows.ts';
import { fetchTold } from './completeness/fetch.ts';
import { subjectsOf } from './completeness/subjects.ts';
import { toldBytes, toldPart } from './completeness/told.ts';
import { proofsPart } from './inclusion.ts';
import type { Claim } from './verdict.ts';
import type { Parts } from './zip.ts';

export interface Fetching {
  readonly http: Http;
  readonly signal: AbortSignal;
  readonly concurrency: number;
  /** Most headers to fetch for a link of a block of Bitcoin to one that is known. */
  readonly link: number;
  /** The same of an EVM chain, where they are asked for one by one: to the next proved block, or one that is known. */
  readonly linkEvm: number;
  /** Hashes of blocks that the user knows, to which to link. */
  readonly anchors: readonly string[];
  /** Services of the run that have a base URL; of a replay, those that its tape holds an answer of. */
  readonly hasService: (name: string) => boolean;
}

export interface Fetched<P> {
  readonly proofs: P;
  /** What could not be had. */
  readonly notes: readonly string[];
}

export interface FetchedParts {
  /** By name. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly notes: readonly string[];
}

/** What services tell for or against completeness; `sealed`: the parts of the bundle. */
export async function fetchWords(
  claims: readonly Claim[],
  sealed: Parts,
  fetching: Fetching,
): Promise<FetchedParts> {
  const { told, notes } = await fetchTold(subjectsOf(claims, sealed, rowsIn(sealed)), fetching);
  return { parts: told.length === 0 ? new Map() : new Map([[toldPart, toldBytes(told)]]), notes };
}

export async function fetchProofs(claims: readonly Claim[], fetching: Fetching): Promise<FetchedParts> {
  const parts = new Map<string, Uint8Array>();
  const notes: string[] = [];
  for (const chain of [...new Set(claims.map((claim) => claim.chain as ChainId))].sort()) {
    const own = claims.filter((claim) => claim.chain === chain);
    const fetched = await ofChain(chain, own, fetching);
    notes.push(...fetched.notes);
    if (fetched.proofs !== undefined)
      parts.set(proofsPart(chain), new TextEncoder().encode(`${JSON.stringify(fetched.proofs)}\n`));
  }
  return { parts, notes };
}

async function ofChain(
  chain: ChainId,
  claims: readonly Claim[],
  fetching: Fetching,
): Promise<Fetched<unknown>> {
  if (chain === BITCOIN) {
    const { fetchBitcoin } = await import('./bitcoin/fetch.ts');
    return fetchBitcoin(claims, fetching);
  }
  if (isEvm(chain)) {
    const [{ fetchEvm }, { nodeOf }] = await Promise.all([
      import('./evm/fetch.ts'),
      import('../chains/evm/nodes.ts'),
    ]);
    const service = nodeOf(chain);
    if (service !== undefined && fetching.hasService(service)) return fetchEvm(claims, service, fetching);
    const hint = service === undefined ? '' : `: name a node with --service ${service}=URL`;
    return {
      proofs: undefined,
      notes: [`${chainName(chain)} needs a node that gives whole blocks and receipts${hint}`],
    };
  }
  if (chain.startsWith('tron:')) {
    const { fetchTron, TRON_SERVICE } = await import('./tron/fetch.ts');
    if (fetching.hasService(TRON_SERVICE)) return fetchTron(claims, fetching);
  }
  return { proofs: undefined, notes: [`no proofs of ${chainName(chain)} are fetched by this program`] };
}
