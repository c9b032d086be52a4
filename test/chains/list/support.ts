// Helpers of the transfer-list suites: lists from rows, and what a run asks a ledger.
import { listLedgers } from '../../../src/chains/list/ledger.ts';
import { readTransferList } from '../../../src/chains/list/read.ts';
import type { KnownError } from '../../../src/model/errors.ts';
import type { Ledger, Page, Scope } from '../../../src/model/ledger.ts';
import { type OwnerPlace, wallet } from '../../../src/model/place.ts';
import type { Transfer } from '../../../src/model/transfer.ts';

export const HEADER = 'chain,tx,height,time,order,from,to,asset,amount,decimals';

export function address(n: number): string {
  return `0x${n.toString(16).padStart(40, '0')}`;
}

export function csv(...rows: readonly string[]): string {
  return `${[HEADER, ...rows].join('\n')}\n`;
}

export async function ledgers(text: string, fileName = 'list.csv'): Promise<readonly Ledger[]> {
  return listLedgers(await readTransferList(text, fileName));
}

export async function onlyLedger(text: string): Promise<Ledger> {
  const [ledger, second] = await ledgers(text);
  if (ledger === undefined || second !== undefined) throw new Error('the test wanted one chain');
  return ledger;
}

export async function scopeOf(ledger: Ledger, more: Partial<Scope> = {}): Promise<Scope> {
  const signal = new AbortController().signal;
  const asOf = await ledger.head({}, signal);
  return { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 1, signal, ...more };
}

export function walletOf(ledger: Ledger, text: string): OwnerPlace {
  return wallet(ledger.chain, ledger.parseAddress(text));
}

export async function pagesOf(
  ledger: Ledger,
  texts: readonly string[],
  more: Partial<Scope> = {},
): Promise<Page[]> {
  const places = texts.map((text) => walletOf(ledger, text));
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf(places, await scopeOf(ledger, more))) pages.push(page);
  return pages;
}

/** The whole history of some wallets, each transfer once. */
export async function historyOf(
  ledger: Ledger,
  texts: readonly string[],
  more: Partial<Scope> = {},
): Promise<Transfer[]> {
  const pages = await pagesOf(ledger, texts, more);
  return [
    ...new Map(pages.flatMap((page) => page.transfers).map((transfer) => [transfer.id, transfer])).values(),
  ];
}

/** What reading `text` is refused with. */
export async function refusal(text: string | Uint8Array, fileName = 'list.csv'): Promise<KnownError> {
  return readTransferList(text, fileName).then(
    () => {
      throw new Error('the list was accepted');
    },
    (error: KnownError) => error,
  );
}
