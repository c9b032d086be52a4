// Rewards for blocks, the tips in them, and for uncles, as an explorer lists them by wallet: coin that comes in no transaction.
// Asked for where the other lists cannot be all that there was, and where no balance of the chain would show it. Etherscan tells each reward; Blockscout the blocks alone, whose
// rewards are asked for one by one, and no uncles (BlockScoutWeb.API.RPC.AddressView and BlockView).
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Scope } from '../../model/ledger.ts';
import { placeKey, type TxId, wallet } from '../../model/place.ts';
import type { Transfer, TransferId } from '../../model/transfer.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { eachConcurrently } from '../concurrent.ts';
import { count, readAs, whole } from '../quantities.ts';
import { excerpt, SourceFailure } from '../source-failure.ts';
import type { EvmChain } from './chains-table.ts';
import { addressText } from './quantities.ts';
import { askList, askValue, canAsk, type ExplorerSource } from './source.ts';
import { VALUE_ORDER } from './trace-order.ts';
import { END_OF_BLOCK } from './withdrawals.ts';

/** The first block of Ethereum that nobody mined: from it on there are no uncles. */
const MERGE = 15_537_394;
/** Blocks whose rewards are asked for one by one in one history, and how many at once. */
const MOST_BLOCKS = 200;
const LOOKUPS = 4;

interface Reward {
  readonly height: number;
  readonly time: number;
  /** undefined: the list does not tell it. */
  readonly amount: bigint | undefined;
}

export interface Rewards {
  readonly transfers: readonly Transfer[];
  /** What could not be had: one clause each. */
  readonly missing: readonly string[];
}
const NONE: Rewards = { transfers: [], missing: [] };

/** Blockscout prints the time as a date. */
const time = z.union([
  count,
  z
    .string()
    .transform((text) => Math.floor(Date.parse(text.replace(' ', 'T')) / 1000))
    .refine(Number.isSafeInteger),
]);
const listed = z
  .object({ blockNumber: count, timeStamp: time, blockReward: whole.nullish() })
  .transform(
    (row): Reward => ({ height: row.blockNumber, time: row.timeStamp, amount: row.blockReward ?? undefined }),
  );
const single = z.object({ blockMiner: addressText, blockReward: whole.nullish() });

/** `recorded`: all movements of the coin that are known of this wallet. */
export async function rewardsTo(
  source: ExplorerSource,
  chain: EvmChain,
  native: AssetId,
  owner: Address,
  scope: Scope,
  recorded: readonly Transfer[],
): Promise<Rewards> {
  // Elsewhere what a block pays goes to contracts of the chain.
  if (chain.withdrawals === undefined) return NONE;
  const isLacking = lacksCoin(recorded, placeKey(wallet(chain.id, owner)));
  // What a balance can be compared with shows what is missing; else it would go unseen that clean coin came in.
  if (!isLacking && (canAsk(source, 'eth_getBalance') || recorded.length === 0)) return NONE;
  const asking: Asking = { keep: { kind: 'pinned', block: scope.asOf.hash }, signal: scope.signal };
  const upTo = (all: readonly Reward[]) => all.filter(({ height }) => height <= scope.asOf.height);
  try {
    const blocks = upTo(await minedBy(source, owner, 'blocks', asking));
    const isEarly = recorded.some(({ at }) => at !== undefined && at.height < MERGE);
    const tellsUncles = source.dialect.name === 'etherscan';
    const isMiner = isLacking || blocks.length > 0;
    const uncles =
      tellsUncles && isEarly && isMiner ? upTo(await minedBy(source, owner, 'uncles', asking)) : [];
    const { told, untold } = await withAmounts(source, owner, blocks, asking);
    const missing =
      untold === 0 ? [] : [`what ${untold} blocks of this wallet's paid it is not told, and is missing`];
    if (!tellsUncles && blocks.some(({ height }) => height < MERGE))
      missing.push('rewards for uncles are not listed, and are missing if there were any');
    const issue = (name: string, reward: Reward) => issued(chain, native, owner, name, reward);
    const transfers = [
      ...told.flatMap((reward) => issue(`REWARD_${reward.height}`, reward)),
      ...numbered(uncles).flatMap(([reward, n]) => issue(`UNCLE_${reward.height}_${n}`, reward)),
    ];
    return { transfers, missing };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    // The service has no such list; a shortage says what the wallet lacks.
    if (error.class === 'input') return NONE;
    const why = `rewards for blocks could not be listed (${error.action}: ${excerpt(error.message)})`;
    return { transfers: [], missing: [`${why}; they are missing if there were any`] };
  }
}

/**
 * Whoever is paid for staking may be paid for blocks; whoever paid more than he had been paid was paid by something else.
 * Fees are left aside: nobody mines for them alone, and a question for each wallet that only lacks some would buy nothing.
 */
function lacksCoin(recorded: readonly Transfer[], own: string): boolean {
  if (recorded.some(({ txId }) => txId.startsWith('WITHDRAWAL_'))) return true;
  const changes = new Map<number, bigint>();
  for (const { at, from, to, amount } of recorded) {
    if (to.kind === 'fee') continue;
    const change = (placeKey(to) === own ? amount : 0n) - (placeKey(from) === own ? amount : 0n);
    if (at !== undefined) changes.set(at.height, (changes.get(at.height) ?? 0n) + change);
  }
  let balance = 0n;
  for (const height of [...changes.keys()].sort((a, b) => a - b)) {
    balance += changes.get(height) as bigint;
    if (balance < 0n) return true;
  }
  return false;
}

/** Newest first, page by page; a block that comes while they are read moves rows on to the next page, never off. */
async function minedBy(
  source: ExplorerSource,
  address: Address,
  blocktype: 'blocks' | 'uncles',
  asking: Asking,
): Promise<readonly Reward[]> {
  const action = 'getminedblocks';
  const { offset, window } = source.dialect;
  const found = new Map<number, Reward>();
  const uncles: Reward[] = [];
  for (let page = 1; page * offset <= window; page += 1) {
    const asked = { address, blocktype, page: `${page}`, offset: `${offset}` };
    const { rows } = await askList(source, action, asked, asking);
    const rewards = parsedBy(source, action, () => rows.map((raw) => readAs(listed, raw)));
    // A block is his once; two uncles beside one block may be too, and no further ones come.
    if (blocktype === 'uncles') uncles.push(...rewards);
    else for (const reward of rewards) found.set(reward.height, reward);
    if (rows.length < offset) return [...found.values(), ...uncles];
  }
  throw new SourceFailure(source.service, action, 'answer', `more than ${window} ${blocktype}`);
}

/** A reward of nothing may be one that the service never learnt. */
async function withAmounts(
  source: ExplorerSource,
  owner: Address,
  rewards: readonly Reward[],
  asking: Asking,
): Promise<{ readonly told: readonly Reward[]; readonly untold: number }> {
  const open = rewards.filter(({ amount }) => amount === undefined);
  const told = rewards.filter(({ amount }) => amount !== undefined);
  if (open.length > MOST_BLOCKS) return { told, untold: open.length };
  const asked = eachConcurrently(open, LOOKUPS, async (reward): Promise<Reward> => {
    const action = 'getblockreward';
    const answer = await askValue(source, { module: 'block', action, blockno: `${reward.height}` }, asking);
    const { blockMiner, blockReward } = parsedBy(source, action, () => readAs(single, answer));
    return { ...reward, amount: blockMiner === owner && blockReward ? blockReward : undefined };
  });
  const looked: Reward[] = [];
  for await (const reward of asked) looked.push(reward);
  const known = looked.filter(({ amount }) => amount !== undefined);
  return { told: [...told, ...known], untold: looked.length - known.length };
}

/** The how-manieth each is at its height, the smaller first. */
function numbered(uncles: readonly Reward[]): [Reward, number][] {
  const counts = new Map<number, number>();
  return [...uncles]
    .sort((a, b) => Number((a.amount ?? 0n) - (b.amount ?? 0n)))
    .map((reward) => {
      const n = counts.get(reward.height) ?? 0;
      counts.set(reward.height, n + 1);
      return [reward, n];
    });
}

/** At the end of its block, before withdrawals. */
function issued(
  chain: EvmChain,
  native: AssetId,
  owner: Address,
  txId: string,
  { height, time, amount = 0n }: Reward,
): Transfer[] {
  if (amount === 0n) return [];
  return [
    {
      id: `${txId}/value` as TransferId,
      chain: chain.id,
      txId: txId as TxId,
      at: { height, time, txIndex: END_OF_BLOCK - 1, order: VALUE_ORDER },
      from: { kind: 'issued', chain: chain.id },
      to: wallet(chain.id, owner),
      asset: native,
      amount,
      coin: undefined,
    },
  ];
}
