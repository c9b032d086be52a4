// A made-up EVM chain that answers as its explorers do: Blockscout's /api, /api/v2 and /api/eth-rpc, Etherscan's /v2/api. After
// shared/reference/apis.md §4, §5 and §8; uses no code of src/chains, so that a test on it can fail. Deterministic.
import { createHash } from 'node:crypto';
import type { Http, Request, Response } from '../../src/model/http.ts';
import { restAnswer } from './explorer-rest.ts';
import { type EvmReward, rewardAnswer } from './explorer-rewards.ts';
import {
  type Api,
  hex,
  internalRow,
  nativeRow,
  type Printing,
  type Row,
  receipt,
  rpcTx,
  tokenRow,
  word,
} from './explorer-rows.ts';
import { type EvmWithdrawal, withdrawalAnswer } from './explorer-withdrawals.ts';

export interface EvmInternal {
  /** `0_1_1`: place in the call tree, as Etherscan writes it. */
  readonly path: string;
  readonly from: string;
  /** Of a creation: the contract created. */
  readonly to: string;
  readonly value: bigint;
  readonly type: string;
  readonly error?: string;
}
export interface EvmTokenMove {
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  /** Counted over the whole block. */
  readonly logIndex: number;
}
export interface EvmTx {
  readonly hash: string;
  readonly block: number;
  readonly index: number;
  /** Unix seconds of its block. */
  readonly time: number;
  readonly from: string;
  /** Of a creation: the contract created, with `creation`. */
  readonly to: string;
  readonly creation?: true;
  readonly value: bigint;
  readonly gasUsed: bigint;
  readonly gasPrice: bigint;
  readonly failed?: true;
  /** Call data; default none. */
  readonly input?: string;
  readonly internals?: readonly EvmInternal[];
  readonly tokens?: readonly EvmTokenMove[];
  readonly logs?: readonly EvmLog[];
}
/** An event of a contract beside transfers, such as what an issuer does. */
export interface EvmLog {
  readonly contract: string;
  /** Without leading noughts; the first is the event's. */
  readonly topics: readonly string[];
  /** Words of 32 bytes. */
  readonly data: readonly string[];
  readonly logIndex: number;
  /** What it takes away, though no transfer is told. */
  readonly destroys?: { readonly holder: string; readonly amount: bigint };
  readonly issues?: { readonly holder: string; readonly amount: bigint };
}
export interface EvmToken {
  readonly contract: string;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number | undefined;
}
export interface ExplorerWorldOptions {
  readonly tip: number;
  readonly tokens?: readonly EvmToken[];
  /** Etherscan's; default '1'. */
  readonly chainid?: string;
  /** Rows an answer of Etherscan holds at most, whatever offset is asked for. Default: the free plan's 1,000. */
  readonly etherscanCap?: number;
  /** The same for Blockscout. Default 10,000. */
  readonly blockscoutCap?: number;
  /** Balances before the first block, by address. */
  readonly opening?: Readonly<Record<string, bigint>>;
  readonly contracts?: readonly string[];
  readonly withdrawals?: readonly EvmWithdrawal[];
  readonly rewards?: readonly EvmReward[];
  /** Whether lists of token movements tell the place of the event, as some versions of Blockscout do. */
  readonly logIndexes?: 'told';
  /** Blocks below it have receipts without a status. */
  readonly byzantium?: number;
  /** Appended to what a block's hash is made of: another text, another chain. */
  readonly fork?: string;
}
export interface ExplorerWorld {
  readonly answer: (request: Request) => Response;
  readonly http: Http;
  readonly blockHash: (height: number) => string;
  readonly blockTime: (height: number) => number;
}

interface Kept<T> {
  readonly tx: EvmTx;
  readonly item: T;
}
interface Shelf {
  readonly txlist: Kept<undefined>[];
  readonly txlistinternal: Kept<{ internal: EvmInternal; number: number }>[];
  readonly tokentx: Kept<EvmTokenMove>[];
}

const WINDOW = 10_000;
const MOST_LOGS = 1_000;
function json(body: unknown, status = 200): Response {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
const etherscanError = (result: string | null, message = 'NOTOK'): Response =>
  json({ status: '0', message, result });
const blockscoutError = (message: string): Response => json({ message, result: null, status: '0' });

export function explorerWorld(txs: readonly EvmTx[], options: ExplorerWorldOptions): ExplorerWorld {
  const { tip, chainid = '1', etherscanCap = 1_000, blockscoutCap = WINDOW } = options;
  const sorted = [...txs].sort((a, b) => a.block - b.block || a.index - b.index);
  const byHash = new Map(sorted.map((tx) => [tx.hash, tx]));
  const byBlock = new Map<number, EvmTx[]>();
  const shelves = new Map<string, Shelf>();
  const infos = new Map((options.tokens ?? []).map((token) => [token.contract.toLowerCase(), token]));

  function shelf(address: string): Shelf {
    const known = shelves.get(address);
    if (known) return known;
    const made: Shelf = { txlist: [], txlistinternal: [], tokentx: [] };
    shelves.set(address, made);
    return made;
  }
  for (const tx of sorted) {
    const same = byBlock.get(tx.block);
    if (same) same.push(tx);
    else byBlock.set(tx.block, [tx]);
    for (const party of new Set([tx.from, tx.to])) shelf(party).txlist.push({ tx, item: undefined });
    (tx.internals ?? []).forEach((internal, at) => {
      for (const party of new Set([internal.from, internal.to])) {
        shelf(party).txlistinternal.push({ tx, item: { internal, number: at + 1 } });
      }
    });
    for (const move of tx.tokens ?? []) {
      for (const party of new Set([move.from, move.to])) shelf(party).tokentx.push({ tx, item: move });
    }
  }

  const heights = [...byBlock.keys()];
  const hashes = new Map<number, string>();
  function blockHash(height: number): string {
    const known = hashes.get(height);
    if (known !== undefined) return known;
    const text = `${chainid}/${height}/${options.fork ?? ''}`;
    const made = `0x${createHash('sha256').update(text).digest('hex')}`;
    hashes.set(height, made);
    return made;
  }
  const printing: Printing = { tip, byzantium: options.byzantium ?? 0, blockHash, tokens: infos };
  /** As the transactions say; between them evenly, outside of them 12 seconds a block. */
  function blockTime(height: number): number {
    const own = byBlock.get(height)?.[0];
    if (own) return own.time;
    const next = heights.findIndex((other) => other > height);
    const before = byBlock.get(heights[next === -1 ? heights.length - 1 : next - 1] ?? -1)?.[0];
    const after = byBlock.get(heights[next] ?? -1)?.[0];
    if (before && after) {
      const passed = (height - before.block) * (after.time - before.time);
      return before.time + Math.floor(passed / (after.block - before.block));
    }
    if (before) return before.time + 12 * (height - before.block);
    return after ? after.time - 12 * (after.block - height) : 1_438_269_973 + 12 * height;
  }
  function heightBefore(time: number): number | undefined {
    let [low, high] = [0, tip];
    if (blockTime(0) > time) return undefined;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (blockTime(middle) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  type Action = keyof Shelf;
  const empties: Record<Action, string> = {
    txlist: 'No transactions found',
    txlistinternal: 'No internal transactions found',
    tokentx: 'No token transfers found',
  };

  function rowsOf(kept: Shelf, action: Action, api: Api): { block: number; row: () => Row }[] {
    if (action === 'txlist')
      return kept.txlist.map(({ tx }) => ({ block: tx.block, row: () => nativeRow(printing, tx) }));
    if (action === 'tokentx') {
      return kept.tokentx.map(({ tx, item }) => ({
        block: tx.block,
        row: () => ({
          ...tokenRow(printing, tx, item),
          ...(options.logIndexes === 'told' && api === 'blockscout' ? { logIndex: `${item.logIndex}` } : {}),
        }),
      }));
    }
    // Blockscout hides calls without value unless asked.
    return kept.txlistinternal
      .filter(({ item }) => api === 'etherscan' || item.internal.value > 0n)
      .map(({ tx, item }) => ({ block: tx.block, row: () => internalRow(tx, item, api, 'shown') }));
  }

  function list(api: Api, action: Action, query: Readonly<Record<string, string>>): Response {
    const { txhash, startblock, endblock } = query;
    const address = query.address?.toLowerCase() ?? '';
    const page = Number(query.page ?? 1);
    const offset = Math.min(Number(query.offset ?? WINDOW), WINDOW);
    let rows: { block: number; row: () => Row }[];
    if (txhash !== undefined) {
      const tx = byHash.get(txhash);
      // Etherscan given a block range beside a hash forgets the hash.
      const scope = startblock !== undefined && api === 'etherscan' ? sorted : tx ? [tx] : [];
      rows = scope.flatMap((of) =>
        (of.internals ?? [])
          .map((internal, at) => ({ internal, number: at + 1 }))
          .filter(({ internal }) => api === 'etherscan' || internal.value > 0n)
          .map((item) => ({ block: of.block, row: () => internalRow(of, item, api, 'hidden') })),
      );
    } else {
      if (!/^0x[0-9a-f]{40}$/.test(address)) {
        const text = 'Invalid address format';
        return api === 'etherscan' ? etherscanError(`Error! ${text}`) : blockscoutError(text);
      }
      rows = rowsOf(shelves.get(address) ?? { txlist: [], txlistinternal: [], tokentx: [] }, action, api);
    }
    if (page * offset > WINDOW) {
      const text = 'Result window is too large, PageNo x Offset size must be less than or equal to 10000';
      return api === 'etherscan' ? etherscanError(null, text) : blockscoutError('Max page * offset is 10000');
    }
    const [low, high] = [Number(startblock ?? 0), Number(endblock ?? tip)];
    const inside = rows.filter(({ block }) => block >= low && block <= Math.min(high, tip));
    if ((query.sort ?? (api === 'blockscout' ? 'desc' : 'asc')) === 'desc') inside.reverse();
    const cap = api === 'etherscan' ? etherscanCap : blockscoutCap;
    const result = inside
      .slice((page - 1) * offset, page * offset)
      .slice(0, cap)
      .map(({ row }) => row());
    if (result.length > 0) return json(ordered(api, { status: '1', message: 'OK', result }));
    const message = api === 'etherscan' ? 'No transactions found' : empties[action];
    return json(ordered(api, { status: '0', message, result }));
  }
  /** At most 1,000 rows, whatever is asked for; Etherscan's proof of none is "No records found". */
  function logs(
    api: Api,
    { fromBlock, toBlock, address, topic0 }: Readonly<Record<string, string>>,
  ): Response {
    const result = sorted
      .filter(({ block: height }) => height >= Number(fromBlock) && height <= Math.min(Number(toBlock), tip))
      .flatMap((tx) => (tx.logs ?? []).map((log) => ({ tx, log })))
      .filter(({ log }) => log.contract === address?.toLowerCase() && log.topics[0] === topic0)
      .slice(0, MOST_LOGS)
      .map(({ tx, log }) => ({
        address: log.contract,
        topics: [...log.topics.map(word), null, null, null].slice(0, 4),
        data: `0x${log.data.map((each) => word(each).slice(2)).join('')}`,
        ...{ blockNumber: hex(tx.block), blockHash: blockHash(tx.block), timeStamp: hex(tx.time) },
        ...{ gasPrice: '0x1', gasUsed: '0x1', transactionHash: tx.hash },
        // Nought has no digit.
        logIndex: log.logIndex === 0 ? '0x' : hex(log.logIndex),
        transactionIndex: tx.index === 0 ? '0x' : hex(tx.index),
      }));
    if (result.length > 0) return json(ordered(api, { status: '1', message: 'OK', result }));
    const message = api === 'etherscan' ? 'No records found' : 'No logs found';
    return json(ordered(api, { status: '0', message, result }));
  }

  /** Blockscout's keys stand in alphabetical order. */
  function ordered(api: Api, body: { status: string; message: string; result: unknown }): unknown {
    return api === 'etherscan' ? body : { message: body.message, result: body.result, status: body.status };
  }

  function balance(address: string, contract: string | undefined, height: number): bigint {
    let sum = contract === undefined ? (options.opening?.[address] ?? 0n) : 0n;
    const kept = shelves.get(address);
    const move = (from: string, to: string, amount: bigint) => {
      if (from === address) sum -= amount;
      if (to === address) sum += amount;
    };
    if (contract !== undefined) {
      for (const { tx, item } of kept?.tokentx ?? []) {
        if (tx.block <= height && item.contract === contract) move(item.from, item.to, item.amount);
      }
      for (const tx of sorted)
        for (const { contract: token, destroys, issues } of tx.block <= height ? (tx.logs ?? []) : []) {
          if (token === contract && destroys !== undefined) move(destroys.holder, '', destroys.amount);
          if (token === contract && issues !== undefined) move('', issues.holder, issues.amount);
        }
      return sum;
    }
    for (const { tx } of kept?.txlist ?? []) {
      if (tx.block > height) continue;
      if (!tx.failed) move(tx.from, tx.to, tx.value);
      move(tx.from, 'the miner', tx.gasUsed * tx.gasPrice);
    }
    for (const { tx, item } of kept?.txlistinternal ?? []) {
      const { internal } = item;
      const moves = !internal.error && !tx.failed && !/delegate|static|callcode/.test(internal.type);
      if (tx.block <= height && moves) move(internal.from, internal.to, internal.value);
    }
    return sum;
  }

  function block(tag: string): unknown {
    const height = Number(tag);
    if (height > tip) return null;
    const transactions = (byBlock.get(height) ?? []).map((tx) => tx.hash);
    const links = { hash: blockHash(height), parentHash: blockHash(height - 1) };
    return { number: hex(height), ...links, timestamp: hex(blockTime(height)), transactions };
  }
  function rpc(method: string, params: readonly unknown[], at: number): unknown {
    const [first, second] = params.map(String);
    if (method === 'eth_blockNumber') return hex(tip);
    if (method === 'eth_getBlockByNumber') return block(first ?? '');
    const tx = byHash.get(first ?? '');
    if (method === 'eth_getTransactionByHash') return tx ? rpcTx(printing, tx) : null;
    if (method === 'eth_getTransactionReceipt') return tx ? receipt(printing, tx) : null;
    const height = second === undefined || second === 'latest' ? at : Number(second);
    const owner = (first ?? '').toLowerCase();
    if (method === 'eth_getCode') return options.contracts?.includes(owner) ? '0x6001' : '0x';
    if (method === 'eth_getBalance') return hex(balance(owner, undefined, height));
    if (method !== 'eth_call') return undefined;
    const call = params[0] as { to: string; data: string };
    if (!call.data.startsWith('0x70a08231')) return '0x';
    if (!infos.has(call.to)) return '0x';
    return word(hex(balance(`0x${call.data.slice(34)}`, call.to, height)));
  }

  function answer(request: Request): Response {
    const paid =
      withdrawalAnswer(request, options.withdrawals ?? [], etherscanCap) ??
      rewardAnswer(request, options.rewards ?? [], etherscanCap) ??
      restAnswer({ txs: sorted, tokens: infos, blockHash }, request);
    if (paid !== undefined) return paid;
    const query = request.query ?? {};
    if (request.path === '/api/eth-rpc' && request.body !== undefined) {
      const { method, params, id } = JSON.parse(request.body) as {
        method: string;
        params: unknown[];
        id: number;
      };
      const result = rpc(method, params, tip);
      const rest = result === undefined ? { error: 'Action not found.' } : { result };
      return json({ jsonrpc: '2.0', ...rest, id });
    }
    const api: Api | undefined = ({ '/api': 'blockscout', '/v2/api': 'etherscan' } as const)[request.path];
    if (api === undefined) return json({ message: 'Not found' }, 404);
    if (api === 'etherscan' && query.chainid !== chainid) {
      return etherscanError('Missing or unsupported chainid parameter (required for v2 api)');
    }
    const { module, action = '' } = query;
    if (module === 'account' && action in empties) return list(api, action as Action, query);
    if (module === 'logs' && action === 'getLogs') return logs(api, query);
    if (module === 'block' && action === 'getblocknobytime') {
      const height = heightBefore(Number(query.timestamp));
      if (height === undefined) {
        return api === 'etherscan'
          ? etherscanError('Error! No closest block found')
          : blockscoutError('No closest block found');
      }
      const result = api === 'etherscan' ? `${height}` : { blockNumber: `${height}` };
      return json(ordered(api, { status: '1', message: 'OK', result }));
    }
    if (module === 'transaction' && action === 'getstatus') {
      const isError = byHash.get(query.txhash ?? '')?.failed ? '1' : '0';
      return json(ordered(api, { status: '1', message: 'OK', result: { isError, errDescription: '' } }));
    }
    if (module === 'proxy' && api === 'etherscan') {
      const { tag, txhash, address, boolean } = query;
      const params = [txhash ?? address ?? tag, address === undefined ? boolean : tag];
      return json({ jsonrpc: '2.0', id: 1, result: rpc(action, params, tip) });
    }
    return api === 'etherscan'
      ? etherscanError('Error! Missing Or invalid Action name')
      : json({ message: 'Unknown action', result: null, status: '0' }, 400);
  }

  return { answer, blockHash, blockTime, http: async (request) => answer(request) };
}
