// Five real blocks of Ethereum as GraphSense exports them (shared/data/eth-15m): every movement of the coin and of tokens, each
// sum worked out here from the rows themselves.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ETHEREUM } from '../../../src/model/chain.ts';
import type { Ledger } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import { ledgersOf, warehouseOf, written } from './support.ts';

const FOLDER = '../shared/data/eth-15m';
const isThere = existsSync(FOLDER);
const name = isThere ? 'real blocks of Ethereum' : 'real blocks of Ethereum (skipped: no shared data)';
const FIRST = 15_000_000;
const LAST = 15_000_004;

function rowsOf(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(`${FOLDER}/${file}`, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((column, at) => [column, cells[at] ?? '']));
  });
}

/** `199e17` too. */
function units(text: string): bigint {
  const [digits = '', power = '0'] = text.split('e');
  return BigInt(digits) * 10n ** BigInt(power);
}

test.skipIf(!isThere)(
  name,
  async () => {
    const flat = rowsOf('transfers_flat.csv').filter(({ kind }) => kind === 'erc20');
    const events = flat.map((row) => {
      const {
        block,
        tx_hash: tx,
        log_index: event,
        token,
        from,
        to,
        raw_value: value,
      } = row as Record<string, string>;
      return [token, from, to, value, tx, event, block].join();
    });
    const header = 'token_address,from_address,to_address,value,transaction_hash,log_index,block_number';
    const tokens = written('token_transfers.csv', `${[header, ...events].join('\n')}\n`);
    // The coins of the first block are in the traces, the block itself is not: its header says 0.
    const genesis = written('genesis.csv', 'number,timestamp\n0,0\n');
    const ledger = (
      await ledgersOf(
        await warehouseOf(
          '--chain',
          'ethereum',
          `${FOLDER}/blocks.csv`,
          `${FOLDER}/traces.csv`,
          genesis,
          tokens,
        ),
      )
    ).get(ETHEREUM) as Ledger;

    // What the rows say: calls that only carry the value of the call above them move nothing.
    const sums = new Map<string, bigint>();
    const add = (address: string | undefined, asset: string, amount: bigint): void => {
      if (address === undefined || address === '' || /^0x0{40}$/.test(address)) return;
      const key = `${address} ${asset}`;
      sums.set(key, (sums.get(key) ?? 0n) + amount);
    };
    const inBlocks = (height: string | undefined): boolean =>
      Number(height) >= FIRST && Number(height) <= LAST;
    let movements = 0;
    for (const row of rowsOf('traces.csv')) {
      const { blockId, fromAddress, toAddress, value = '0', status, callType, txHash } = row;
      const isMoved = status === '1' && units(value) > 0n && callType !== 'delegatecall';
      if (!inBlocks(blockId) || !isMoved) continue;
      if (txHash !== '') movements += 1;
      add(fromAddress, 'ETH', -units(value));
      add(toAddress, 'ETH', units(value));
    }
    // As counted apart from this test, in shared/data/README.md.
    expect(movements).toBe(858);
    let tokenMovements = 0;
    for (const { block, token = '', from, to, raw_value: value = '0' } of flat) {
      if (!inBlocks(block) || units(value) === 0n) continue;
      tokenMovements += 1;
      add(from, token, -units(value));
      add(to, token, units(value));
    }
    expect(tokenMovements).toBeGreaterThan(600);

    const signal = new AbortController().signal;
    const asOf = await ledger.head({}, signal);
    expect(asOf.height).toBe(LAST);
    const owners = [...new Set([...sums.keys()].map((key) => key.split(' ')[0] as string))];
    const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal };
    const found = new Map<string, bigint>();
    const seen = new Map<string, string>();
    for await (const page of ledger.transfersOf(
      owners.map((text) => wallet(ETHEREUM, text as never)),
      scope,
    )) {
      const own = (page.subject as { address: string }).address;
      for (const { id, at, from, to, asset, amount } of page.transfers) {
        if (!inBlocks(String(at?.height))) continue;
        if (from.kind !== 'issued') seen.set(id, asset);
        const key = `${own} ${asset.split(/erc20:|slip44:60/)[1] || 'ETH'}`;
        if (from.kind === 'wallet' && from.address === own) found.set(key, (found.get(key) ?? 0n) - amount);
        if (to.kind === 'wallet' && to.address === own) found.set(key, (found.get(key) ?? 0n) + amount);
      }
    }
    for (const [key, sum] of sums) expect([key, found.get(key) ?? 0n]).toEqual([key, sum]);
    expect([...seen.values()].filter((asset) => asset.endsWith('slip44:60')).length).toBe(858);
  },
  60_000,
);
