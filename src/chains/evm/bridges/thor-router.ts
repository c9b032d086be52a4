// THORChain's router: payments to its vaults and out of them, with their memos.
import { Interface } from 'ethers';
import type { AssetId } from '../../../model/asset.ts';
import type { BridgeActs } from '../../../model/bridge.ts';
import { landingBy, sendingBy } from '../../thorchain/sending.ts';
import { bridgeContracts } from './contracts.ts';
import { type BridgeTx, erc20, eventsOf, lower } from './logs.ts';

/** THORChain_Router.sol, the same in all versions. The coin itself stands as the address of nought. */
const abi = new Interface([
  'event Deposit(address indexed to, address indexed asset, uint256 amount, string memo)',
  'event TransferOut(address indexed vault, address indexed to, address asset, uint256 amount, string memo)',
]);
const COIN = `0x${'0'.repeat(40)}`;

export function thorActs(tx: BridgeTx): BridgeActs {
  const told = eventsOf(abi, tx, bridgeContracts(tx.chain.id).thorRouters);
  const asset = (contract: string): AssetId =>
    contract === COIN ? tx.native : erc20(tx.chain.id, lower(contract));
  return {
    sendings: told.flatMap(({ name, args }) => {
      if (name !== 'Deposit') return [];
      const paid = { asset: asset(args.asset), amount: args.amount as bigint, memo: args.memo as string };
      return sendingBy({ txId: tx.txId, ...paid, sender: undefined, leg: undefined }) ?? [];
    }),
    landings: told.flatMap(({ name, args }) =>
      name === 'TransferOut'
        ? (landingBy(args.memo, lower(args.to), asset(args.asset), args.amount) ?? [])
        : [],
    ),
  };
}
