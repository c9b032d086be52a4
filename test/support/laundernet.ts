// The two laundering cases of shared/data/laundernet as worlds of the oracle, and as transfer lists with labels.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountWorld } from './oracle.ts';

export const LAUNDERNET = '../shared/data/laundernet';

/** Its two legs stand in the file payment first, receipt second (shared/data/README.md). */
const BACKWARDS = '0xc344c4604e8def8250d9c8b71b6d844f03322ad6ea58a1e32683e7228782d8f7';

const lines = (file: string) =>
  readFileSync(`${LAUNDERNET}/${file}`, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');

function cents(dollars: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(dollars);
  if (!match) throw new Error(`not an amount: ${dollars}`);
  return BigInt(match[1] as string) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
}

interface Row {
  readonly block: number;
  readonly tx: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

/** By block; in a block by file order, the rows of one transaction together where the first of them stands. */
export function worldOf(name: string): AccountWorld {
  const rows = lines(`${name}/flows.csv`)
    .slice(1)
    .map((line): Row => {
      const [, block, tx, from, , to, , dollars] = line.split(',') as string[];
      return {
        block: Number(block),
        tx: tx as string,
        from: from as string,
        to: to as string,
        amount: cents(dollars as string),
      };
    });
  const legs = new Map<string, Row[]>();
  for (const row of rows) legs.set(row.tx, [...(legs.get(row.tx) ?? []), row]);
  legs.get(BACKWARDS)?.reverse();
  const transfers = [...legs.values()]
    .sort((a, b) => (a[0] as Row).block - (b[0] as Row).block)
    .flat()
    .map(({ tx, from, to, amount }) => ({ tx, from, to, amount }));
  return { transfers, seeds: lines(`${name}/sources.csv`), endpoints: lines(`${name}/terminals.csv`) };
}

/** Heights and orders number the rows as the world has them: what the program must reproduce is that order. */
export function asTransferList(world: AccountWorld, folder: string): { file: string; labels: string } {
  const file = join(folder, 'list.csv');
  const labels = `${file}.labels.csv`;
  const heights = new Map<string, number>();
  for (const { tx } of world.transfers) if (!heights.has(tx)) heights.set(tx, heights.size);
  const rows = world.transfers.map(({ tx, from, to, amount }, order) => {
    const height = heights.get(tx) as number;
    return ['ethereum', tx, height, 1_600_000_000 + height, order, from, to, 'USD', `${amount}e-2`, 2].join(
      ',',
    );
  });
  const header = 'chain,tx,height,time,order,from,to,asset,amount,decimals';
  writeFileSync(file, [header, ...rows.reverse()].join('\n'));
  const named = world.endpoints.map((place) => `ethereum,${place},terminal,exchange,laundernet`);
  writeFileSync(labels, ['chain,address,name,category,source', ...named].join('\n'));
  return { file, labels };
}
