// Withdrawals of staked ether as explorers tell them: Etherscan's txsBeaconWithdrawal, Blockscout's REST API by pages of 50,
// newest first. After shared/reference/apis.md §4.4 and §5.3 and the recorded answers.
import type { Request, Response } from '../../src/model/http.ts';

export interface EvmWithdrawal {
  readonly index: number;
  readonly address: string;
  readonly gwei: bigint;
  readonly block: number;
  readonly time: number;
}

const PAGE = 50;
const json = (body: unknown): Response => ({ status: 200, headers: {}, body: JSON.stringify(body) });

/** undefined: another question. `cap`: rows an answer of Etherscan holds at most. */
export function withdrawalAnswer(
  { path, query = {} }: Pick<Request, 'path' | 'query'>,
  all: readonly EvmWithdrawal[],
  cap: number,
): Response | undefined {
  const of = (address: string) =>
    all.filter((row) => row.address === address.toLowerCase()).sort((a, b) => a.index - b.index);
  if (path === '/v2/api' && query.action === 'txsBeaconWithdrawal') {
    const inside = of(query.address ?? '').filter(
      ({ block }) => block >= Number(query.startblock) && block <= Number(query.endblock),
    );
    const offset = Number(query.offset);
    const rows = inside.slice((Number(query.page) - 1) * offset, Number(query.page) * offset).slice(0, cap);
    const result = rows.map(({ index, address, gwei, block, time }) => ({
      ...{ withdrawalIndex: `${index}`, validatorIndex: '1187604', address, amount: `${gwei}` },
      ...{ blockNumber: `${block}`, timestamp: `${time}` },
    }));
    if (result.length > 0) return json({ status: '1', message: 'OK', result });
    return json({ status: '0', message: 'No transactions found', result });
  }
  const [, address] = /^\/api\/v2\/addresses\/(0x[0-9a-f]{40})\/withdrawals$/.exec(path) ?? [];
  if (address === undefined) return undefined;
  const before = query.index === undefined ? Number.POSITIVE_INFINITY : Number(query.index);
  const left = of(address)
    .filter(({ index }) => index < before)
    .reverse();
  const items = left.slice(0, PAGE).map(({ index, gwei, block, time }) => ({
    ...{ index, validator_index: 1_187_604, amount: `${gwei * 10n ** 9n}`, block_number: block },
    timestamp: new Date(time * 1000).toISOString().replace('.000Z', '.000000Z'),
    receiver: { hash: address },
  }));
  const next = left.length > PAGE ? { index: items.at(-1)?.index, items_count: PAGE } : null;
  return json({ items, next_page_params: next });
}
