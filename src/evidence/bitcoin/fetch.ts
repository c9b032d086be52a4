// What proves transfers of Bitcoin, asked of Esplora: bytes, Merkle branches, headers. Judges nothing (check.ts does).
import { z } from 'zod';
import {
  type Asking,
  askJson,
  askText,
  failure,
  firstToAnswer,
  SourceFailure,
} from '../../chains/bitcoin/esplora-ask.ts';
import { esploraBlock } from '../../chains/bitcoin/esplora-shapes.ts';
import { readRawTransaction } from '../../chains/bitcoin/raw-transaction.ts';
import { esploraServices } from '../../chains/bitcoin/services.ts';
import { eachConcurrently } from '../../chains/concurrent.ts';
import type { Http } from '../../model/http.ts';
import type { Fetched, Fetching } from '../fetching.ts';
import type { Claim } from '../verdict.ts';
import { checkpoints } from './checkpoints.ts';
import type { BitcoinProofs } from './proofs.ts';

const SETTLED = { kind: 'settled' } as const;
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const proofSchema = z.object({
  block_height: z.int().min(0),
  merkle: z.array(hash).max(32),
  pos: z.int().min(0),
});
const rowSchema = z.object({
  id: hash,
  height: z.int(),
  version: z.int(),
  timestamp: z.int(),
  merkle_root: hash,
  previousblockhash: hash.nullish(),
  nonce: z.int(),
  bits: z.int(),
});
/** Blocks on a page of `/blocks/:start`; some services give more. */
const PAGE = 10;

type Ask = <T>(question: (asking: Asking) => Promise<T>) => Promise<T>;

export async function fetchBitcoin(
  claims: readonly Claim[],
  fetching: Fetching,
): Promise<Fetched<BitcoinProofs>> {
  const { http, signal, concurrency, link, anchors } = fetching;
  const ask = asker(http, signal);
  const notes: string[] = [];
  async function all<T, R>(
    items: Iterable<T>,
    nameOf: (item: T) => string,
    job: (item: T) => Promise<R>,
  ): Promise<R[]> {
    const found: R[] = [];
    for await (const result of eachConcurrently([...items], concurrency, (item) =>
      orNote(nameOf(item), () => job(item)),
    ))
      if (result !== undefined) found.push(result as R);
    return found;
  }
  async function orNote<R>(name: string, job: () => Promise<R>): Promise<R | undefined> {
    try {
      return await job();
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      notes.push(`${name}: ${error.message}`);
      return undefined;
    }
  }

  const transactions = await all(
    new Set(claims.map(({ tx }) => tx)),
    (tx) => tx,
    async (tx) => {
      const raw = await ask((asking) => hexAt(asking, `/tx/${tx}/hex`));
      const {
        block_height: height,
        merkle,
        pos,
      } = await ask((asking) => askJson(asking, `/tx/${tx}/merkle-proof`, proofSchema, SETTLED));
      return { tx, raw, height, branch: merkle, position: pos };
    },
  );
  const heights = new Set(transactions.map(({ height }) => height));
  const blocks = await all(
    heights,
    (height) => `block ${height}`,
    async (height) => {
      const id = await ask((asking) => hexAt(asking, `/block-height/${height}`));
      const header = await ask((asking) => hexAt(asking, `/block/${id}/header`));
      const first = await ask((asking) => hexAt(asking, `/block/${id}/txid/0`));
      const raw = await ask((asking) => hexAt(asking, `/tx/${first}/hex`));
      const { merkle } = await ask((asking) =>
        askJson(asking, `/tx/${first}/merkle-proof`, proofSchema, SETTLED),
      );
      return { height, id, header, coinbase: { raw, branch: merkle } };
    },
  );
  const spent = new Set(
    claims.flatMap((claim) => parentOf(claim, transactions.find(({ tx }) => tx === claim.tx)?.raw)),
  );
  for (const { tx } of transactions) spent.delete(tx);
  const parents = await all(
    spent,
    (tx) => tx,
    (tx) => ask((asking) => hexAt(asking, `/tx/${tx}/hex`)),
  );
  const tip = Number(await ask((asking) => hexAt(asking, '/blocks/tip/height')));
  const named = await all(
    anchors.filter((hash) => /^[0-9a-f]{64}$/.test(hash)),
    (hash) => `block ${hash}`,
    (hash) => ask((asking) => askJson(asking, `/block/${hash}`, esploraBlock, SETTLED)),
  );
  const ends = [...checkpoints.values(), ...named.map(({ height }) => height)];
  const pages = new Set([...heights].flatMap((height) => pagesFor(height, tip, ends, link)));
  const headers = await all(
    pages,
    (start) => `blocks below ${start}`,
    async (start) => {
      const rows = await ask((asking) => askJson(asking, `/blocks/${start}`, z.array(rowSchema), SETTLED));
      return rows.map(headerHex);
    },
  );
  const idAt = new Map(blocks.map(({ height, id }) => [height, id]));
  const own = new Set(blocks.map(({ header }) => header));
  return {
    notes: notes.sort(),
    proofs: {
      blocks: [...blocks]
        .sort((a, b) => a.height - b.height)
        .map(({ header, coinbase }) => ({ header, coinbase })),
      transactions: transactions
        .filter(({ height }) => idAt.has(height))
        .sort((a, b) => a.height - b.height || a.position - b.position)
        .map(({ height, position, branch, raw }) => ({
          block: idAt.get(height) as string,
          position,
          branch,
          raw,
        })),
      parents: parents.sort(),
      headers: [...new Set(headers.flat())].filter((header) => !own.has(header)).sort(),
    },
  };
}

/** The next service is asked where one fails. */
function asker(http: Http, signal: AbortSignal): Ask {
  const services = esploraServices.map(({ name }) => name);
  return (question) => firstToAnswer(services, (service) => question({ http, service, signal }));
}

async function hexAt(asking: Asking, path: string): Promise<string> {
  // What a height stands for may change; what a hash stands for never does.
  const text = (await askText(asking, path, /height/.test(path) ? { kind: 'never' } : SETTLED))
    .trim()
    .toLowerCase();
  if (!/^[0-9a-f]+$/.test(text)) throw failure(asking, path, 'the answer is no hex text');
  return text;
}

/** The transaction that made the coin which a claimed input spends. */
function parentOf({ transfer, tx }: Claim, raw: string | undefined): string[] {
  const number = /\/in\/(\d{1,7})$/.exec(transfer)?.[1];
  if (number === undefined || raw === undefined || !transfer.startsWith(tx)) return [];
  const { isCoinbase, inputs } = readRawTransaction(raw);
  const input = inputs[Number(number)];
  return input === undefined || isCoinbase ? [] : [input.txId];
}

/**
 * Starts of the pages that hold the blocks on top, and the way up to the nearest of the blocks that are known, if that is no
 * longer than `link`. Else the way down to one: it proves no more than the height.
 */
function pagesFor(height: number, tip: number, known: readonly number[], link: number): number[] {
  const near = known.filter((each) => Math.abs(each - height) <= link);
  const up = Math.min(...near.filter((each) => each >= height));
  const down = Math.max(...near.filter((each) => each < height));
  const isUp = Number.isFinite(up);
  const last = Math.min(tip, Math.max(height + PAGE - 1, isUp ? up : 0));
  const first = isUp || !Number.isFinite(down) ? height : down;
  const starts: number[] = [];
  for (let start = last; start >= first; start -= PAGE) starts.push(start);
  return starts;
}

function headerHex(row: z.infer<typeof rowSchema>): string {
  const bytes = Buffer.alloc(80);
  bytes.writeInt32LE(row.version | 0, 0);
  Buffer.from(row.previousblockhash ?? '0'.repeat(64), 'hex')
    .reverse()
    .copy(bytes, 4);
  Buffer.from(row.merkle_root, 'hex').reverse().copy(bytes, 36);
  bytes.writeUInt32LE(row.timestamp, 68);
  bytes.writeUInt32LE(row.bits, 72);
  bytes.writeUInt32LE(row.nonce, 76);
  return bytes.toString('hex');
}
