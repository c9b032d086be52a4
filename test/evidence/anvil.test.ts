// Typed transactions and receipts of a real node, proved: five of one block, with events and a failure, from the node's own
// blocks to a verdict. Blobs are not among them: a node wants their contents.
import { Transaction, type TransactionLike, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchProofs } from '../../src/evidence/fetching.ts';
import { checkInclusion } from '../../src/evidence/inclusion.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import { type Anvil, noAnvil, startAnvil } from '../support/anvil.ts';
import { call, deploy } from '../support/contracts.ts';

const payer = new Wallet(`0x${'51'.repeat(32)}`);
/** Lends its name to a contract. */
const lender = new Wallet(`0x${'52'.repeat(32)}`);
const PAYEE = `0x${'0b'.repeat(20)}`;

describe.skipIf(noAnvil !== '')(`a block of a real node${noAnvil}`, () => {
  let node: Anvil;
  let txs: Transaction[];
  let block: { number: string; hash: string; timestamp: string };
  let token: string;
  beforeAll(async () => {
    node = await startAnvil();
    const [account] = (await node.rpc('eth_accounts')) as [string];
    await node.rpc('anvil_setBalance', payer.address, `0x${(10n ** 20n).toString(16)}`);
    token = await deploy(node, account, 'Token', ['TOK', 6]);
    const kinds: readonly TransactionLike[] = [
      { type: 0, gasPrice: 10n ** 10n, to: PAYEE, value: 1_000n },
      {
        type: 1,
        gasPrice: 10n ** 10n,
        accessList: [{ address: token, storageKeys: [`0x${'00'.repeat(32)}`] }],
        to: token,
        data: call('Token', 'mint', payer.address, 700n),
      },
      { type: 2, to: token, data: call('Token', 'transfer', PAYEE, 300n) },
      {
        type: 4,
        authorizationList: [lender.authorizeSync({ address: token, nonce: 0n, chainId: 1n })],
        to: PAYEE,
        value: 2_000n,
      },
      // More than there is: it fails, and is in the block.
      { type: 2, to: token, data: call('Token', 'transfer', PAYEE, 10_000n) },
    ];
    const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };
    txs = kinds.map((kind, n) => {
      const own = (kind.type ?? 0) < 2 ? {} : fees;
      const tx = Transaction.from({ chainId: 1, nonce: n, gasLimit: 200_000, ...own, ...kind });
      tx.signature = payer.signingKey.sign(tx.unsignedHash);
      return tx;
    });
    await node.rpc('evm_setAutomine', false);
    for (const { serialized } of txs) await node.rpc('eth_sendRawTransaction', serialized);
    await node.rpc('evm_mine');
    block = (await node.rpc('eth_getBlockByNumber', 'latest', false)) as typeof block;
  }, 60_000);
  afterAll(() => node?.stop());

  const claimOf = (n: number, change: Partial<Claim> = {}): Claim => {
    const { hash, value } = txs[n] as Transaction;
    return {
      chain: 'eip155:1',
      tx: hash as string,
      transfer: `${hash}/value`,
      height: Number(block.number),
      time: Number(block.timestamp),
      asset: 'eip155:1/slip44:60',
      isPart: false,
      from: payer.address,
      to: PAYEE,
      amount: value,
      spends: undefined,
      ...change,
    };
  };
  const moved = (n: number, amount: bigint, change: Partial<Claim> = {}): Claim =>
    claimOf(n, {
      transfer: `${txs[n]?.hash}/token/${token}/0/-`,
      asset: `eip155:1/erc20:${token}`,
      amount,
      ...change,
    });
  async function standings(claims: readonly Claim[]) {
    const fetching = {
      http: node.http,
      signal: new AbortController().signal,
      concurrency: 2,
      link: 0,
      linkEvm: 0,
      anchors: [],
      hasService: () => true,
    };
    const { parts, notes } = await fetchProofs(claims, fetching);
    const { transfers, anchors, faults } = await checkInclusion(claims, parts, new Set(), { hashes: 0 });
    return { notes, faults, anchors, standings: transfers.map(({ standing }) => standing) };
  }

  test('proves payments and events of every type, and nothing of the one that failed', async () => {
    const issued = moved(1, 700n, { from: undefined, to: payer.address });
    const claims = [claimOf(0), issued, moved(2, 300n), claimOf(3), moved(4, 10_000n)];
    expect(await standings(claims)).toEqual({
      notes: [],
      faults: [],
      anchors: [
        {
          chain: 'eip155:1',
          height: Number(block.number),
          hash: block.hash,
          basis: 'the hash alone: compare it',
          isKnown: false,
        },
      ],
      standings: ['proved', 'proved', 'proved', 'proved', 'contradicted'],
    });
  });

  test('contradicts each of them with one unit more', async () => {
    const claims = [claimOf(0), moved(2, 300n), claimOf(3)].map((claim) => ({
      ...claim,
      amount: (claim.amount as bigint) + 1n,
    }));
    expect((await standings(claims)).standings).toEqual(['contradicted', 'contradicted', 'contradicted']);
  });
});
