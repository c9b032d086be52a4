// What proves transfers of Bitcoin, asked of Electrum or Esplora: bytes, Merkle branches, headers. Judges nothing (check.ts
// does).
import { SourceFailure } from '../../chains/bitcoin/esplora-ask.ts';
import { readRawTransaction } from '../../chains/bitcoin/raw-transaction.ts';
import { eachConcurrently } from '../../chains/concurrent.ts';
import type { Fetched, Fetching } from '../fetching.ts';
import type { Claim } from '../verdict.ts';
import { checkpoints } from './checkpoints.ts';
import { readHeader } from './header.ts';
import type { BitcoinProofs } from './proofs.ts';
import { askingSources } from './source.ts';

/** Headers on top of a proved block that are fetched in any case. */
const ON_TOP = 9;

export async function fetchBitcoin(
  claims: readonly Claim[],
  fetching: Fetching,
): Promise<Fetched<BitcoinProofs>> {
  const { concurrency, link, anchors } = fetching;
  const ask = askingSources(fetching);
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
  const rawOf = (tx: string): Promise<string> => ask((source) => source.raw(tx));

  const transactions = await all(
    new Map(claims.map(({ tx, height }) => [tx, height])),
    ([tx]) => tx,
    async ([tx, claimed]) => ({
      tx,
      raw: await rawOf(tx),
      ...(await ask((source) => source.placeOf(tx, claimed))),
    }),
  );
  const heights = new Set(transactions.map(({ height }) => height));
  const blocks = await all(
    heights,
    (height) => `block ${height}`,
    async (height) => {
      const header = await ask((source) => source.header(height));
      const { tx, branch } = await ask((source) => source.coinbase(height));
      const id = readHeader(header, { hashes: 0 })?.hash;
      return { height, id, header, coinbase: { raw: await rawOf(tx), branch: [...branch] } };
    },
  );
  const spent = new Set(
    claims.flatMap((claim) => parentOf(claim, transactions.find(({ tx }) => tx === claim.tx)?.raw)),
  );
  for (const { tx } of transactions) spent.delete(tx);
  const parents = await all(spent, (tx) => tx, rawOf);
  const tip = await orNote('the height of the chain', () => ask((source) => source.tip()));
  const named = await all(
    anchors.filter((hash) => /^[0-9a-f]{64}$/.test(hash)),
    (hash) => `block ${hash}`,
    (hash) => ask((source) => source.heightOf(hash)),
  );
  const ends = [...checkpoints.values(), ...named];
  const ways = tip === undefined ? [] : [...heights].map((height) => wayFrom(height, tip, ends, link));
  const headers = await all(
    spans(ways),
    ([first, last]) => `headers ${first} to ${last}`,
    ([first, last]) => ask((source) => source.headers(first, last)),
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
        .filter(({ height }) => idAt.get(height) !== undefined)
        .sort((a, b) => a.height - b.height || a.position - b.position)
        .map(({ height, position, branch, raw }) => ({
          block: idAt.get(height) as string,
          position,
          branch: [...branch],
          raw,
        })),
      parents: parents.sort(),
      headers: [...new Set(headers.flat())].filter((header) => !own.has(header)).sort(),
    },
  };
}

/** The transaction that made the coin which a claimed input spends. */
function parentOf({ transfer, tx }: Claim, raw: string | undefined): string[] {
  const number = /\/in\/(\d{1,7})$/.exec(transfer)?.[1];
  if (number === undefined || raw === undefined || !transfer.startsWith(tx)) return [];
  const { isCoinbase, inputs } = readRawTransaction(raw);
  const input = inputs[Number(number)];
  return input === undefined || isCoinbase ? [] : [input.txId];
}

type Span = readonly [first: number, last: number];

/**
 * The blocks on top, and the way up to the nearest of the blocks that are known, if that is no longer than `link`. Else the
 * way down to one: it proves no more than the height.
 */
function wayFrom(height: number, tip: number, known: readonly number[], link: number): Span {
  const near = known.filter((each) => Math.abs(each - height) <= link);
  const up = Math.min(...near.filter((each) => each >= height));
  const down = Math.max(...near.filter((each) => each < height));
  const isUp = Number.isFinite(up);
  const last = Math.min(tip, Math.max(height + ON_TOP, isUp ? up : 0));
  return [isUp || !Number.isFinite(down) ? height : down, last];
}

/** Those that touch as one. */
function spans(ways: readonly Span[]): Span[] {
  const joined: [number, number][] = [];
  for (const [first, last] of [...ways].sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}
