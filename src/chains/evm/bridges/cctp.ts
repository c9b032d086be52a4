// Circle's CCTP: USDC burnt on one chain and minted on another. Version 1 numbers its messages, by source domain; in version 2
// the number is given off the chain, so the two sides are paired by all that the message says.
import { dataLength, dataSlice, Interface, keccak256, toBigInt, zeroPadValue } from 'ethers';
import type { BridgeActs, BridgeKey, Landing, Sending } from '../../../model/bridge.ts';
import { bridgeContracts, CCTP2, type CctpContracts, chainOfDomain } from './contracts.ts';
import { addressIn, addressText, type BridgeTx, erc20, eventsOf, lower, type Told } from './logs.ts';

const BRIDGE = 'Circle CCTP';

/** circlefin/evm-cctp-contracts: TokenMessenger.sol, MessageTransmitter.sol. */
const abi1 = new Interface([
  'event DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)',
  'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken)',
  'event MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)',
]);
/** TokenMessengerV2.sol, BaseTokenMessenger.sol, MessageTransmitterV2.sol. */
const abi2 = new Interface([
  'event DepositForBurn(address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData)',
  'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected)',
  'event MessageReceived(address indexed caller, uint32 sourceDomain, bytes32 indexed nonce, bytes32 sender, uint32 indexed finalityThresholdExecuted, bytes messageBody)',
]);

export function cctpActs(tx: BridgeTx): BridgeActs {
  const { domain, cctp1, cctp2 } = bridgeContracts(tx.chain.id);
  if (domain === undefined) return { sendings: [], landings: [] };
  const told1 = cctp1 === undefined ? [] : eventsOf(abi1, tx, emitters(cctp1));
  const told2 = cctp2 === undefined ? [] : eventsOf(abi2, tx, emitters(cctp2));
  return {
    sendings: [
      ...told1.flatMap((each) => (each.name === 'DepositForBurn' ? sending1(tx, domain, each) : [])),
      ...told2.flatMap((each) => (each.name === 'DepositForBurn' ? sending2(tx, domain, each) : [])),
    ],
    landings: [...landings(tx, told1, message1), ...landings(tx, told2, message2)],
  };
}

function emitters({ messenger, transmitter }: CctpContracts) {
  return [messenger, transmitter];
}

function common({ chain }: BridgeTx, { args }: Told) {
  const domain = Number(args.destinationDomain);
  return {
    bridge: BRIDGE,
    said: 'bridge' as const,
    assets: [erc20(chain.id, lower(args.burnToken))],
    amount: args.amount as bigint,
    sender: lower(args.depositor),
    leg: undefined,
    refundTo: undefined,
    to: {
      chain: chainOfDomain(domain),
      name: `CCTP domain ${domain}`,
      address: addressText(args.mintRecipient),
    },
  };
}

function sending1(tx: BridgeTx, domain: number, told: Told): Sending {
  const own = common(tx, told);
  const pays = { least: own.amount, most: own.amount };
  return { ...own, key: key1(domain, told.args.nonce), keyed: 'once', pays };
}

function sending2(tx: BridgeTx, domain: number, told: Told): Sending {
  const own = common(tx, told);
  const { burnToken, mintRecipient, depositor, maxFee, hookData } = told.args;
  const words = [zeroPadValue(burnToken, 32), mintRecipient, zeroPadValue(depositor, 32)];
  const key = key2(domain, words, [own.amount, maxFee], hookData);
  return { ...own, key, keyed: 'by-content', pays: { least: own.amount - maxFee, most: own.amount } };
}

function key1(domain: number | bigint, nonce: bigint): BridgeKey {
  return `cctp1/${domain}/${nonce}`;
}

function key2(
  domain: number | bigint,
  words: readonly string[],
  amounts: readonly bigint[],
  hook: string,
): BridgeKey {
  return ['cctp2', domain, ...words.map((word) => word.toLowerCase()), ...amounts, keccak256(hook)].join('/');
}

interface Message {
  readonly key: BridgeKey;
  readonly recipient: string;
  readonly minted: bigint;
}

/** A message counts only with its mint: other contracts send messages too, whose bodies say what they like. */
function landings(
  { chain }: BridgeTx,
  told: readonly Told[],
  read: (told: Told) => Message | undefined,
): Landing[] {
  const mints = told.filter(({ name }) => name === 'MintAndWithdraw');
  return told.flatMap((each): Landing[] => {
    const message = each.name === 'MessageReceived' ? read(each) : undefined;
    const to = message === undefined ? undefined : addressIn(message.recipient);
    if (message === undefined || to === undefined) return [];
    const own = mints.filter(
      ({ args }) => lower(args.mintRecipient) === to && args.amount === message.minted,
    );
    const assets = [...new Set(own.map(({ args }) => erc20(chain.id, lower(args.mintToken))))];
    return assets.length === 0
      ? []
      : [{ key: message.key, kind: 'paid-out', to, assets, amount: message.minted }];
  });
}

/** BurnMessage.sol: version 4 bytes, then words: burn token, recipient, amount, sender. */
function message1({ args: { sourceDomain, nonce, messageBody } }: Told): Message | undefined {
  if (dataLength(messageBody) !== 132) return undefined;
  return {
    key: key1(sourceDomain, nonce),
    recipient: word(messageBody, 1),
    minted: toBigInt(word(messageBody, 2)),
  };
}

/** BurnMessageV2.sol: as version 1, then the most and the fee taken, the last block, and data for the recipient. */
function message2({ args: { sourceDomain, sender, messageBody: body } }: Told): Message | undefined {
  // Any contract may send a message; a burn is told by the bridge's own, which is the same address everywhere.
  if (dataLength(body) < 228 || addressIn(sender) !== CCTP2.messenger) return undefined;
  const [burnToken, recipient, from] = [word(body, 0), word(body, 1), word(body, 3)];
  const [amount, maxFee, fee] = [word(body, 2), word(body, 4), word(body, 5)].map(toBigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  const key = key2(sourceDomain, [burnToken, recipient, from], [amount, maxFee], dataSlice(body, 228));
  return { key, recipient, minted: amount - fee };
}

function word(body: string, nth: number): string {
  return dataSlice(body, 4 + 32 * nth, 36 + 32 * nth);
}
