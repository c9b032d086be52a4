// What the tests of this folder share: a ledger over a made-up Tron, and answers put in front of it.
import { tronLedger } from '../../../src/chains/tron/ledger.ts';
import { TRON } from '../../../src/model/chain.ts';
import type { Http, Request, Response } from '../../../src/model/http.ts';
import type { Block, BlockHash, Ledger, Page, Scope } from '../../../src/model/ledger.ts';
import { wallet } from '../../../src/model/place.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { tronAddress } from '../../support/trongrid-bytes.ts';
import {
  type TronTx,
  type TronWorld,
  type TronWorldOptions,
  tronWorld,
} from '../../support/trongrid-world.ts';

export const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
export const USDT_ASSET = `tron:0x2b6653dc/trc20:${USDT}`;
export const TRX = 'tron:0x2b6653dc/slip44:195';
export const [A, B, C, D] = ['A', 'B', 'C', 'D'].map(tronAddress) as [string, string, string, string];
export const TIP = 60_000_000;
export const never = new AbortController().signal;

export function worldOf(txs: readonly TronTx[], options: Partial<TronWorldOptions> = {}): TronWorld {
  const tokens = [{ contract: USDT, symbol: 'USDT', decimals: 6 }];
  return tronWorld(txs, { tip: TIP, tokens, contracts: [USDT], ...options });
}

/** A plain payment of TRX. */
export function paying(
  block: number,
  from: string,
  to: string,
  amount: bigint,
  more: Partial<TronTx> = {},
): TronTx {
  return { block, from, act: { type: 'TransferContract', to, amount }, ...more };
}

/** A payment of USDT: the call, and the event that it makes. */
export function payingUsdt(
  block: number,
  from: string,
  to: string,
  amount: bigint,
  more: Partial<TronTx> = {},
): TronTx {
  return {
    block,
    from,
    act: { type: 'TriggerSmartContract', contract: USDT, data: '' },
    events: [{ contract: USDT, from, to, amount }],
    ...more,
  };
}

export async function scopeOf(ledger: Ledger, more: Partial<Scope> = {}): Promise<Scope> {
  const asOf = more.asOf ?? (await ledger.head({}, never));
  return { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 4, signal: never, ...more };
}

export function blockOf(world: TronWorld, height: number): Block {
  const hash = world.blockId(height) as BlockHash;
  return { chain: TRON, height, hash, time: Math.floor(world.blockMs(height) / 1000) };
}

export async function historyOf(http: Http, address: string, more: Partial<Scope> = {}): Promise<Page> {
  const ledger = tronLedger(http);
  const place = wallet(TRON, ledger.parseAddress(address));
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf([place], await scopeOf(ledger, more))) pages.push(page);
  const [page, ...others] = pages;
  if (!page || others.length > 0) throw new Error(`expected one page, got ${pages.length}`);
  return page;
}

/** `kind from>to amount` with names for the addresses of this file, in chain order as far as it is known. */
export function told(page: Pick<Page, 'transfers'>): string[] {
  const names = new Map([A, B, C, D].map((address, index) => [address, 'ABCD'[index] as string]));
  const place = ({ at }: Transfer): number[] => [at?.height ?? 0, at?.txIndex ?? 0, at?.order ?? 2 ** 50];
  const sorted = [...page.transfers].sort((one, other) => {
    const [left, right] = [place(one), place(other)];
    const differs = left.findIndex((value, index) => value !== right[index]);
    return differs < 0 ? 0 : (left[differs] as number) - (right[differs] as number);
  });
  return sorted.map(({ id, from, to, amount, asset }) => {
    const end = (of: typeof from) => (of.kind === 'wallet' ? (names.get(of.address) ?? of.address) : of.kind);
    const what = asset === USDT_ASSET ? ' USDT' : asset === TRX ? '' : ` ${asset.split('/')[1]}`;
    return `${id.split('/')[1]} ${end(from)}>${end(to)} ${amount}${what}`;
  });
}

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

export function reply(body: unknown, status = 200): Response {
  return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}
