// Tokens on a real node: their events whole, however little the node gives at once, and what events do not tell.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '../../../../src/model/http.ts';
import { placeKey } from '../../../../src/model/place.ts';
import type { Transfer } from '../../../../src/model/transfer.ts';
import { type Anvil, noAnvil, startAnvil } from '../../../support/anvil.ts';
import { call, deploy, send } from '../../../support/contracts.ts';
import { historyOf, reply } from '../setup.ts';
import { atTip, lacking, netOf, nodeLedger, tokenBalance } from './setup.ts';

const erc20 = (contract: string) => `eip155:1/erc20:${contract}`;

interface World {
  readonly node: Anvil;
  readonly who: Readonly<Record<'a' | 'b' | 'c' | 'd', string>>;
  readonly token: string;
  readonly fee: string;
  readonly rebasing: string;
}

async function world(): Promise<World> {
  const node = await startAnvil();
  const [a, b, c, d] = (await node.rpc('eth_accounts')) as [string, string, string, string];
  const token = await deploy(node, a, 'Token', ['TST', 6]);
  const say = (to: string, from: string, method: string, ...args: readonly unknown[]) =>
    send(node, { from, to, data: call('Token', method, ...args) });
  // Made, moved, moved to himself, destroyed, moved by whom the owner allows, and three times in one transaction.
  await say(token, a, 'mint', b, 1_000n);
  await say(token, b, 'transfer', c, 300n);
  await say(token, b, 'transfer', b, 5n);
  await say(token, b, 'burn', 40n);
  await say(token, b, 'approve', d, 100n);
  await say(token, d, 'transferFrom', b, c, 60n);
  const splitter = await deploy(node, a, 'Splitter');
  await say(token, b, 'approve', splitter, 100n);
  const parts = call('Splitter', 'splitToken', token, [c, c, d], [7n, 7n, 9n]);
  await send(node, { from: b, to: splitter, data: parts });
  // A transfer that its transaction undid: no event of it stands.
  await send(node, { from: d, to: token, data: call('Token', 'transfer', c, 10n ** 9n), gas: 100_000n });
  const fee = await deploy(node, a, 'FeeToken');
  await say(fee, a, 'mint', b, 10_000n);
  await say(fee, b, 'transfer', c, 1_000n);
  const rebasing = await deploy(node, a, 'RebasingToken');
  await say(rebasing, a, 'mint', b, 10_000n);
  await send(node, { from: a, to: rebasing, data: call('RebasingToken', 'rebase', 110n) });
  return { node, who: { a, b, c, d }, token, fee, rebasing };
}

/** `payer payee amount`, in order. */
function told(transfers: readonly Transfer[], asset: string, { who }: World): string[] {
  const names = new Map(
    Object.entries(who).map(([name, address]) => [`eip155:1/${address.toLowerCase()}`, name]),
  );
  const name = (key: string) => names.get(key) ?? key.replace('eip155:1/', '');
  return transfers
    .filter((transfer) => transfer.asset === asset)
    .sort((a, b) => (a.at?.height ?? 0) - (b.at?.height ?? 0) || (a.at?.order ?? 0) - (b.at?.order ?? 0))
    .map(({ from, to, amount }) => `${name(placeKey(from))} ${name(placeKey(to))} ${amount}`);
}

type Span = { fromBlock: string; toBlock: string };

/** A node that gives events of a few blocks at once, and says so in somebody's words. `most`: what it lets pass. */
function stingy(
  http: Http,
  message: (span: Span) => string,
  most: (blocks: number) => boolean,
  code = -32_000,
): Http {
  return async (request, signal) => {
    const { method, params } = JSON.parse(request.body ?? '{}') as { method: string; params: [Span] };
    if (method !== 'eth_getLogs') return http(request, signal);
    const [span] = params;
    if (most(Number(span.toBlock) - Number(span.fromBlock) + 1)) return http(request, signal);
    return reply({ jsonrpc: '2.0', id: 1, error: { code, message: message(span) } });
  };
}

const plus = (height: string, more: number) => `0x${(Number(height) + more).toString(16)}`;
/** Texts of real providers: shared/reference/apis.md §8.2. */
const limits: Readonly<Record<string, (http: Http) => Http>> = {
  'suggests a range': (http) =>
    stingy(
      http,
      ({ fromBlock }) =>
        `query returned more than 10000 results. Try with this block range [${fromBlock}, ${plus(fromBlock, 2)}].`,
      (blocks) => blocks <= 3,
      -32_005,
    ),
  'names how many blocks it gives': (http) =>
    stingy(
      http,
      () => 'exceeds Max range: 4',
      (blocks) => blocks <= 4,
    ),
  'only refuses': (http) =>
    stingy(
      http,
      () => 'block range is too wide',
      (blocks) => blocks <= 5,
      -32_600,
    ),
  'refuses even a single block': (http) =>
    stingy(
      http,
      () => 'query exceeds max results 20000',
      () => false,
    ),
  'answers a refusal with a status of its own': (http) => async (request, signal) => {
    const answer = await limits['names how many blocks it gives']?.(http)(request, signal);
    return {
      ...(answer as NonNullable<typeof answer>),
      status: answer?.body.includes('Max range') ? 400 : 200,
    };
  },
};

describe.skipIf(noAnvil !== '')(`tokens, read from a node${noAnvil}`, () => {
  let made: World;
  beforeAll(async () => {
    made = await world();
  });
  afterAll(() => made?.node.stop());

  async function page(name: keyof World['who'], http: Http = made.node.http) {
    const ledger = nodeLedger(http);
    return { ledger, ...(await historyOf(ledger, made.who[name], await atTip(made.node, ledger))) };
  }

  test('are what was sent, in order, and nothing that was undone', async () => {
    const { b, c, d } = { b: await page('b'), c: await page('c'), d: await page('d') };
    const asset = erc20(made.token);
    const ofC = ['b c 300', 'b c 60', 'b c 7', 'b c 7'];
    expect(told(b.transfers, asset, made)).toEqual([
      ...['issued b 1000', 'b c 300', 'b b 5', 'b burnt 40', 'b c 60', 'b c 7', 'b c 7', 'b d 9'],
    ]);
    expect(told(c.transfers, asset, made)).toEqual(ofC);
    expect(told(d.transfers, asset, made)).toEqual(['b d 9']);
    for (const [name, one] of Object.entries({ b, c, d })) {
      const owner = made.who[name as 'b'];
      expect(netOf(one.transfers, owner, asset)).toBe(await tokenBalance(made.node, made.token, owner));
      expect(one.gaps).toEqual([]);
    }
  });

  test('have the same names in every history, and in the transaction', async () => {
    const [b, c] = [await page('b'), await page('c')];
    const ofC = c.transfers.filter(({ asset }) => asset === erc20(made.token));
    for (const transfer of ofC) {
      expect(b.transfers).toContainEqual(transfer);
      const scope = await atTip(made.node, c.ledger);
      expect(await c.ledger.transfersIn(transfer.txId, scope)).toContainEqual(transfer);
    }
  });

  test('say what they are called, and who used an allowance', async () => {
    const { ledger, allowances } = await page('d');
    expect(ledger.assetInfo(erc20(made.token) as never)).toMatchObject({
      symbol: 'TST',
      decimals: 6,
      genuine: false,
    });
    expect(allowances).toMatchObject([{ amount: 60n, spender: { address: made.who.d.toLowerCase() } }]);
  });

  test.each(Object.keys(limits))('are the same from a node that %s', async (name) => {
    const [whole, pieces] = [await page('b'), await page('b', limits[name]?.(made.node.http))];
    expect(pieces.gaps).toEqual([]);
    expect([...pieces.transfers].sort(byId)).toEqual([...whole.transfers].sort(byId));
  });

  test('are no history where a block is too much for the node, and it has no receipts of it', async () => {
    const strict = limits['refuses even a single block'] as (http: Http) => Http;
    const { gaps, transfers } = await page('b', lacking(strict(made.node.http), 'eth_getBlockReceipts'));
    expect(transfers).toEqual([]);
    expect(gaps).toMatchObject([
      { code: 'source-incomplete', why: expect.stringContaining('more events than') },
    ]);
  });

  test('that take a fee, or grow by themselves, differ from their balances by as much, which can be asked', async () => {
    const { ledger, transfers } = await page('c');
    const { asOf, signal } = await atTip(made.node, ledger);
    const facts = async (owner: string, token: string) =>
      (await ledger.describe(place(ledger, owner), asOf, [erc20(token) as never], signal)).balances[0]
        ?.amount;
    // 1,000 were sent, a hundredth of it was kept.
    expect(netOf(transfers, made.who.c, erc20(made.fee))).toBe(1_000n);
    expect(await facts(made.who.c, made.fee)).toBe(990n);
    // 10,000 were made, and grew by a tenth.
    expect(netOf((await page('b')).transfers, made.who.b, erc20(made.rebasing))).toBe(10_000n);
    expect(await facts(made.who.b, made.rebasing)).toBe(11_000n);
  });
});

function place(ledger: ReturnType<typeof nodeLedger>, owner: string) {
  return { kind: 'wallet', chain: ledger.chain, address: ledger.parseAddress(owner) } as const;
}

function byId(a: Transfer, b: Transfer): number {
  return a.id < b.id ? -1 : 1;
}
