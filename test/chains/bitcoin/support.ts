// What the tests of this folder share: real data where it is, a small made-up chain, and ways to ask a ledger.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EsploraOutput, EsploraTx } from '../../../src/chains/bitcoin/esplora-shapes.ts';
import { esploraLedger } from '../../../src/chains/bitcoin/ledger.ts';
import type { Address } from '../../../src/model/address.ts';
import { BITCOIN } from '../../../src/model/chain.ts';
import type { Http, Request, Response } from '../../../src/model/http.ts';
import type { BlockHash, Page, Scope } from '../../../src/model/ledger.ts';
import { type OwnerPlace, wallet } from '../../../src/model/place.ts';
import type { CoinId } from '../../../src/model/transfer.ts';

const shared = resolve(import.meta.dirname, '../../../../shared/data');

export function absent(path: string): boolean {
  return !existsSync(resolve(shared, path));
}

export function sharedText(path: string): string {
  return readFileSync(resolve(shared, path), 'utf8');
}

export function sharedTxs(path: string): EsploraTx[] {
  return JSON.parse(sharedText(path));
}

export type World = (request: Request) => Response;

/** An Http that keeps a list of what it was asked for. */
export function listening(world: World): { http: Http; asked: string[]; requests: Request[] } {
  const asked: string[] = [];
  const requests: Request[] = [];
  const http: Http = async (request) => {
    asked.push(`${request.service} ${request.path}`);
    requests.push(request);
    return world(request);
  };
  return { http, asked, requests };
}

/** `world`, but for the requests that `change` answers itself; it is told how often this path was asked before. */
export function except(
  world: World,
  change: (request: Request, before: number) => Response | undefined,
): World {
  const counts = new Map<string, number>();
  return (request) => {
    const before = counts.get(request.path) ?? 0;
    counts.set(request.path, before + 1);
    return change(request, before) ?? world(request);
  };
}

export function answer(body: string, status = 200): Response {
  return { status, headers: {}, body };
}

export function scopeAt(height: number, more: Partial<Scope> = {}): Scope {
  const asOf = { chain: BITCOIN, height, hash: 'a'.repeat(64) as BlockHash, time: 0 };
  const hubLimit = Number.POSITIVE_INFINITY;
  return { asOf, hubLimit, concurrency: 4, signal: new AbortController().signal, ...more };
}

export function at(address: string): OwnerPlace {
  return wallet(BITCOIN, address as Address);
}

async function only(pages: AsyncIterable<Page>): Promise<Page> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  const [page] = all;
  if (!page || all.length !== 1) throw new Error(`${all.length} pages instead of one`);
  return page;
}

const ONE_SERVICE = ['mempool.space'];

export function history(
  world: World,
  place: OwnerPlace,
  scope: Scope,
  services = ONE_SERVICE,
): Promise<Page> {
  const ledger = esploraLedger(async (request) => world(request), { services });
  return only(ledger.transfersOf([place], scope));
}

export function spend(world: World, coin: string, scope: Scope, services = ONE_SERVICE): Promise<Page> {
  const ledger = esploraLedger(async (request) => world(request), { services });
  return only(ledger.spendsOf([coin as CoinId], scope));
}

/** A made-up but well-formed P2WPKH script, told apart by its name. */
export function scriptOf(name: string): string {
  return `0014${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

export function idOf(name: string): string {
  return createHash('sha256').update(`made-up transaction ${name}`).digest('hex');
}

/** `height` undefined = unconfirmed. Outputs and previous outputs as `[owner, sats]`; the rest of the inputs is the fee. */
export function made(
  name: string,
  height: number | undefined,
  vin: readonly (readonly [from: string, vout: number, owner: string, sats: number])[],
  vout: readonly (readonly [owner: string, sats: number])[],
): EsploraTx {
  const output = (owner: string, value: number): EsploraOutput => ({ scriptpubkey: scriptOf(owner), value });
  const given = vin.reduce((sum, row) => sum + row[3], 0);
  const paid = vout.reduce((sum, row) => sum + row[1], 0);
  return {
    txid: idOf(name),
    vin: vin.map(([from, n, owner, sats]) => ({ txid: idOf(from), vout: n, prevout: output(owner, sats) })),
    vout: vout.map(([owner, sats]) => output(owner, sats)),
    fee: given - paid,
    status:
      height === undefined
        ? { confirmed: false }
        : { confirmed: true, block_height: height, block_time: 1_600_000_000 + 600 * height },
  };
}
