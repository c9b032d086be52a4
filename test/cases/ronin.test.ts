// The Ronin case: recorded facts of one wallet. Expected figures: shared/reference/cases.md (read from the raw chain), plain
// addition over world.txt, and the independent interpreter test/support/oracle.ts.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { evmChain } from '../../src/chains/evm/chains-table.ts';
import { explorerLedger } from '../../src/chains/evm/explorer-ledger.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import { placeKey, wallet } from '../../src/model/place.ts';
import type { Transfer } from '../../src/model/transfer.ts';
import { replaying } from '../../src/net/replaying.ts';
import { readTape } from '../../src/net/tape.ts';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { expectFrozen } from '../support/frozen.ts';
import { accountOracle } from '../support/oracle.ts';
import type { Convention } from '../support/oracle-lots.ts';
import { readFactWorld, serveFactWorld } from '../support/world-facts.ts';
import { type RenderedTape, renderTape } from '../support/world-tape.ts';

const FOLDER = 'fixtures/cases/ronin';
const ETH = 'eip155:1/slip44:60';
const USDC = 'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const WALLET = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const HEIST = '0xc28fad5e8d5e0ce6a2eaf67b6687be5d58113e16be590824d6cfa1a94467d0b7';
const HEIST_USDC = '0xed2c72ef1a552ddaec6dd1f5cddf0b59a8f37f82bdda5257d9c7c37db7bb9b08';
const ETHER = 10n ** 18n;
/** 146,039.85603 ETH */
const PAID_OUT = 14_603_985_603n * 10n ** 13n;
const CONVENTIONS: readonly Convention[] = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'];

const world = readFactWorld(join(FOLDER, 'world.txt'));
const outflows = world.facts.filter(({ from }) => from === WALLET);

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

let tape: RenderedTape;
let result: ResultJson;
beforeAll(async () => {
  tape = await renderTape(FOLDER, serveFactWorld(world), {
    note: 'Blockscout answers rendered from the recorded facts in world.txt. Not among them and made up: block hashes, gas (shown as 0, so no fees), the index of a transaction in its block (the order of the file), the senders of the internal call and of the token transfers, log indexes. Balances are refused.',
    source: 'world.txt',
  });
  const { code, out, err } = await cli([
    'run',
    FOLDER,
    '--json',
    '--convention',
    'all',
    '--replay',
    tape.file,
  ]);
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) as string });
  result = JSON.parse(out) as ResultJson;
}, 30_000);

function runNamed(name: string): RunJson {
  return result.runs.find((run) => run.name === name) as RunJson;
}

/** The wallet's history as the program's own adapter reads it off the tape. */
async function history(): Promise<Transfer[]> {
  const chain = evmChain(ETHEREUM);
  if (chain === undefined) throw new Error('no row for ethereum');
  const ledger = explorerLedger(replaying(await readTape(tape.file)), chain, { sources: ['blockscout'] });
  const { signal } = new AbortController();
  const asOf = await ledger.head({ height: 14_667_134 }, signal);
  const transfers: Transfer[] = [];
  const places = [wallet(ETHEREUM, ledger.parseAddress(WALLET))];
  for await (const page of ledger.transfersOf(places, { asOf, hubLimit: 10_000, concurrency: 1, signal })) {
    expect(page.gaps).toEqual([]);
    transfers.push(...page.transfers);
  }
  return transfers;
}

test('the frozen results are what the case gives, field by field', () => expectFrozen(FOLDER));

describe('the tape', () => {
  test('is what world.txt renders, and its note says what is made up', async () => {
    expect([tape.run.code, tape.run.err]).toEqual([0, expect.any(String)]);
    await expect(tape.text).toMatchFileSnapshot(join(process.cwd(), FOLDER, 'tape', 'blockscout.jsonl'));
    const { headers } = await readTape(tape.file);
    expect(headers[0]?.note).toMatch(/made up: block hashes, gas .* index/);
  });

  test('holds the published wallet: 245 transfers, 203 receipts of dust, the internal call, the USDC', async () => {
    const transfers = await history();
    expect(transfers.length).toBe(245);
    const received = transfers.filter((one) => placeKey(one.to).endsWith(WALLET));
    const dust = received.filter(
      ({ id, amount, asset }) => asset === ETH && id.endsWith('/value') && amount <= ETHER / 100n,
    );
    expect(dust.length).toBe(203);
    const [call] = received.filter(({ txId }) => txId === HEIST);
    expect([call?.amount, call?.asset, call?.id.includes('/trace/')]).toEqual([173_600n * ETHER, ETH, true]);
    const [usdc] = received.filter(({ txId }) => txId === HEIST_USDC);
    expect([usdc?.amount, usdc?.asset]).toEqual([25_500_000_000_000n, USDC]);
  });
});

describe('what left the wallet', () => {
  test('146,039.85603 ETH in 28 payments to 23 wallets, and 25,500,000 USDC to two of them', () => {
    const run = runNamed('wallet');
    expect(run.seeds.map(({ injected }) => injected)).toEqual([
      { [ETH]: String(PAID_OUT), [USDC]: '25500000000000' },
    ]);
    expect(outflows.filter(({ asset }) => asset === 'ETH').length).toBe(28);
    const paid = (asset: string) =>
      run.notFollowed.filter(({ amounts }) => amounts.fifo?.[asset] !== undefined);
    expect([paid(ETH).length, paid(USDC).length]).toEqual([23, 2]);
    expect(sum(paid(ETH).map(({ amounts }) => BigInt(amounts.fifo?.[ETH] ?? '0')))).toBe(PAID_OUT);
    expect(new Set(run.notFollowed.map(({ reason }) => reason))).toEqual(new Set(['evidence-ends']));
  });

  test('each payee has, under every convention, what world.txt adds up to', () => {
    const run = runNamed('wallet');
    for (const { address, amounts } of run.notFollowed)
      for (const convention of CONVENTIONS)
        for (const [symbol, asset] of [
          ['ETH', ETH],
          ['USDC', USDC],
        ] as const) {
          const paid = outflows.filter(({ to, asset: of }) => to === address.toLowerCase() && of === symbol);
          const all = sum(paid.map(({ amount }) => amount));
          expect([address, convention, amounts[convention]?.[asset]]).toEqual([
            address,
            convention,
            all === 0n ? undefined : String(all),
          ]);
        }
  });

  test('nothing is known to have reached a service, and there is no gap', () => {
    for (const { name, endpoints, gaps } of result.runs)
      expect([name, endpoints, gaps]).toEqual([name, [], []]);
  });
});

test.each(['wallet', 'proceeds'])(
  '%s: the two wallets that sold the USDC are suggested as desks, and nothing else is',
  (name) => {
    // 330 + 3,364.537583527971690307 ETH for 1 + 10 million USDC; 300 + 3,390 + 1,180.142605602774505227 for 1 + 10 + 3.5 million.
    const found = runNamed(name).patterns.filter(({ kind }) => kind === 'desk-swap');
    expect(
      found.map(({ places, asset, counts, exchanged }) => [
        ...places.map(({ address }) => address.toLowerCase()),
        ...[asset, counts, exchanged],
      ]),
    ).toEqual([
      [
        ...[WALLET, '0x665660f65e94454a64b96693a67a41d440155617', USDC, { payments: 3, paybacks: 3 }],
        { given: '14500000000000', asset: ETH, received: '4870142605602774505227' },
      ],
      [
        ...[WALLET, '0xe708f17240732bbfa1baa8513f66b665fbc7ce10', USDC, { payments: 2, paybacks: 2 }],
        { given: '11000000000000', asset: ETH, received: '3694537583527971690307' },
      ],
    ]);
  },
);

describe('what became of the two amounts taken', () => {
  test.each(CONVENTIONS)('%s agrees with the oracle, payee by payee', (convention) => {
    const run = runNamed('proceeds');
    for (const [symbol, asset, tx] of [
      ['ETH', ETH, HEIST],
      ['USDC', USDC, HEIST_USDC],
    ] as const) {
      const facts = world.facts.filter((fact) => fact.asset === symbol);
      // The payer of the one payment that is the seed stands for the seed; nothing else is its.
      const answer = accountOracle(
        {
          transfers: facts.map(({ tx: id, from, to, amount }) => ({
            tx: id,
            from: id === tx ? 'seed' : from,
            to,
            amount,
          })),
          seeds: ['seed'],
          endpoints: [],
          unexplored: [...new Set(facts.flatMap(({ from, to }) => [from, to]))].filter(
            (one) => one !== WALLET,
          ),
        },
        convention,
      );
      for (const payee of new Set(outflows.map(({ to }) => to))) {
        const found = run.notFollowed.find(({ address }) => address.toLowerCase() === payee);
        expect([payee, found?.amounts[convention]?.[asset] ?? '0']).toEqual([
          payee,
          String(answer.notFollowed[payee]?.seed ?? 0n),
        ]);
      }
      const held = run.held.find(({ address }) => address.toLowerCase() === WALLET);
      expect(held?.amounts[convention]?.[asset] ?? '0').toBe(String(answer.held[WALLET]?.seed ?? 0n));
    }
  });

  test('fifo by hand: the 1.0569 ETH that were there before left first, so 146,038.79913 of the 173,600 left', () => {
    const held = runNamed('proceeds').held.find(({ address }) => address.toLowerCase() === WALLET);
    expect(held?.amounts.fifo).toEqual({
      [ETH]: String(173_600n * ETHER - (PAID_OUT - 10_569n * 10n ** 14n)),
    });
  });

  test('the three payees that OFAC listed on 2022-04-22 are touched, with what world.txt says they were paid', () => {
    // All that was paid came of the seed wallet itself, so that each rule gives the payees the same.
    const paid: Readonly<Record<string, bigint>> = {
      '0x3cffd56b47b7b41c56258d9c7731abadc360e073': 10_129_935n * 10n ** 15n,
      '0x53b6936513e738f44fb50d2b9476730c0ab3bfc1': 2_162_948_215n * 10n ** 13n,
      '0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b': 1_825_681n * 10n ** 16n,
    };
    const { touched } = runNamed('wallet');
    expect(touched.map(({ address }) => address.toLowerCase()).sort()).toEqual(Object.keys(paid));
    for (const { address, labels, amounts } of touched) {
      const amount = paid[address.toLowerCase()];
      expect(labels).toMatchObject([{ category: 'sanctioned', date: Date.UTC(2022, 3, 22) / 1000 }]);
      expect(outflows.filter(({ to }) => to === address.toLowerCase()).map((one) => one.amount)).toEqual([
        amount,
      ]);
      for (const convention of CONVENTIONS) expect(amounts[convention]).toEqual({ [ETH]: String(amount) });
    }
  });

  test('every unit stands in one line of the statement', () => {
    for (const { name, statement } of result.runs)
      for (const row of statement)
        expect([name, row.convention, row.residual]).toEqual([name, row.convention, '0']);
  });
});

test('the recorded tape runs as a user runs it, and says what it is', async () => {
  const { code, out } = await cli(['run', FOLDER]);
  expect(code).toBe(0);
  expect(out).toContain('rendered: Blockscout answers rendered from the recorded facts');
  expect(out).not.toMatch(/synthetic/i);
});
