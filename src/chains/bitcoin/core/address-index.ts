// An index of addresses beside a node: an Electrum server (electrs, Fulcrum, ElectrumX), which says in which transactions an
// address stands, and nothing else is taken from it. It must have the block of the run, or it is behind.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Http } from '../../../model/http.ts';
import type { Block } from '../../../model/ledger.ts';
import type { OwnerPlace, TxId } from '../../../model/place.ts';
import { once } from '../../once.ts';
import { displayPlace, pinnedTo } from '../context.ts';
import { askElectrum } from '../electrum-ask.ts';
import { type Asking, failure } from '../esplora-ask.ts';
import { scriptHashOf } from '../script-place.ts';
import { electrumServices } from '../services.ts';
import { hashShape, hexShape } from './reading.ts';

export interface Indexed {
  readonly txId: TxId;
  readonly height: number;
}

export interface AddressIndex {
  readonly service: string;
  /** All that is in blocks, above the block of the run too, oldest first. Throws SourceFailure. */
  historyOf(place: OwnerPlace, asOf: Block, signal: AbortSignal): Promise<readonly Indexed[]>;
}

const historyShape = z.array(z.object({ tx_hash: hashShape, height: z.int() }));

export function electrumIndex(http: Http): AddressIndex {
  const service = electrumServices[0]?.name as string;
  const histories = new Map<string, Promise<readonly Indexed[]>>();
  const sameChain = new Map<string, Promise<void>>();

  async function checkChain(asking: Asking, { height, hash, ...asOf }: Block): Promise<void> {
    const keep = pinnedTo({ height, hash, ...asOf });
    const header = await askElectrum(asking, ['blockchain.block.header', height], hexShape, keep);
    const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
    const found = digest(digest(Buffer.from(header, 'hex')))
      .reverse()
      .toString('hex');
    if (found !== hash)
      throw failure(asking, '/', `block ${height} is ${found} there, and not the one of the run`, {
        gap: 'source-disagreement',
      });
  }

  async function ask(place: OwnerPlace, asOf: Block, signal: AbortSignal): Promise<readonly Indexed[]> {
    const asking = { http, service, signal };
    await once(sameChain, asOf.hash, () => checkChain(asking, asOf));
    const hash = scriptHashOf(place);
    if (hash === undefined) throw failure(asking, '/', `${displayPlace(place)} has no script`);
    const backwards = Buffer.from(hash, 'hex').reverse().toString('hex');
    const rows = await askElectrum(
      asking,
      ['blockchain.scripthash.get_history', backwards],
      historyShape,
      pinnedTo(asOf),
    );
    return rows
      .filter(({ height }) => height > 0)
      .map(({ tx_hash, height }) => ({ txId: tx_hash as TxId, height }))
      .sort((a, b) => a.height - b.height || (a.txId < b.txId ? -1 : 1));
  }

  return {
    service,
    historyOf: (place, asOf, signal) =>
      once(histories, `${asOf.hash} ${scriptHashOf(place)}`, () => ask(place, asOf, signal)),
  };
}
