// The warehouse beside the transfer-list ledger, which keeps everything in memory and shares no storage with it: the same
// rows give the same answers, byte by byte.
import { beforeAll, describe, expect, test } from 'vitest';
import { listLedgers } from '../../../src/chains/list/ledger.ts';
import { readTransferList } from '../../../src/chains/list/read.ts';
import type { ChainId } from '../../../src/model/chain.ts';
import type { Ledger, Page, Scope } from '../../../src/model/ledger.ts';
import { placeKey, wallet } from '../../../src/model/place.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { cli } from '../../support/cli.ts';
import { listedWorlds } from '../../support/listed-worlds.ts';
import type { AccountWorld } from '../../support/oracle.ts';
import { HEADER } from '../list/support.ts';
import { fresh, imported, ledgersOf, written } from './support.ts';

const WORLDS = 40;

interface Listed {
  readonly chain: ChainId;
  readonly world: AccountWorld;
}

let listFile: string;
let warehouseFile: string;
let listed: readonly Listed[];
let inMemory: ReadonlyMap<ChainId, Ledger>;
let onDisk: ReadonlyMap<ChainId, Ledger>;

beforeAll(async () => {
  const drawn = listedWorlds(WORLDS);
  listed = drawn.worlds.map((world, at) => ({ chain: `list:w${at}` as ChainId, world }));
  const text = `${[HEADER, ...drawn.rows, 'w0,zero,99,1700000000,,M,A,UNIT,0,0'].join('\n')}\n`;
  listFile = written('list.csv', text);
  warehouseFile = fresh('warehouse.db');
  const { code, err } = await imported(warehouseFile, listFile);
  if (code !== 0) throw new Error(err);
  inMemory = new Map(listLedgers(await readTransferList(text, 'list.csv')).map((each) => [each.chain, each]));
  onDisk = await ledgersOf(warehouseFile);
}, 60_000);

function placesOf({ chain, world }: Listed) {
  const names = new Set(world.transfers.flatMap(({ from, to }) => [from, to]));
  names.delete('fee');
  return [...names, 'nobody'].map((name) => wallet(chain, name as never));
}

/** Everything that the pages of a wallet say, in an order of its own. */
async function told(ledger: Ledger, of: Listed, more: Partial<Scope>): Promise<unknown> {
  const signal = new AbortController().signal;
  const asOf = more.asOf ?? (await ledger.head({}, signal));
  const scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal, ...more };
  const byPlace = new Map<string, { hub: boolean; transfers: Transfer[]; pending: Transfer[] }>();
  for await (const page of ledger.transfersOf(placesOf(of), scope)) take(page);
  return [...byPlace].sort();

  function take({ subject, transfers, pending, hub }: Page): void {
    const key = placeKey(subject as never);
    const sum = byPlace.get(key) ?? { hub: false, transfers: [], pending: [] };
    const byId = (a: Transfer, b: Transfer) => (a.id < b.id ? -1 : 1);
    byPlace.set(key, {
      hub: sum.hub || hub === true,
      transfers: [...sum.transfers, ...transfers].sort(byId),
      pending: [...sum.pending, ...pending].sort(byId),
    });
  }
}

async function same(of: Listed, more: Partial<Scope> = {}): Promise<void> {
  const [left, right] = [inMemory, onDisk].map((ledgers) => ledgers.get(of.chain) as Ledger);
  expect(await told(right as Ledger, of, more)).toEqual(await told(left as Ledger, of, more));
}

describe('a warehouse of the rows of a transfer list', () => {
  test('tells every history of every chain as the list does, names and positions too', async () => {
    expect(onDisk.size).toBe(WORLDS);
    for (const each of listed) await same(each);
  });

  test('finds the same hubs, and cuts at the same block, whichever it is', async () => {
    for (const each of listed) {
      const memory = inMemory.get(each.chain) as Ledger;
      const never = new AbortController().signal;
      for (const hubLimit of [1, 3, 6]) await same(each, { hubLimit });
      for (const height of [1, 3, 5]) {
        const asOf = await memory.head({ height }, never);
        expect(await (onDisk.get(each.chain) as Ledger).head({ height }, never)).toEqual(asOf);
        await same(each, { asOf, hubLimit: 4 });
      }
      for (const time of [1_600_000_595, 1_600_001_800, 1_600_002_395]) {
        const asked = [memory, onDisk.get(each.chain) as Ledger].map((ledger) =>
          ledger.head({ time }, never).catch((error) => error.code),
        );
        expect(await asked[1]).toEqual(await asked[0]);
      }
    }
  });

  test('tells every transaction in the same order', async () => {
    for (const { chain, world } of listed) {
      const [left, right] = [inMemory, onDisk].map((ledgers) => ledgers.get(chain) as Ledger);
      const signal = new AbortController().signal;
      const asOf = await (left as Ledger).head({}, signal);
      const scope = { asOf, hubLimit: 1, concurrency: 1, signal };
      for (const tx of new Set(world.transfers.map((row) => row.tx)))
        expect(await right?.transfersIn(tx as never, scope)).toEqual(
          await left?.transfersIn(tx as never, scope),
        );
    }
  });

  test('gives whole traces byte by byte, but for the name of what was asked', async () => {
    const codes: number[] = [];
    for (const { chain, world } of listed.slice(0, 12)) {
      const name = chain.slice('list:'.length);
      const labels = written(
        'labels.csv',
        [
          'chain,address,name,category,source',
          ...world.endpoints.map((at) => `${name},${at},Desk ${at},exchange,x`),
        ].join('\n'),
      );
      const seeds = world.seeds.map((seed) => `${name}:${seed}`);
      const asked = (ledger: string, ...argv: string[]) =>
        cli([...seeds, '--ledger', ledger, '--labels', labels, '--json', '--convention', 'all', ...argv]);
      for (const argv of [
        ['--min-value', '0'],
        ['--hops', '2', '--hub-limit', '4'],
        ['--as-of', '3', '--backward'],
      ]) {
        const [left, right] = [
          await asked(listFile, ...argv),
          await asked(`sqlite:${warehouseFile}`, ...argv),
        ];
        const source = (out: string) =>
          out
            .replaceAll(`transfer list ${listFile}`, `warehouse ${warehouseFile}`)
            .replace(`--ledger ${listFile}`, `--ledger sqlite:${warehouseFile}`);
        expect(right).toEqual({ ...left, out: source(left.out) });
        codes.push(left.code);
      }
    }
    expect(codes.filter((code) => code === 0).length).toBeGreaterThan(30);
  });
});
