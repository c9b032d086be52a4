// Spam and address poisoning on an EVM chain, through the whole program. Worlds and figures by hand; in each of them who
// follows what the explorer lists, or compares the ends of addresses, picks the decoy.
import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { type EvmTx, explorerWorld } from '../support/explorer-world.ts';
import { written } from '../support/listed.ts';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const asset = (contract: string): string => `eip155:1/erc20:${contract}`;
/** The same first and last four characters where `ends` is the same. */
const at = (ends: string, n: number): string =>
  `0x${ends.slice(0, 4)}${n.toString(16).padStart(32, '0')}${ends.slice(4)}`;
const VICTIM = at('a1a1a1a1', 1);
const SEED = at('5eed5eed', 2);
const MULE = at('cafebabe', 3);
const MIMIC = at('cafebabe', 4);
const EXCHANGE = at('e0e0e0e0', 5);
const DECOY = at('dec0dec0', 6);
const POISONER = at('bad0bad0', 7);
const [FAKE, HOMOGLYPH, LINK, UNBACKED] = [0xf1, 0xf2, 0xf3, 0xf4].map((n) => at('f0f0f0f0', n)) as [
  string,
  string,
  string,
  string,
];

type Move = readonly [contract: string, from: string, to: string, amount: bigint];
/** Sender, then what moves. */
type Step = readonly [sender: string, ...moves: Move[]];

const honest: readonly Step[] = [
  ['somebody', [USDT, at('00000000', 99), VICTIM, 10_000n]],
  [VICTIM, [USDT, VICTIM, SEED, 10_000n]],
  [SEED, [USDT, SEED, MULE, 9_000n]],
  [MULE, [USDT, MULE, EXCHANGE, 8_000n]],
];
/** In the seed's name, by contracts that a stranger wrote. */
const forged: readonly Step[] = [
  [POISONER, [FAKE, SEED, DECOY, 9_000n]],
  [POISONER, [HOMOGLYPH, SEED, DECOY, 9_000n], [HOMOGLYPH, SEED, EXCHANGE, 7n]],
  [POISONER, [LINK, SEED, DECOY, 1n]],
  [POISONER, [UNBACKED, SEED, DECOY, 5_000n], [UNBACKED, MULE, at('00000000', 98), 5n]],
];
/** Of the genuine token. */
const poison: readonly Step[] = [
  [POISONER, [USDT, SEED, MIMIC, 0n], [USDT, SEED, MIMIC, 0n]],
  [MIMIC, [USDT, MIMIC, SEED, 1n]],
];

function worldOf(steps: readonly Step[]) {
  const txs = steps.map(
    ([from, ...moves], n): EvmTx => ({
      hash: `0x${(n + 1).toString(16).padStart(64, 'd')}`,
      ...{ block: 5_000 + 50 * n, index: 0, time: 1_600_000_000 + 600 * n },
      from: from === 'somebody' ? at('00000000', 97) : from,
      ...{ to: moves[0]?.[0] ?? USDT, value: 0n, gasUsed: 0n, gasPrice: 0n },
      tokens: moves.map(([contract, payer, payee, amount], logIndex) => ({
        ...{ contract, from: payer, to: payee, amount, logIndex },
      })),
    }),
  );
  const symbols = { [USDT]: 'USDT', [FAKE]: 'usdt', [HOMOGLYPH]: 'UЅDТ', [LINK]: 'usdt-claim.com' };
  return explorerWorld(txs, {
    tip: 9_000,
    tokens: [USDT, FAKE, HOMOGLYPH, LINK, UNBACKED].map((contract) => ({
      ...{ contract, symbol: symbols[contract] ?? 'FREE', name: 'X', decimals: 0 },
    })),
    contracts: [USDT, FAKE, HOMOGLYPH, LINK, UNBACKED],
  });
}

async function traced(steps: readonly Step[], ...flags: readonly string[]) {
  const world = worldOf(steps);
  const requests: Request[] = [];
  const labels = written(
    'labels.csv',
    `chain,address,name,category,source\nethereum,${EXCHANGE},Exchange,exchange,test\nethereum,${DECOY},Decoy,exchange,test\n`,
  );
  const argv = ['--labels', labels, '--min-value', '0', '--no-store', '--quiet', '--convention', 'all'];
  const asked = flags.includes('--text') ? [] : ['--json'];
  const { code, out } = await cli([SEED, ...argv, ...asked, ...flags.filter((flag) => flag !== '--text')], {
    http: (request) => {
      requests.push(request);
      return world.http(request);
    },
  });
  expect(code).toBe(0);
  const run = asked.length === 0 ? undefined : ((JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson);
  return { out, requests, run: run as RunJson };
}

const reached = (run: RunJson) =>
  run.endpoints.map(({ address, amounts }) => [address.toLowerCase(), amounts.fifo]);
const lower = (text: string): string => text.toLowerCase();

describe('transfers of spam tokens, forged in the seed’s name', () => {
  test('cost not one request: what is asked is what is asked without them', async () => {
    // A service would end the way by itself.
    const bait = at('ba17ba17', 8);
    const toBait = forged.map(
      ([sender, ...moves]): Step => [
        sender,
        ...moves.map(([token, from, to, amount]): Move => [token, from, to === DECOY ? bait : to, amount]),
      ],
    );
    const asked = async (...of: Parameters<typeof traced>) =>
      (await traced(...of)).requests
        .map(({ path, query, body }) => JSON.stringify([path, query, body]))
        .sort();
    const without = await asked(honest);
    expect(without.length).toBeGreaterThan(10);
    expect(await asked([...honest, ...toBait])).toEqual(without);
    const followed = await asked([...honest, ...toBait], '--include-spam');
    expect(followed.length).toBeGreaterThan(without.length);
  });

  test('are not followed and lead to no service, and every unit of them is in the statement', async () => {
    const { run, out } = await traced([...honest, ...forged]);
    expect(reached(run)).toEqual([[EXCHANGE, { [asset(USDT)]: '8000' }]]);
    expect(
      lower(JSON.stringify([run.paths, run.notReached, run.held, run.touched, run.patterns])),
    ).not.toContain(DECOY);
    expect(run.gaps).toEqual([]);
    const said = (contract: string) =>
      run.statement
        .filter((row) => row.asset === asset(contract))
        .map(({ injected, notFollowed, endpoints, residual }) => [
          injected,
          notFollowed,
          endpoints,
          residual,
        ]);
    // One row for each convention that adds up.
    for (const [contract, amount] of [
      [FAKE, '9000'],
      [HOMOGLYPH, '9007'],
      [LINK, '1'],
      [UNBACKED, '5000'],
    ] as const)
      expect(said(contract)).toEqual(Array(6).fill([amount, { spam: amount }, '0', '0']));
    expect(lower(out)).toContain(DECOY);
  });

  test('are drawn in no graph, until it is asked for', async () => {
    const drawn = async (...flags: string[]) =>
      lower((await traced([...honest, ...forged], '--text', '--format', 'dot', ...flags)).out);
    expect(await drawn()).toContain(MULE);
    expect(await drawn()).not.toContain(DECOY);
    expect(await drawn('--include-spam')).toContain(DECOY);
  });

  test('are counted apart, with the reason and the whole amount', async () => {
    const { run } = await traced([...honest, ...forged]);
    expect(run.spam?.followed).toBe(false);
    expect(
      run.spam?.tokens.map(({ asset: id, reason, imitates, transfers, amount }) => [
        id,
        reason,
        imitates,
        transfers,
        amount,
      ]),
    ).toEqual([
      [asset(FAKE), 'imitation', asset(USDT), 1, '9000'],
      [asset(HOMOGLYPH), 'imitation', asset(USDT), 2, '9007'],
      [asset(LINK), 'advertisement', undefined, 1, '1'],
      [asset(UNBACKED), 'unbacked', undefined, 2, '5005'],
    ]);
    expect(run.assets[asset(FAKE)]).toEqual({
      ...{ symbol: 'usdt', decimals: 0, genuine: false, imitates: asset(USDT) },
    });
  });

  test('are shown by what they are: another contract', async () => {
    const { out } = await traced([...honest, ...forged], '--text');
    expect(out).toContain(`9,000 usdt (imitation, token ${FAKE})`);
    expect(out).toContain('takes the name of USDT, another contract');
    expect(out).toContain('never had any of it');
  });

  test('are followed and drawn with --include-spam', async () => {
    const { run } = await traced([...honest, ...forged], '--include-spam');
    expect(reached(run)).toContainEqual([
      DECOY,
      {
        [asset(FAKE)]: '9000',
        [asset(HOMOGLYPH)]: '9000',
        [asset(LINK)]: '1',
        [asset(UNBACKED)]: '5000',
      },
    ]);
    expect(run.paths.map(({ asset: id }) => id)).toContain(asset(FAKE));
    expect([run.options.includeSpam, run.spam?.followed]).toEqual([true, true]);
    expect(run.statement.flatMap(({ notFollowed }) => Object.keys(notFollowed))).not.toContain('spam');
  });

  test('are followed when the contract itself is asked for', async () => {
    const { run } = await traced([...honest, ...forged], '--asset', FAKE);
    expect(reached(run)).toEqual([[DECOY, { [asset(FAKE)]: '9000' }]]);
  });

  test('bring nobody nearer: a forged transfer to a far wallet does not let it be explored', async () => {
    const far: Step[] = [
      ...honest.slice(0, 3),
      [MULE, [USDT, MULE, at('11111111', 11), 9_000n]],
      [at('11111111', 11), [USDT, at('11111111', 11), at('22222222', 12), 9_000n]],
      [at('22222222', 12), [USDT, at('22222222', 12), EXCHANGE, 9_000n]],
    ];
    const near: Step = [POISONER, [FAKE, SEED, at('22222222', 12), 9_000n]];
    for (const steps of [far, [...far, near]]) {
      const { run } = await traced(steps, '--hops', '3');
      const open = run.notFollowed.filter(({ reason }) => reason !== 'spam');
      expect(open.map(({ address, reason }) => [address, reason])).toEqual([
        [at('22222222', 12), 'hop-limit'],
      ]);
    }
  });
});

test('a token on no list that says nothing wrong is followed as before, and is no spam', async () => {
  const OTHER = at('f0f0f0f0', 0xf5);
  const { run } = await traced([
    ...honest,
    [VICTIM, [OTHER, at('00000000', 96), SEED, 50n]],
    [SEED, [OTHER, SEED, DECOY, 40n]],
  ]);
  expect(reached(run)).toContainEqual([DECOY, { [asset(OTHER)]: '40' }]);
  expect(run.spam).toBeUndefined();
});

describe('address poisoning with a genuine token', () => {
  test('the look-alike is no place of the trace, its dust is in the balance, and both are listed with the reason', async () => {
    const { run } = await traced([...honest, ...poison]);
    expect(reached(run)).toEqual([[EXCHANGE, { [asset(USDT)]: '8000' }]]);
    expect(run.held.map(({ address, amounts }) => [lower(address), amounts.fifo])).toEqual([
      [MULE, { [asset(USDT)]: '1000' }],
    ]);
    expect(run.gaps).toEqual([]);
    const [alike, ...others] = run.spam?.lookAlikes ?? [];
    expect(others).toEqual([]);
    expect([alike?.wallet, alike?.address, alike?.resembles].map((text) => lower(text ?? ''))).toEqual([
      SEED,
      MIMIC,
      MULE,
    ]);
    // Two zero-value transfers in the fifth transaction, then one unit.
    expect(alike).toMatchObject({
      ...{ zeroValue: 2, spam: 0, dust: { [asset(USDT)]: '1' }, paid: {}, first: 1_600_000_000 + 4 * 600 },
    });
    expect(run.spam?.zeroValue).toMatchObject([
      { asset: asset(USDT), sentBy: 'somebody-else', transfers: 2 },
    ]);
  });

  test('what is really paid to the look-alike is followed to the unit: so the trick succeeds', async () => {
    const { run, out } = await traced([
      ...honest,
      ...poison,
      [SEED, [USDT, SEED, MIMIC, 1_001n]],
      [MIMIC, [USDT, MIMIC, DECOY, 1_000n]],
    ]);
    expect(reached(run)).toEqual([
      [EXCHANGE, { [asset(USDT)]: '8000' }],
      [DECOY, { [asset(USDT)]: '1000' }],
    ]);
    expect(run.spam?.lookAlikes[0]).toMatchObject({ paid: { [asset(USDT)]: '1001' } });
    const [row] = run.statement.filter(({ convention }) => convention === 'fifo');
    // 9,000 + 1,001 left the seed: 8,000 and 1,000 at services, 1,000 with the mule, 1 with the mimic.
    expect([row?.injected, row?.endpoints, row?.held, row?.notFollowed]).toEqual([
      '10001',
      '9000',
      '1001',
      {},
    ]);
    expect(lower(out)).toContain(MIMIC);
  });

  test('stands on the page too', async () => {
    const { out } = await traced([...honest, ...poison], '--text', '--format', 'html');
    expect(lower(out)).toContain(`${MIMIC} looks like ${MULE}`);
  });

  test('the profile of the wallet says the same of it as the trace', async () => {
    const steps: readonly Step[] = [
      ...honest,
      ...poison,
      [POISONER, [FAKE, SEED, MIMIC, 9_000n], [UNBACKED, MIMIC, SEED, 5n]],
      [SEED, [USDT, SEED, MIMIC, 1_001n]],
    ];
    const { run } = await traced(steps);
    const { out } = await cli(['wallet', SEED, '--no-store', '--quiet', '--json'], {
      http: worldOf(steps).http,
    });
    const { lookAlikes } = JSON.parse(out) as { lookAlikes: unknown[] };
    expect(run.spam?.lookAlikes).toMatchObject([{ zeroValue: 2, spam: 2, paid: { [asset(USDT)]: '1001' } }]);
    expect(lookAlikes).toEqual(run.spam?.lookAlikes);
  });

  test('small change from an address that looks like nobody is no poisoning', async () => {
    const { run } = await traced([...honest, [at('12121212', 21), [USDT, at('12121212', 21), SEED, 1n]]]);
    expect(run.spam).toBeUndefined();
  });

  test('of two addresses that look alike and both pay real money neither is called a decoy', async () => {
    const { run } = await traced([
      ...honest,
      [SEED, [USDT, SEED, MIMIC, 900n]],
      [MIMIC, [USDT, MIMIC, SEED, 800n]],
    ]);
    expect(run.spam).toBeUndefined();
  });
});

test('backward, a fake token is from nobody: no service is named as its source, and it is asked of no sender', async () => {
  const world = worldOf([
    ...honest,
    [POISONER, [FAKE, DECOY, EXCHANGE, 6_000n]],
    [POISONER, [FAKE, at('33333333', 31), EXCHANGE, 50n]],
  ]);
  const asked: string[] = [];
  const labels = written(
    'labels.csv',
    `chain,address,name,category,source\nethereum,${DECOY},Decoy,exchange,test\n`,
  );
  const { code, out } = await cli(
    [EXCHANGE, '--backward', '--labels', labels, '--min-value', '0', '--no-store', '--quiet', '--json'],
    {
      http: (request) => {
        asked.push(lower(JSON.stringify(request)));
        return world.http(request);
      },
    },
  );
  expect(code).toBe(0);
  const [sources] = (JSON.parse(out) as { sources: { [key: string]: unknown }[] }).sources;
  expect(sources?.entities).toEqual([]);
  expect(sources?.received).toEqual({ [asset(USDT)]: '8000', [asset(FAKE)]: '6050' });
  // The parts still add up to all that arrived.
  expect(sources?.statement).toContainEqual(
    expect.objectContaining({ asset: asset(FAKE), convention: 'fifo', unknown: '6050', unexplained: '0' }),
  );
  expect(asked.filter((request) => request.includes(at('33333333', 31)))).toEqual([]);
});

describe('a token that first tells of payments to a wallet, then of payments by it', () => {
  const MADE = at('f0f0f0f0', 0xf6);
  const BAIT = at('ba17ba17', 9);
  const NOBODY = `0x${'0'.repeat(40)}`;
  const given: Step = [POISONER, [MADE, NOBODY, SEED, 9_000n], [MADE, at('00000000', 95), MULE, 9_000n]];
  const taken: Step = [POISONER, [MADE, SEED, BAIT, 9_000n], [MADE, MULE, BAIT, 9_000n]];
  const told = ({ spam }: RunJson) => spam?.tokens.map(({ asset: id, reason }) => [id, reason]);

  test('costs not one request where only strangers sent what it tells', async () => {
    const asked = async (steps: readonly Step[]) =>
      (await traced(steps)).requests
        .map(({ path, query, body }) => JSON.stringify([path, query, body]))
        .sort();
    expect(await asked([...honest, given, taken])).toEqual(await asked(honest));
    const { run } = await traced([...honest, given, taken]);
    expect(told(run)).toEqual([[asset(MADE), 'forged']]);
    expect(reached(run)).toEqual([[EXCHANGE, { [asset(USDT)]: '8000' }]]);
  });

  test('is followed where the wallet sent it itself, or called its contract: a drawer needs leave', async () => {
    const sent: Step = [SEED, [MADE, SEED, BAIT, 1n]];
    expect(told((await traced([...honest, given, taken, sent])).run)).toBeUndefined();
    // An allowance moves nothing; the transaction that gives it calls the token.
    const allows: Step = [SEED, [MADE, POISONER, POISONER, 0n]];
    const { run } = await traced([...honest, given, allows, taken]);
    expect(told(run)).toBeUndefined();
    expect(run.notFollowed.length + run.held.length).toBeGreaterThan(1);
  });
});
