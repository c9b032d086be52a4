// The contracts of contracts/*.sol on a node: deployed, called, and put where a genuine token is on the real chain.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Interface, type InterfaceAbi } from 'ethers';
import type { Anvil } from './anvil.ts';

interface Compiled {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

function read(file: string): Readonly<Record<string, Compiled>> {
  return JSON.parse(readFileSync(new URL(`./contracts/${file}`, import.meta.url), 'utf8'));
}

const compiled = { ...read('contracts.json'), ...read('ens.json') };

/** What the tests read of a receipt; numbers as the node writes them. */
export interface Receipt {
  readonly transactionHash: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly status: string;
  readonly gasUsed: string;
  readonly effectiveGasPrice: string;
  readonly contractAddress: string | null;
}

export interface Sent {
  readonly from: string;
  readonly to?: string;
  readonly value?: bigint;
  readonly data?: string;
  /** For what fails: the node would refuse to estimate it. */
  readonly gas?: bigint;
  readonly gasPrice?: bigint;
}

function contract(name: string): Compiled & { readonly face: Interface } {
  const found = compiled[name];
  if (found === undefined) throw new Error(`no contract ${name}`);
  return { ...found, face: new Interface(found.abi) };
}

export function call(name: string, method: string, ...args: readonly unknown[]): string {
  return contract(name).face.encodeFunctionData(method, args);
}

/** Sent by an account of the node, and in a block of its own. */
export async function send(node: Anvil, sent: Sent): Promise<Receipt> {
  // Numbers as JSON-RPC writes them; what is undefined is not sent.
  const tx = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
    ]),
  );
  const hash = await node.rpc('eth_sendTransaction', tx);
  // The block is made a moment after the answer.
  for (let tries = 0; tries < 500; tries += 1) {
    const receipt = await node.rpc('eth_getTransactionReceipt', hash);
    if (receipt !== null) return receipt as Receipt;
    await wait(2);
  }
  throw new Error(`${hash} is in no block`);
}

/** The address, lower case. */
export async function deploy(
  node: Anvil,
  from: string,
  name: string,
  args: readonly unknown[] = [],
  more: Pick<Sent, 'value' | 'gasPrice'> = {},
): Promise<string> {
  const { bytecode, face } = contract(name);
  const data = bytecode + face.encodeDeploy(args).slice(2);
  const receipt = await send(node, { from, data, ...more });
  if (receipt.status !== '0x1') throw new Error(`${name} could not be deployed`);
  return (receipt.contractAddress as string).toLowerCase();
}

/** Code and storage of a deployed contract at another address too: that of a genuine token, say. */
export async function placedAt(node: Anvil, address: string, deployed: string, slots = 3): Promise<string> {
  await node.rpc('anvil_setCode', address, await node.rpc('eth_getCode', deployed, 'latest'));
  for (let slot = 0; slot < slots; slot += 1) {
    const at = `0x${slot.toString(16)}`;
    const word = await node.rpc('eth_getStorageAt', deployed, at, 'latest');
    await node.rpc('anvil_setStorageAt', address, `0x${slot.toString(16).padStart(64, '0')}`, word);
  }
  return address.toLowerCase();
}
