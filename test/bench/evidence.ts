// Checking proofs of 1,000 transfers: of Bitcoin from real blocks (shared data), of an EVM chain over 200 made-up blocks.
import { existsSync, readFileSync } from 'node:fs';
import { createMerkleProof, createMPT } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { keccak256, Transaction, Wallet } from 'ethers';
import type { EvmProofs } from '../../src/evidence/evm/proofs.ts';
import { checkInclusion } from '../../src/evidence/inclusion.ts';
import type { Claim } from '../../src/evidence/verdict.ts';
import { outputClaims, proofsOf, rawBlock } from '../support/bitcoin-proofs.ts';
import { line } from './timed.ts';

const BLOCK = '../shared/data/btc-blocks/bcoin_block300025.raw';
const COUNT = 1_000;
const BLOCKS = 200;
const IN_A_BLOCK = 250;

export async function benchEvidence(): Promise<void> {
  if (existsSync(BLOCK)) await bitcoin();
  else line('verify, Bitcoin', 'skipped: no shared data');
  await evm();
}

async function checked(name: string, claims: readonly Claim[], part: string, proofs: unknown): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(proofs));
  const tally = { hashes: 0 };
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { transfers } = await checkInclusion(claims, new Map([[part, bytes]]), new Set(), tally);
  const ms = performance.now() - start;
  const user = process.cpuUsage(cpu).user / 1000;
  const proved = transfers.filter(({ standing }) => standing === 'proved').length;
  const memory = process.memoryUsage().rss / 2 ** 20;
  line(
    name,
    `${ms.toFixed(0)} ms (${user.toFixed(0)} of the processor), ${proved} proved, ${tally.hashes} hashes, proofs ${(bytes.length / 2 ** 20).toFixed(1)} MiB, ${memory.toFixed(0)} MiB resident`,
  );
}

async function bitcoin(): Promise<void> {
  const blocks = [rawBlock(readFileSync(BLOCK), 300_025)];
  const claims = outputClaims(blocks).slice(0, COUNT);
  const wanted = new Set(claims.map(({ tx }) => tx));
  const proofs = proofsOf(blocks, (tx) => wanted.has(tx.getId()));
  await checked(`verify, ${claims.length} transfers of Bitcoin`, claims, 'proofs/bitcoin.json', proofs);
}

async function evm(): Promise<void> {
  const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
  const blocks: string[] = [];
  const transactions: EvmProofs['transactions'] = [];
  const claims: Claim[] = [];
  const token = 'cc'.repeat(20);
  const wanted = new Set(Array.from({ length: COUNT / BLOCKS }, (_, each) => (each * 47) % IN_A_BLOCK));
  for (let height = 0; height < BLOCKS; height += 1) {
    const txs = await createMPT();
    const receipts = await createMPT();
    const ids: string[] = [];
    for (let index = 0; index < IN_A_BLOCK; index += 1) {
      const raw = wanted.has(index)
        ? signed(height, index)
        : Buffer.concat([Buffer.from([2]), Buffer.alloc(150, index), Buffer.from([height, index])]);
      ids.push(keccak256(raw));
      await txs.put(RLP.encode(index), raw);
      await receipts.put(RLP.encode(index), Buffer.concat([Buffer.from([2]), receipt(token, index)]));
    }
    const word = new Uint8Array(32);
    const fields = [
      word,
      word,
      new Uint8Array(20),
      word,
      txs.root(),
      receipts.root(),
      new Uint8Array(256),
      0,
      height,
      0,
      0,
      1,
    ];
    const header = RLP.encode([...fields, new Uint8Array(), word, new Uint8Array(8)]);
    blocks.push(hex(header));
    for (const [each, index] of [...wanted].entries()) {
      const [transaction, proof] = await Promise.all(
        [txs, receipts].map((trie) => createMerkleProof(trie, RLP.encode(index))),
      );
      transactions.push({
        block: keccak256(header),
        index,
        transaction: (transaction ?? []).map(hex),
        receipt: (proof ?? []).map(hex),
      });
      const tx = ids[index] as string;
      const common = { chain: 'eip155:1', tx, height, time: 1, spends: undefined, isPart: false };
      claims.push(
        // Every other one a payment, whose payer is worked out from its signature.
        each % 2 === 0
          ? {
              ...common,
              transfer: `${tx}/token/0x${token}/0/-`,
              asset: `eip155:1/erc20:0x${token}`,
              from: `0x${'aa'.repeat(20)}`,
              to: `0x${'bb'.repeat(20)}`,
              amount: BigInt(index),
            }
          : {
              ...common,
              transfer: `${tx}/value`,
              asset: 'eip155:1/slip44:60',
              from: payer.address,
              to: PAYEE,
              amount: BigInt(index + 1),
            },
      );
    }
  }
  const name = `verify, ${claims.length} receipts over ${BLOCKS} blocks`;
  await checked(name, claims, 'proofs/eip155-1.json', { blocks, transactions });
}

const payer = new Wallet(`0x${'51'.repeat(32)}`);
const PAYEE = `0x${'0b'.repeat(20)}`;

function signed(height: number, index: number): Uint8Array {
  const fees = { maxFeePerGas: 9n, maxPriorityFeePerGas: 1n, gasLimit: 60_000n };
  const payment = {
    type: 2,
    chainId: 1,
    nonce: height * IN_A_BLOCK + index,
    to: PAYEE,
    value: BigInt(index + 1),
  };
  const tx = Transaction.from({ ...payment, ...fees });
  tx.signature = payer.signingKey.sign(tx.unsignedHash);
  return Buffer.from(tx.serialized.slice(2), 'hex');
}

/** One Transfer event of `index` units. */
function receipt(token: string, index: number): Uint8Array {
  const bytes = (text: string): Buffer => Buffer.from(text, 'hex');
  const topics = [
    bytes('ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'),
    bytes('aa'.repeat(20).padStart(64, '0')),
    bytes('bb'.repeat(20).padStart(64, '0')),
  ];
  const data = bytes(index.toString(16).padStart(64, '0'));
  return RLP.encode([Uint8Array.of(1), 21_000, new Uint8Array(256), [[bytes(token), topics, data]]]);
}
