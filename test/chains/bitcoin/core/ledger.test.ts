// Bitcoin read from a node of Bitcoin Core's kind. What is expected comes from what the test sent and from the node's own
// wallet and index of unspent coins, which nothing under test asks.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { address as codec, networks } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electrumIndex } from '../../../../src/chains/bitcoin/core/address-index.ts';
import { coreLedger } from '../../../../src/chains/bitcoin/core/ledger.ts';
import { MOST_BLOCKS } from '../../../../src/chains/bitcoin/core/reading.ts';
import { BITCOIN } from '../../../../src/model/chain.ts';
import type { Http } from '../../../../src/model/http.ts';
import type { Block, Ledger, Page, Scope } from '../../../../src/model/ledger.ts';
import { placeKey, type TxId, wallet } from '../../../../src/model/place.ts';
import { type CoinId, coinId } from '../../../../src/model/transfer.ts';
import type { RunJson } from '../../../../src/report/schema.ts';
import { cli } from '../../../support/cli.ts';
import { anyhow, failing, failures } from '../../../support/failing.ts';
import { written } from '../../../support/listed.ts';
import { type Litecoind, noLitecoind, startLitecoind } from '../../../support/litecoind.ts';

const never = new AbortController().signal;
const COIN = 100_000_000;

interface Holder {
  readonly native: string;
  readonly script: string;
  /** The address that the same script has on Bitcoin's main chain. */
  readonly address: string;
}

interface World {
  readonly node: Litecoind;
  readonly miner: Holder;
  readonly a: Holder;
  readonly b: Holder;
  readonly c: Holder;
  readonly exchange: Holder;
  /** Pays 1 to a. */
  readonly paid: CoinId;
  /** Of a: 0.6 to b, 0.39 to c, 0.01 fee. */
  readonly split: string;
  /** Of b: 0.59 to the exchange, 0.01 fee. */
  readonly cashed: string;
}

async function holder(node: Litecoind, kind: string): Promise<Holder> {
  const native = await node.rpc<string>('getnewaddress', '', kind);
  const { scriptPubKey } = await node.rpc<{ scriptPubKey: string }>('getaddressinfo', native);
  const script = Uint8Array.from(Buffer.from(scriptPubKey, 'hex'));
  return { native, script: scriptPubKey, address: codec.fromOutputScript(script, networks.bitcoin) };
}

async function spend(
  node: Litecoind,
  coin: CoinId,
  outputs: Readonly<Record<string, number>>,
): Promise<string> {
  const [txid, vout] = coin.split(':');
  const raw = await node.rpc('createrawtransaction', [{ txid, vout: Number(vout) }], outputs);
  const { hex } = await node.rpc<{ hex: string }>('signrawtransactionwithwallet', raw);
  return node.rpc('sendrawtransaction', hex);
}

async function outputTo(node: Litecoind, txid: string, { script }: Holder): Promise<CoinId> {
  const { vout } = await node.rpc<{ vout: { n: number; scriptPubKey: { hex: string } }[] }>(
    'getrawtransaction',
    txid,
    true,
  );
  const output = vout.find(({ scriptPubKey }) => scriptPubKey.hex === script);
  return coinId(txid as TxId, output?.n as number);
}

const mine = (node: Litecoind, blocks: number, { native }: Holder) =>
  node.rpc<string[]>('generatetoaddress', blocks, native);

async function world(): Promise<World> {
  const node = await startLitecoind();
  await node.rpc('createwallet', 'w');
  const miner = await holder(node, 'bech32');
  const [a, b, c] = [
    await holder(node, 'legacy'),
    await holder(node, 'p2sh-segwit'),
    await holder(node, 'bech32'),
  ];
  const exchange = await holder(node, 'legacy');
  await mine(node, 105, miner);
  const paid = await outputTo(node, await node.rpc<string>('sendtoaddress', a.native, 1), a);
  await mine(node, 1, miner);
  const split = await spend(node, paid, { [b.native]: 0.6, [c.native]: 0.39 });
  await mine(node, 3, miner);
  const cashed = await spend(node, await outputTo(node, split, b), { [exchange.native]: 0.59 });
  await mine(node, 2, miner);
  return { node, ...{ miner, a, b, c, exchange }, ...{ paid, split, cashed } };
}

async function atTip({ rpc }: Litecoind, ledger: Ledger, more: Partial<Scope> = {}): Promise<Scope> {
  const asOf: Block = await ledger.head({ height: await rpc<number>('getblockcount') }, never);
  return { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 4, signal: never, ...more };
}

async function pagesOf(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const placeOf = (ledger: Ledger, { address }: Holder) => wallet(BITCOIN, ledger.parseAddress(address));

describe.skipIf(noLitecoind !== '')(`Bitcoin read from a node${noLitecoind}`, () => {
  let made: World;
  beforeAll(async () => {
    made = await world();
  });
  afterAll(() => made?.node.stop());

  test('a history is what was paid and spent, and adds up to the coins that the node still has', async () => {
    const { node } = made;
    const ledger = coreLedger(node.http);
    const scope = await atTip(node, ledger);
    for (const name of ['miner', 'a', 'b', 'c', 'exchange'] as const) {
      const [page, ...others] = await pagesOf(ledger.transfersOf([placeOf(ledger, made[name])], scope));
      expect([page?.gaps, others]).toEqual([[], []]);
      const own = placeKey(placeOf(ledger, made[name]));
      const net = (page?.transfers ?? []).reduce(
        (sum, { from, to, amount }) =>
          sum + (placeKey(to) === own ? amount : 0n) - (placeKey(from) === own ? amount : 0n),
        0n,
      );
      const unspent = await node.rpc<{ total_amount: number }>('scantxoutset', 'start', [
        `raw(${made[name].script})`,
      ]);
      expect([name, net]).toEqual([name, BigInt(Math.round(unspent.total_amount * COIN))]);
    }
  });

  test('a transaction has its inputs, outputs and fee, in the block that holds it', async () => {
    const ledger = coreLedger(made.node.http);
    const scope = await atTip(made.node, ledger);
    const transfers = await ledger.transfersIn(made.split as TxId, scope);
    const [a, b, c] = [made.a, made.b, made.c].map((one) => placeKey(placeOf(ledger, one)));
    const tx = `${BITCOIN}/tx:${made.split}`;
    // In whichever order the node put the outputs.
    expect(transfers.map(({ from, to, amount }) => [placeKey(from), placeKey(to), amount]).sort()).toEqual(
      [
        [a, tx, 100_000_000n],
        [tx, b, 60_000_000n],
        [tx, c, 39_000_000n],
        [tx, `${BITCOIN}/fee`, 1_000_000n],
      ].sort(),
    );
    expect(new Set(transfers.map(({ at }) => at?.height))).toEqual(new Set([107]));
    await expect(ledger.transfersIn('ab'.repeat(32) as TxId, scope)).rejects.toMatchObject({
      code: 'transaction-unknown',
    });
  });

  test('a coin is spent by whom it was spent, or unspent, as of the block of the run', async () => {
    const { node, paid, split } = made;
    const ledger = coreLedger(node.http);
    const unspent = await outputTo(node, split, made.c);
    const spenders = async (scope: Scope, coins: readonly CoinId[]) => {
      const pages = await pagesOf(ledger.spendsOf(coins, scope));
      return new Map(
        pages.map(({ subject, transfers, gaps }) => [
          subject,
          [...new Set(transfers.map(({ txId }) => txId)), ...gaps],
        ]),
      );
    };
    const scope = await atTip(node, ledger);
    // The younger coin first, so that the range is read in two pieces.
    expect(await spenders(scope, [unspent])).toEqual(new Map([[unspent, []]]));
    expect(await spenders(scope, [paid])).toEqual(new Map([[paid, [split]]]));
    const before = { ...scope, asOf: await ledger.head({ height: 106 }, never) };
    expect(await spenders(before, [paid])).toEqual(new Map([[paid, []]]));
    const nothing = coinId(split as TxId, 7);
    const [page] = await pagesOf(ledger.spendsOf([nothing], scope));
    expect(page?.gaps).toMatchObject([
      { code: 'source-disagreement', why: expect.stringContaining('knows no coin') },
    ]);
  });

  test('a payment is followed to the exchange by the program, from a tape too and at any concurrency', async () => {
    const { node, paid, exchange } = made;
    const labels = written(
      'labels.csv',
      `chain,address,name,category,source\nbitcoin,${exchange.address},True Exchange,exchange,test\n`,
    );
    const tape = written('tape', '');
    const other = written('other', '');
    const run = async (http: Http | undefined, ...more: readonly string[]) => {
      const own = [
        '--tx',
        paid,
        '--chain',
        'bitcoin',
        '--source',
        'core',
        '--as-of',
        '111',
        '--no-store',
        '--quiet',
      ];
      const { code, out, err } = await cli(
        [...own, '--json', '--min-value', '0', '--labels', labels, ...more],
        {
          ...(http && { http }),
        },
      );
      if (out === '') throw new Error(err);
      return { code, run: (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson };
    };
    const first = await run(node.http, '--record', tape, '--concurrency', '8');
    expect([first.code, first.run.gaps]).toEqual([0, []]);
    const amounts = (lines: RunJson['held'] | RunJson['endpoints']) =>
      lines.map(({ address, amounts: all }) => [address, Object.values(all.fifo ?? {})]);
    // 1 − 0.01 fee = 0.6 + 0.39; 0.6 − 0.01 fee = 0.59
    expect(amounts(first.run.endpoints)).toEqual([[exchange.address, ['59000000']]]);
    expect(amounts(first.run.held)).toEqual([[made.c.address, ['39000000']]]);
    const again = await run(node.http, '--record', other, '--concurrency', '1');
    const played = await run(undefined, '--replay', tape);
    expect([again.run, played.run]).toEqual([first.run, first.run]);
    expect(readFileSync(other, 'utf8')).toBe(readFileSync(tape, 'utf8'));
  });

  test('each request failing three times in turn, in whatever way, leaves no trace', async () => {
    const { node, paid, exchange } = made;
    const csv = `chain,address,name,category,source\nbitcoin,${exchange.address},E,exchange,test\n`;
    const labels = written('labels.csv', csv);
    const asked = ['--tx', paid, '--chain', 'bitcoin', '--source', 'core', '--as-of', '111', '--no-store'];
    let now = 1_700_000_000_000;
    const sleep = async (ms: number) => {
      now += ms;
    };
    const run = async (http: Http) => {
      const form = ['--json', '--min-value', '0', '--labels', labels, '--quiet'];
      const { code, out, err } = await cli([...asked, ...form], { http, now: () => now, sleep });
      return { code, err, runs: out === '' ? [] : (JSON.parse(out) as { runs: RunJson[] }).runs };
    };
    const expected = await run(node.http);
    expect([expected.code, expected.runs[0]?.gaps]).toEqual([0, []]);
    for (const kinds of [...failures.map((failure) => [failure]), failures])
      expect([kinds, await run(failing(node.http, anyhow(3, kinds)))]).toEqual([kinds, expected]);
  });

  test('blocks that are cut, changed or of another chain are refused', async () => {
    const { node } = made;
    const ledgerWith = (change: (hex: string) => string) =>
      coreLedger(async (request, signal) => {
        const response = await node.http(request, signal);
        if (!request.body?.includes('"getblock"')) return response;
        const answers = JSON.parse(response.body) as { result: string }[];
        const changed = answers.map((answer) => ({ ...answer, result: change(answer.result) }));
        return { ...response, body: JSON.stringify(changed) };
      });
    for (const [change, words] of [
      [(hex: string) => hex.slice(0, -20), 'cut or changed'],
      [(hex: string) => `${hex.slice(0, -9)}1${hex.slice(-8)}`, 'cut or changed'],
      [(hex: string) => `02${hex.slice(2)}`, 'answered with'],
    ] as const) {
      const ledger = ledgerWith(change);
      const [page] = await pagesOf(ledger.transfersOf([placeOf(ledger, made.a)], await atTip(node, ledger)));
      expect(page?.transfers).toEqual([]);
      expect(page?.gaps).toMatchObject([{ why: expect.stringContaining(words) }]);
    }
  });

  test('without an index of transactions, of another chain, or for too long a chain, it says so', async () => {
    const { node } = made;
    const blind = coreLedger(async (request, signal) => {
      if (!request.body?.includes('getrawtransaction')) return node.http(request, signal);
      const message =
        'No such mempool transaction. Use -txindex or provide a block hash to enable blockchain transaction queries.';
      return {
        status: 200,
        headers: {},
        body: JSON.stringify([{ id: 1, result: null, error: { code: -5, message } }]),
      };
    });
    const scope = await atTip(node, blind);
    await expect(blind.transfersIn(made.split as TxId, scope)).rejects.toMatchObject({
      code: 'source-failed',
      hint: expect.stringContaining('-txindex=1'),
    });
    const foreign = coreLedger(async (request, signal) => {
      const response = await node.http(request, signal);
      return { ...response, body: response.body.replace('000000000019d668', '000000000019d669') };
    });
    await expect(foreign.head({}, never)).rejects.toMatchObject({
      message: expect.stringContaining('no node of Bitcoin'),
    });
    const ledger = coreLedger(node.http);
    const far: Scope = { ...scope, asOf: { ...scope.asOf, height: MOST_BLOCKS + 500 } };
    const [page] = await pagesOf(ledger.transfersOf([placeOf(ledger, made.a)], far));
    expect(page?.gaps).toMatchObject([
      { code: 'source-failed', why: expect.stringContaining('no index of addresses') },
    ]);
    const [spent] = await pagesOf(ledger.spendsOf([made.paid], far));
    expect(spent?.gaps).toMatchObject([{ why: expect.stringContaining('too many to be read') }]);
  });

  test('by a time, the run is pinned to a block at or before it', async () => {
    const ledger = coreLedger(made.node.http);
    const hash = await made.node.rpc<string>('getblockhash', 50);
    const { time } = await made.node.rpc<{ time: number }>('getblockheader', hash);
    const block = await ledger.head({ time }, never);
    const next = await made.node.rpc<{ time: number }>(
      'getblockheader',
      await made.node.rpc('getblockhash', block.height + 1),
    );
    expect(block.time).toBeLessThanOrEqual(time);
    expect(next.time).toBeGreaterThan(time);
    expect((await ledger.head({}, never)).height).toBe(105);
  });

  test('a THORChain memo beside a payment is read from its bytes', async () => {
    const { node, miner } = made;
    const [payer, vault] = [await holder(node, 'bech32'), await holder(node, 'bech32')];
    const coin = await outputTo(node, await node.rpc<string>('sendtoaddress', payer.native, 1), payer);
    const receiver = `0x${'ab'.repeat(20)}`;
    const data = Buffer.from(`=:ETH.ETH:${receiver}`, 'latin1').toString('hex');
    const txId = (await spend(node, coin, { [vault.native]: 0.99, data } as never)) as TxId;
    await mine(node, 1, miner);
    const ledger = coreLedger(node.http);
    expect(ledger.bridgesIn?.(txId)?.sendings).toEqual([]);
    await ledger.transfersIn(txId, await atTip(node, ledger));
    expect(ledger.bridgesIn?.(txId)?.sendings).toMatchObject([
      { bridge: 'THORChain', said: 'payer', amount: 99_000_000n, to: { address: receiver } },
    ]);
  });

  describe('with an index of addresses beside it', () => {
    type Row = { tx_hash: string; height: number };

    /** What an Electrum server says, from the node's own words (getblock 2), and what is asked of either. */
    async function indexed(
      node: Litecoind,
      change: (rows: Row[]) => Row[] = (rows) => rows,
      upTo = Number.POSITIVE_INFINITY,
    ): Promise<{ http: Http; asked: string[] }> {
      interface Told {
        readonly txid: string;
        readonly vin: readonly { txid?: string; vout?: number }[];
        readonly vout: readonly { n: number; scriptPubKey: { hex: string } }[];
      }
      const tip = Math.min(upTo, await node.rpc<number>('getblockcount'));
      const rows = new Map<string, Row[]>();
      const scripts = new Map<string, string>();
      for (let height = 0; height <= tip; height += 1) {
        const hash = await node.rpc<string>('getblockhash', height);
        for (const { txid, vin, vout } of (await node.rpc<{ tx: Told[] }>('getblock', hash, 2)).tx) {
          const spent = vin.map((input) => scripts.get(`${input.txid}:${input.vout}`) ?? '');
          for (const { n, scriptPubKey } of vout) scripts.set(`${txid}:${n}`, scriptPubKey.hex);
          for (const hex of new Set([...spent, ...vout.map(({ scriptPubKey }) => scriptPubKey.hex)])) {
            const name = createHash('sha256')
              .update(Buffer.from(hex, 'hex'))
              .digest()
              .reverse()
              .toString('hex');
            rows.set(name, [...(rows.get(name) ?? []), { tx_hash: txid, height }]);
          }
        }
      }
      const asked: string[] = [];
      const http: Http = async (request, signal) => {
        const { service, body = '' } = request;
        if (service !== 'electrum') {
          asked.push(...(JSON.parse(body) as { method: string }[]).map(({ method }) => method));
          return node.http(request, signal);
        }
        const { method, params } = JSON.parse(body) as { method: string; params: unknown[] };
        asked.push(method);
        const header = async (): Promise<string | undefined> =>
          Number(params[0]) > tip
            ? undefined
            : node.rpc('getblockheader', await node.rpc('getblockhash', params[0]), false);
        const result =
          method === 'blockchain.block.header' ? await header() : change(rows.get(String(params[0])) ?? []);
        return { status: 200, headers: {}, body: JSON.stringify({ jsonrpc: '2.0', id: 1, result }) };
      };
      return { http, asked };
    }

    test('histories and spenders are those that all blocks give, and no block is read', async () => {
      const { node, paid, split } = made;
      const { http, asked } = await indexed(node);
      const [plain, ledger] = [coreLedger(node.http), coreLedger(http, electrumIndex(http))];
      const scope = await atTip(node, plain);
      const places = [made.miner, made.a, made.b, made.c, made.exchange].map((one) => placeOf(plain, one));
      const byPlace = async (from: Ledger) =>
        new Map(
          (await pagesOf(from.transfersOf(places, scope))).map(({ subject, transfers, gaps }) => [
            subject,
            [new Set(transfers.map(({ id }) => id)), gaps],
          ]),
        );
      expect(await byPlace(ledger)).toEqual(await byPlace(plain));
      const coins = [paid, await outputTo(node, split, made.b), await outputTo(node, split, made.c)];
      const spenders = async (from: Ledger) =>
        new Map(
          (await pagesOf(from.spendsOf(coins, scope))).map(({ subject, transfers, gaps }) => [
            subject,
            [transfers.map(({ id }) => id), gaps],
          ]),
        );
      expect(await spenders(ledger)).toEqual(await spenders(plain));
      // Spent after the block of the run, which is then before it: unspent.
      const before: Scope = { ...scope, asOf: await ledger.head({ height: 106 }, never) };
      const [page] = await pagesOf(ledger.spendsOf([paid], before));
      expect([page?.transfers, page?.gaps]).toEqual([[], []]);
      expect(asked.filter((method) => method === 'getblock')).toEqual([]);
    });

    test('that is behind, contradicts the node or leaves out what it must know is a gap', async () => {
      const { node, paid, split } = made;
      const gapsOf = async (http: Http, coin?: CoinId) => {
        const ledger = coreLedger(http, electrumIndex(http));
        const scope = await atTip(node, coreLedger(node.http));
        const pages = await pagesOf(
          coin === undefined
            ? ledger.transfersOf([placeOf(ledger, made.a)], scope)
            : ledger.spendsOf([coin], scope),
        );
        return pages.flatMap(({ gaps, transfers }) => [
          transfers.length,
          ...gaps.map(({ code, why }) => `${code} ${why}`),
        ]);
      };
      const behind = await indexed(node, undefined, 100);
      expect(await gapsOf(behind.http)).toEqual([0, expect.stringMatching(/^source-failed .*block\.header/)]);
      const without = (txid: string) =>
        indexed(node, (rows) => rows.filter(({ tx_hash }) => tx_hash !== txid));
      expect(await gapsOf((await without(paid.split(':')[0] as string)).http)).toEqual([
        0,
        expect.stringMatching(/^source-incomplete .*leaves out/),
      ]);
      expect(await gapsOf((await without(split)).http, paid)).toEqual([
        0,
        expect.stringMatching(/^source-incomplete .*knows nobody who spent/),
      ]);
      const moved = await indexed(node, (rows) => rows.map((row) => ({ ...row, height: row.height - 1 })));
      expect(await gapsOf(moved.http)).toEqual([
        0,
        expect.stringMatching(/^source-disagreement .*in block 10\d/),
      ]);
      const foreign = await indexed(node, (rows) => [...rows, { tx_hash: made.cashed, height: 110 }]);
      expect(await gapsOf(foreign.http)).toEqual([
        0,
        expect.stringMatching(/^source-disagreement .*not in it/),
      ]);
    });
  });
});

describe.skipIf(noLitecoind !== '')(`a chain of Bitcoin that changes while it is read${noLitecoind}`, () => {
  test('gives what the pinned block holds or a gap, whenever it changes', async () => {
    const node = await startLitecoind();
    try {
      await node.rpc('createwallet', 'w');
      const miner = await holder(node, 'bech32');
      await mine(node, 110, miner);
      let changes = 1;
      for (let isOver = false; !isOver; changes += 1) {
        expect(changes).toBeLessThan(40);
        const [a, b] = [await holder(node, 'bech32'), await holder(node, 'bech32')];
        const paid = await outputTo(node, await node.rpc<string>('sendtoaddress', a.native, 1), a);
        await mine(node, 1, miner);
        const spender = await spend(node, paid, { [b.native]: 0.99 });
        const [block] = await mine(node, 1, miner);
        const scope = await atTip(node, coreLedger(node.http), { concurrency: 1 });
        let asked = 0;
        const ledger = coreLedger(async (request, signal) => {
          asked += 1;
          // The payment is undone: an empty block stands in the place of its own.
          if (asked === changes) {
            await node.rpc('invalidateblock', block);
            await node.rpc('generateblock', miner.native, []);
          }
          return node.http(request, signal);
        });
        const [page] = await pagesOf(ledger.spendsOf([paid], scope));
        isOver = asked < changes;
        const txs = [...new Set(page?.transfers.map(({ txId }) => txId))];
        const codes = page?.gaps.map(({ code }) => code) ?? [];
        // Blocks are named by their hashes, and the node keeps those that left its chain.
        expect([changes, txs, codes.length]).toEqual([
          changes,
          ...(codes.length === 0 ? [[spender], 0] : [[], 1]),
        ]);
        if (codes.length > 0) expect(codes[0]).toMatch(/^source-(disagreement|failed)$/);
        expect(await coreLedger(node.http).isCanonical(scope.asOf, never)).toBe(isOver);
      }
      expect(changes).toBeGreaterThan(4);
    } finally {
      await node.stop();
    }
  });
});
