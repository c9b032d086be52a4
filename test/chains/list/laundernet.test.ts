import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listLedgers } from '../../../src/chains/list/ledger.ts';
import { readTransferList } from '../../../src/chains/list/read.ts';
import { HEADER, historyOf } from './support.ts';

const FOLDER = new URL('../../../../shared/data/laundernet/', import.meta.url);
const absent = !existsSync(FOLDER);

/** The data set's own columns: Timestamp,Block,Tx_hash,From,From_label,To,To_label,Value_in_USD; its labels hold no commas. */
function converted(text: string): readonly string[] {
  const rows = text.trim().split(/\r?\n/).slice(1);
  return rows.map((row) => {
    const [time, block, tx, from, , to, , usd, more] = row.split(',');
    if (usd === undefined || more !== undefined) throw new Error(`not eight cells: ${row}`);
    return `ethereum,${tx},${block},${time},,${from},${to},USD,${usd},2`;
  });
}

/** Cents by text alone, apart from the code under test. */
function cents(text: string): bigint {
  const rows = text.trim().split(/\r?\n/).slice(1);
  return rows.reduce((sum, row) => {
    const [dollars = '', fraction = ''] = (row.split(',')[7] ?? '').split('.');
    return sum + BigInt(dollars) * 100n + BigInt(fraction.padEnd(2, '0'));
  }, 0n);
}

// The sums were also added up once with Python's integers.
const cases = [
  { name: 'lifi', flows: 135, sum: 2_221_592_408n },
  { name: 'xscam', flows: 1307, sum: 386_639_425n },
] as const;

for (const { name, flows, sum } of cases) {
  test.skipIf(absent)(
    `${name}: every flow is a transfer and no cent is lost (skipped: no shared data)`,
    async () => {
      const text = readFileSync(new URL(`${name}/flows.csv`, FOLDER), 'utf8');
      const list = await readTransferList([HEADER, ...converted(text)].join('\n'), `${name}.csv`);
      const transfers = list.chains.flatMap((chain) => chain.transfers);
      expect(transfers).toHaveLength(flows);
      expect(new Set(transfers.map(({ id }) => id)).size).toBe(flows);
      expect(cents(text)).toBe(sum);
      expect(transfers.reduce((total, { amount }) => total + amount, 0n)).toBe(sum);
      expect(list.zeroRows).toBe(0);
    },
  );

  test.skipIf(absent)(
    `${name}: rows backwards give the same transfers (skipped: no shared data)`,
    async () => {
      const rows = converted(readFileSync(new URL(`${name}/flows.csv`, FOLDER), 'utf8'));
      const forwards = await readTransferList([HEADER, ...rows].join('\n'), 'f');
      const backwards = await readTransferList([HEADER, ...rows.toReversed()].join('\n'), 'f');
      expect(backwards.chains).toEqual(forwards.chains);
    },
  );
}

test.skipIf(absent)(
  'lifi: the legs of 0xc344c460… stand as `order` says (skipped: no shared data)',
  async () => {
    const tx = '0xc344c4604e8def8250d9c8b71b6d844f03322ad6ea58a1e32683e7228782d8f7';
    const rows = converted(readFileSync(new URL('lifi/flows.csv', FOLDER), 'utf8'));
    // In the file the payment to the terminal is listed before the payment that funds it.
    const legs = rows.filter((row) => row.includes(tx)).reverse();
    expect(legs).toHaveLength(2);
    const others = rows.filter((row) => !row.includes(tx));
    const ordered = legs.map((row, index) => row.replace(/,,0x/, `,${index},0x`));
    const [ledger] = listLedgers(await readTransferList([HEADER, ...others, ...ordered].join('\n'), 'f'));
    if (ledger === undefined) throw new Error('no ledger');
    const middle = '0x5a7ec7cc9be7a9f9966d37934a9488d9d7d4a072';
    const history = (await historyOf(ledger, [middle])).filter(({ txId }) => txId === tx);
    expect(history.map(({ to, at }) => [to.kind === 'wallet' && to.address === middle, at?.order])).toEqual([
      [true, 0],
      [false, 1],
    ]);
  },
);
