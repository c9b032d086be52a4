// The Ronin attacker's wallet (shared/data/ronin, facts of the chain) and five whole blocks (shared/data/eth-15m), printed
// by the fake explorer. Expected figures: published (shared/reference/cases.md), or added up here from the files.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import { placeKey } from '../../../src/model/place.ts';
import { type EvmInternal, type EvmTx, explorerWorld } from '../../support/explorer-world.ts';
import { historyOf, ledgerOn, scopeAt, tx } from './setup.ts';

const ronin = '../shared/data/ronin/anchor_flows.csv';
const traces = '../shared/data/eth-15m/traces.csv';
const [noRonin, noTraces] = [!existsSync(ronin), !existsSync(traces)];
const unless = (absent: boolean) => (absent ? ' (skipped: no shared data)' : '');
const sources: readonly SourceName[] = ['blockscout', 'etherscan'];

const WALLET = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const ETHER = 10n ** 18n;

/** A receipt of 0 gas: the file holds no fees. */
function roninTxs(): EvmTx[] {
  const rows = readFileSync(ronin, 'utf8').trim().split('\n').slice(1);
  return rows.map((line, index): EvmTx => {
    const [block, time, hash = '', kind, from = '', to = '', value = ''] = line.split(',');
    const place = { block: Number(block), time: Number(time), index, hash, gasUsed: 0n };
    const other = `0x${'c'.repeat(40)}`;
    if (kind === 'native') return tx({ ...place, from, to, value: BigInt(value) });
    if (kind === 'internal') {
      const call = { path: '0', from, to, value: BigInt(value), type: 'call' };
      return tx({ ...place, from: other, to: from, internals: [call] });
    }
    const move = { contract: USDC, from, to, amount: BigInt(value), logIndex: index };
    return tx({ ...place, from: other, to: USDC, tokens: [move] });
  });
}

for (const source of sources) {
  test.skipIf(noRonin)(`${source}: the Ronin wallet's published figures${unless(noRonin)}`, async () => {
    const { http } = explorerWorld(roninTxs(), { tip: 14_700_000 });
    const { transfers, gaps } = await historyOf(ledgerOn(http, [source]), WALLET, scopeAt(14_667_134));
    expect(gaps).toEqual([]);
    expect(transfers.length).toBe(245);
    const byHash = (hash: string) => transfers.filter((one) => one.txId === hash);
    const drain = byHash('0xc28fad5e8d5e0ce6a2eaf67b6687be5d58113e16be590824d6cfa1a94467d0b7');
    expect(drain.map((one) => [one.amount, one.asset, one.id.includes('/trace/')])).toEqual([
      [173_600n * ETHER, 'eip155:1/slip44:60', true],
    ]);
    const usdc = byHash('0xed2c72ef1a552ddaec6dd1f5cddf0b59a8f37f82bdda5257d9c7c37db7bb9b08');
    expect(usdc.map((one) => [one.amount, one.asset])).toEqual([
      [25_500_000_000_000n, `eip155:1/erc20:${USDC}`],
    ]);
    const out = transfers.filter((one) => one.asset.endsWith(':60') && placeKey(one.from).endsWith(WALLET));
    expect(out.length).toBe(28);
    expect(new Set(out.map((one) => placeKey(one.to))).size).toBe(23);
    expect(out.reduce((sum, one) => sum + one.amount, 0n)).toBe(14_603_985_603n * 10n ** 13n);
    const dust = transfers.filter(
      (one) => one.id.endsWith('/value') && placeKey(one.to).endsWith(WALLET) && one.amount <= ETHER / 100n,
    );
    expect(dust.length).toBe(203);
  });
}

interface Trace {
  readonly block: number;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly value: bigint;
  readonly ok: boolean;
  readonly call: string;
  readonly hash: string;
}

/** Eight values of the file stand in scientific notation; all are whole. */
function exact(text: string): bigint {
  const [digits = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(Number(power) - fraction.length);
}

function readTraces(): Trace[] {
  const [, ...lines] = readFileSync(traces, 'utf8').trim().split('\n');
  return lines
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .map(([, block, id = '', , from = '', to = '', value = '', status, call = '', hash = '']) => ({
      ...{ block: Number(block), id, from, to, value: exact(value || '0'), ok: status === '1', call, hash },
    }))
    .filter((trace) => trace.block >= 15_000_000 && trace.hash !== '');
}

test.skipIf(noTraces)(`five real blocks: delegated value is not money${unless(noTraces)}`, async () => {
  const all = readTraces();
  const path = (trace: Trace) => trace.id.split('_').slice(2).join('_');
  const byTx = new Map<string, Trace[]>();
  for (const trace of all) byTx.set(trace.hash, [...(byTx.get(trace.hash) ?? []), trace]);
  const txs = [...byTx.values()].flatMap((rows, index): EvmTx[] => {
    const top = rows.find((row) => path(row) === '');
    // Three creations of no value whose own transactions are not in the file.
    if (!top) return [];
    const internals = rows
      .filter((row) => row !== top)
      .map((row): EvmInternal => {
        const type = row.call === '' ? row.id.split('_')[0] : row.call;
        const ended = row.ok ? {} : { error: 'failed' };
        return { path: path(row), from: row.from, to: row.to, value: row.value, type: type ?? '', ...ended };
      });
    const place = { hash: top.hash, block: top.block, index, from: top.from, to: top.to, gasUsed: 0n };
    return [tx({ ...place, value: top.value, internals, ...(top.ok ? {} : { failed: true as const }) })];
  });
  expect(txs.length).toBe(1_079);
  const { http } = explorerWorld(txs, { tip: 15_001_000 });
  const ledger = ledgerOn(http, ['etherscan']);
  const parties = new Set(all.flatMap((row) => [row.from, row.to]).filter((text) => text !== ''));
  const places = [...parties].map(
    (text) => ({ kind: 'wallet', chain: ledger.chain, address: ledger.parseAddress(text) }) as const,
  );
  const found = new Map<string, bigint>();
  for await (const page of ledger.transfersOf(places, scopeAt(15_000_004, { concurrency: 16 }))) {
    expect(page.gaps).toEqual([]);
    for (const one of page.transfers) found.set(one.id, one.amount);
  }
  // shared/data/README.md: 858 non-zero native movements, 417 of them top-level and 441 internal.
  const top = [...found.keys()].filter((id) => id.endsWith('/value'));
  expect([top.length, found.size - top.length]).toEqual([417, 441]);
});
