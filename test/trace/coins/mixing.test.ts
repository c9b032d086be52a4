// A CoinJoin ends a trace: what goes in rests at a mixer that is called inferred, and nothing of it comes out as somebody's.
// The real transactions are the controls of shared/data/coinjoin; the made-up world is seen from its text.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Http } from '../../../src/model/http.ts';
import { type ResultJson, type RunJson, resultSchema } from '../../../src/report/schema.ts';
import { absent, sharedText } from '../../graph/coins/support.ts';
import { temporaryFolder } from '../../net/temporary-folder.ts';
import { cli } from '../../support/cli.ts';
import { addressOf, coinStory, type Told, txOf } from '../../support/coin-story.ts';
import { type EsploraTx, esploraWorld, type FlatTx, fromFlat } from '../../support/esplora-world.ts';
import { written } from '../../support/listed.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const BTC = `${BITCOIN}/slip44:0`;
const START = 800_000;

/** Two victims pay S; S spends both coins into P, and P into a Whirlpool round of five. R1, of the round, goes to X. */
const story: readonly Told[] = [
  { name: 'v1', height: START, vin: [['before:0', 'V1', 3_020_000]], vout: [['S', 3_020_000]] },
  { name: 'v2', height: START, vin: [['before:1', 'V2', 2_000_000]], vout: [['S', 2_000_000]] },
  {
    name: 'p',
    height: START + 1,
    vin: [
      ['v1:0', 'S', 3_020_000],
      ['v2:0', 'S', 2_000_000],
    ],
    vout: [['P', 5_010_000]],
  },
  {
    name: 'round',
    height: START + 2,
    vin: [
      ['p:0', 'P', 5_010_000],
      ...[1, 2, 3, 4].map((n) => [`before:${n + 1}`, `O${n}`, 5_000_000] as const),
    ],
    vout: [1, 2, 3, 4, 5].map((n) => [`R${n}`, 5_000_000] as const),
  },
  { name: 'x', height: START + 3, vin: [['round:0', 'R1', 5_000_000]], vout: [['X', 4_990_000]] },
];
const http = coinStory(story, START + 9);
const labels = written(
  'labels.csv',
  `address,entity,category,source\n${addressOf('X')},X Exchange,exchange,test\n`,
);
const sources = ['--labels', labels, '--no-store', '--quiet', '--min-value', '0'];
const ROUND = `tx:${txOf('round')}`;

async function told(argv: readonly string[], world: Http = http): Promise<string> {
  const { code, out, err } = await cli([...argv, ...sources], { http: world });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

async function resultOf(argv: readonly string[], world?: Http): Promise<ResultJson> {
  return resultSchema.parse(JSON.parse(await told([...argv, '--json'], world)));
}

async function runOf(argv: readonly string[], world?: Http): Promise<RunJson> {
  return (await resultOf(argv, world)).runs[0] as RunJson;
}

describe('what goes into a CoinJoin', () => {
  test('rests there, called a mixer by inference, with the rule and the transaction', async () => {
    const { endpoints } = await runOf([addressOf('S'), '--convention', 'all']);
    expect(
      endpoints.map(({ address, category, entity, source, bounds }) => ({
        address,
        category,
        entity,
        source,
        bounds,
      })),
    ).toEqual([
      {
        address: ROUND,
        category: 'mixer',
        entity: 'inferred CoinJoin (Whirlpool)',
        source:
          'inferred from the form of the transaction (whirlpool: from block 570000, least inputs 5, most inputs 10, most above pool 110000)',
        bounds: { [BTC]: { least: '5010000', most: '5010000', mostFollowed: '5010000' } },
      },
    ]);
    // Of S's 5,020,000 the fee of p took 10,000; no rule can take any of the rest elsewhere.
    for (const rule of ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'])
      expect([rule, endpoints[0]?.amounts[rule]?.[BTC]]).toEqual([rule, '5010000']);
  });

  test('is in the statement to the unit, seed by seed', async () => {
    const { statement } = await runOf(['--tx', `${txOf('v1')}:0,${txOf('v2')}:0`, '--convention', 'fifo']);
    // fifo: v1's 3,020,000 first, then 1,990,000 of v2's; the fee is the end of v2's.
    const rowOf = (tx: string) => statement.find(({ seed }) => seed.endsWith(`${txOf(tx)}:0`));
    expect(rowOf('v1')).toMatchObject({ injected: '3020000', endpoints: '3020000', fees: '0', held: '0' });
    expect(rowOf('v2')).toMatchObject({
      injected: '2000000',
      endpoints: '1990000',
      fees: '10000',
      held: '0',
    });
  });

  test('has a path that ends there', async () => {
    const { paths } = await runOf([addressOf('S')]);
    // Both of S's coins, under fifo 3,020,000 and 1,990,000, by the same coin of P's.
    expect(paths.map(({ entity, amount }) => [entity, amount])).toEqual([
      ['inferred CoinJoin (Whirlpool)', '3020000'],
      ['inferred CoinJoin (Whirlpool)', '1990000'],
    ]);
    for (const { hops } of paths)
      expect(hops.at(-1)).toMatchObject({
        from: addressOf('P'),
        to: ROUND,
        tx: txOf('round'),
        coinJoin: 'whirlpool',
        transfers: [`${txOf('round')}/in/0`],
      });
  });

  test('is not followed on, and what a service gets behind it is nobody’s', async () => {
    const { entities, explored } = await runOf([addressOf('S')]);
    expect(entities.map(({ entity }) => entity)).toEqual(['inferred CoinJoin (Whirlpool)']);
    expect(explored.places).toBe(1);
    const { endpoints } = await runOf([addressOf('S'), '--to', addressOf('X')]);
    expect(endpoints).toEqual([]);
  });

  test('goes on where it is asked for, and the report says so', async () => {
    const run = await runOf([addressOf('S'), '--coinjoin', 'follow']);
    expect(run.options.followCoinJoins).toBe(true);
    expect(run.entities.map(({ entity, amounts }) => [entity, amounts.fifo?.[BTC]])).toEqual([
      ['X Exchange', '4990000'],
    ]);
    expect(await told([addressOf('S'), '--coinjoin', 'follow'])).toContain(
      'paths 2000, CoinJoins followed\n',
    );
  });

  test('leaves a coin that comes out as a seed of its own alone', async () => {
    const { entities } = await runOf(['--tx', `${txOf('round')}:0`]);
    expect(entities.map(({ entity, amounts }) => [entity, amounts.fifo?.[BTC]])).toEqual([
      ['X Exchange', '4990000'],
    ]);
  });

  test.each([
    ['downstream', [addressOf('S'), '--flows', '--sensitivity'], /inferred CoinJoin .?.?.?.?.?Whirlpool/],
    [
      'downstream, followed',
      [addressOf('S'), '--flows', '--sensitivity', '--coinjoin', 'follow'],
      /X Exchange/,
    ],
    ['upstream', [addressOf('X'), '--backward'], /inferred CoinJoin \(Whirlpool\)/],
  ] as const)('is said alike by the run and by its kept result: %s', async (_, argv, name) => {
    const kept = join(await temporaryFolder(), 'result.json');
    await told([...argv, '--json', '-o', kept]);
    const forms = argv.includes('--backward')
      ? ['text', 'json', 'csv']
      : ['text', 'json', 'csv', 'csv-nodes', 'graphml', 'gexf', 'dot', 'mermaid', 'md', 'html'];
    for (const form of forms) {
      const direct = await told([...argv, '--format', form]);
      expect({ form, out: (await cli(['report', kept, '--format', form])).out }).toEqual({
        form,
        out: direct,
      });
      expect({ form, isSaid: name.test(direct) }).toEqual({ form, isSaid: true });
    }
  });

  test('is in an audit, and its rows give the same sums by other means', async () => {
    const folder = await temporaryFolder();
    const [audit, bundle] = [join(folder, 'audit.txt'), join(folder, 'run.zip')];
    await told([addressOf('S'), '--audit', audit, '--audit-convention', 'fifo', '--bundle', bundle]);
    expect(readFileSync(audit, 'utf8')).toContain(`absorbed at transaction ${txOf('round')}, `);
    const { code, out } = await cli(['verify', bundle]);
    expect(code).toBe(0);
    expect(out).toMatch(/Arithmetic: [^\n]*\n {2}consistent\n {2}\d\d sums and bounds reckoned again/);
  });
});

describe('upstream', () => {
  test('it is the source of what comes out of it, and nobody who paid into it is', async () => {
    const [run] = (
      JSON.parse(await told([addressOf('X'), '--backward', '--json'])) as { sources: SourcesJson[] }
    ).sources;
    expect(run?.sources.map(({ address, amounts }) => [address, amounts.fifo?.[BTC]])).toEqual([
      [ROUND, '4990000'],
    ]);
    expect(run?.statement[0]).toMatchObject({
      received: '4990000',
      labelled: '4990000',
      unknown: '0',
      unexplained: '0',
    });
    expect(run?.paths.map(({ hops }) => hops.map(({ from, to }) => [from, to]))).toEqual([
      [
        [ROUND, addressOf('R1')],
        [addressOf('R1'), addressOf('X')],
      ],
    ]);
  });

  test('where it is followed, the payers are told', async () => {
    const argv = [addressOf('X'), '--backward', '--json', '--coinjoin', 'follow', '--hops', '2'];
    const [run] = (JSON.parse(await told(argv)) as { sources: SourcesJson[] }).sources;
    expect(run?.sources.map(({ address }) => address)).toContain(addressOf('P'));
  });
});

interface SourcesJson {
  readonly sources: readonly {
    readonly address: string;
    readonly amounts: Record<string, Record<string, string>>;
  }[];
  readonly statement: readonly Record<string, string>[];
  readonly paths: readonly { readonly hops: readonly { readonly from: string; readonly to: string }[] }[];
}

/** A made-up payment of each coin that the payer puts in: a service that knows nobody who paid him knows no history of his. */
function funding({ status, vin }: RealTx, payer: string): FlatTx[] {
  const coins = vin.filter(({ prevout }) => prevout.scriptpubkey_address === payer);
  return [...new Set(coins.map(({ txid }) => txid))].map((txid): FlatTx => {
    const own = coins.filter((coin) => coin.txid === txid);
    const last = Math.max(...own.map(({ vout }) => vout));
    const vout = Array.from({ length: last + 1 }, (_, n) => {
      const coin = own.find((each) => each.vout === n);
      return coin === undefined
        ? { n, type: 'op_return', value: 0 }
        : { n, addr: payer, value: coin.prevout.value };
    });
    const value = own.reduce((sum, { prevout }) => sum + prevout.value, 0);
    const from = { txid: txOf(`before ${txid}`), n: 0, addr: addressOf('Z'), value };
    const height = status.block_height - 1;
    return { txid, height, time: 1_231_006_505 + 600 * height, fee: 0, vin: [from], vout };
  });
}

/** What is read of one here. */
interface RealTx {
  readonly txid: string;
  readonly status: { readonly block_height: number };
  readonly vin: readonly {
    readonly txid: string;
    readonly vout: number;
    readonly prevout: { readonly scriptpubkey_address: string; readonly value: number };
  }[];
}

/** The real transaction alone is the chain; its first payer is the seed. */
const controls = [
  ['whirlpool-coinjoin', 'inferred CoinJoin (Whirlpool)'],
  ['wabisabi-coinjoin', 'inferred CoinJoin (Wasabi 2)'],
  ['joinmarket-coinjoin', 'inferred CoinJoin (JoinMarket-like)'],
  ['batch-withdrawal-143', undefined],
  ['dust-attack-555', undefined],
  ['op-return-charley', undefined],
  ['simple-legacy-p2pkh', undefined],
  ['taproot-op-return', undefined],
  ['bare-multisig', undefined],
] as const;

describe('of real transactions', () => {
  for (const [name, entity] of controls) {
    const path = `coinjoin/${name}.json`;
    test.skipIf(absent(path))(
      `${name} ${entity === undefined ? 'ends nothing' : 'ends all that its first payer put in'} (skipped: no shared data)`,
      async () => {
        const tx = JSON.parse(sharedText(path)) as RealTx;
        const payer = tx.vin[0]?.prevout.scriptpubkey_address as string;
        const answer = esploraWorld([tx as unknown as EsploraTx, ...fromFlat(funding(tx, payer))], {
          tipHeight: tx.status.block_height + 6,
        });
        const put = tx.vin
          .filter(({ prevout }) => prevout.scriptpubkey_address === payer)
          .reduce((sum, { prevout }) => sum + prevout.value, 0);
        const { endpoints, statement } = await runOf([payer], async (request) => answer(request));
        const row = statement.find(({ convention }) => convention === 'fifo');
        expect(row?.injected).toBe(String(put));
        expect(endpoints.map((each) => [each.address, each.entity, each.amounts.fifo?.[BTC]])).toEqual(
          entity === undefined ? [] : [[`tx:${tx.txid}`, entity, String(put)]],
        );
        expect(row?.endpoints).toBe(entity === undefined ? '0' : String(put));
      },
    );
  }
});
