// Blocks by height and transactions by id, as Bitcoin Core tells them.
import { z } from 'zod';
import { BITCOIN } from '../../../model/chain.ts';
import type { Keep } from '../../../model/http.ts';
import type { Block, BlockHash } from '../../../model/ledger.ts';
import type { TxId } from '../../../model/place.ts';
import { pinnedTo } from '../context.ts';
import { type Asking, failure, SourceFailure } from '../esplora-ask.ts';
import { FINALITY, lastBlockBy, noBlock } from '../head.ts';
import { askCore, isBelow, isShort, refusal, resultOf } from './ask.ts';
import type { RawTx } from './block.ts';
import { hashShape, hexShape } from './reading.ts';
import { type Placed, readTx } from './whole.ts';

/** CAIP-2 names the chain by the first half of its first block's hash. */
const GENESIS = BITCOIN.slice('bip122:'.length);

const count = z.int().nonnegative();
const headerShape = z.object({ hash: hashShape, height: count, time: count, confirmations: z.int() });

async function headerOf(asking: Asking, hash: string): Promise<z.infer<typeof headerShape>> {
  // Its depth changes with every block, so it is not kept.
  return resultOf(asking, 'getblockheader', [hash, true], headerShape, { kind: 'tip' });
}

async function blockAt(asking: Asking, height: number, keep: Keep): Promise<Block> {
  const reaching = { ...asking, isBehind: isShort };
  const hash = (await resultOf(reaching, 'getblockhash', [height], hashShape, keep)) as BlockHash;
  const header = await headerOf(asking, hash);
  if (header.hash === hash && header.height === height)
    return { chain: BITCOIN, height, hash, time: header.time };
  throw failure(asking, 'getblockheader', `answered with block ${header.hash} at height ${header.height}`, {
    gap: 'source-disagreement',
  });
}

/** Throws KnownError `as-of-unknown` or SourceFailure. */
export async function headOf(asking: Asking, want: { height?: number; time?: number }): Promise<Block> {
  const tipKeep: Keep = { kind: 'tip' };
  const genesis = await resultOf(asking, 'getblockhash', [0], hashShape, tipKeep);
  if (!genesis.startsWith(GENESIS))
    throw failure(
      asking,
      'getblockhash',
      `its first block is ${genesis}: it is no node of Bitcoin’s main chain`,
    );
  const reaching = want.height === undefined ? asking : { ...asking, isBehind: isBelow(want.height) };
  const tip = await resultOf(reaching, 'getblockcount', [], count, tipKeep);
  const final = Math.max(0, tip - FINALITY);
  const at = (height: number) => blockAt(asking, height, tipKeep);
  if (want.height === undefined && want.time !== undefined) return lastBlockBy(at, want.time, final);
  const height = want.height ?? final;
  if (!Number.isSafeInteger(height) || height < 0 || height > tip) throw noBlock(asking, height, tip);
  return at(height);
}

/** Asked past every cache. */
export async function standsStill(asking: Asking, block: Block): Promise<boolean> {
  const call = { method: 'getblockhash', params: [block.height] };
  const [answer] = await askCore({ ...asking, isBehind: isShort }, [call], { kind: 'never' });
  // -8: the chain is shorter now.
  if (answer === undefined || ('refused' in answer && answer.code !== -8))
    throw answer === undefined
      ? failure(asking, 'getblockhash', 'no answer')
      : refusal(asking, 'getblockhash', answer);
  return 'result' in answer && answer.result === block.hash;
}

const txShape = z.object({ hex: hexShape, blockhash: hashShape.nullish() });

/** Needs the node's index of transactions. undefined: it is in no block of this chain. */
export async function locate(
  asking: Asking,
  txId: TxId,
  asOf: Block,
): Promise<(Placed & { tx: RawTx }) | undefined> {
  const method = 'getrawtransaction';
  const [answer] = await askCore(asking, [{ method, params: [txId, true] }], pinnedTo(asOf));
  if (answer === undefined) throw failure(asking, method, 'no answer');
  if ('refused' in answer) {
    if (answer.code === -5 && !/txindex|indexed/i.test(answer.refused)) return undefined;
    const { facts, hint } = refusal(asking, method, answer);
    throw new SourceFailure(facts, { hint });
  }
  const read = txShape.safeParse(answer.result);
  if (!read.success) throw failure(asking, method, 'the answer is not of the expected form');
  const { hex, blockhash } = read.data;
  const tx = readTx(asking, txId, hex);
  if (!blockhash) return undefined;
  const { height, time, confirmations } = await headerOf(asking, blockhash);
  // -1: in a block that left the chain.
  return confirmations < 0 ? undefined : { tx, height, time, hash: blockhash };
}
