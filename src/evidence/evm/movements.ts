// Movements of tokens as the events of a receipt tell them.
import { hexOf, type Log } from './block.ts';

/** keccak256 of `Transfer(address,address,uint256)`. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** `Deposit(address,uint256)` and `Withdrawal(address,uint256)` of WETH9 and those made after it. */
const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const WITHDRAWAL = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';
export const NOBODY = `0x${'0'.repeat(40)}`;

export interface Movement {
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

export function movementIn({ address: contract, topics, data }: Log): Movement[] {
  const [topic, ...indexed] = topics;
  // Some old tokens index one of the three, or none. With four topics it is one thing of its kind, and no amount.
  if (topic !== TRANSFER || indexed.length > 2 || 32 * indexed.length + data.length !== 96) return [];
  const words = `${indexed.map((word) => word.slice(2)).join('')}${hexOf(data).slice(2)}`;
  const [from, to, amount] = [0, 64, 128].map((at) => `0x${words.slice(at, at + 64)}`) as [
    string,
    string,
    string,
  ];
  return [{ contract, from: addressIn(from), to: addressIn(to), amount: BigInt(amount) }];
}

/** Of the contract that wraps the native coin. */
export function wrapIn({ address: contract, topics, data }: Log): Movement[] {
  const [topic, whom] = topics;
  if (whom === undefined || topics.length !== 2 || data.length !== 32) return [];
  const movement = { contract, amount: BigInt(hexOf(data)) };
  if (topic === DEPOSIT) return [{ ...movement, from: NOBODY, to: addressIn(whom) }];
  return topic === WITHDRAWAL ? [{ ...movement, from: addressIn(whom), to: NOBODY }] : [];
}

function addressIn(topic: string): string {
  return `0x${topic.slice(26)}`;
}
