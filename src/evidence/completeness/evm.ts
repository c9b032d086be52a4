// What services of an EVM chain tell of a wallet: nonce and balances as of the block, from the user's node and from
// Blockscout, and Blockscout's own counters.
import { z } from 'zod';
import { evmChains } from '../../chains/evm/chains-table.ts';
import { nodeOf } from '../../chains/evm/nodes.ts';
import type { ChainId } from '../../model/chain.ts';
import { type AskNode, askingNode, Unanswered } from '../evm/rpc.ts';
import type { Fetching } from '../fetching.ts';
import type { Question } from './fetch.ts';
import type { WalletSubject } from './subjects.ts';
import type { Told } from './told.ts';

const count = z
  .union([z.int().min(0), z.string().regex(/^\d{1,18}$/)])
  .transform(String)
  .nullish();
const countersSchema = z.object({ transactions_count: count, token_transfers_count: count });
/** `balanceOf(address)` */
const BALANCE_OF = '0x70a08231';

export function evmQuestions(wallet: WalletSubject, { http, signal, hasService }: Fetching): Question[] {
  const chain = wallet.chain as ChainId;
  const blockscout = evmChains.find(({ id }) => id === chain)?.blockscout?.name;
  const nodes = [
    { service: nodeOf(chain), path: '/' },
    { service: blockscout, path: '/api/eth-rpc' },
  ];
  const address = wallet.place.slice(chain.length + 1);
  const questions: Question[] = [];
  for (const { service, path } of nodes) {
    if (service === undefined || !hasService(service)) continue;
    const ask = askingNode(http, service, path, signal);
    const common = { service, chain, of: wallet.place, height: wallet.height };
    const block = `0x${wallet.height.toString(16)}`;
    questions.push(async () => [
      { ...common, what: 'nonce', value: wholeIn(await ask('eth_getTransactionCount', [address, block])) },
    ]);
    for (const asset of wallet.balances.keys())
      questions.push(async () => [
        { ...common, what: 'balance', asset, value: await balanceOf(ask, address, asset, block) },
      ]);
  }
  if (blockscout !== undefined && hasService(blockscout))
    questions.push(async () => {
      const path = `/api/v2/addresses/${address}/counters`;
      const { status, body } = await http({ service: blockscout, path, keep: { kind: 'never' } }, signal);
      const read = countersSchema.safeParse(jsonOf(body));
      if (!read.success) throw new Unanswered(`${blockscout} ${path}: HTTP ${status}, no counters`);
      const told = { service: blockscout, chain, of: wallet.place };
      const { transactions_count: txs, token_transfers_count: tokens } = read.data;
      return [
        ...(txs == null ? [] : [{ ...told, what: 'transactions' as const, value: txs }]),
        ...(tokens == null ? [] : [{ ...told, what: 'tokenTransfers' as const, value: tokens }]),
      ] satisfies Told[];
    });
  return questions;
}

async function balanceOf(ask: AskNode, address: string, asset: string, block: string): Promise<string> {
  const contract = /\/erc20:(0x[0-9a-f]{40})$/.exec(asset)?.[1];
  if (contract === undefined) return wholeIn(await ask('eth_getBalance', [address, block]));
  const data = `${BALANCE_OF}${address.slice(2).padStart(64, '0')}`;
  return wholeIn(await ask('eth_call', [{ to: contract, data }, block]));
}

function wholeIn(result: unknown): string {
  if (typeof result === 'string' && /^0x[0-9a-f]{1,64}$/i.test(result)) return BigInt(result).toString();
  throw new Unanswered('the answer is no number');
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
