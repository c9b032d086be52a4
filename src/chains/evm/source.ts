// One service of one chain, and the questions it can be asked. Answers come out checked, or as a SourceFailure.
import type { Http, Response } from '../../model/http.ts';
import { type Asking, answerTo } from '../asking.ts';
import type { Known } from '../once.ts';
import { SourceFailure } from '../source-failure.ts';
import { type Listed, listAnswer, type RpcAnswer, rpcAnswer, valueAnswer } from './answer.ts';
import type { EvmChain } from './chains-table.ts';
import { type AccountList, type Dialect, dialects, type IssuedList } from './dialects.ts';
import { askNode } from './node/ask.ts';
import { nodeOf } from './nodes.ts';

interface AnySource {
  readonly http: Http;
  readonly service: string;
  /**
   * Whether this service's numbering of calls is used for the order inside a transaction. Only that of the first source
   * is: numbers of two services do not compare.
   */
  readonly callOrder: 'kept' | 'dropped';
}

export interface ExplorerSource extends AnySource {
  readonly kind: 'explorer';
  readonly dialect: Dialect;
  /** What stands in every query: Etherscan's chain id. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Whether all internal calls are indexed, by the block of the run. */
  readonly indexed: Known<boolean>;
}

/** A node, by JSON-RPC alone. */
export interface NodeSource extends AnySource {
  readonly kind: 'node';
  /** Which methods it has: asked once each. */
  readonly abilities: Known<boolean>;
  /** Where it cannot tell movements of the coin: what it can tell with a gap, or nothing, since another source follows. */
  readonly halves: 'told' | 'refused';
}

export type Source = ExplorerSource | NodeSource;
export type SourceName = 'blockscout' | 'blockscout-rest' | 'etherscan' | 'node';

/** The sources of `chain` among `names`, in that order; Blockscout has no instance for some chains. */
export function sourcesOf(
  http: Http,
  chain: EvmChain,
  names: readonly SourceName[],
  first: Source['callOrder'] = 'kept',
): Source[] {
  const services = names.flatMap((name) => {
    const service = serviceOf(chain, name);
    return service === undefined ? [] : [{ name, service }];
  });
  return services.map(({ name, service }, at): Source => {
    const callOrder = at === 0 ? first : 'dropped';
    if (name === 'node') {
      const halves = at === services.length - 1 ? 'told' : 'refused';
      return { kind: 'node', http, service, callOrder, abilities: new Map(), halves };
    }
    const fixed = name === 'etherscan' ? { chainid: chain.etherscan.chainid } : {};
    return { kind: 'explorer', http, service, callOrder, dialect: dialects[name], fixed, indexed: new Map() };
  });
}

/** undefined: it does not serve this chain. */
export function serviceOf(chain: EvmChain, name: SourceName): string | undefined {
  if (name === 'node') return nodeOf(chain.id);
  return name === 'etherscan' ? chain.etherscan.service.name : chain.blockscout?.name;
}

type Query = Readonly<Record<string, string>>;

/** Rows of an account list. `of`: the wallet's address with its block range and page, or a transaction's hash alone. */
export function askList(
  source: ExplorerSource,
  action: AccountList | IssuedList,
  of: Query,
  asking: Asking,
): Promise<Listed> {
  const query = { ...source.fixed, module: 'account', action, ...of };
  const request = { path: source.dialect.path, query };
  return answerTo(source, action, request, asking, (response) =>
    listAnswer(source.dialect, action, response),
  );
}

/** Events of a contract. `of`: the contract, the topic and the block range. */
export function askLogs(source: ExplorerSource, of: Query, asking: Asking): Promise<Listed> {
  const query = { ...source.fixed, module: 'logs', action: 'getLogs', ...of };
  const request = { path: source.dialect.path, query };
  return answerTo(source, 'getLogs', request, asking, (response) =>
    listAnswer(source.dialect, 'getLogs', response),
  );
}

/** The `result` of a question with one answer. */
export async function askValue(source: ExplorerSource, asked: Query, asking: Asking): Promise<unknown> {
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

function hasProxy(source: Source): source is ExplorerSource {
  return source.kind === 'explorer' && source.dialect.rpc === 'proxy';
}

export function canAsk(source: Source, method: RpcMethod): boolean {
  return !hasProxy(source) || proxyNames[method] !== undefined;
}

export function askRpc(
  source: Source,
  method: RpcMethod,
  params: readonly unknown[],
  asking: Asking,
): Promise<RpcAnswer> {
  if (source.kind === 'node') return askNode(source, method, params, asking);
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
