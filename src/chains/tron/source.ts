// The questions that TronGrid can be asked: its lists of an account, and the node behind it as far as it is irreversible.
import type { Address } from '../../model/address.ts';
import { type Asked, type Asking, answerTo } from '../asking.ts';
import { type Listed, listAnswer, nodeAnswer } from './answer.ts';

export type ListName = 'transactions' | 'transactions/trc20' | 'internal-transactions';

export function askList(
  source: Asked,
  address: Address,
  list: ListName,
  query: Readonly<Record<string, string>>,
  asking: Asking,
): Promise<Listed> {
  return answerTo(source, list, { path: `/v1/accounts/${address}/${list}`, query }, asking, listAnswer);
}

/** Events of a contract by their name. */
export function askEvents(
  source: Asked,
  contract: string,
  query: Readonly<Record<string, string>>,
  asking: Asking,
): Promise<Listed> {
  return answerTo(source, 'events', { path: `/v1/contracts/${contract}/events`, query }, asking, listAnswer);
}

/** The account as it is now: one row, or none where the address was never activated. */
export async function askAccount(source: Asked, address: Address, asking: Asking): Promise<unknown> {
  const query = { only_confirmed: 'true' };
  const request = { path: `/v1/accounts/${address}`, query };
  return (await answerTo(source, 'accounts', request, asking, listAnswer)).rows[0];
}

export type NodeMethod = 'getnowblock' | 'getblockbynum' | 'gettransactionbyid' | 'gettransactioninfobyid';

/** undefined: no such thing, as far as the chain is irreversible. */
export async function askNode(
  source: Asked,
  method: NodeMethod,
  body: Readonly<Record<string, unknown>>,
  asking: Asking,
): Promise<unknown> {
  const request = { path: `/walletsolidity/${method}`, body: JSON.stringify(body) };
  return (await answerTo(source, method, request, asking, nodeAnswer)).value;
}
