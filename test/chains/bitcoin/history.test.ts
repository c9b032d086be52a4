// Each trap of Esplora's lists (shared/reference/apis.md §1.4, §1.5, §13) as a fake that shows it.
import { expect, test } from 'vitest';
import { esploraLedger } from '../../../src/chains/bitcoin/ledger.ts';
import { KnownError } from '../../../src/model/errors.ts';
import type { Http } from '../../../src/model/http.ts';
import type { Page } from '../../../src/model/ledger.ts';
import { esploraWorld } from '../../support/esplora-world.ts';
import { answer, at, except, history, idOf, listening, made, scopeAt, type World } from './support.ts';

const MAIN = 'mempool.space';
const OTHER = 'blockstream.info';

/** Pays the script of `ann`, whose address bitcoinjs-lib gave once. */
function many(count: number) {
  return Array.from({ length: count }, (_, n) =>
    made(`pay ${n}`, 100 + n, [[`mint ${n}`, 0, 'payer', 1_000]], [['ann', 990]]),
  );
}

const ann = at('bc1qfxg4urtafdqzuvqh6qgtc8qws09vd3uh2j7sh3');
const chainPath = `/address/${'address' in ann ? ann.address : ''}/txs/chain`;
const scope = scopeAt(1_000);

function worldOf(count: number): World {
  return esploraWorld(many(count), { tipHeight: 1_010 });
}

function ids(page: Page): number {
  return new Set(page.transfers.map((one) => one.txId)).size;
}

test.each([0, 1, 24, 25, 26, 50, 75])(
  'a history of %i transactions comes whole, over pages of 25',
  async (count) => {
    const page = await history(worldOf(count), ann, scope);
    expect(page).toMatchObject({ subject: ann, gaps: [], pending: [] });
    expect(ids(page)).toBe(count);
  },
);

test('an exact multiple of 25 costs one more, empty page; any other count does not', async () => {
  for (const [count, pages] of [
    [24, 1],
    [25, 2],
    [50, 3],
    [51, 3],
  ] as const) {
    const { http, asked } = listening(worldOf(count));
    for await (const page of esploraLedger(http).transfersOf([ann], scope)) expect(ids(page)).toBe(count);
    expect(asked.filter((one) => one.includes('/txs/chain'))).toHaveLength(pages);
    expect(new Set(asked.map((one) => one.split(' ')[0]))).toEqual(new Set([MAIN]));
  }
});

test('answers are kept under the as-of block', async () => {
  const { http, requests } = listening(worldOf(30));
  for await (const _ of esploraLedger(http).transfersOf([ann], scope));
  expect(requests.map((one) => one.keep)).toEqual(
    requests.map(() => ({ kind: 'pinned', block: scope.asOf.hash })),
  );
});

test('rows above as-of and unconfirmed ones are pending, and in no sum', async () => {
  const txs = [
    ...many(3),
    made('late', 1_001, [['x', 0, 'payer', 50]], [['ann', 50]]),
    made('loose', undefined, [['y', 0, 'payer', 60]], [['ann', 60]]),
  ];
  const page = await history(esploraWorld(txs, { tipHeight: 1_010 }), ann, scope);
  expect(ids(page)).toBe(3);
  expect(page.gaps).toEqual([]);
  expect(page.pending.map((one) => [one.txId, one.at?.height, one.amount])).toEqual([
    [idOf('late'), 1_001, 50n],
    [idOf('late'), 1_001, 50n],
    [idOf('loose'), undefined, 60n],
    [idOf('loose'), undefined, 60n],
  ]);
});

test('more transactions than the hub limit: a hub, and no history is pulled', async () => {
  const { http, asked } = listening(worldOf(30));
  const limited = scopeAt(1_000, { hubLimit: 29 });
  for await (const page of esploraLedger(http).transfersOf([ann], limited)) {
    expect(page).toMatchObject({ hub: true, transfers: [], gaps: [] });
  }
  expect(asked).toHaveLength(1);
  expect((await history(worldOf(30), ann, scopeAt(1_000, { hubLimit: 30 }))).hub).toBeUndefined();
});

test('a service that ignores its cursor and starts again is no endless loop, and no whole history', async () => {
  const world = worldOf(60);
  const loop = except(world, ({ path }) =>
    path.startsWith(`${chainPath}/`) ? world({ service: MAIN, path: chainPath }) : undefined,
  );
  const page = await history(loop, ann, scope);
  expect(page.gaps).toHaveLength(1);
  expect(page.gaps[0]).toMatchObject({ code: 'source-incomplete', place: ann });
  expect(page.gaps[0]?.why).toContain('counts 60');
  expect(page.gaps[0]?.why).toContain('lists 25');
});

test('a cursor that the service does not know looks like the end: the count tells', async () => {
  const lost = except(worldOf(60), ({ path }) =>
    path.startsWith(`${chainPath}/`) ? answer('[]') : undefined,
  );
  const page = await history(lost, ann, scope);
  expect(page.gaps[0]).toMatchObject({ code: 'source-incomplete' });
  expect(page.gaps[0]?.why).toMatch(/counts 60 .* lists 25/);
});

test('lost rows that are there at the second try are no gap, and the second try is past every cache', async () => {
  let lost = 0;
  const { http, requests } = listening(
    except(worldOf(60), ({ path }) => {
      if (!path.startsWith(`${chainPath}/`) || lost > 0) return undefined;
      lost += 1;
      return answer('[]');
    }),
  );
  for await (const page of esploraLedger(http, { services: [MAIN] }).transfersOf([ann], scope)) {
    expect(page.gaps).toEqual([]);
    expect(ids(page)).toBe(60);
  }
  const kept = requests.map((one) => one.keep?.kind).join(' ');
  expect(kept).toMatch(/^(pinned ){3}(never ?)+$/);
});

test('a short page in the middle is not taken for the last', async () => {
  const short = except(worldOf(60), ({ path }, before) => {
    if (path !== chainPath || before > 0) return undefined;
    const rows = JSON.parse(worldOf(60)({ service: MAIN, path }).body);
    return answer(JSON.stringify(rows.slice(0, 20)));
  });
  // The 20th row is the cursor: the rest follows, and nothing is missing.
  const page = await history(short, ann, scope);
  expect(page.gaps).toEqual([]);
  expect(ids(page)).toBe(60);
});

test('a history that grows while it is read is whole by the count of afterwards', async () => {
  const grown = worldOf(31);
  const before = worldOf(30)({ service: MAIN, path: chainPath.replace('/txs/chain', '') });
  const moving = except(grown, ({ path }, times) =>
    path === chainPath.replace('/txs/chain', '') && times === 0 ? before : undefined,
  );
  const page = await history(moving, ann, scope);
  expect(page.gaps).toEqual([]);
  expect(ids(page)).toBe(31);
});

test('"no transactions" from a service that counts some is a gap', async () => {
  const empty = except(worldOf(3), ({ path }) => (path === chainPath ? answer('[]') : undefined));
  const page = await history(empty, ann, scope);
  expect(page.transfers).toEqual([]);
  expect(page.gaps[0]).toMatchObject({ code: 'source-incomplete' });
});

test.each([
  ['the mark', { electrum: true }, { tx_count: 3, funded_txo_count: 3 }],
  ['counts that cannot be', {}, { tx_count: 3, funded_txo_count: 0 }],
])('mempool.space over Electrum is known by %s and not asked for its history', async (_, mark, count) => {
  const stats = { funded_txo_sum: 0, spent_txo_count: 0, spent_txo_sum: 0, ...count };
  const body = JSON.stringify({ ...mark, chain_stats: stats, mempool_stats: { ...stats, tx_count: 0 } });
  const electrum = except(worldOf(3), ({ path }) =>
    path.startsWith('/address/') ? answer(body) : undefined,
  );
  const page = await history(electrum, ann, scope);
  expect(page.gaps).toHaveLength(1);
  expect(page.gaps[0]).toMatchObject({ code: 'source-failed' });
  expect(page.gaps[0]?.why).toContain('Electrum');
  expect(page.gaps[0]?.why).toContain('electrs');
});

const failures: readonly (readonly [string, string, number])[] = [
  ['400', 'Too many history entries', 400],
  ['400 of newer servers', 'Scripthash history too large to scan', 400],
  ['404', 'endpoint does not exist "/x"', 404],
  ['429 for good', 'Too Many Requests', 429],
  ['500', 'Transaction missing prevouts', 500],
  ['503', 'not in sync', 503],
  ['HTML', '<html><body>Checking your browser</body></html>', 200],
  ['JSON cut short', '[{"txid":"ab', 200],
  ['an object instead of a list', '{"error":"rate limited"}', 200],
  ['an empty body', '', 200],
];

test.each(failures)('%s: the next service is asked, and its history stands', async (_, body, status) => {
  const broken = except(worldOf(30), ({ service, path }) =>
    service === MAIN && path.startsWith(`${chainPath}/`) ? answer(body, status) : undefined,
  );
  const page = await history(broken, ann, scope, [MAIN, OTHER]);
  expect(page.gaps).toEqual([]);
  expect(ids(page)).toBe(30);
});

test.each(failures)(
  '%s from every service: a gap that says who, what and how, and no half history',
  async (_, body, status) => {
    const broken = except(worldOf(30), ({ path }) =>
      path.startsWith(`${chainPath}/`) ? answer(body, status) : undefined,
    );
    const page = await history(broken, ann, scope, [MAIN, OTHER]);
    expect(page.transfers).toEqual([]);
    expect(page.gaps.map((gap) => gap.code)).toEqual(['source-failed', 'source-failed']);
    expect(page.gaps[0]?.why).toContain(`${MAIN} ${chainPath}/`);
    expect(page.gaps[1]?.why).toContain(`${OTHER} ${chainPath}/`);
    if (status !== 200) expect(page.gaps[0]?.why).toContain(`HTTP ${status}`);
    expect(page.gaps[0]?.why).toContain(body.slice(0, 60));
  },
);

test('what a service says is shown short and without control characters', async () => {
  const broken = except(worldOf(3), () => answer(`\u001b[2J\u202e${'x'.repeat(500)}`, 400));
  const why = (await history(broken, ann, scope)).gaps[0]?.why ?? '';
  expect(why).toContain('\\u{1b}[2J\\u{202e}xxx');
  expect(why).toMatch(/^[\x20-\x7e…]*$/u);
  expect(why.length).toBeLessThan(400);
});

test('a network that failed for good is a gap with the reason of the transport', async () => {
  const http: Http = async () => {
    throw new KnownError('network-failed', 'no route', { hint: 'Check the connection.' });
  };
  for await (const page of esploraLedger(http).transfersOf([ann], scope)) {
    expect(page.gaps[0]).toMatchObject({ code: 'source-failed' });
    expect(page.gaps[0]?.why).toContain('no route');
  }
});

test('cancelling is no gap: it ends the asking', async () => {
  const stop = new AbortController();
  const http: Http = async () => {
    stop.abort();
    throw new Error('aborted');
  };
  const pages = esploraLedger(http).transfersOf([ann], scopeAt(1_000, { signal: stop.signal }));
  await expect(pages[Symbol.asyncIterator]().next()).rejects.toThrow('aborted');
});

test('one transaction that does not balance is a gap by its name; the rest of the history stands', async () => {
  const txs = many(5).map((tx, n) => (n === 2 ? { ...tx, fee: tx.fee + 1 } : tx));
  const page = await history(esploraWorld(txs, { tipHeight: 1_010 }), ann, scope);
  expect(ids(page)).toBe(4);
  expect(page.gaps).toHaveLength(1);
  expect(page.gaps[0]?.why).toContain(idOf('pay 2'));
});

test('a number beyond 2^53 is refused by the name of its transaction', async () => {
  const { http } = listening(
    except(worldOf(2), ({ path }) => {
      if (path !== chainPath) return undefined;
      return answer(
        worldOf(2)({ service: MAIN, path }).body.replace('"value":990', '"value":9007199254740993'),
      );
    }),
  );
  for await (const page of esploraLedger(http, { services: [MAIN] }).transfersOf([ann], scope)) {
    expect(ids(page)).toBe(1);
    expect(page.gaps[0]?.why).toContain(idOf('pay 1'));
  }
});

test('a row that has nothing to do with the address is a disagreement', async () => {
  const strange = made('strange', 200, [['q', 0, 'payer', 10]], [['someone', 10]]);
  const other = except(worldOf(3), ({ path }) => {
    if (path !== chainPath) return undefined;
    const rows = JSON.parse(worldOf(3)({ service: MAIN, path }).body);
    return answer(JSON.stringify([...rows.slice(0, 2), strange]));
  });
  const page = await history(other, ann, scope);
  expect(page.gaps[0]).toMatchObject({ code: 'source-disagreement' });
  expect(page.gaps[0]?.why).toContain(idOf('strange'));
});

test('many histories are asked at once, but no more than the scope allows', async () => {
  let running = 0;
  let most = 0;
  const world = worldOf(60);
  const http: Http = async (request) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return world(request);
  };
  const places = [
    ann,
    at('bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'),
    at('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'),
  ];
  const subjects: unknown[] = [];
  for await (const page of esploraLedger(http).transfersOf(places, scopeAt(1_000, { concurrency: 2 })))
    subjects.push(page.subject);
  expect(new Set(subjects)).toEqual(new Set(places));
  expect(most).toBe(2);
});
