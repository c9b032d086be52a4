// What the tests of this folder share: a ledger over a made-up chain, and answers put in front of it.

import { type EvmChain, evmChain } from '../../../src/chains/evm/chains-table.ts';
import { explorerLedger } from '../../../src/chains/evm/explorer-ledger.ts';
import type { SourceName } from '../../../src/chains/evm/source.ts';
import { type ChainId, ETHEREUM } from '../../../src/model/chain.ts';
import type { Http, Request, Response } from '../../../src/model/http.ts';
import type { Block, BlockHash, Ledger, Page, Scope } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import type { EvmTx } from '../../support/explorer-world.ts';

export const never = new AbortController().signal;

export function chainRow(id = 'eip155:1'): EvmChain {
  const chain = evmChain(id as ChainId);
  if (!chain) throw new Error(`no row for ${id}`);
  return chain;
}

export function ledgerOn(
  http: Http,
  sources: readonly SourceName[] = ['blockscout'],
  id = 'eip155:1',
): Ledger {
  return explorerLedger(http, chainRow(id), { sources });
}

export function blockOf(height: number, hash = `0x${'b'.repeat(64)}`): Block {
  return { chain: ETHEREUM, height, hash: hash as BlockHash, time: 1_700_000_000 };
}

export function scopeAt(height: number, more: Partial<Scope> = {}): Scope {
  return {
    asOf: blockOf(height),
    hubLimit: Number.POSITIVE_INFINITY,
    concurrency: 4,
    signal: never,
    ...more,
  };
}

export async function historyOf(ledger: Ledger, address: string, scope: Scope): Promise<Page> {
  const place = wallet(ledger.chain, ledger.parseAddress(address));
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf([place], scope)) pages.push(page);
  const [page, ...others] = pages;
  if (!page || others.length > 0) throw new Error(`expected one page, got ${pages.length}`);
  return page;
}

export function reply(body: unknown, status = 200): Response {
  return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** `http` with some answers replaced; `undefined` leaves the answer as it is. Counts calls from 1. */
export function overlaid(
  http: Http,
  replace: (request: Request, call: number) => Response | undefined,
): { readonly http: Http; readonly asked: Request[] } {
  const asked: Request[] = [];
  return {
    asked,
    http: async (request, signal) => {
      asked.push(request);
      return replace(request, asked.length) ?? http(request, signal);
    },
  };
}

export const nobody: Http = async (request) => {
  throw new Error(`not to be asked: ${JSON.stringify(request)}`);
};

/** 20 bytes, lower case. */
export function address(n: number): string {
  return `0x${n.toString(16).padStart(40, '0')}`;
}
export function hash(n: number): string {
  return `0x${n.toString(16).padStart(64, '0')}`;
}

let made = 0;
export function tx(more: Partial<EvmTx>): EvmTx {
  made += 1;
  const block = more.block ?? 100;
  return {
    hash: hash(0xaa000000 + made),
    block,
    index: 0,
    time: 1_600_000_000 + 12 * block,
    from: address(1),
    to: address(2),
    value: 0n,
    gasUsed: 21_000n,
    gasPrice: 1_000_000_000n,
    ...more,
  };
}
