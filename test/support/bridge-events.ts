// Parts of made-up EVM chains for tests of bridges: transactions a minute apart, and events written from their signatures alone.
import { AbiCoder, id, zeroPadValue } from 'ethers';
import type { EvmLog, EvmTx } from './explorer-world.ts';

const coder = AbiCoder.defaultAbiCoder();
export const word = (address: string): string => zeroPadValue(address, 32);

/** An event by its signature: the indexed values are topics, the others data. */
export function event(
  contract: string,
  signature: string,
  indexed: readonly (string | bigint)[],
  types: readonly string[],
  data: readonly unknown[],
  logIndex: number,
): EvmLog {
  const text = coder.encode(types, data).slice(2);
  const topic = (value: string | bigint): string =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : value.length === 42 ? word(value) : value;
  return {
    contract,
    topics: [id(signature), ...indexed.map(topic)],
    data: (text.match(/.{64}/g) ?? []).map((each) => `0x${each}`),
    logIndex,
  };
}

/** Who has coins from before the first block. */
export const FUNDER = '0x00000000000000000000000000000000000f00d5';

let made = 0;
export function tx(minute: number, more: Partial<EvmTx>): EvmTx {
  made += 1;
  return {
    hash: `0x${made.toString(16).padStart(64, 'e')}`,
    ...{ block: 1_000 + minute, index: 0, time: 1_600_000_000 + 60 * minute },
    ...{ from: FUNDER, to: FUNDER, value: 0n, gasUsed: 0n, gasPrice: 0n },
    ...more,
  };
}
export const moves = (contract: string, ...rows: readonly [string, string, bigint][]) =>
  rows.map(([from, to, amount], logIndex) => ({ contract, from, to, amount, logIndex }));
