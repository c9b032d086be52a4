// Made-up histories of single wallets whose nature is known, for the error rate of inferred deposit addresses: how exchanges
// sweep, with what happens to real addresses (gas, dust, late sweeps), and who else pays exchanges. Written from descriptions of
// these, not from the rule; it shares no code with it. Seeded: the same on every machine.
import type { AssetId } from '../../../src/model/asset.ts';
import { BITCOIN, type ChainId, ETHEREUM, TRON } from '../../../src/model/chain.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import {
  type CoinTx,
  coinHistory,
  history,
  type Line,
  TRON_USDT,
  USDT,
} from '../../support/deposit-histories.ts';

export interface World {
  readonly transfers: readonly Transfer[];
  readonly chain: ChainId;
}

/** A number below `n`, from 0. */
export type Dice = (n: number) => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (n) => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

const EXCHANGES = ['alpha', 'beta', 'gamma'] as const;
/** Main wallets that labels name: `alpha-hot-0` … */
export const mainWallets: readonly string[] = EXCHANGES.flatMap((name) =>
  [0, 1].map((n) => `${name}-hot-${n}`),
);

/** Wallets that labels call after what they do, with their names there. */
export const funders: Readonly<Record<string, string>> = { 'alpha-funder': 'alpha: Deposit Funder' };

/** `asset` undefined: the chain's own coin. */
interface Setting {
  readonly chain: ChainId;
  readonly asset: AssetId | undefined;
}

const settings: Readonly<Record<string, Setting>> = {
  'Ethereum, ETH': { chain: ETHEREUM, asset: undefined },
  'Ethereum, a token': { chain: ETHEREUM, asset: USDT },
  'Tron, a token': { chain: TRON, asset: TRON_USDT },
};

export const accountSettings: readonly (readonly [string, Setting])[] = Object.entries(settings);

/** Amounts are in thousandths, times in tenths of an hour, so that sums are exact. */
const text = (thousandths: number): string => (thousandths / 1000).toFixed(3);

interface Habit {
  /** Visits of customers. */
  readonly deposits: number;
  /** At most so many deposits are swept together. */
  readonly together: number;
  /** Longest tenths of an hour from the last of them to the sweep. */
  readonly delay: number;
  /** Where it goes. */
  readonly to: (nth: number) => string;
}

/** Receives, and some time later sends all of it on; pays its own fees, with gas from a station where it holds tokens. */
function passingOn(roll: Dice, { chain, asset }: Setting, habit: Habit): Line[] {
  const lines: Line[] = [];
  const fee = chain === TRON ? 14_000 + roll(13_000) : 1 + roll(4);
  const of = asset === undefined ? {} : { asset };
  let clock = 0;
  for (let done = 0, nth = 0; done < habit.deposits; nth += 1) {
    const count = Math.min(1 + roll(habit.together), habit.deposits - done);
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      clock += index === 0 ? 20 + roll(400) : roll(20);
      const amount = 50 + roll(20_000);
      lines.push({ at: clock / 10, from: `customer-${roll(5)}`, to: 'w', amount: text(amount), ...of });
      sum += amount;
    }
    done += count;
    clock += 1 + roll(habit.delay);
    const tx = `sweep-${nth}`;
    const gas = fee + (chain === TRON ? roll(4000) : roll(3));
    if (asset !== undefined && chain === ETHEREUM)
      lines.push({ at: (clock - 0.5) / 10, from: 'station', to: 'w', amount: text(gas) });
    if (asset !== undefined && chain === TRON && nth % 2 === 0)
      lines.push({ at: (clock - 0.5) / 10, from: 'station', to: 'w', amount: text(gas) });
    const whole = asset === undefined ? sum - fee : sum;
    lines.push({ at: clock / 10, from: 'w', to: habit.to(nth), amount: text(whole), tx, ...of });
    if (chain === ETHEREUM || nth % 2 === 0)
      lines.push({ at: clock / 10, from: 'w', to: 'fee', amount: text(fee), tx });
  }
  return lines;
}

const hot = (exchange: string, roll: Dice): ((nth: number) => string) => {
  const first = roll(2);
  return (nth) => `${exchange}-hot-${nth % 4 === 3 ? 1 - first : first}`;
};

/** Names of the kinds stand in the table of docs/labels.md. */
export const accountKinds: readonly {
  readonly kind: string;
  readonly isDeposit: boolean;
  readonly make: (roll: Dice, setting: Setting) => readonly Line[];
}[] = [
  {
    kind: 'deposit address, swept after each visit or a few',
    isDeposit: true,
    make: (roll, at) =>
      passingOn(roll, at, {
        deposits: 2 + roll(8),
        together: 1 + roll(3),
        delay: 50,
        to: hot('alpha', roll),
      }),
  },
  {
    kind: 'deposit address, used once',
    isDeposit: true,
    make: (roll, at) => passingOn(roll, at, { deposits: 1, together: 1, delay: 50, to: hot('beta', roll) }),
  },
  {
    kind: 'deposit address of an exchange that sweeps within two days',
    isDeposit: true,
    make: (roll, at) =>
      passingOn(roll, at, { deposits: 2 + roll(6), together: 2, delay: 480, to: hot('gamma', roll) }),
  },
  {
    kind: 'deposit address that strangers send dust of a token, which it never passes on',
    isDeposit: true,
    make: (roll, at) => [
      ...passingOn(roll, at, { deposits: 3, together: 1, delay: 50, to: hot('alpha', roll) }),
      {
        at: 1 + roll(20),
        from: 'spammer',
        to: 'w',
        amount: '0.001',
        asset: at.chain === TRON ? TRON_USDT : USDT,
      },
    ],
  },
  {
    kind: 'customer who pays an exchange directly and keeps a part',
    isDeposit: false,
    make: (roll, at) => customer(roll, at, 20 + roll(75)),
  },
  {
    kind: 'customer who pays an exchange directly, once',
    isDeposit: false,
    make: (roll, at) => passingOn(roll, at, { deposits: 1, together: 1, delay: 100, to: hot('beta', roll) }),
  },
  {
    kind: 'customer who takes from an exchange and pays it back',
    isDeposit: false,
    make: (roll, at) =>
      passingOn(roll, at, { deposits: 2 + roll(4), together: 1, delay: 50, to: hot('gamma', roll) }).map(
        (line) => (line.from.startsWith('customer') ? { ...line, from: 'gamma-hot-1' } : line),
      ),
  },
  {
    kind: 'wallet that uses two exchanges',
    isDeposit: false,
    make: (roll, at) =>
      passingOn(roll, at, {
        deposits: 4,
        together: 1,
        delay: 50,
        to: (nth) => `${EXCHANGES[nth % 2]}-hot-0`,
      }),
  },
  {
    kind: 'contract that serves several exchanges',
    isDeposit: false,
    make: (roll, { asset }) =>
      [0, 1, 2, 3, 4].flatMap((nth): Line[] => {
        const one = {
          at: nth * 7 + roll(5),
          amount: text(100 + roll(900)),
          tx: `call-${nth}`,
          ...(asset === undefined ? {} : { asset }),
        };
        return [
          { ...one, from: `user-${nth}`, to: 'w' },
          { ...one, from: 'w', to: `${EXCHANGES[nth % 3]}-hot-0` },
        ];
      }),
  },
  {
    kind: 'swap desk: its wallet takes in, pays out and uses an exchange',
    isDeposit: false,
    make: (roll, at) => [
      ...passingOn(roll, at, { deposits: 4, together: 1, delay: 50, to: hot('alpha', roll) }),
      { at: 500, from: 'alpha-hot-0', to: 'w', amount: '40' },
      { at: 501, from: 'w', to: `customer-${roll(5)}`, amount: '39.9' },
    ],
  },
  {
    kind: 'swap desk or processor: an address that feeds its account at an exchange',
    isDeposit: false,
    make: (roll, at) =>
      passingOn(roll, at, { deposits: 2 + roll(6), together: 2, delay: 20, to: () => 'desk-account' }),
  },
  {
    kind: 'payment processor: its wallet pays merchants and an exchange',
    isDeposit: false,
    make: (roll, at) =>
      passingOn(roll, at, {
        deposits: 6,
        together: 2,
        delay: 50,
        to: (nth) => (nth % 3 === 1 ? `merchant-${roll(3)}` : 'beta-hot-0'),
      }),
  },
  {
    kind: 'deposit address whose exchange gives it more gas than it uses, from a wallet that is known',
    isDeposit: true,
    make: (roll, at) => gassed(roll, at),
  },
  {
    kind: 'deposit address, used once, given gas by a wallet that labels call the funder of its exchange',
    isDeposit: true,
    make: (roll, { chain, asset }) =>
      passingOn(
        roll,
        { chain, asset: dollars(chain, asset) },
        { deposits: 1, together: 1, delay: 50, to: hot('alpha', roll) },
      ).map((line) => (line.from === 'station' ? { ...line, from: 'alpha-funder' } : line)),
  },
  {
    kind: 'customer who keeps his dollars and passes on all the coin that he gets',
    isDeposit: false,
    make: (roll, { chain, asset }) => [
      ...passingOn(
        roll,
        { chain, asset: undefined },
        { deposits: 3, together: 1, delay: 50, to: hot('alpha', roll) },
      ),
      {
        at: roll(20),
        from: 'employer',
        to: 'w',
        amount: text(20_000 + roll(9_000_000)),
        asset: dollars(chain, asset),
      },
    ],
  },
  {
    kind: 'customer who passes on all he gets to the main wallet, each time, at once',
    isDeposit: false,
    make: (roll, at) =>
      passingOn(roll, at, { deposits: 2 + roll(4), together: 1, delay: 50, to: hot('beta', roll) }),
  },
];

const dollars = (chain: ChainId, asset: AssetId | undefined): AssetId =>
  asset ?? (chain === TRON ? TRON_USDT : USDT);

/** Sweeps of dollars, before each of which the exchange's own hot wallet gives twice what the fee will be. */
function gassed(roll: Dice, { chain, asset }: Setting): Line[] {
  const fee = chain === TRON ? 14_000 + roll(13_000) : 5 + roll(20);
  let clock = 0;
  return Array.from({ length: 2 + roll(3) }).flatMap((_, nth): Line[] => {
    clock += 100 + roll(900);
    const paid = { amount: text(50 + roll(20_000)), asset: dollars(chain, asset) };
    const tx = `sweep-${nth}`;
    return [
      { at: clock / 10, from: `customer-${roll(5)}`, to: 'w', ...paid },
      { at: (clock + 2) / 10, from: 'alpha-hot-1', to: 'w', amount: text(2 * fee) },
      { at: (clock + 5) / 10, from: 'w', to: 'alpha-hot-0', tx, ...paid },
      { at: (clock + 5) / 10, from: 'w', to: 'fee', amount: text(fee), tx },
    ];
  });
}

/** Pays a part of what he has, several times; the rest stays. */
function customer(roll: Dice, { asset }: Setting, percent: number): Line[] {
  const of = asset === undefined ? {} : { asset };
  return [0, 1, 2].flatMap((nth): Line[] => {
    const salary = 1000 + roll(5000);
    const at = nth * 700 + roll(50);
    const paid = Math.floor((salary * percent) / 100);
    return [
      { at, from: 'employer', to: 'w', amount: text(salary), ...of },
      { at: at + 1 + roll(9), from: 'w', to: 'alpha-hot-0', amount: text(paid), ...of },
    ];
  });
}

export const worldOf = (lines: readonly Line[], chain: ChainId): World => ({
  transfers: history(
    [...lines].sort((a, b) => a.at - b.at),
    chain,
  ),
  chain,
});

/** Coins of Bitcoin: `w` gets coins of customers, and they are spent together with coins of others. */
function coins(
  roll: Dice,
  deposits: number,
  delay: number,
  out: (nth: number, all: number) => CoinTx['to'],
): World {
  const txs: CoinTx[] = [];
  let clock = 0;
  for (let nth = 0; nth < deposits; nth += 1) {
    clock += 20 + roll(400);
    const amount = 50 + roll(3000);
    txs.push({
      tx: `pay-${nth}`,
      at: clock / 10,
      from: [[`customer-${nth}`, text(amount + 1 + 500)]],
      to: [
        ['w', text(amount)],
        [`customer-${nth}-change`, '0.5'],
      ],
    });
    clock += 1 + roll(delay);
    const others = Array.from({ length: roll(3) }, (_, n) => [`other-${n}`, '0.75'] as const);
    const all = amount + others.length * 750 - 1;
    txs.push({ tx: `sweep-${nth}`, at: clock / 10, from: [`pay-${nth}:0`, ...others], to: out(nth, all) });
  }
  return { transfers: coinHistory(txs), chain: BITCOIN };
}

export const coinKinds: readonly {
  readonly kind: string;
  readonly isDeposit: boolean;
  readonly make: (roll: Dice) => World;
}[] = [
  {
    kind: 'deposit address, swept after each visit or a few',
    isDeposit: true,
    make: (roll) => coins(roll, 2 + roll(6), 60, (nth, all) => [[`alpha-hot-${nth % 2}`, text(all)]]),
  },
  {
    kind: 'deposit address, used once',
    isDeposit: true,
    make: (roll) => coins(roll, 1, 60, (_, all) => [['beta-hot-0', text(all)]]),
  },
  {
    kind: 'deposit address of an exchange that sweeps within two days',
    isDeposit: true,
    make: (roll) => coins(roll, 2 + roll(4), 480, (_, all) => [['gamma-hot-0', text(all)]]),
  },
  {
    kind: 'deposit address whose coins the exchange spends in payments to customers',
    isDeposit: true,
    make: (roll) =>
      coins(roll, 3, 60, (nth, all) => [
        ['alpha-hot-0', text(all - 10)],
        [`paid-out-${nth}`, '0.01'],
      ]),
  },
  {
    kind: 'customer who pays an exchange directly and keeps a part',
    isDeposit: false,
    make: (roll) =>
      coins(roll, 3, 60, (_, all) => [
        ['alpha-hot-0', text(all - 20)],
        ['w', '0.02'],
      ]),
  },
  {
    kind: 'wallet that uses two exchanges',
    isDeposit: false,
    make: (roll) => coins(roll, 4, 60, (nth, all) => [[`${EXCHANGES[nth % 2]}-hot-0`, text(all)]]),
  },
  {
    kind: 'swap desk or processor: an address that feeds its account at an exchange',
    isDeposit: false,
    make: (roll) => coins(roll, 2 + roll(4), 60, (_, all) => [['desk-account', text(all)]]),
  },
  {
    kind: 'payment processor: its wallet pays merchants and an exchange',
    isDeposit: false,
    make: (roll) =>
      coins(roll, 4, 60, (nth, all) => [[nth % 2 === 0 ? 'beta-hot-0' : `merchant-${nth}`, text(all)]]),
  },
  {
    kind: 'customer who passes on all he gets to the main wallet, each time, at once',
    isDeposit: false,
    make: (roll) => coins(roll, 2 + roll(3), 60, (_, all) => [['beta-hot-1', text(all)]]),
  },
];
