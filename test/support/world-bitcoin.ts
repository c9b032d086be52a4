// The Bitcoin side of a world of payments: coins chosen oldest first, change to the payer's own address, a fee by size.
import type { FlatTx } from './esplora-world.ts';
import { inventedId } from './world-names.ts';
import { blockOf, type PaymentWorld, type WorldChain } from './world-payments.ts';

/** One transaction by names. Coins are `txid:n`. */
export interface NamedTx {
  readonly id: string;
  readonly time: number;
  readonly height: number;
  readonly vin: readonly Coin[];
  readonly vout: readonly { readonly to: string; readonly amount: bigint }[];
  readonly fee: bigint;
}

interface Coin {
  readonly coin: string;
  readonly owner: string;
  readonly amount: bigint;
  /** Of money from before the world. */
  readonly outside?: true;
}

const FEE = { input: 1_500n, output: 700n } as const;

function total(coins: readonly { readonly amount: bigint }[]): bigint {
  return coins.reduce((sum, { amount }) => sum + amount, 0n);
}

function feeOf(inputs: number, outputs: number): bigint {
  return FEE.input * BigInt(inputs) + FEE.output * BigInt(outputs);
}

/** In chain order. Throws where a wallet of the world pays what it has not got. */
export function bitcoinTxs(world: PaymentWorld): NamedTx[] {
  const chain = world.chains.get('bitcoin') as WorldChain;
  const purses = new Map<string, Coin[]>();

  /** Money from before: one coin of the payment, its fee and a quarter more, so that there is change. */
  function outsideCoin(owner: string, id: string, wanted: bigint): Coin {
    const amount = wanted + wanted / 4n + feeOf(1, 3);
    return { coin: `${inventedId(world.name, `before ${id}`)}:0`, owner, amount, outside: true };
  }

  return world.payments.flatMap((payment): NamedTx[] => {
    if (payment.chain !== 'bitcoin') return [];
    const { id, from, parts } = payment;
    const purse = purses.get(from) ?? [];
    const vin: Coin[] = [];
    const isAll = parts.some(({ amount }) => amount === 'all');
    const fixed = parts.reduce((sum, { amount }) => sum + (amount === 'all' ? 0n : amount), 0n);
    const outputs = isAll ? parts.length : parts.length + 1;
    if (world.isOutside(from)) vin.push(outsideCoin(from, id, fixed));
    else
      while (isAll ? purse.length > 0 : total(vin) < fixed + feeOf(vin.length, outputs)) {
        const coin = purse.shift();
        if (coin === undefined) throw new Error(`${from} lacks BTC for ${id}`);
        vin.push(coin);
      }
    const fee = feeOf(vin.length, outputs);
    const left = total(vin) - fixed - fee;
    if (left < 0n) throw new Error(`${from} lacks ${-left} sat for ${id}`);
    const vout = parts.map(({ to, amount }) => ({ to, amount: amount === 'all' ? left : amount }));
    if (!isAll && left > 0n) vout.push({ to: from, amount: left });
    purses.set(from, purse);
    for (const [n, { to, amount }] of vout.entries()) {
      const own = purses.get(to) ?? [];
      own.push({ coin: `${id}:${n}`, owner: to, amount });
      purses.set(to, own);
    }
    const { height, time } = blockOf(chain, payment.time);
    return [{ id, time, height, vin, vout, fee: total(vin) - total(vout) }];
  });
}

export function flatTxsOf(world: PaymentWorld): FlatTx[] {
  const { names } = world;
  return bitcoinTxs(world).map(({ id, height, time, vin, vout, fee }) => ({
    txid: id,
    height,
    time,
    fee: Number(fee),
    vin: vin.map(({ coin, owner, amount }) => ({
      txid: coin.slice(0, 64),
      n: Number(coin.slice(65)),
      addr: names.bitcoin(owner),
      value: Number(amount),
    })),
    vout: vout.map(({ to, amount }, n) => ({ n, addr: names.bitcoin(to), value: Number(amount) })),
  }));
}
