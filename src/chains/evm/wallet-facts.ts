// What a service can tell of a wallet as of a block.
import { Interface } from 'ethers';
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Balance, Block, WalletFacts } from '../../model/ledger.ts';
import { type Asking, parsedBy } from '../asking.ts';
import { type Known, once } from '../once.ts';
import type { TokenBook } from '../token-book.ts';
import { contractOf } from './assets.ts';
import type { EvmChain } from './chains-table.ts';
import { hexOf } from './quantities.ts';
import { askRpc, askRpcResult, canAsk, type Source } from './source.ts';
import { readAmount, readCode } from './tx-answers.ts';

const erc20 = new Interface(['function balanceOf(address owner) view returns (uint256)']);

/** EIP-7702: an ordinary account that lends its name to a contract's code. Its key still rules it. */
const delegation = /^0xef0100[0-9a-f]{40}$/;

async function balanceOf(
  source: Source,
  chain: EvmChain,
  book: TokenBook,
  address: Address,
  asset: AssetId,
  block: string,
  asking: Asking,
): Promise<Balance | undefined> {
  const contract = contractOf(chain, asset);
  if (contract === undefined && asset !== book.native.id) return undefined;
  const data = () => erc20.encodeFunctionData('balanceOf', [address]);
  const answer = contract
    ? await askRpc(source, 'eth_call', [{ to: contract, data: data() }, block], asking)
    : await askRpc(source, 'eth_getBalance', [address, block], asking);
  // Reverted, pruned, no contract: the source cannot tell, which is not zero.
  const amount = 'result' in answer ? readAmount(answer.result) : undefined;
  return amount === undefined ? undefined : { asset, amount };
}

async function codeOf(source: Source, address: Address, block: string, asking: Asking): Promise<string> {
  const at = canAsk(source, 'eth_call') ? block : 'latest';
  const code = await askRpcResult(source, 'eth_getCode', [address, at], asking);
  return parsedBy(source, 'eth_getCode', () => readCode(code));
}

/** `codes`: what is known of this and other wallets. */
export async function factsOf(
  source: Source,
  chain: EvmChain,
  book: TokenBook,
  address: Address,
  at: Block,
  assets: readonly AssetId[],
  codes: Known<string>,
  signal: AbortSignal,
): Promise<WalletFacts> {
  const asking: Asking = { keep: { kind: 'pinned', block: at.hash }, signal };
  const block = hexOf(at.height);
  const ask = () => codeOf(source, address, block, asking);
  const bytes = await once(codes, `${source.service} ${address} ${at.hash}`, ask);
  const balances: Balance[] = [];
  // Etherscan's free plan answers balances as of now, whatever block is asked for.
  for (const asset of canAsk(source, 'eth_getBalance') ? assets : []) {
    const balance = await balanceOf(source, chain, book, address, asset, block, asking);
    if (balance) balances.push(balance);
  }
  return { contract: bytes !== '0x' && !delegation.test(bytes), balances };
}
