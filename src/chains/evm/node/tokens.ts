// What tokens say of themselves, asked of the node: the symbol and the decimals that explorers write into every row.
import { AbiCoder, decodeBytes32String, Interface } from 'ethers';
import type { Address } from '../../../model/address.ts';
import type { Block } from '../../../model/ledger.ts';
import type { Asking } from '../../asking.ts';
import { eachConcurrently } from '../../concurrent.ts';
import type { TokenBook } from '../../token-book.ts';
import { tokenAsset } from '../assets.ts';
import { hexOf } from '../quantities.ts';
import type { NodeSource } from '../source.ts';
import { askNode } from './ask.ts';
import { LOOKUPS } from './blocks.ts';

const erc20 = new Interface([
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
]);

/** Of those that nobody told of before. */
export async function learnTokens(
  source: NodeSource,
  book: TokenBook,
  contracts: readonly Address[],
  at: Block,
  asking: Asking,
): Promise<void> {
  const unknown = [...new Set(contracts)].filter(
    (contract) => book.info(tokenAsset(at.chain, contract)) === undefined,
  );
  const told = eachConcurrently(unknown, LOOKUPS, async (contract) => {
    const ask = async (name: 'symbol' | 'decimals') => {
      const call = { to: contract, data: erc20.encodeFunctionData(name) };
      const answer = await askNode(source, 'eth_call', [call, hexOf(at.height)], asking);
      return 'result' in answer && typeof answer.result === 'string' ? answer.result : '0x';
    };
    const [symbol, decimals] = [symbolIn(await ask('symbol')), decimalsIn(await ask('decimals'))];
    return { asset: tokenAsset(at.chain, contract), symbol, decimals };
  });
  for await (const telling of told) book.learn([telling]);
}

/** Old tokens (MKR) answer with 32 bytes in place of a string. A contract may answer with anything. */
function symbolIn(data: string): string | undefined {
  try {
    if (data.length === 66) return decodeBytes32String(data);
    return AbiCoder.defaultAbiCoder().decode(['string'], data)[0] as string;
  } catch {
    return undefined;
  }
}

function decimalsIn(data: string): number | undefined {
  return /^0x0{62}[0-9a-f]{2}$/i.test(data) ? Number(data) : undefined;
}
