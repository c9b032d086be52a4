// Nodes of EVM chains as services: JSON-RPC at one address each, which the user names; there is no public default, since
// whole blocks, receipts and traces are more than public nodes give away. Asked for proofs, and by node/ for histories.
import { type ChainId, chainName } from '../../model/chain.ts';
import type { Request, Response } from '../../model/http.ts';
import type { Service, Verdict } from '../../net/service.ts';
import { isJson } from '../is-json.ts';
import { rpcAnswer } from './answer.ts';
import { evmChains } from './chains-table.ts';
import { isMissing, nodeTexts } from './node/texts.ts';

/** `node.ethereum` */
export function nodeOf(chain: ChainId): string | undefined {
  return evmChains.some(({ id }) => id === chain) ? `node.${chainName(chain)}` : undefined;
}

/** Bodies of a refusal are short. Of a longer one it matters whether it came whole. */
const LONGEST_REFUSAL = 2_000;

/** What a node has not, and how long a range may be, is as good as an answer: with it a run can be had again offline. */
function judgeNode(_request: Request, response: Response): Verdict {
  if (response.body.length > LONGEST_REFUSAL)
    return response.status === 200 && isJson(response.body) ? 'good' : 'bad';
  const answer = rpcAnswer(nodeTexts, response);
  if ('result' in answer) return answer.result === null ? 'bad' : 'good';
  if ('refused' in answer) return isMissing(answer) ? 'good' : 'bad';
  if (answer.failed === 'rate') return 'transient';
  return answer.failed === 'split' && response.status === 200 ? 'good' : 'bad';
}

/** Without a base URL: asking one fails until the user gives it. */
export const nodeServices: readonly Service[] = evmChains.map(({ id }) => ({
  name: nodeOf(id) as string,
  baseUrl: '',
  inFlight: 4,
  judge: judgeNode,
}));
