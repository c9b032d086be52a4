// Events of tokens as movements. Which events there are, whoever asks for them knows.
import { AbiCoder, id as topicOf } from 'ethers';
import { normalAddress } from '../../model/address.ts';
import { ETHEREUM } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import { coinLogs } from './assets.ts';
import { logOrder } from './trace-order.ts';
import type { TokenMove } from './transfers.ts';
import type { RpcLog } from './tx-answers.ts';

export const TRANSFER = topicOf('Transfer(address,address,uint256)');

export interface TxPlace {
  readonly height: number;
  readonly time: number;
  readonly txId: TxId;
  readonly txIndex: number;
}

/** Of ERC-20: three topics and one word. Four topics are an ERC-721 and move no amount. */
export function tokenMove(log: RpcLog, place: TxPlace): TokenMove | undefined {
  const [topic, from, to] = log.topics;
  if (topic !== TRANSFER || log.topics.length !== 3 || !from || !to) return undefined;
  if (!/^0x[0-9a-fA-F]{64}$/.test(log.data) || coinLogs.has(log.address) || log.removed) return undefined;
  const address = (word: string) => normalAddress(ETHEREUM, `0x${word.slice(26)}`);
  return {
    ...place,
    from: address(from),
    to: address(to),
    value: AbiCoder.defaultAbiCoder().decode(['uint256'], log.data)[0] as bigint,
    contract: log.address,
    order: logOrder(log.logIndex),
  };
}
