// JSON-RPC to a node, through ethers, whose requests go our transport's way: so they are limited, kept and taped like all
// others. Its own retries, batches and caches are off.
import { FetchRequest, JsonRpcProvider, Network, toUtf8String } from 'ethers';
import type { Response } from '../../../model/http.ts';
import { type Asking, answerTo } from '../../asking.ts';
import { once } from '../../once.ts';
import { SourceFailure } from '../../source-failure.ts';
import { type RpcAnswer, rpcAnswer } from '../answer.ts';
import type { NodeSource } from '../source.ts';
import { isMissing, nodeTexts } from './texts.ts';

/** ethers wants one; where a request goes, the transport knows. */
const URL = 'http://node.invalid/';
/** Given, so that ethers asks for none; which chain the node is of is asked by `checkChain`. */
const staticNetwork = Network.from(1);

/** A refusal is an answer; a provider's limits and whatever cannot be read are a SourceFailure. */
export async function askNode(
  source: NodeSource,
  method: string,
  params: readonly unknown[],
  asking: Asking,
): Promise<RpcAnswer> {
  let answer: RpcAnswer | undefined;
  const request = new FetchRequest(URL);
  request.getUrlFunc = async ({ body }) => {
    const sent = { path: '/', body: toUtf8String(body ?? new Uint8Array()) };
    const text = await answerTo(source, method, sent, asking, (response) => {
      const read = rpcAnswer(nodeTexts, unwrapped(response));
      if ('failed' in read) return read;
      answer = read;
      return response.body;
    });
    return { statusCode: 200, statusMessage: 'OK', headers: {}, body: new TextEncoder().encode(text) };
  };
  // One provider for each question: it numbers it 1, as it stands on a tape.
  const provider = new JsonRpcProvider(request, undefined, {
    staticNetwork,
    batchMaxCount: 1,
    cacheTimeout: -1,
  });
  try {
    return { result: await provider.send(method, [...params]) };
  } catch (error) {
    if (answer !== undefined && 'refused' in answer) return answer;
    if (answer === undefined) throw error;
    throw new SourceFailure(source.service, method, 'answer', 'the answer is to another question');
  }
}

/** Providers give refusals of JSON-RPC a status of their own, mostly 400; what they say is the same. */
function unwrapped(response: Response): Response {
  const { status, body } = response;
  if (status === 413) return { ...response, status: 504 };
  const isRefusal = status >= 400 && status < 500 && ![401, 408, 429].includes(status);
  return isRefusal && /^\s*\{.*"error"/s.test(body) ? { ...response, status: 200 } : response;
}

/** Where a refusal is a failure of the node. */
export async function resultOf(
  source: NodeSource,
  method: string,
  params: readonly unknown[],
  asking: Asking,
): Promise<unknown> {
  const answer = await askNode(source, method, params, asking);
  if ('result' in answer) return answer.result;
  throw new SourceFailure(source.service, method, 'error', `"${answer.refused}"`);
}

const NOBODY = `0x${'12'.repeat(20)}`;
const NO_TX = `0x${'0'.repeat(64)}`;

/** Questions that cost a node nothing, to see whether it has the method at all. */
const probes = {
  eth_getBlockReceipts: ['0x0'],
  debug_traceTransaction: [NO_TX, { tracer: 'callTracer' }],
  trace_transaction: [NO_TX],
  trace_filter: [{ fromBlock: '0x0', toBlock: '0x0', toAddress: [NOBODY], count: 1 }],
  ots_searchTransactionsBefore: [NOBODY, 1, 1],
} as const satisfies Record<string, readonly unknown[]>;

/** Asked once, whoever asks first: what is asked after it must not depend on which history came first. */
export function hasMethod(source: NodeSource, method: keyof typeof probes, asking: Asking): Promise<boolean> {
  return once(source.abilities, method, async () => {
    const answer = await askNode(source, method, probes[method], { ...asking, keep: { kind: 'tip' } });
    return 'result' in answer || !isMissing(answer);
  });
}

/** A node of another chain would answer every question, and all of it would be wrong. */
export async function checkChain(source: NodeSource, chainId: string, asking: Asking): Promise<void> {
  const id = await resultOf(source, 'eth_chainId', [], asking);
  if (typeof id === 'string' && /^0x[0-9a-f]+$/i.test(id) && `eip155:${BigInt(id)}` === chainId) return;
  const text = `it is no node of ${chainId}: it says ${JSON.stringify(id)}`;
  throw new SourceFailure(source.service, 'eth_chainId', 'config', text);
}
