// Blocks: the one to pin a run to, and whether it still stands.
import { chainName } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Keep, Response } from '../../model/http.ts';
import type { Block } from '../../model/ledger.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { count } from '../quantities.ts';
import { SourceFailure } from '../source-failure.ts';
import type { EvmChain } from './chains-table.ts';
import { checkChain } from './node/ask.ts';
import { hexOf } from './quantities.ts';
import { askRpcResult, askValue, type ExplorerSource, type Source } from './source.ts';
import { readBlock, readHeight } from './tx-answers.ts';

const TIP: Keep = { kind: 'tip' };

function resultIn({ body }: Response): unknown {
  try {
    return (JSON.parse(body) as { result?: unknown } | null)?.result;
  } catch {
    return undefined;
  }
}

/** No such block yet. */
const isNull = (response: Response): boolean => resultIn(response) === null;

/** The last block is before this one. */
function isBefore(height: number): (response: Response) => boolean {
  return (response) => {
    const result = resultIn(response);
    return typeof result === 'string' && /^0x[0-9a-f]{1,12}$/i.test(result) && Number(result) < height;
  };
}

/** undefined: the chain has no such block. */
export async function blockAt(
  source: Source,
  chain: EvmChain,
  height: number,
  asking: Asking,
): Promise<Block | undefined> {
  const action = 'eth_getBlockByNumber';
  const reaching = { ...asking, isBehind: isNull };
  const result = await askRpcResult(source, action, [hexOf(height), false], reaching);
  if (result === null) return undefined;
  const block = parsedBy(source, action, () => readBlock(result));
  if (block.height === height) return { chain: chain.id, ...block };
  const text = `asked for block ${height}, answered with ${block.height}`;
  throw new SourceFailure(source.service, action, 'answer', text, 'source-disagreement');
}

async function tipHeight(source: Source, asking: Asking): Promise<number> {
  const result = await askRpcResult(source, 'eth_blockNumber', [], asking);
  return parsedBy(source, 'eth_blockNumber', () => readHeight(result));
}

function unknownAsOf(chain: EvmChain, what: string): KnownError {
  return new KnownError('as-of-unknown', `${chainName(chain.id)} has no block ${what}.`, {
    hint: 'Choose an earlier --as-of, or leave it out for the last final block.',
    exit: 2,
  });
}

/** Blockscout answers `{ blockNumber: "…" }`, Etherscan `"…"`. */
async function heightAtTime(
  source: ExplorerSource,
  chain: EvmChain,
  time: number,
  asking: Asking,
): Promise<number> {
  const action = 'getblocknobytime';
  const query = { module: 'block', action, timestamp: `${time}`, closest: 'before' };
  try {
    const result = await askValue(source, query, asking);
    const said =
      typeof result === 'object' && result !== null && 'blockNumber' in result ? result.blockNumber : result;
    const height = count.safeParse(said);
    if (height.success) return height.data;
    throw new SourceFailure(source.service, action, 'answer', 'answered with no block number');
  } catch (error) {
    if (error instanceof SourceFailure && error.class === 'input') {
      throw unknownAsOf(chain, `at or before the time ${time}`);
    }
    throw error;
  }
}

/** How far the service's own answer for a time may be off: it says "closest", and blocks are looked at one by one. */
const NEAR = 16;

async function lastBefore(
  source: ExplorerSource,
  chain: EvmChain,
  time: number,
  tip: number,
  asking: Asking,
): Promise<Block> {
  let height = Math.min(await heightAtTime(source, chain, time, asking), tip);
  let last: Block | undefined;
  for (let step = 0; step < NEAR; step++) {
    const block = await blockAt(source, chain, height, asking);
    if (block && block.time <= time) {
      last = block;
      if (height === tip) return block;
      height += 1;
    } else if (last) {
      return last;
    } else if (height === 0) {
      throw unknownAsOf(chain, `at or before the time ${time}`);
    } else {
      height -= 1;
    }
  }
  const text = 'the block given for the time is not the last before it';
  throw new SourceFailure(source.service, 'getblocknobytime', 'answer', text, 'source-disagreement');
}

/** Of a node, which has no such question: between the first block and the tip, by halves. */
async function lastByHalves(
  source: Source,
  chain: EvmChain,
  time: number,
  tip: number,
  asking: Asking,
): Promise<Block> {
  const at = async (height: number) => {
    const block = await blockAt(source, chain, height, asking);
    if (block) return block;
    const text = `has no block ${height}, without which a time cannot be found`;
    throw new SourceFailure(source.service, 'eth_getBlockByNumber', 'answer', text, 'source-incomplete');
  };
  const last = await at(tip);
  if (last.time <= time) return last;
  let before = await at(0);
  if (before.time > time) throw unknownAsOf(chain, `at or before the time ${time}`);
  for (let after = tip; after - before.height > 1; ) {
    const middle = await at(Math.floor((before.height + after) / 2));
    if (middle.time <= time) before = middle;
    else after = middle.height;
  }
  return before;
}

export async function headOf(
  source: Source,
  chain: EvmChain,
  want: { height?: number; time?: number },
  signal: AbortSignal,
): Promise<Block> {
  const asking = { keep: TIP, signal };
  if (source.kind === 'node') await checkChain(source, chain.id, asking);
  const tip = await tipHeight(
    source,
    want.height === undefined ? asking : { ...asking, isBehind: isBefore(want.height) },
  );
  const final = Math.max(0, tip - chain.finality);
  if (want.height === undefined && want.time !== undefined) {
    // A time that has not come yet asks for the newest block that is final, not for one that may still go.
    return source.kind === 'node'
      ? lastByHalves(source, chain, want.time, final, asking)
      : lastBefore(source, chain, want.time, final, asking);
  }
  const height = want.height ?? final;
  if (height > tip) throw unknownAsOf(chain, `${height}; the last one is ${tip}`);
  const block = await blockAt(source, chain, height, asking);
  if (block) return block;
  const text = `has no block ${height} although its last one is ${tip}`;
  throw new SourceFailure(source.service, 'eth_getBlockByNumber', 'answer', text, 'source-disagreement');
}
