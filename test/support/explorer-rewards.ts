// Rewards for blocks as explorers tell them: Etherscan's getminedblocks with each reward, newest first; Blockscout's with blocks
// and dates alone, and getblockreward. After shared/reference/apis.md §4.4 and §5.2 and Blockscout's AddressView and BlockView.
import type { Request, Response } from '../../src/model/http.ts';

export interface EvmReward {
  readonly miner: string;
  readonly block: number;
  readonly time: number;
  readonly wei: bigint;
  readonly kind?: 'uncle';
}

const json = (body: unknown): Response => ({ status: 200, headers: {}, body: JSON.stringify(body) });

/** undefined: another question. `cap`: rows an answer of Etherscan holds at most. */
export function rewardAnswer(
  { path, query = {} }: Pick<Request, 'path' | 'query'>,
  all: readonly EvmReward[],
  cap: number,
): Response | undefined {
  const api = path === '/v2/api' ? 'etherscan' : path === '/api' ? 'blockscout' : undefined;
  if (api === undefined) return undefined;
  if (query.action === 'getblockreward') {
    const reward = all.find(({ block, kind }) => `${block}` === query.blockno && kind === undefined);
    const result = { blockNumber: query.blockno, blockMiner: reward?.miner, blockReward: `${reward?.wei}` };
    return json({ status: '1', message: 'OK', result });
  }
  if (query.action !== 'getminedblocks') return undefined;
  const isUncles = api === 'etherscan' && query.blocktype === 'uncles';
  const own = all
    .filter(({ miner, kind }) => miner === query.address?.toLowerCase() && (kind === 'uncle') === isUncles)
    .sort((a, b) => b.block - a.block);
  const offset = Math.min(Number(query.offset), api === 'etherscan' ? cap : 10_000);
  const rows = own.slice((Number(query.page) - 1) * offset, Number(query.page) * offset);
  const result = rows.map(({ block, time, wei }) =>
    api === 'etherscan'
      ? { blockNumber: `${block}`, timeStamp: `${time}`, blockReward: `${wei}` }
      : {
          blockNumber: `${block}`,
          timeStamp: new Date(time * 1000).toISOString().replace('T', ' ').replace('.000Z', '.000000Z'),
        },
  );
  if (result.length > 0) return json({ status: '1', message: 'OK', result });
  const message = api === 'etherscan' ? 'No transactions found' : 'No blocks found';
  return json({ status: '0', message, result });
}
