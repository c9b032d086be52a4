// Inferred deposit addresses against made-up histories whose truth is known (deposit-worlds.ts), kind by kind and in all.
import { judgeDeposit } from '../../../src/labels/deposits/judge.ts';
import { defaultDeposits } from '../../../src/labels/deposits/parameters.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { WalletPlace } from '../../../src/model/place.ts';
import { bookOf, infoOf, placeOf, START } from '../../support/deposit-histories.ts';
import {
  accountKinds,
  accountSettings,
  coinKinds,
  dice,
  funders,
  mainWallets,
  type World,
  worldOf,
} from './deposit-worlds.ts';
import { type Counted, countedTable, inAll, type Measurement } from './measurement.ts';

/** Of each kind on each chain. */
const EACH = 100;
const YEAR = 365 * 86_400;
/** Nobody can tell it from a deposit address: counted apart too. */
const HOPELESS = 'customer who passes on all he gets';

function isFound({ transfers, chain }: World): boolean {
  const said = Object.fromEntries([
    ...mainWallets.map((name) => [name, { entity: name.split('-')[0] as string }] as const),
    ...Object.entries(funders).map(([name, entity]) => [name, { entity }] as const),
  ]);
  const kind = chain === BITCOIN ? 'coin' : 'account';
  const found = judgeDeposit(placeOf('w', chain) as WalletPlace, kind, transfers, {
    book: bookOf(said, chain),
    infoOf,
    asOf: START + YEAR,
    parameters: defaultDeposits,
  });
  return found.kind === 'deposit';
}

export const measureDeposits: Measurement = async () => {
  const rows: Counted[] = [];
  function count(what: string, isDeposit: boolean, make: (nth: number) => World): void {
    const worlds = Array.from({ length: EACH }, (_, nth) => make(nth));
    const found = worlds.filter(isFound).length;
    const known = rows.findIndex((row) => row.what === what);
    const before = rows[known] ?? { what, positives: 0, found: 0, negatives: 0, falselyFound: 0 };
    const row: Counted = isDeposit
      ? { ...before, positives: before.positives + EACH, found: before.found + found }
      : {
          ...before,
          negatives: before.negatives + EACH,
          falselyFound: before.falselyFound + found,
        };
    if (known < 0) rows.push(row);
    else rows[known] = row;
  }
  for (const [number, [, setting]] of accountSettings.entries())
    for (const [index, { kind, isDeposit, make }] of accountKinds.entries())
      count(kind, isDeposit, (nth) => {
        const roll = dice(1_000_000 * (number + 1) + 10_000 * index + nth);
        return worldOf(make(roll, setting), setting.chain);
      });
  for (const [index, { kind, isDeposit, make }] of coinKinds.entries())
    count(kind, isDeposit, (nth) => make(dice(9_000_000 + 10_000 * index + nth)));
  rows.sort((a, b) => Number(b.positives > 0) - Number(a.positives > 0));
  const possible = rows.filter(({ what }) => !what.startsWith(HOPELESS));
  return countedTable('histories', [
    ...rows,
    inAll('in all, but for the last kind, which nobody can tell from a deposit address', possible),
    inAll('in all', rows),
  ]);
};
