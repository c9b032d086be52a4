// A made-up fan-out: a seed pays 4 wallets, each of those 4 more, hop after hop; with grandchildren that two wallets
// share, children that pay back their parent (who pays them again), and money that came and went before the seed paid
// anybody. Rendered as Bitcoin (esplora-world) and as USDT on
// Ethereum (explorer-world) and Tron (trongrid-world). What stands where at the end is
// worked out here, by adding and subtracting: all that a wallet has after the seed paid is the seed's, so it is the same
// under every conserving convention.
import { createHash } from 'node:crypto';
import { address as codec } from 'bitcoinjs-lib';
import { getAddress } from 'ethers';
import type { Http } from '../../src/model/http.ts';
import { esploraWorld, type FlatTx, fromFlat } from './esplora-world.ts';
import { type EvmTx, explorerWorld } from './explorer-world.ts';
import { transferData, tronAddress } from './trongrid-bytes.ts';
import { type TronTx, tronWorld } from './trongrid-world.ts';

export type Chain = 'bitcoin' | 'ethereum' | 'tron';

/** One wallet pays several at once. `early`: before the seed paid anybody, so that nothing of it is the seed's. */
interface Move {
  readonly from: string;
  readonly pays: readonly { readonly to: string; readonly amount: bigint }[];
  readonly early: boolean;
}

export interface FanOut {
  readonly chain: Chain;
  readonly seed: string;
  readonly asset: string;
  readonly http: Http;
  /** Base units that left the seed, its fees among them, own change left out. */
  readonly injected: bigint;
  /** What the wallets paid for their transactions in the asset itself (Bitcoin). */
  readonly fees: bigint;
  /** Base units of the seed's money at each wallet in the end, by displayed address; the seed itself is not among them. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** The wallets of each hop, by displayed address. */
  readonly levels: readonly (readonly string[])[];
  /**
   * Who paid or was paid only before the seed paid anybody, and who paid the seed: none of the seed's business. Who gave the
   * wallets their first gas is named as just that.
   */
  readonly strangers: readonly string[];
}

const CHILDREN = 4;
const FUNDED = 10_000_000_019n;
const BITCOIN_FEE = 1_000n;
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const TRON_USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const START = 1_640_995_200;
/** Low, since the fake service works out the hash of every block up to its tip. */
const HEIGHT = 1_000;

function digest(text: string): Buffer {
  return createHash('sha256').update(`fan-out ${text}`).digest();
}

function addressOn(chain: Chain, name: string): string {
  if (chain === 'tron') return tronAddress(`fan-out ${name}`);
  const bytes = digest(name).subarray(0, 20);
  return chain === 'bitcoin' ? codec.toBech32(bytes, 0, 'bc') : getAddress(`0x${bytes.toString('hex')}`);
}

/** Unequal parts that add up to `total`. */
function parted(total: bigint, names: readonly string[]): { to: string; amount: bigint }[] {
  const weights = names.map((_, index) => BigInt(10 + index));
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const parts = names.map((to, index) => ({ to, amount: (total * (weights[index] as bigint)) / sum }));
  const rest = total - parts.reduce((all, { amount }) => all + amount, 0n);
  return parts.map((part, index) => (index === 0 ? { ...part, amount: part.amount + rest } : part));
}

/** The story, in order, with the balances that it leaves. `fee`: what the payer of a move pays on top. */
function story(hops: number, fee: bigint) {
  const moves: Move[] = [];
  const balance = new Map<string, bigint>();
  const levels = Array.from({ length: hops }, (_, level) =>
    Array.from({ length: CHILDREN ** (level + 1) }, (_, index) => `${level + 1}.${index}`),
  );
  const have = (name: string) => balance.get(name) ?? 0n;
  function move(from: string, pays: Move['pays'], early = false): void {
    moves.push({ from, pays, early });
    if (early) return;
    const paid = pays.reduce((all, { amount }) => all + amount, fee);
    balance.set(from, have(from) - paid);
    for (const { to, amount } of pays) balance.set(to, have(to) + amount);
  }
  // Clean money, all of it gone again before the seed pays anybody.
  for (const wallets of levels)
    wallets.forEach((name, index) => {
      if (index % 5 !== 2) return;
      const amount = 777_000_000n + BigInt(index);
      move(`early payer ${index % 3}`, [{ to: name, amount }], true);
      move(name, [{ to: `early payee ${index % 7}`, amount: amount - fee }], true);
    });
  move('source', [{ to: 'seed', amount: FUNDED }], true);
  balance.set('seed', FUNDED);
  for (const [level, wallets] of [['seed'], ...levels].entries()) {
    const below = levels[level];
    if (below === undefined) break;
    wallets.forEach((name, index) => {
      if (level >= 2 && index % 16 === 3) {
        const parent = `${level - 1}.${Math.floor(index / CHILDREN)}`;
        const back = have(name) / 3n;
        move(name, [{ to: parent, amount: back }]);
        move(parent, [{ to: name, amount: back / 2n }]);
      }
      const children = below.slice(CHILDREN * index, CHILDREN * (index + 1));
      // The first child of the neighbour is paid by both.
      const shared =
        level >= 1 && index % CHILDREN === 1 ? below.slice(CHILDREN * (index - 1)).slice(0, 1) : [];
      const kept = have(name) / 20n + (have(name) % 7n);
      move(name, parted(have(name) - kept - fee, [...children, ...shared]));
    });
  }
  return { moves, balance, levels };
}

/** Every wallet spends all of its coins and takes the change back. */
function bitcoinTxs(moves: readonly Move[]): FlatTx[] {
  const coins = new Map<string, { txid: string; n: number; addr: string; value: number }[]>();
  return moves.map(({ from, pays, early }, index) => {
    const txid = digest(`transaction ${index}`).toString('hex');
    const isStranger = early && /^(early payer|source)/.test(from);
    const paid = pays.reduce((all, { amount }) => all + amount, BITCOIN_FEE);
    const vin = isStranger
      ? [
          {
            txid: digest(`before ${index}`).toString('hex'),
            n: 0,
            addr: addressOn('bitcoin', from),
            value: Number(paid),
          },
        ]
      : (coins.get(from) ?? []);
    coins.delete(from);
    const change = vin.reduce((all, { value }) => all + value, 0) - Number(paid);
    const outputs = pays.map(({ to, amount }) => ({ to, value: Number(amount) }));
    if (change > 0) outputs.push({ to: from, value: change });
    const vout = outputs.map(({ to, value }, n) => ({ n, addr: addressOn('bitcoin', to), value }));
    for (const [n, { to, value }] of outputs.entries())
      coins.set(to, [...(coins.get(to) ?? []), { txid, n, addr: addressOn('bitcoin', to), value }]);
    return { txid, height: HEIGHT + index, time: START + 600 * index, fee: Number(BITCOIN_FEE), vin, vout };
  });
}

const GAS = { gasUsed: 65_000n, gasPrice: 1_000_000_000n };

/** Each payment is a transaction of its own; before all of them everybody is given the ether for it. */
function ethereumTxs(moves: readonly Move[]): EvmTx[] {
  const lower = (name: string) => addressOn('ethereum', name).toLowerCase();
  const payers = [...new Set(moves.map(({ from }) => from))];
  const gas = payers.map((name) => ({ from: 'gas station', to: lower(name), value: 10n ** 16n, tokens: [] }));
  const payments = moves.flatMap(({ from, pays }) =>
    pays.map(({ to, amount }) => ({
      from,
      to: USDT,
      value: 0n,
      tokens: [{ contract: USDT, from: lower(from), to: lower(to), amount, logIndex: 0 }],
    })),
  );
  return [...gas, ...payments].map(({ from, ...rest }, index) => ({
    hash: `0x${digest(`ethereum ${index}`).toString('hex')}`,
    block: 14_000_000 + index,
    index: 0,
    time: START + 12 * index,
    from: lower(from),
    ...GAS,
    ...rest,
  }));
}

/** As on Ethereum: each payment by itself, after all payers were given what its energy costs. */
function tronTxs(moves: readonly Move[]): TronTx[] {
  const at = (name: string) => addressOn('tron', name);
  const payers = [...new Set(moves.map(({ from }) => from))];
  const gas = payers.map(
    (name): Omit<TronTx, 'block'> => ({
      from: at('gas station'),
      act: { type: 'TransferContract', to: at(name), amount: 10n ** 12n },
    }),
  );
  const payments = moves.flatMap(({ from, pays }) =>
    pays.map(
      ({ to, amount }): Omit<TronTx, 'block'> => ({
        from: at(from),
        act: { type: 'TriggerSmartContract', contract: TRON_USDT, data: transferData(at(to), amount) },
        events: [{ contract: TRON_USDT, from: at(from), to: at(to), amount }],
        energy: 13_844_850n,
      }),
    ),
  );
  return [...gas, ...payments].map((tx, index) => ({ ...tx, block: 36_000_000 + 5 * index }));
}

/** `hops`: 5 for the 4, 16, 64, 256, 1024 wallets of the whole tree. */
export function fanOut(chain: Chain, hops: number): FanOut {
  const fee = chain === 'bitcoin' ? BITCOIN_FEE : 0n;
  const { moves, balance, levels } = story(hops, fee);
  const at = (name: string) => addressOn(chain, name);
  const late = moves.filter(({ early }) => !early);
  const involved = new Set(late.flatMap(({ from, pays }) => [from, ...pays.map(({ to }) => to)]));
  const strangers = new Set(moves.flatMap(({ from, pays }) => [from, ...pays.map(({ to }) => to)]));
  const injected = late
    .filter(({ from }) => from === 'seed')
    .reduce((all, { pays }) => pays.reduce((sum, { amount }) => sum + amount, all + fee), 0n);
  const shared = {
    chain,
    seed: at('seed'),
    injected,
    fees: fee * BigInt(late.length),
    balances: new Map(
      [...balance]
        .filter(([name, amount]) => name !== 'seed' && amount > 0n)
        .map(([name, amount]) => [at(name), amount]),
    ),
    levels: levels.map((names) => names.map(at)),
    strangers: [...strangers].filter((name) => !involved.has(name)).map(at),
  };
  if (chain === 'bitcoin') {
    const txs = bitcoinTxs(moves);
    const answer = esploraWorld(fromFlat(txs), { tipHeight: HEIGHT + txs.length + 144 });
    const asset = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
    return { ...shared, asset, http: async (request) => answer(request) };
  }
  if (chain === 'tron') {
    const txs = tronTxs(moves);
    const { http } = tronWorld(txs, {
      tip: 36_000_000 + 5 * txs.length + 200,
      tokens: [{ contract: TRON_USDT, symbol: 'USDT', decimals: 6 }],
      contracts: [TRON_USDT],
      opening: { [at('gas station')]: 10n ** 21n },
    });
    return { ...shared, asset: `tron:0x2b6653dc/trc20:${TRON_USDT}`, http };
  }
  const txs = ethereumTxs(moves);
  const { http } = explorerWorld(txs, {
    tip: 14_000_000 + txs.length + 200,
    tokens: [{ contract: USDT, symbol: 'USDT', name: 'Tether USD', decimals: 6 }],
    contracts: [USDT],
    opening: { [at('gas station').toLowerCase()]: 10n ** 21n },
  });
  return { ...shared, asset: `eip155:1/erc20:${USDT}`, http };
}
