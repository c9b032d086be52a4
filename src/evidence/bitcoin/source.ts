// What any service must be able to tell for proofs of Bitcoin, and which services are asked, in turn.
import { firstToAnswer } from '../../chains/bitcoin/esplora-ask.ts';
import { electrumServices, esploraServices } from '../../chains/bitcoin/services.ts';
import type { Fetching } from '../fetching.ts';
import { electrumSource } from './electrum.ts';
import { esploraSource } from './esplora.ts';

export interface Place {
  readonly height: number;
  /** From the bottom, as displayed. */
  readonly branch: readonly string[];
  readonly position: number;
}

/** Everything in hex. Each throws SourceFailure. */
export interface ProofSource {
  raw(tx: string): Promise<string>;
  /** `claimed`: the height at which the result has it. */
  placeOf(tx: string, claimed: number): Promise<Place>;
  header(height: number): Promise<string>;
  /** The first transaction of a block. */
  coinbase(height: number): Promise<{ readonly tx: string; readonly branch: readonly string[] }>;
  /** Of these heights, as far as there are blocks. */
  headers(first: number, last: number): Promise<readonly string[]>;
  tip(): Promise<number>;
  /** Of a block by its hash. */
  heightOf(hash: string): Promise<number>;
}

/** The next service is asked where one fails. The user's own Electrum server comes first. */
export function askingSources({
  http,
  signal,
  hasService,
}: Fetching): <T>(question: (source: ProofSource) => Promise<T>) => Promise<T> {
  const electrum = new Set(electrumServices.map(({ name }) => name));
  const services = [...electrum, ...esploraServices.map(({ name }) => name)].filter(hasService);
  return (question) =>
    firstToAnswer(services, (service) => {
      const asking = { http, service, signal };
      return question(electrum.has(service) ? electrumSource(asking) : esploraSource(asking));
    });
}
