// What one block gave a wallet beyond the transactions known of it: withdrawals, tips and reward, coin of the first block,
// and movements in transactions that the node's index leaves out.
import { z } from 'zod';
import { placeKey, type TxId, wallet } from '../../../model/place.ts';
import type { Transfer, TransferId } from '../../../model/transfer.ts';
import { type Asking, parsedBy } from '../../asking.ts';
import { readAs } from '../../quantities.ts';
import { SourceFailure } from '../../source-failure.ts';
import { addressOrNone, addressText, hash32, hexCount, hexOf, hexWhole } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import { VALUE_ORDER } from '../trace-order.ts';
import { readReceipts } from '../tx-answers.ts';
import { hasMethod, resultOf } from './ask.ts';
import type { IssuedOptions } from './issued.ts';

const GWEI = 1_000_000_000n;
/** After all that a transaction does: its tip is paid when it is over. */
const TIP_ORDER = 2 ** 51;

const blockSchema = z.object({
  number: hexCount,
  timestamp: hexCount,
  miner: addressText,
  difficulty: hexWhole.nullish(),
  baseFeePerGas: hexWhole.nullish(),
  transactions: z.array(z.object({ hash: hash32, from: addressText, to: addressOrNone })),
  uncles: z.array(hash32).nullish(),
  withdrawals: z.array(z.object({ index: hexWhole, address: addressText, amount: hexWhole })).nullish(),
});
export type Block = z.infer<typeof blockSchema>;

export async function blockWith(source: NodeSource, height: number, asking: Asking): Promise<Block> {
  const action = 'eth_getBlockByNumber';
  const answer = await resultOf(source, action, [hexOf(height), true], asking);
  const block = parsedBy(source, action, () => readAs(blockSchema, answer));
  if (block.number === height) return block;
  const text = `asked for block ${height}, answered with ${block.number}`;
  throw new SourceFailure(source.service, action, 'answer', text, 'source-disagreement');
}

export interface BlockIssues {
  readonly transfers: readonly Transfer[];
  /** What of the change stays unexplained. */
  readonly rest: bigint;
}

/** `amount`: by how much the balance changed in this block beyond what is known. */
export async function issuedIn(
  options: IssuedOptions & { readonly block: Block; readonly amount: bigint },
): Promise<BlockIssues> {
  const { chain, address, block, amount, known } = options;
  const own = placeKey(wallet(chain.id, address));
  const issue = issuing(options, block);
  if (block.number === 0) return { transfers: [issue(`GENESIS_${address}`, 'value', amount)], rest: 0n };
  const transfers = (block.withdrawals ?? [])
    .filter((row) => row.address === address && row.amount > 0n)
    .map((row) => issue(`WITHDRAWAL_${row.index}`, 'value', row.amount * GWEI));
  if (block.miner === address) transfers.push(...(await tips(options, block, issue)));
  let rest = amount - net(transfers, own);
  const seen = new Set<string>(known.map(({ txId }) => txId));
  const others = block.transactions.filter(({ hash }) => !seen.has(hash));
  const isParty = ({ from, to }: Block['transactions'][number]) => from === address || to === address;
  // Those that name it first: then mostly nothing is left to be looked for inside of the others.
  for (const tx of [...others.filter(isParty), ...others.filter((one) => !isParty(one))]) {
    if (rest === 0n && !isParty(tx)) break;
    const moves = (await options.read(tx.hash as TxId)).filter(({ from, to }) =>
      [placeKey(from), placeKey(to)].includes(own),
    );
    transfers.push(...moves);
    rest -= net(
      moves.filter(({ asset }) => asset === options.book.native.id),
      own,
    );
  }
  // Under proof of work the rest is the reward for the block, or for a block beside it that it names.
  if (
    rest > 0n &&
    (block.difficulty ?? 0n) > 0n &&
    (block.miner === address || (await isUncles(options, block)))
  ) {
    transfers.push(issue(`REWARD_${block.number}`, 'value', rest));
    rest = 0n;
  }
  return { transfers, rest };
}

type Issue = (
  txId: string,
  name: string,
  amount: bigint,
  place?: { txIndex: number; order: number },
) => Transfer;

/** At the end of the block unless told otherwise. */
function issuing({ chain, book, address }: IssuedOptions, block: Block): Issue {
  const { number: height, timestamp: time, transactions } = block;
  return (txId, name, amount, place = { txIndex: transactions.length, order: VALUE_ORDER }) => ({
    id: `${txId}/${name}` as TransferId,
    chain: chain.id,
    txId: txId as TxId,
    at: { height, time, ...place },
    from: { kind: 'issued', chain: chain.id },
    to: wallet(chain.id, address),
    asset: book.native.id,
    amount,
    coin: undefined,
  });
}

/** Of each transaction what was paid beyond the base fee, which is destroyed: it is the proposer's as soon as it is over. */
async function tips({ source, asking }: IssuedOptions, block: Block, issue: Issue): Promise<Transfer[]> {
  const action = 'eth_getBlockReceipts';
  if (!(await hasMethod(source, action, asking))) return [];
  const answer = await resultOf(source, action, [hexOf(block.number)], asking);
  const receipts = parsedBy(source, action, () => readReceipts(answer)) ?? [];
  return receipts.flatMap(({ transactionHash, transactionIndex: txIndex, gasUsed, effectiveGasPrice }) => {
    const tip = gasUsed * ((effectiveGasPrice ?? 0n) - (block.baseFeePerGas ?? 0n));
    return tip > 0n ? issue(transactionHash, 'tip', tip, { txIndex, order: TIP_ORDER }) : [];
  });
}

async function isUncles({ source, address, asking }: IssuedOptions, block: Block): Promise<boolean> {
  const action = 'eth_getUncleByBlockNumberAndIndex';
  for (const at of (block.uncles ?? []).keys()) {
    const answer = await resultOf(source, action, [hexOf(block.number), hexOf(at)], asking);
    const uncle = parsedBy(source, action, () => readAs(z.object({ miner: addressText }), answer));
    if (uncle.miner === address) return true;
  }
  return false;
}

function net(transfers: readonly Transfer[], own: string): bigint {
  return transfers.reduce((sum, { from, to, amount }) => {
    return sum + (placeKey(to) === own ? amount : 0n) - (placeKey(from) === own ? amount : 0n);
  }, 0n);
}
