// The Ethereum side of a world of payments: transactions with gas, events and calls, printed by explorer-world.ts.
import { type EvmTx, type ExplorerWorld, explorerWorld } from './explorer-world.ts';
import { blockOf, type Payment, type PaymentWorld, type WorldChain } from './world-payments.ts';

const GAS = { native: 21_000n, token: 65_000n, call: 40_000n } as const;
const GAS_PRICE = 30_000_000_000n;

/** One movement by names, as the world tells it; `fee`: to nobody's wallet. */
export interface Movement {
  readonly tx: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly asset: string;
  readonly fee?: true;
  /** Unix seconds of the block. */
  readonly time: number;
}

/** All that moves, in chain order. Throws where a wallet of the world pays what it has not got. */
export function evmMovements(world: PaymentWorld): Movement[] {
  const chain = world.chains.get('ethereum') as WorldChain;
  const has = new Map<string, bigint>();
  const moved: Movement[] = [];
  function move(row: Movement): void {
    const [from, to] = [`${row.from} ${row.asset}`, `${row.to} ${row.asset}`];
    const left = (has.get(from) ?? 0n) - row.amount;
    if (left < 0n && !world.isOutside(row.from))
      throw new Error(`${row.from} lacks ${-left} of ${row.asset}`);
    has.set(from, left);
    has.set(to, (has.get(to) ?? 0n) + row.amount);
    moved.push(row);
  }
  for (const payment of world.payments) {
    if (payment.chain !== 'ethereum') continue;
    const { from, how, asset } = payment;
    const tx = `0x${payment.id}`;
    const { time } = blockOf(chain, payment.time);
    const [part] = payment.parts;
    if (part === undefined) continue;
    const sender = how.kind === 'sent-by' ? how.sender : from;
    const fee = gasOf(payment) * GAS_PRICE;
    move({ tx, from: sender, to: 'fee', amount: fee, asset: 'ETH', fee: true, time });
    if (how.kind === 'failed') continue;
    const amount = part.amount === 'all' ? (has.get(`${from} ${asset}`) ?? 0n) : part.amount;
    // Anybody can write any name into an event of a contract of his own.
    if (how.kind === 'sent-by') moved.push({ tx, from, to: part.to, amount, asset, time });
    else if (how.kind === 'through') {
      move({ tx, from, to: how.contract, amount, asset, time });
      move({ tx, from: how.contract, to: part.to, amount, asset, time });
    } else move({ tx, from, to: part.to, amount, asset, time });
  }
  return moved;
}

function gasOf({ how, asset }: Payment): bigint {
  if (asset !== 'ETH') return GAS.token;
  return how.kind === 'through' ? GAS.call : GAS.native;
}

export function evmWorldOf(world: PaymentWorld): ExplorerWorld {
  const chain = world.chains.get('ethereum') as WorldChain;
  const { names } = world;
  const contractOf = (asset: string): string => {
    const contract = world.tokens.get(asset)?.contract ?? '';
    return contract.startsWith('0x') ? contract.toLowerCase() : names.evm(contract);
  };
  const amounts = new Map(
    evmMovements(world)
      .filter(({ fee }) => fee === undefined)
      .map((row) => [row.tx, row.amount]),
  );
  const inBlock = new Map<number, number>();
  const logs = new Map<number, number>();
  function next(counter: Map<number, number>, height: number): number {
    const n = counter.get(height) ?? 0;
    counter.set(height, n + 1);
    return n;
  }
  const txs = world.payments.flatMap((payment): EvmTx[] => {
    const [part] = payment.parts;
    if (payment.chain !== 'ethereum' || part === undefined) return [];
    const { asset, how } = payment;
    const { height, time } = blockOf(chain, payment.time);
    const hash = `0x${payment.id}`;
    const [from, to] = [names.evm(payment.from), names.evm(part.to)];
    const amount = amounts.get(hash) ?? (part.amount === 'all' ? 0n : part.amount);
    const tx = {
      hash,
      block: height,
      index: next(inBlock, height),
      time,
      gasUsed: gasOf(payment),
      gasPrice: GAS_PRICE,
      ...(how.kind === 'failed' ? { failed: true as const } : {}),
    };
    if (asset === 'ETH') {
      if (how.kind !== 'through') return [{ ...tx, from, to, value: amount }];
      const contract = names.evm(how.contract);
      const call = { path: '0', from: contract, to, value: amount, type: 'call' };
      return [{ ...tx, from, to: contract, value: amount, internals: [call] }];
    }
    const contract = contractOf(asset);
    const sender = how.kind === 'sent-by' ? names.evm(how.sender) : from;
    const event = { contract, from, to, amount, logIndex: next(logs, height) };
    const moves = how.kind === 'failed' ? {} : { tokens: [event] };
    return [{ ...tx, from: sender, to: contract, value: 0n, ...moves }];
  });
  return explorerWorld(txs, {
    tip: chain.tip,
    tokens: [...world.tokens.values()].map(({ name, symbol, decimals }) => ({
      contract: contractOf(name),
      symbol,
      name: symbol,
      decimals,
    })),
    contracts: [...world.contracts].map(names.evm),
  });
}
