// Across: deposited in a pool on one chain, paid out by whoever is first on another. Both sides name the chain of origin and
// the number of the deposit there.
import { Interface } from 'ethers';
import type { AssetId } from '../../../model/asset.ts';
import type { BridgeActs, Landing, Sending } from '../../../model/bridge.ts';
import { type ChainId, chainName } from '../../../model/chain.ts';
import { bridgeContracts } from './contracts.ts';
import { addressIn, addressText, type BridgeTx, erc20, eventsOf, type Told } from './logs.ts';

/** across-protocol/contracts: V3SpokePoolInterface.sol, with the events of before December 2024 under other names. */
const abi = new Interface([
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
  'event V3FundsDeposited(address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint32 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, address indexed depositor, address recipient, address exclusiveRelayer, bytes message)',
  'event FilledRelay(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 exclusiveRelayer, bytes32 indexed relayer, bytes32 depositor, bytes32 recipient, bytes32 messageHash, (bytes32 updatedRecipient, bytes32 updatedMessageHash, uint256 updatedOutputAmount, uint8 fillType) relayExecutionInfo)',
  'event FilledV3Relay(address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint32 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, address exclusiveRelayer, address indexed relayer, address depositor, address recipient, bytes message, (address updatedRecipient, bytes updatedMessage, uint256 updatedOutputAmount, uint8 fillType) relayExecutionInfo)',
]);
const DEPOSITS = new Set(['FundsDeposited', 'V3FundsDeposited']);

export function acrossActs(tx: BridgeTx): BridgeActs {
  const { spokePool } = bridgeContracts(tx.chain.id);
  const told = spokePool === undefined ? [] : eventsOf(abi, tx, [spokePool]);
  return {
    sendings: told.flatMap((each) => (DEPOSITS.has(each.name) ? sending(tx, each) : [])),
    landings: told.flatMap((each) => (DEPOSITS.has(each.name) ? [] : landing(tx, each))),
  };
}

function sending(tx: BridgeTx, { args }: Told): Sending {
  const chain = `eip155:${args.destinationChainId}` as ChainId;
  const pays = args.outputAmount as bigint;
  return {
    bridge: 'Across',
    key: keyOf(tx.chain.id, args.depositId),
    said: 'bridge',
    keyed: 'once',
    assets: assetsOf(tx, args.inputToken),
    amount: args.inputAmount,
    sender: addressIn(padded(args.depositor)),
    leg: undefined,
    to: { chain, name: chainName(chain), address: addressText(padded(args.recipient)) },
    refundTo: undefined,
    pays: { least: pays, most: pays },
  };
}

function landing(tx: BridgeTx, { args }: Told): Landing[] {
  const { updatedRecipient, updatedOutputAmount } = args.relayExecutionInfo;
  const to = addressIn(padded(updatedRecipient));
  if (to === undefined) return [];
  return [
    {
      key: keyOf(`eip155:${args.originChainId}` as ChainId, args.depositId),
      kind: 'paid-out',
      to,
      assets: assetsOf(tx, args.outputToken),
      amount: updatedOutputAmount,
    },
  ];
}

function keyOf(origin: ChainId, depositId: bigint): string {
  return `across/${origin}/${depositId}`;
}

/** The wrapped coin stands for the coin itself as well: the pool wraps what it is paid, and unwraps what it pays wallets. */
function assetsOf({ chain, native }: BridgeTx, token: string): AssetId[] {
  const contract = addressIn(padded(token));
  if (contract === undefined) return [];
  const asset = erc20(chain.id, contract);
  return contract === chain.wrappedNative ? [asset, native] : [asset];
}

/** The older events have addresses of 20 bytes. */
function padded(word: string): string {
  return `0x${word.slice(2).toLowerCase().padStart(64, '0')}`;
}
