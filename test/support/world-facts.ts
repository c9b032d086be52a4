// Reads a world of recorded facts about one wallet of an EVM chain (fixtures/cases/ronin/world.txt, which opens with its
// own grammar) and prints them as an explorer would. What the facts lack is made up where a form demands it (order in the
// block, hashes, the sender of a call or event) or refused (balances, what issuers did); the tape's note says which.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Http } from '../../src/model/http.ts';
import { type EvmTx, explorerWorld } from './explorer-world.ts';
import { baseUnits, DECIMALS, unixSeconds } from './world-payments.ts';

export interface Fact {
  readonly kind: 'value' | 'call' | 'token';
  readonly tx: string;
  readonly height: number;
  /** Unix seconds. */
  readonly time: number;
  /** Lower case. */
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: bigint;
}

export interface FactWorld {
  readonly tip: number;
  readonly names: ReadonlyMap<string, string>;
  readonly tokens: ReadonlyMap<string, { readonly contract: string; readonly decimals: number }>;
  /** In the order of the file. */
  readonly facts: readonly Fact[];
}

export function readFactWorld(path: string): FactWorld {
  let tip = 0;
  let [height, time] = [0, 0];
  const names = new Map<string, string>();
  const tokens = new Map<string, { contract: string; decimals: number }>();
  const facts: Fact[] = [];
  for (const raw of readFileSync(path, 'utf8').split('\n')) {
    const line = raw.replace(/#.*$/, '').trim();
    if (line === '') continue;
    const [first = '', second = '', third = '', amount = '', asset = '', tx = ''] = line.split(/\s+/);
    if (first === 'tip') tip = Number(second);
    else if (first === 'name') names.set(second, third.toLowerCase());
    else if (first === 'token')
      if (asset === '') tokens.set(second, { contract: third.toLowerCase(), decimals: Number(amount) });
      else facts.push(fact(first));
    else if (first === 'block') [height, time] = [Number(second), unixSeconds(third)];
    else if (first === 'value' || first === 'call') facts.push(fact(first));
    else throw new Error(`no line of a world of facts: ${line}`);

    function fact(kind: Fact['kind']): Fact {
      const decimals = DECIMALS[asset] ?? tokens.get(asset)?.decimals;
      if (decimals === undefined || !/^0x[0-9a-f]{64}$/.test(tx)) throw new Error(`no fact: ${line}`);
      const [from, to] = [addressOf(second), addressOf(third)];
      return { kind, tx, height, time, from, to, asset, amount: baseUnits(amount, decimals) };
    }
  }
  return { tip, names, tokens, facts };

  function addressOf(word: string): string {
    const address = names.get(word) ?? word;
    if (!/^0x[0-9a-f]{40}$/.test(address)) throw new Error(`no address: ${word}`);
    return address;
  }
}

/** Nobody's address: the digest of a text that says so. */
function unknownSender(tx: string): string {
  return `0x${createHash('sha256').update(`unknown sender of ${tx}`).digest('hex').slice(0, 40)}`;
}

function transactionOf(world: FactWorld, fact: Fact, index: number): EvmTx {
  const { kind, tx: hash, height: block, time, from, to, amount } = fact;
  const tx = { hash, block, index, time, value: 0n, gasUsed: 0n, gasPrice: 0n };
  if (kind === 'value') return { ...tx, from, to, value: amount };
  const sender = unknownSender(hash);
  if (kind === 'call')
    return {
      ...tx,
      from: sender,
      to: from,
      internals: [{ path: '0', from, to, value: amount, type: 'call' }],
    };
  const contract = world.tokens.get(fact.asset)?.contract as string;
  return { ...tx, from: sender, to: contract, tokens: [{ contract, from, to, amount, logIndex: index }] };
}

export function serveFactWorld(world: FactWorld): Http {
  const inBlock = new Map<number, number>();
  const txs = world.facts.map((fact) => {
    const index = inBlock.get(fact.height) ?? 0;
    inBlock.set(fact.height, index + 1);
    return transactionOf(world, fact, index);
  });
  const { answer } = explorerWorld(txs, {
    tip: world.tip,
    tokens: [...world.tokens].map(([symbol, { contract, decimals }]) => ({
      contract,
      symbol,
      name: symbol,
      decimals,
    })),
  });
  return async (request) => {
    const asked = request.body === undefined ? undefined : (JSON.parse(request.body) as { method: string });
    const isBalance = asked?.method === 'eth_getBalance' || asked?.method === 'eth_call';
    const isLogs = request.query?.module === 'logs';
    if (!isBalance && !isLogs) return answer(request);
    const message = 'not among the recorded facts';
    const refusal = isLogs
      ? { message, result: null, status: '0' }
      : { jsonrpc: '2.0', error: { code: -32_000, message }, id: 0 };
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(refusal),
    };
  };
}
