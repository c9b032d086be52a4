// `trace exposure` of thousands of flagged wallets and hundreds of accounts, out of a warehouse, beside a plain reckoning of all
// transfers in their order, under every convention. EXPOSURE_FLAGGED=10000 asks of ten thousand and a thousand accounts.
import { expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { warehouseOf, written } from '../chains/warehouse/support.ts';
import { cli } from '../support/cli.ts';

const FLAGGED = Number(process.env.EXPOSURE_FLAGGED ?? 1_500);
const ACCOUNTS = FLAGGED / 10;
const OTHERS = FLAGGED / 4;
const TRANSFERS = FLAGGED * 4;
const RULES = ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'] as const;

interface Row {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

/** A linear congruential generator (Knuth's MMIX), so that a failure can be looked at again. */
function randomBelow(): (most: number) => number {
  let state = 2026n;
  return (most) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return Number((state >> 33n) % BigInt(most));
  };
}

/** Flagged wallets pay others and accounts, others pay each other and accounts, strangers pay anybody. */
function drawn(): Row[] {
  const below = randomBelow();
  const other = () => `O${below(OTHERS)}`;
  const account = () => `A${below(ACCOUNTS)}`;
  return Array.from({ length: TRANSFERS }, (): Row => {
    const dice = below(20);
    const from = dice < 6 ? `F${below(FLAGGED)}` : dice < 16 ? other() : `S${below(50)}`;
    const to = dice === 0 || dice === 6 ? `F${below(FLAGGED)}` : dice % 5 === 1 ? account() : other();
    // Some beyond 2^64, some of dust.
    const amount = BigInt(1 + below(1_000_000)) * 10n ** BigInt(below(18));
    return { from, to, amount };
  }).filter(({ from, to }) => from !== to);
}

type Rule = (typeof RULES)[number];
interface Lot {
  amount: bigint;
  readonly isTainted: boolean;
}

/** What a wallet pays tainted of an amount, by the definitions of the rules in docs/method.md; what it lacks is clean and oldest. */
function wallet(rule: Rule): { gets(amount: bigint, tainted: bigint): void; pays(amount: bigint): Lot[] } {
  const lots: Lot[] = [];
  let isTouched = false;
  const sum = (of: readonly Lot[]) => of.reduce((all, { amount }) => all + amount, 0n);
  function taken(want: bigint, side: 'front' | 'back'): Lot[] {
    const found: Lot[] = [];
    for (let left = want; left > 0n; ) {
      const lot = (side === 'front' ? lots[0] : lots[lots.length - 1]) as Lot;
      const part = lot.amount < left ? lot.amount : left;
      found.push({ ...lot, amount: part });
      lot.amount -= part;
      left -= part;
      if (lot.amount === 0n) side === 'front' ? lots.shift() : lots.pop();
    }
    return found;
  }
  function shared(amount: bigint): bigint {
    const all = sum(lots);
    const tainted = sum(lots.filter((lot) => lot.isTainted));
    if (rule === 'haircut') return (2n * amount * tainted + all) / (2n * all);
    if (rule === 'libr') return amount > all - tainted ? amount - (all - tainted) : 0n;
    return amount < tainted ? amount : tainted;
  }
  return {
    gets(amount, tainted) {
      if (tainted > 0n) lots.push({ amount: tainted, isTainted: true });
      if (amount > tainted) lots.push({ amount: amount - tainted, isTainted: false });
      isTouched ||= tainted > 0n;
    },
    pays(amount) {
      const lacks = amount - sum(lots);
      if (lacks > 0n) lots.unshift({ amount: lacks, isTainted: false });
      if (rule === 'fifo') return taken(amount, 'front');
      if (rule === 'lifo') return taken(amount, 'back');
      if (rule === 'poison') {
        taken(amount, 'front');
        return [{ amount, isTainted: isTouched }];
      }
      const tainted = shared(amount);
      for (const [units, isTainted] of [
        [tainted, true],
        [amount - tainted, false],
      ] as const) {
        let left = units;
        for (const lot of lots.filter((each) => each.isTainted === isTainted)) {
          const part = lot.amount < left ? lot.amount : left;
          lot.amount -= part;
          left -= part;
        }
      }
      lots.splice(0, lots.length, ...lots.filter((lot) => lot.amount > 0n));
      return [
        { amount: tainted, isTainted: true },
        { amount: amount - tainted, isTainted: false },
      ];
    },
  };
}

/** Of every account: what it got, and what of it is of flagged wallets. */
function reckoned(
  rows: readonly Row[],
  rule: Rule,
): Map<string, { all: bigint; tainted: bigint; direct: bigint }> {
  const wallets = new Map<string, ReturnType<typeof wallet>>();
  const accounts = new Map<string, { all: bigint; tainted: bigint; direct: bigint }>();
  const walletAt = (name: string) => {
    const known = wallets.get(name) ?? wallet(rule);
    wallets.set(name, known);
    return known;
  };
  for (const { from, to, amount } of rows) {
    // Strangers are nobody whose history anybody asks for.
    const paid = from.startsWith('F')
      ? [{ amount, isTainted: true }]
      : from.startsWith('S')
        ? [{ amount, isTainted: false }]
        : walletAt(from).pays(amount);
    if (to.startsWith('F')) continue;
    const tainted = paid.reduce((all, lot) => (lot.isTainted ? all + lot.amount : all), 0n);
    if (to.startsWith('A')) {
      const sum = accounts.get(to) ?? { all: 0n, tainted: 0n, direct: 0n };
      const direct = from.startsWith('F') ? amount : 0n;
      accounts.set(to, {
        ...{ all: sum.all + amount, tainted: sum.tainted + tainted, direct: sum.direct + direct },
      });
    } else if (rule === 'fifo' || rule === 'lifo')
      for (const lot of paid) walletAt(to).gets(lot.amount, lot.isTainted ? lot.amount : 0n);
    else walletAt(to).gets(amount, tainted);
  }
  return accounts;
}

test(`of ${FLAGGED} flagged wallets and ${ACCOUNTS} accounts every figure is that of a plain reckoning`, async () => {
  const rows = drawn();
  const lines = rows.map(
    ({ from, to, amount }, at) =>
      `demo,t${at},${at},${1_600_000_000 + at * 12},0,${from},${to},USD,${amount},0`,
  );
  const warehouse = await warehouseOf(
    written('rows.csv', `chain,tx,height,time,order,from,to,asset,amount,decimals\n${lines.join('\n')}\n`),
  );
  const flagged = written('flagged.txt', Array.from({ length: FLAGGED }, (_, at) => `F${at}`).join('\n'));
  const accounts = written(
    'accounts.csv',
    `account,address\n${Array.from({ length: ACCOUNTS }, (_, at) => `Account ${at},A${at}`).join('\n')}\n`,
  );
  const { code, out, err } = await cli([
    ...['exposure', '--wallets', flagged, '--accounts', accounts, '--ledger', `sqlite:${warehouse}`],
    ...['--min-value', '0', '--max-wallets', '1000000', '--hops', '1000000', '--hub-limit', '1000000'],
    ...['--convention', RULES.join(), '--paths', '0', '--no-book', '--deposits', 'off', '--quiet', '--json'],
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { exposure, statement, options } = JSON.parse(out) as ResultJson;
  expect(options?.walletsAs).toBe('one');
  expect(statement?.every(({ residual }) => residual === '0')).toBe(true);
  const told = new Map(exposure?.accounts.map((each) => [each.places[0]?.address as string, each]));
  expect(told.size).toBe(ACCOUNTS);
  let reached = 0;
  for (const rule of RULES) {
    const plain = reckoned(rows, rule);
    for (const [address, { received, amounts, direct, bounds }] of told) {
      const { all, tainted, direct: straight } = plain.get(address) ?? { all: 0n, tainted: 0n, direct: 0n };
      const units = (sums: Record<string, string> | undefined) => BigInt(sums?.USD ?? '0');
      expect([rule, address, units(received?.amounts), units(amounts[rule])]).toEqual([
        rule,
        address,
        all,
        tainted,
      ]);
      if (rule === 'fifo') expect([address, units(direct)]).toEqual([address, straight]);
      if (tainted > 0n) reached += 1;
      if (rule === 'poison') continue;
      expect(BigInt(bounds.USD?.least ?? '0') <= tainted && tainted <= BigInt(bounds.USD?.most ?? '0')).toBe(
        true,
      );
    }
  }
  expect(reached).toBeGreaterThan(ACCOUNTS * 5);
}, 600_000);
