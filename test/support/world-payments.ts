// Reads a world text of who paid whom, by names (fixtures/cases/reuters/world.txt, which opens with its own grammar).
// Knows no chain's form: world-evm.ts and world-bitcoin.ts turn payments into transactions.
import { readFileSync } from 'node:fs';
import { inventedId, type Names, namesOf } from './world-names.ts';

export interface WorldChain {
  readonly name: 'ethereum' | 'bitcoin';
  readonly block: number;
  /** Unix seconds of that block. */
  readonly time: number;
  /** Seconds from block to block. */
  readonly every: number;
  readonly tip: number;
}

export interface WorldToken {
  readonly name: string;
  /** A contract address, or the name it is made from. */
  readonly contract: string;
  readonly decimals: number;
  readonly symbol: string;
}

/** `all`: whatever the payer has (Bitcoin: less the fee). */
export interface Payment {
  readonly chain: 'ethereum' | 'bitcoin';
  /** 64 hex digits, without 0x. */
  readonly id: string;
  /** Unix seconds, as written. */
  readonly time: number;
  readonly from: string;
  readonly parts: readonly { readonly to: string; readonly amount: bigint | 'all' }[];
  readonly asset: string;
  readonly how:
    | { readonly kind: 'plain' }
    | { readonly kind: 'failed' }
    | { readonly kind: 'through'; readonly contract: string }
    | { readonly kind: 'sent-by'; readonly sender: string };
}

export interface PaymentWorld {
  readonly name: string;
  readonly chains: ReadonlyMap<string, WorldChain>;
  readonly tokens: ReadonlyMap<string, WorldToken>;
  readonly names: Names;
  readonly contracts: ReadonlySet<string>;
  /** In order of time, then of the file. */
  readonly payments: readonly Payment[];
  /** USD a BTC, by payment line's day. */
  readonly rates: ReadonlyMap<string, bigint>;
  /** Wallets whose earlier money is not part of the world. */
  isOutside(name: string): boolean;
}

export const DECIMALS: Readonly<Record<string, number>> = { BTC: 8, ETH: 18 };

export function unixSeconds(text: string): number {
  const ms = Date.parse(text.length === 10 ? `${text}T00:00Z` : text);
  if (Number.isNaN(ms)) throw new Error(`no time: ${text}`);
  return ms / 1000;
}

/** `1.5` → base units; throws where it is finer than the asset. */
export function baseUnits(text: string, decimals: number): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > decimals) throw new Error(`no amount: ${text}`);
  return BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`);
}

const SPAN = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

function seconds(text: string): number {
  return Number(text.slice(0, -1)) * SPAN[text.slice(-1) as keyof typeof SPAN];
}

const LINE =
  /^(\S+Z)(?: (\d+) times every (\d+[smhd]):)? (\S+) (pays|fails to pay) (.+?)(?: through (\S+)| sent by (\S+))?$/;
const PART = /^(\S+) (\S+) (\S+)$/;

export function readPaymentWorld(path: string): PaymentWorld {
  let name = '';
  const chains = new Map<string, WorldChain>();
  const tokens = new Map<string, WorldToken>();
  const looksLike = new Map<string, string>();
  const contracts = new Set<string>();
  const outside: string[] = [];
  const rates = new Map<string, bigint>();
  const drafts: Omit<Payment, 'id'>[] = [];

  function directive(words: readonly string[]): boolean {
    const [first = '', second = ''] = words;
    if (first === 'world') name = second;
    else if (first === 'outside') outside.push(...words.slice(1));
    else if (first === 'contract') contracts.add(second);
    else if (first === 'address' && words[2] === 'looks') looksLike.set(second, words[4] as string);
    else if (first === 'rate') rates.set(words[2] as string, BigInt(words[3] as string));
    else if (first === 'token') {
      const [, symbol = '', contract = '', decimals = '', shown = symbol] = words;
      tokens.set(symbol, { name: symbol, contract, decimals: Number(decimals), symbol: shown });
    } else if (first === 'chain') {
      const [, chain, , block, , time = '', , every = '', , tip = ''] = words;
      const start = { block: Number(block), time: unixSeconds(time), every: seconds(every) };
      const last = start.block + Math.floor((unixSeconds(tip) - start.time) / start.every);
      chains.set(chain as string, { name: chain as WorldChain['name'], ...start, tip: last });
    } else return false;
    return true;
  }

  function partsOf(text: string, n: number): { asset: string; parts: Payment['parts'] } {
    const found = text.split(' and ').map((part) => {
      const match = PART.exec(part);
      if (match === null) throw new Error(`no payment: ${part}`);
      const [, to = '', amount = '', asset = ''] = match;
      const decimals = DECIMALS[asset] ?? tokens.get(asset)?.decimals;
      if (decimals === undefined) throw new Error(`no asset: ${asset}`);
      const [base = '', step = '0'] = amount.replace(/n$/, '').split('+');
      const units =
        amount === 'all' ? amount : baseUnits(base, decimals) + baseUnits(step, decimals) * BigInt(n);
      return { asset, part: { to: numbered(to, n), amount: units } as const };
    });
    const assets = new Set(found.map(({ asset }) => asset));
    if (assets.size !== 1) throw new Error(`one asset a payment: ${text}`);
    return { asset: found[0]?.asset as string, parts: found.map(({ part }) => part) };
  }

  for (const raw of readFileSync(path, 'utf8').split('\n')) {
    const line = raw.replace(/#.*$/, '').trim().replace(/\s+/g, ' ');
    if (line === '' || directive(line.split(' '))) continue;
    const match = LINE.exec(line);
    if (match === null) throw new Error(`no line of a world: ${line}`);
    const [, start = '', times = '1', every = '1d', from = '', verb, rest = '', through, sender] = match;
    for (let n = 1; n <= Number(times); n += 1) {
      const { asset, parts } = partsOf(rest, n);
      const time = unixSeconds(start) + (n - 1) * seconds(every);
      const how: Payment['how'] =
        verb !== 'pays'
          ? { kind: 'failed' }
          : through !== undefined
            ? { kind: 'through', contract: through }
            : sender !== undefined
              ? { kind: 'sent-by', sender }
              : { kind: 'plain' };
      const chain = asset === 'BTC' ? 'bitcoin' : 'ethereum';
      if (chain === 'ethereum' && parts.length > 1) throw new Error(`one payee on ethereum: ${line}`);
      drafts.push({ chain, time, from: numbered(from, n), parts, asset, how });
    }
  }
  drafts.sort((a, b) => a.time - b.time);
  const isOutside = (wallet: string): boolean =>
    outside.some((word) => (word.endsWith('*') ? wallet.startsWith(word.slice(0, -1)) : word === wallet));
  const payments = withIds(name, drafts);
  return { name, chains, tokens, names: namesOf(name, looksLike), contracts, payments, rates, isOutside };
}

function numbered(word: string, n: number): string {
  return word.replace('{n}', String(n));
}

/** Two lines that say the same are told apart by their number. */
function withIds(world: string, drafts: readonly Omit<Payment, 'id'>[]): Payment[] {
  const said = new Map<string, number>();
  return drafts.map((draft) => {
    const { time, from, parts, asset, how } = draft;
    const text = [
      time,
      from,
      ...parts.flatMap(({ to, amount }) => [to, amount]),
      asset,
      ...Object.values(how),
    ].join(' ');
    const n = said.get(text) ?? 0;
    said.set(text, n + 1);
    return { ...draft, id: inventedId(world, `${text} ${n}`) };
  });
}

/** The block that a moment falls into, and that block's own time. */
export function blockOf(chain: WorldChain, time: number): { height: number; time: number } {
  if (time < chain.time) throw new Error('before the first block of the world');
  const passed = Math.floor((time - chain.time) / chain.every);
  return { height: chain.block + passed, time: chain.time + passed * chain.every };
}
