// Value that crosses a bridge, followed on the other chain by what both chains recorded. Two made-up chains; figures by hand.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { event, FUNDER, moves, tx, word } from '../support/bridge-events.ts';
import { cli } from '../support/cli.ts';
import { type EvmLog, type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';

const at = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`;
const ZERO = at(0);
const SEED = at(0xc0001);
const MULE = at(0xc0002);
const RECEIVER = at(0xc0003);
const EXCHANGE = at(0xc0004);
const RELAYER = at(0xc0005);
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const BASE_USDC = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
/** Circle's contracts, version 1 on each chain and version 2 on both; pools of Across. */
const V1 = {
  messenger: '0xbd3fa81b58ba92a82136038b25adec7066af3155',
  minter: '0xc4922d64a24675e16e1586e3e3aa56c06fabe907',
};
const BASE_V1 = {
  messenger: '0x1682ae6375c4e4a97e4b583bc394c861a46d8962',
  transmitter: '0xad09780d193884d503182ad4588450c416d6f9d4',
};
const V2 = {
  messenger: '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d',
  transmitter: '0x81d40f21f12a8f0e3252bccb954d722d4c464b64',
  minter: '0xfd78ee919681417d192449715b2594ab58f5d002',
};
const POOL = '0x5c7bcd6e7de5423a257d81b442095a1a6ced35c5';
const BASE_POOL = '0x09aea4b2242abc8bb4bb78d537a67a245a7bec64';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const BASE_WETH = '0x4200000000000000000000000000000000000006';
const USDC_ASSET = `eip155:1/erc20:${USDC}`;
const BASE_USDC_ASSET = `eip155:8453/erc20:${BASE_USDC}`;

function burn1(nonce: bigint, amount: bigint, to: string, domain = 6, contract = V1.messenger): EvmLog {
  return event(
    contract,
    'DepositForBurn(uint64,address,uint256,address,bytes32,uint32,bytes32,bytes32)',
    [nonce, USDC, MULE],
    ['uint256', 'bytes32', 'uint32', 'bytes32', 'bytes32'],
    [amount, word(to), domain, word(BASE_V1.messenger), word(ZERO)],
    7,
  );
}
function mint1(nonce: bigint, amount: bigint, to: string): EvmLog[] {
  const body = `0x00000000${[word(USDC), word(to), `0x${amount.toString(16).padStart(64, '0')}`, word(MULE)].map((each) => each.slice(2)).join('')}`;
  return [
    event(
      BASE_V1.messenger,
      'MintAndWithdraw(address,uint256,address)',
      [to, BASE_USDC],
      ['uint256'],
      [amount],
      8,
    ),
    event(
      BASE_V1.transmitter,
      'MessageReceived(address,uint32,uint64,bytes32,bytes)',
      [RELAYER, nonce],
      ['uint32', 'bytes32', 'bytes'],
      [0, word(V1.messenger), body],
      9,
    ),
  ];
}

const labels = written(
  'labels.csv',
  `chain,address,name,category,source\nbase,${EXCHANGE},True Exchange,exchange,test\nethereum,${EXCHANGE},True Exchange,exchange,test\n`,
);

interface Worlds {
  readonly ethereum: readonly EvmTx[];
  readonly base: readonly EvmTx[];
}
function httpOf({ ethereum, base }: Worlds): Http {
  const common = { tip: 9_000, opening: { [FUNDER]: 10n ** 9n, [RELAYER]: 10n ** 9n } };
  const token = (contract: string) => ({ contract, symbol: 'USDC', name: 'USD Coin', decimals: 6 });
  const one = explorerWorld(ethereum, {
    ...common,
    tokens: [token(USDC)],
    contracts: [USDC, V1.minter, V2.minter, POOL],
  });
  const other = explorerWorld(base, {
    ...common,
    chainid: '8453',
    tokens: [token(BASE_USDC)],
    contracts: [BASE_USDC, BASE_POOL],
  });
  return (request, signal) => (request.service === 'base.blockscout.com' ? other : one).http(request, signal);
}

const ASKED = [SEED, '--min-value', '0', '--labels', labels, '--convention', 'all', '--no-store', '--quiet'];
const AS_OF = ['--as-of', 'ethereum=8000,base=8000'];

async function traced(worlds: Worlds, ...more: readonly string[]): Promise<RunJson> {
  const { out, err } = await cli([...ASKED, '--json', ...AS_OF, ...more], { http: httpOf(worlds) });
  if (out === '') throw new Error(err);
  return (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson;
}

function residuals(run: RunJson): string[] {
  return [...new Set(run.statement.map(({ residual }) => residual))];
}
/** Under fifo, at the exchange. */
function reached(run: RunJson, chain: string): Record<string, string> | undefined {
  return run.endpoints.find((each) => each.chain === chain && each.entity === 'True Exchange')?.amounts.fifo;
}

/** What stands at bridges, under fifo. */
function atBridge(run: RunJson): [string, Record<string, string> | undefined][] {
  return run.endpoints
    .filter(({ category }) => category === 'bridge')
    .map(({ entity, amounts }) => [entity, amounts.fifo]);
}

/** The seed pays the mule 600; it burns 500 for the receiver on Base, who has 500 of them and pays the exchange 300. */
const start = [
  tx(0, { to: USDC, tokens: moves(USDC, [FUNDER, SEED, 600n]) }),
  tx(1, { from: SEED, to: USDC, tokens: moves(USDC, [SEED, MULE, 600n]) }),
];
const burnt = tx(2, {
  ...{ from: MULE, to: V1.messenger },
  tokens: moves(USDC, [MULE, V1.minter, 500n], [V1.minter, ZERO, 500n]),
  logs: [burn1(77n, 500n, RECEIVER)],
});
const minted = tx(20, {
  ...{ from: RELAYER, to: BASE_V1.transmitter },
  tokens: moves(BASE_USDC, [ZERO, RECEIVER, 500n]),
  logs: mint1(77n, 500n, RECEIVER),
});
const spent = tx(30, { from: RECEIVER, to: BASE_USDC, tokens: moves(BASE_USDC, [RECEIVER, EXCHANGE, 300n]) });
const there = ['--bridge-to', 'base'];

test('a burn is followed to its mint on the other chain, and on from there', async () => {
  const run = await traced({ ethereum: [...start, burnt], base: [minted, spent] }, ...there);
  expect(reached(run, 'eip155:8453')).toEqual({ [BASE_USDC_ASSET]: '300' });
  expect(run.bridges).toEqual([
    {
      ...{
        bridge: 'Circle CCTP',
        said: 'bridge',
        chain: 'eip155:1',
        tx: burnt.hash,
        asset: USDC_ASSET,
        amount: '500',
      },
      to: { chain: 'eip155:8453', name: 'CCTP domain 6', address: RECEIVER },
      ...{ outcome: 'arrived', arrivedIn: minted.hash, crossing: `${burnt.hash}/bridge/cctp1/0/77` },
    },
  ]);
  expect(run.crossings).toMatchObject([
    {
      basis: 'bridge: Circle CCTP',
      given: { asset: USDC_ASSET, amount: '500' },
      received: { asset: BASE_USDC_ASSET, amount: '500' },
    },
  ]);
  expect(residuals(run)).toEqual(['0']);
  // 600 injected: 500 went over, the mule keeps 100; of the 500 there 300 reached the exchange, 200 stay.
  const row = (asset: string) =>
    run.statement.find((each) => each.asset === asset && each.convention === 'fifo');
  expect(row(USDC_ASSET)).toMatchObject({ injected: '600', convertedOut: '500', held: '100' });
  expect(row(BASE_USDC_ASSET)).toMatchObject({ convertedIn: '500', endpoints: '300', held: '200' });
});

test('without a ledger for the other chain the value stands at the bridge, with the destination told and a gap', async () => {
  const run = await traced(
    { ethereum: [...start, burnt], base: [minted, spent] },
    '--as-of',
    'ethereum=8000',
  );
  expect(run.bridges).toMatchObject([{ outcome: 'unread', to: { chain: 'eip155:8453', address: RECEIVER } }]);
  expect(run.crossings).toEqual([]);
  expect(atBridge(run)).toEqual([['Circle CCTP', { [USDC_ASSET]: '500' }]]);
  expect(run.gaps).toMatchObject([{ code: 'bridge-unread', asset: USDC_ASSET, amount: '500' }]);
  expect(residuals(run)).toEqual(['0']);
});

test('a bridge goes by the name that a label file gives it, and is followed through all the same', async () => {
  const named = written(
    'bridges.csv',
    `chain,address,name,category,source\nethereum,${V1.minter},Minter,bridge,test\n`,
  );
  const worlds = { ethereum: [...start, burnt], base: [minted, spent] };
  const followed = await traced(worlds, ...there, '--labels', named);
  expect(reached(followed, 'eip155:8453')).toEqual({ [BASE_USDC_ASSET]: '300' });
  const run = await traced(worlds, '--labels', named, '--as-of', 'ethereum=8000');
  expect(atBridge(run)).toEqual([['Minter', { [USDC_ASSET]: '500' }]]);
});

test('a mint of another number is not this burn, nor is an equal payment of somebody else', async () => {
  const other = { ...minted, logs: mint1(78n, 500n, RECEIVER) };
  const paid = tx(21, { from: RELAYER, to: BASE_USDC, tokens: moves(BASE_USDC, [RELAYER, RECEIVER, 500n]) });
  const run = await traced({ ethereum: [...start, burnt], base: [other, paid, spent] }, ...there);
  expect(run.bridges).toMatchObject([{ outcome: 'not-arrived' }]);
  expect(reached(run, 'eip155:8453')).toBeUndefined();
  expect(atBridge(run)).toEqual([['Circle CCTP', { [USDC_ASSET]: '500' }]]);
  expect(residuals(run)).toEqual(['0']);
});

test('an event of another contract is no burn', async () => {
  const forged = { ...burnt, logs: [burn1(77n, 500n, RECEIVER, 6, at(0xbad))] };
  const run = await traced({ ethereum: [...start, forged], base: [minted, spent] }, ...there);
  expect(run.bridges).toBeUndefined();
  expect(run.crossings).toEqual([]);
});

test('a destination that is no address of its chain is told and not followed', async () => {
  const long = { ...burnt, logs: [burn1(77n, 500n, `0x${'7'.repeat(64)}`)] };
  const run = await traced({ ethereum: [...start, long], base: [] }, ...there);
  expect(run.bridges).toMatchObject([{ outcome: 'no-address', to: { address: `0x${'7'.repeat(64)}` } }]);
  expect(residuals(run)).toEqual(['0']);
});

test('a wallet that paid more into the bridge than the event says has no clear payment', async () => {
  const more = { ...burnt, tokens: moves(USDC, [MULE, V1.minter, 500n], [MULE, V1.minter, 50n]) };
  const run = await traced({ ethereum: [...start, more], base: [minted] }, ...there);
  expect(run.bridges).toMatchObject([{ outcome: 'unclear' }]);
  expect(atBridge(run)).toEqual([['Circle CCTP', { [USDC_ASSET]: '550' }]]);
});

/** A burn of version 2: 200 with a fee of at most 10; what is minted is less the fee of 3. */
function burn2(minute: number): EvmTx {
  return tx(minute, {
    ...{ from: MULE, to: V2.messenger },
    tokens: moves(USDC, [MULE, V2.minter, 200n], [V2.minter, ZERO, 200n]),
    logs: [
      event(
        V2.messenger,
        'DepositForBurn(address,uint256,address,bytes32,uint32,bytes32,bytes32,uint256,uint32,bytes)',
        [USDC, MULE, 1000n],
        ['uint256', 'bytes32', 'uint32', 'bytes32', 'bytes32', 'uint256', 'bytes'],
        [200n, word(RECEIVER), 6, word(V2.messenger), word(ZERO), 10n, '0x'],
        7,
      ),
    ],
  });
}
function mint2(minute: number, sender = V2.messenger): EvmTx {
  const number = (n: bigint): string => n.toString(16).padStart(64, '0');
  const words = [word(USDC), word(RECEIVER)].map((each) => each.slice(2));
  const body = `0x00000001${words.join('')}${number(200n)}${word(MULE).slice(2)}${number(10n)}${number(3n)}${number(0n)}`;
  return tx(minute, {
    ...{ from: RELAYER, to: V2.transmitter },
    tokens: moves(BASE_USDC, [ZERO, RECEIVER, 197n], [ZERO, FUNDER, 3n]),
    logs: [
      event(
        V2.messenger,
        'MintAndWithdraw(address,uint256,address,uint256)',
        [RECEIVER, BASE_USDC],
        ['uint256', 'uint256'],
        [197n, 3n],
        8,
      ),
      event(
        V2.transmitter,
        'MessageReceived(address,uint32,bytes32,bytes32,uint32,bytes)',
        [RELAYER, `0x${'9'.repeat(64)}`, 1000n],
        ['uint32', 'bytes32', 'bytes'],
        [0, word(sender), body],
        9,
      ),
    ],
  });
}

test('version 2 is paired by all that its message says, and its fee is no part of what arrives', async () => {
  const run = await traced({ ethereum: [...start, burn2(3)], base: [mint2(10), spent] }, ...there);
  expect(run.crossings).toMatchObject([{ given: { amount: '200' }, received: { amount: '197' } }]);
  // All 197 are tainted: 200 of 200 given. The exchange gets them with 103 more that the receiver had before.
  expect(reached(run, 'eip155:8453')).toEqual({ [BASE_USDC_ASSET]: '197' });
  expect(residuals(run)).toEqual(['0']);
});

test.each([
  ['two equal burns', [burn2(3), burn2(4)], [mint2(10), mint2(11)]],
  ['two equal burns of which one has arrived', [burn2(3), burn2(4)], [mint2(10)]],
  ['two mints for one burn', [burn2(3)], [mint2(10), mint2(11)]],
])('%s cannot be told apart: none is followed', async (_, ethereum, base) => {
  const run = await traced({ ethereum: [...start, ...ethereum], base }, ...there);
  expect(new Set(run.bridges?.map(({ outcome }) => outcome))).toEqual(new Set(['several']));
  expect(run.crossings).toEqual([]);
  expect(residuals(run)).toEqual(['0']);
});

test('a message of another sender with the words of a burn is no mint of it', async () => {
  const run = await traced({ ethereum: [...start, burn2(3)], base: [mint2(10, at(0xbad))] }, ...there);
  expect(run.bridges).toMatchObject([{ outcome: 'not-arrived' }]);
});

const FILL =
  'FilledRelay(bytes32,bytes32,uint256,uint256,uint256,uint256,uint256,uint32,uint32,bytes32,bytes32,bytes32,bytes32,bytes32,(bytes32,bytes32,uint256,uint8))';
/** The seed on Base deposits 1,000 wei; on Ethereum a relayer pays the receiver 990, who pays the exchange all of it. */
function across(depositId: bigint): Worlds {
  const funded = tx(0, { to: SEED, value: 1_000n });
  const deposit = tx(1, {
    ...{ from: SEED, to: BASE_POOL, value: 1_000n },
    logs: [
      event(
        BASE_POOL,
        'FundsDeposited(bytes32,bytes32,uint256,uint256,uint256,uint256,uint32,uint32,uint32,bytes32,bytes32,bytes32,bytes)',
        [1n, 5n, SEED],
        [
          'bytes32',
          'bytes32',
          'uint256',
          'uint256',
          'uint32',
          'uint32',
          'uint32',
          'bytes32',
          'bytes32',
          'bytes',
        ],
        [word(BASE_WETH), word(WETH), 1_000n, 990n, 0, 0, 0, word(RECEIVER), word(ZERO), '0x'],
        3,
      ),
    ],
  });
  const fill = tx(2, {
    ...{ from: RELAYER, to: POOL },
    internals: [{ path: '0', from: POOL, to: RECEIVER, value: 990n, type: 'call' }],
    logs: [
      event(
        POOL,
        FILL,
        [8453n, depositId, RELAYER],
        [
          ...[
            'bytes32',
            'bytes32',
            'uint256',
            'uint256',
            'uint256',
            'uint32',
            'uint32',
            'bytes32',
            'bytes32',
          ],
          ...['bytes32', 'bytes32', '(bytes32,bytes32,uint256,uint8)'],
        ],
        [
          ...[word(BASE_WETH), word(WETH), 1_000n, 990n, 1n, 0, 0, word(ZERO), word(SEED)],
          ...[word(RECEIVER), word(ZERO), [word(RECEIVER), word(ZERO), 990n, 0]],
        ],
        3,
      ),
    ],
  });
  const out = tx(3, { from: RECEIVER, to: EXCHANGE, value: 990n });
  return { base: [funded, deposit], ethereum: [fill, out] };
}
const back = ['--chain', 'base', '--bridge-to', 'ethereum'];

test('a deposit into Across is followed the other way, coin for coin, by chain and number', async () => {
  const run = await traced(across(5n), ...back);
  expect(run.bridges).toMatchObject([{ bridge: 'Across', outcome: 'arrived', to: { chain: 'eip155:1' } }]);
  expect(reached(run, 'eip155:1')).toEqual({ 'eip155:1/slip44:60': '990' });
  expect(residuals(run)).toEqual(['0']);
});

test('a fill of another deposit is not followed', async () => {
  const run = await traced(across(6n), ...back);
  expect(run.bridges).toMatchObject([{ bridge: 'Across', outcome: 'not-arrived' }]);
  expect(atBridge(run)).toEqual([['Across', { 'eip155:8453/slip44:60': '1000' }]]);
});

test('a tape of both chains gives the same bytes at any concurrency, and a kept result every form again', async () => {
  const worlds = { ethereum: [...start, burnt], base: [minted, spent] };
  const folder = await temporaryFolder();
  const [tape, kept] = [join(folder, 'tape.jsonl'), join(folder, 'result.json')];
  const asked = [...ASKED, ...AS_OF, ...there];
  const live = await cli([...asked, '--record', tape], { http: httpOf(worlds) });
  expect(live.out).toContain('took 0.0005 USDC on ethereum');
  expect(live.out).toContain('paid out there');
  const whole = [...asked, '--replay', tape, '--flows', '--sensitivity'];
  await cli([...whole, '--json', '-o', kept]);
  for (const format of ['text', 'json', 'csv', 'html']) {
    const { out } = await cli([...whole, '--format', format]);
    expect(out.length).toBeGreaterThan(100);
    expect((await cli(['report', kept, '--format', format])).out).toBe(out);
    const slow = await cli([...whole, '--concurrency', '1', '--format', format]);
    expect(slow.out.replaceAll(' --concurrency 1', '')).toBe(out);
    if (format === 'html') expect(out).toContain('Payments into bridges');
  }
});

test('--bridge-to names a chain, and is of no use upstream', async () => {
  const refused = (...argv: readonly string[]) =>
    cli([...ASKED, ...argv], { http: httpOf({ ethereum: [], base: [] }) });
  expect((await refused('--bridge-to', 'nowhere!')).err).toContain('--bridge-to');
  expect(await refused('--bridge-to', 'base', '--backward')).toMatchObject({ code: 2, out: '' });
});
