// One service of one chain, and the questions it can be asked. Answers come out checked, or as a SourceFailure.
import type { Http, Response } from '../../model/http.ts';
import { type Asking, answerTo } from '../asking.ts';
import { SourceFailure } from '../source-failure.ts';
import { type Listed, listAnswer, type RpcAnswer, rpcAnswer, valueAnswer } from './answer.ts';
import type { EvmChain } from './chains-table.ts';
import { type AccountList, type Dialect, dialects } from './dialects.ts';

export interface Source {
  readonly http: Http;
  readonly dialect: Dialect;
  readonly service: string;
  /** What stands in every query: Etherscan's chain id. */
  readonly fixed: Readonly<Record<string, string>>;
  /**
   * Whether this service's numbering of calls is used for the order inside a transaction. Only that of the first source
   * is: numbers of two services do not compare.
   */
  readonly callOrder: 'kept' | 'dropped';
}

export type SourceName = 'blockscout' | 'etherscan';

/** The sources of `chain` among `names`, in that order; Blockscout has no instance for some chains. */
export function sourcesOf(http: Http, chain: EvmChain, names: readonly SourceName[]): Source[] {
  const services = names.flatMap((name) => {
    const service = name === 'blockscout' ? chain.blockscout : chain.etherscan.service;
    return service ? [{ name, service: service.name }] : [];
  });
  return services.map(({ name, service }, at) => ({
    http,
    dialect: dialects[name],
    service,
    fixed: name === 'etherscan' ? { chainid: chain.etherscan.chainid } : {},
    callOrder: at === 0 ? 'kept' : 'dropped',
  }));
}

type Query = Readonly<Record<string, string>>;

/** Rows of an account list. `of`: the wallet's address with its block range and page, or a transaction's hash alone. */
export function askList(source: Source, action: AccountList, of: Query, asking: Asking): Promise<Listed> {
  const query = { ...source.fixed, module: 'account', action, ...of };
  const request = { path: source.dialect.path, query };
  return answerTo(source, action, request, asking, (response) =>
    listAnswer(source.dialect, action, response),
  );
}

/** Events of a contract. `of`: the contract, the topic and the block range. */
export function askLogs(source: Source, of: Query, asking: Asking): Promise<Listed> {
  const query = { ...source.fixed, module: 'logs', action: 'getLogs', ...of };
  const request = { path: source.dialect.path, query };
  return answerTo(source, 'getLogs', request, asking, (response) =>
    listAnswer(source.dialect, 'getLogs', response),
  );
}

/** The `result` of a question with one answer. */
export async function askValue(source: Source, asked: Query, asking: Asking): Promise<unknown> {
  const request = { path: source.dialect.path, query: { ...source.fixed, ...asked } };
  const read = (response: Response) => valueAnswer(source.dialect, response);
  return (await answerTo(source, asked.action ?? 'value', request, asking, read)).result;
}

/** How Etherscan's proxy names the parameters. What it has no block parameter for stands not here: it would answer as of now. */
const proxyNames = {
  eth_blockNumber: [],
  eth_getBlockByNumber: ['tag', 'boolean'],
  eth_getTransactionByHash: ['txhash'],
  eth_getTransactionReceipt: ['txhash'],
  eth_getCode: ['address', 'tag'],
  eth_getBalance: undefined,
  eth_call: undefined,
} as const satisfies Record<string, readonly string[] | undefined>;

export type RpcMethod = keyof typeof proxyNames;

export function canAsk(source: Source, method: RpcMethod): boolean {
  return source.dialect.rpc !== 'proxy' || proxyNames[method] !== undefined;
}

export function askRpc(
  source: Source,
  method: RpcMethod,
  params: readonly unknown[],
  asking: Asking,
): Promise<RpcAnswer> {
  const { rpc, path } = source.dialect;
  const read = (response: Response) => rpcAnswer(source.dialect, response);
  if (rpc !== 'proxy') {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    return answerTo(source, method, { path: rpc.post, body }, asking, read);
  }
  const names: readonly string[] = proxyNames[method] ?? [];
  const named = Object.fromEntries(names.map((name, at) => [name, String(params[at])]));
  const query = { ...source.fixed, module: 'proxy', action: method, ...named };
  return answerTo(source, method, { path, query }, asking, read);
}

/** As `askRpc`, where a refusal is a failure of the source. */
export async function askRpcResult(
  source: Source,
  method: RpcMethod,
  params: readonly unknown[],
  asking: Asking,
): Promise<unknown> {
  const answer = await askRpc(source, method, params, asking);
  if ('result' in answer) return answer.result;
  throw new SourceFailure(source.service, method, 'error', `"${answer.refused}"`);
}

/** What the first source that can answer says; the failures, if none can. */
export async function firstToAnswer<T>(
  sources: readonly Source[],
  job: (source: Source) => Promise<T>,
): Promise<{ readonly answer: T } | { readonly failures: readonly SourceFailure[] }> {
  const failures: SourceFailure[] = [];
  for (const source of sources) {
    try {
      return { answer: await job(source) };
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      failures.push(error);
    }
  }
  return { failures };
}
