// What geth answered to the 145 questions of ethereum/execution-apis (shared/data/execution-apis), asked and read as a node is. The
// expected values are taken from the files by nothing but JSON.parse and BigInt.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askNode } from '../../../../src/chains/evm/node/ask.ts';
import { isMissing } from '../../../../src/chains/evm/node/texts.ts';
import type { NodeSource } from '../../../../src/chains/evm/source.ts';
import {
  readBlock,
  readLogs,
  readReceipt,
  readReceipts,
  readTx,
} from '../../../../src/chains/evm/tx-answers.ts';
import { never } from '../setup.ts';

const FOLDER = '../shared/data/execution-apis';
const note = existsSync(FOLDER) ? '' : ' (skipped: no shared data)';

interface Pair {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly answer: { readonly result?: unknown; readonly error?: { code: number; message: string } };
}

function pairs(): { readonly files: number; readonly all: readonly Pair[] } {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.io'),
  );
  const all = files.sort().flatMap((name) => {
    const lines = readFileSync(join(FOLDER, name), 'utf8').split('\n');
    const asked = lines.filter((line) => line.startsWith('>> ')).map((line) => JSON.parse(line.slice(3)));
    const told = lines.filter((line) => line.startsWith('<< ')).map((line) => JSON.parse(line.slice(3)));
    return asked.map(({ method, params = [] }, at): Pair => ({ method, params, answer: told[at] }));
  });
  return { files: files.length, all };
}

function nodeSaying(answer: unknown): NodeSource {
  const http = async () => ({ status: 200, headers: {}, body: JSON.stringify(answer) });
  return { kind: 'node', http, service: 'n', callOrder: 'kept', abilities: new Map(), halves: 'told' };
}

type Raw = Readonly<Record<string, unknown>>;

test.skipIf(note !== '')(
  `145 answers in 141 files are taken as they are: results and refusals${note}`,
  async () => {
    const { files, all } = pairs();
    expect([files, all.length]).toEqual([141, 145]);
    for (const { method, params, answer } of all) {
      const numbered = { ...answer, id: 1 };
      const told = await askNode(nodeSaying(numbered), method, params, {
        keep: { kind: 'never' },
        signal: never,
      });
      if (answer.error === undefined) expect([method, told]).toEqual([method, { result: answer.result }]);
      else expect([method, 'refused' in told && told.code]).toEqual([method, answer.error.code]);
      // None of these refusals says that geth lacks the method.
      if ('refused' in told && answer.error?.code !== -32601) expect(isMissing(told)).toBe(false);
    }
  },
);

test.skipIf(note !== '')(
  `blocks, transactions, receipts and events of every type are read to the digit${note}`,
  () => {
    const types = new Set<number>();
    const read = { blocks: 0, transactions: 0, receipts: 0, logs: 0 };
    for (const { method, answer } of pairs().all) {
      const { result } = answer;
      if (result === undefined || result === null) continue;
      if (/^eth_getBlockBy/.test(method)) {
        const raw = result as Raw;
        expect(readBlock(raw)).toEqual({
          height: Number(raw.number),
          hash: raw.hash,
          time: Number(raw.timestamp),
        });
        read.blocks += 1;
      }
      if (/^eth_getTransactionBy/.test(method)) {
        const raw = result as Raw;
        const tx = readTx(raw);
        expect([tx?.from, tx?.to ?? null, tx?.value]).toEqual([
          raw.from,
          raw.to,
          BigInt(raw.value as string),
        ]);
        types.add(Number(raw.type));
        read.transactions += 1;
      }
      const receipts =
        method === 'eth_getBlockReceipts'
          ? (result as Raw[])
          : method === 'eth_getTransactionReceipt'
            ? [result as Raw]
            : [];
      const ours =
        method === 'eth_getBlockReceipts' ? readReceipts(result) : receipts.map((each) => readReceipt(each));
      for (const [at, raw] of receipts.entries()) {
        const one = ours?.[at];
        expect([one?.gasUsed, one?.effectiveGasPrice, one?.transactionHash, one?.logs.length]).toEqual([
          BigInt(raw.gasUsed as string),
          BigInt(raw.effectiveGasPrice as string),
          raw.transactionHash,
          (raw.logs as unknown[]).length,
        ]);
        // Before Byzantium a root, and no status.
        expect(one?.status ?? undefined).toBe(raw.status === undefined ? undefined : Number(raw.status));
        expect(one?.blobGasUsed ?? undefined).toBe(
          raw.blobGasUsed === undefined ? undefined : BigInt(raw.blobGasUsed as string),
        );
        types.add(Number(raw.type));
        read.receipts += 1;
      }
      if (method === 'eth_getLogs') {
        const raws = result as Raw[];
        for (const [at, log] of readLogs(raws).entries()) {
          const raw = raws[at] as Raw;
          expect([log.blockNumber, log.logIndex]).toEqual([Number(raw.blockNumber), Number(raw.logIndex)]);
          read.logs += 1;
        }
      }
    }
    expect([...types].sort()).toEqual([0, 1, 2, 3, 4]);
    for (const [what, many] of Object.entries(read)) expect([what, many > 0]).toEqual([what, true]);
  },
);
