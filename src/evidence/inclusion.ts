// Every claim against the proofs that a bundle brings, chain by chain; each chain's checks are loaded only where needed.
import type { z } from 'zod';
import { BITCOIN, type ChainId, chainName, isEvm } from '../model/chain.ts';
import type { Tally } from './tally.ts';
import type { Anchor, Claim, TransferVerdict } from './verdict.ts';
import type { Parts } from './zip.ts';

export interface Checked {
  readonly transfers: readonly TransferVerdict[];
  readonly anchors: readonly Anchor[];
  /** What is wrong with the proofs themselves. */
  readonly faults: readonly string[];
}

/** `proofs/bitcoin.json`, `proofs/eip155-1.json` */
export function proofsPart(chain: ChainId): string {
  const name = chain === BITCOIN ? 'bitcoin' : chain.replace(':', '-').toLowerCase();
  return `proofs/${name}.json`;
}

/** `known`: block hashes that the reader has compared with a node himself. */
export async function checkInclusion(
  claims: readonly Claim[],
  parts: Parts,
  known: ReadonlySet<string>,
  tally: Tally,
): Promise<Checked> {
  const byChain = new Map<string, Claim[]>();
  for (const claim of claims) byChain.set(claim.chain, [...(byChain.get(claim.chain) ?? []), claim]);
  const checked: Checked[] = [];
  for (const [chain, own] of [...byChain].sort(([a], [b]) => (a < b ? -1 : 1)))
    checked.push(await ofChain(chain as ChainId, own, parts, known, tally));
  return {
    transfers: checked.flatMap(({ transfers }) => transfers),
    anchors: checked.flatMap(({ anchors }) => anchors),
    faults: checked.flatMap(({ faults }) => faults),
  };
}

async function ofChain(
  chain: ChainId,
  claims: readonly Claim[],
  parts: Parts,
  known: ReadonlySet<string>,
  tally: Tally,
): Promise<Checked> {
  const part = parts.get(proofsPart(chain));
  const all = (
    standing: TransferVerdict['standing'],
    why: string,
    faults: readonly string[] = [],
  ): Checked => ({
    transfers: claims.map((claim) => ({ claim, standing, why })),
    anchors: [],
    faults,
  });
  if (chain.startsWith('list:'))
    return all('not provable', `${chainName(chain)} is a list of transfers, no chain commits to it`);
  if (part === undefined) return all('consistent', 'the bundle holds no proofs of this chain');
  if (chain === BITCOIN) {
    const [{ bitcoinProofsSchema }, { checkBitcoin }] = await Promise.all([
      import('./bitcoin/proofs.ts'),
      import('./bitcoin/check.ts'),
    ]);
    const proofs = readProofs(part, bitcoinProofsSchema);
    return proofs === undefined ? unreadable() : checkBitcoin(claims, proofs, known, tally);
  }
  if (isEvm(chain)) {
    const [{ evmProofsSchema }, { checkEvm }] = await Promise.all([
      import('./evm/proofs.ts'),
      import('./evm/check.ts'),
    ]);
    const proofs = readProofs(part, evmProofsSchema);
    return proofs === undefined ? unreadable() : checkEvm(claims, proofs, known, tally);
  }
  if (chain.startsWith('tron:')) {
    const [{ tronProofsSchema }, { checkTron }] = await Promise.all([
      import('./tron/proofs.ts'),
      import('./tron/check.ts'),
    ]);
    const proofs = readProofs(part, tronProofsSchema);
    return proofs === undefined ? unreadable() : checkTron(claims, proofs, known, tally);
  }
  return all('consistent', `this program reads no proofs of ${chainName(chain)}`);

  function unreadable(): Checked {
    return all('consistent', 'its proofs cannot be read', [
      `${proofsPart(chain)} is not of the expected form`,
    ]);
  }
}

function readProofs<T>(part: Uint8Array, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(part))).data;
  } catch {
    return undefined;
  }
}
